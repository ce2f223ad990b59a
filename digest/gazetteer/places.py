"""Turns the vendored table of units into `Place` values with their parents and paths.

Codes are always six digits and parents are what the table says, never the digits: 仙桃市 (429004)
lies directly in 湖北省, and the districts of a municipality directly in it. A table that does not
hold together is refused with the line at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Literal, cast

from digest.errors import DataError

Level = Literal[1, 2, 3]
CODE = re.compile(r"[1-8]\d{5}")


@dataclass(frozen=True, slots=True)
class Place:
    """One unit: code, official name, the `short` name people say (河口 for 河口瑶族自治县), level
    (1 province, 2 prefecture, 3 county), parent's code, names from the province down joined by
    slashes, and the months (2025-11) it began and ended in, None where that does not matter."""

    code: str
    name: str
    short: str
    level: Level
    parent: str | None
    path: str
    since: str | None = None
    until: str | None = None


def data_lines(name: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a data file as (“file:line”, cells); comments and blank lines are left out."""
    text = files("digest.gazetteer").joinpath("data", name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line and not line.startswith("#"):
            yield f"{name}:{number}", line.split("\t")


def load_places(shorts: Mapping[str, str]) -> dict[str, Place]:
    """All units by code; `shorts` gives the short name of a code (its own name when it has none).

    Raises DataError, naming the line, for a malformed row or a parent that is not there.
    """
    places: dict[str, Place] = {}
    where_of: dict[str, str] = {}
    for where, cells in data_lines("gazetteer.tsv"):
        place = _place(where, cells, shorts)
        places[place.code] = place
        where_of[place.code] = where
    return {code: _with_path(p, places, where_of[code]) for code, p in places.items()}


def _place(where: str, cells: list[str], shorts: Mapping[str, str]) -> Place:
    if len(cells) != 6 or not CODE.fullmatch(cells[0]) or cells[2] not in ("1", "2", "3"):
        raise DataError(
            "a unit needs code, name, level, parent, since and until",
            where=where,
            advice="build the table again with deploy/scripts/build_gazetteer.py",
        )
    code, name, level, parent, since, until = cells
    short = shorts.get(code, name)
    of_level = cast(Level, int(level))
    return Place(code, name, short, of_level, parent or None, "", since or None, until or None)


def _with_path(place: Place, places: Mapping[str, Place], where: str) -> Place:
    names = [place.name]
    parent = place.parent
    while parent is not None:
        if parent not in places or len(names) >= 3:
            raise DataError(f"the parent {parent} of {place.name} does not hold", where=where)
        names.append(places[parent].name)
        parent = places[parent].parent
    return replace(place, path="/".join(reversed(names)))
