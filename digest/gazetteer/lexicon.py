"""Turns the vendored names into one dictionary: a name as written → what it may mean, how surely.

A name has a *kind* (how it relates to the unit) and a *trust* (what it takes to believe it):
full names are believed as they stand, a county's short name wants a cue beside it, an everyday
word (资源, 合作, 平安) or a landmark's name (鼓楼, 西湖) is a place only in full, a landmark's also
when typed alone. Place names inside other words and names (安康杯, 北京时间) are kept as phrases
that block what they overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from digest.errors import DataError
from digest.gazetteer.places import Place, data_lines

Kind = Literal["full", "form", "short", "alias", "legacy", "zone"]
Trust = Literal["sure", "plain", "cue", "ward", "never"]
KINDS: tuple[Kind, ...] = ("full", "form", "short", "alias", "legacy", "zone")
ENDS = re.compile(r"[省市区县旗州盟师]$")
"""What a name in full ends with; other names are as sure as a short one."""
STOP_CLASSES = ("hard", "ward", "needs", "bare", "block")

ABBREVIATIONS = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "蒙": "150000", "辽": "210000",
    "吉": "220000", "黑": "230000", "沪": "310000", "苏": "320000", "浙": "330000", "皖": "340000",
    "闽": "350000", "赣": "360000", "鲁": "370000", "豫": "410000", "鄂": "420000", "湘": "430000",
    "粤": "440000", "桂": "450000", "琼": "460000", "渝": "500000", "川": "510000", "蜀": "510000",
    "黔": "520000", "贵": "520000", "滇": "530000", "云": "530000", "藏": "540000", "陕": "610000",
    "秦": "610000", "甘": "620000", "陇": "620000", "青": "630000", "宁": "640000", "新": "650000",
    "港": "810000", "澳": "820000", "台": "710000",
}  # fmt: skip
"""One-character names of provinces: understood when typed alone, never looked for in text."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One unit a name may stand for, and what kind of name it is for it."""

    code: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, what it may stand for (best first), and what it takes to believe it."""

    text: str
    senses: tuple[Sense, ...]
    trust: Trust

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sense.code for sense in self.senses)

    @property
    def hidden(self) -> bool:
        """Whether running text is not searched for it."""
        return self.trust in ("ward", "never")


def read_rows() -> list[tuple[str, Kind, str]]:
    """The further names of the table as (name, kind, code); DataError names a bad line."""
    rows: list[tuple[str, Kind, str]] = []
    for where, cells in data_lines("place_names.tsv"):
        kind = next((k for k in KINDS if len(cells) == 3 and k == cells[1]), None)
        if kind is None:
            raise DataError("a name needs name, kind and code", where=where)
        rows.append((cells[0], kind, cells[2]))
    return rows


def read_stops() -> dict[str, frozenset[str]]:
    """The word classes of place_stop.tsv by class name; DataError names a bad line."""
    stops: dict[str, set[str]] = {name: set() for name in STOP_CLASSES}
    for where, cells in data_lines("place_stop.tsv"):
        if len(cells) != 2 or cells[0] not in stops:
            raise DataError(f"a line needs one of {STOP_CLASSES} and words", where=where)
        stops[cells[0]].update(cells[1].split())
    return {name: frozenset(words) for name, words in stops.items()}


def build(
    places: Mapping[str, Place],
    rows: list[tuple[str, Kind, str]],
    stops: Mapping[str, frozenset[str]],
) -> dict[str, Name]:
    """Every name with its senses: units in force first, then higher levels, then plainer kinds."""
    senses: dict[str, list[Sense]] = {}
    for text, kind, code in _all_rows(places, rows):
        senses.setdefault(text, []).append(Sense(code, kind))

    def order(sense: Sense) -> tuple[bool, int, int, str]:
        place = places[sense.code]
        return (place.until is not None, place.level, KINDS.index(sense.kind), sense.code)

    names = {}
    for text, found in senses.items():
        ranked = tuple(sorted(found, key=order))
        names[text] = Name(text, ranked, _trust(text, ranked, places, stops))
    return names


def _all_rows(
    places: Mapping[str, Place], rows: list[tuple[str, Kind, str]]
) -> Iterator[tuple[str, Kind, str]]:
    for place in places.values():
        yield place.name, "full", place.code
    for row in rows:
        if row[2] not in places:
            raise DataError(f"{row[0]} names {row[2]}, which is no unit", where="place_names.tsv")
        yield row


def _trust(
    text: str,
    senses: tuple[Sense, ...],
    places: Mapping[str, Place],
    stops: Mapping[str, frozenset[str]],
) -> Trust:
    ward = text in stops["ward"]
    if (ward or text in stops["hard"]) and all(places[s.code].level > 1 for s in senses):
        return "ward" if ward else "never"
    if text in stops["needs"] or text in stops["hard"]:
        return "cue"
    if text in stops["bare"]:
        return "plain"
    further = senses[0].kind in ("zone", "alias", "legacy")
    if further and len(text) == 2:
        return "cue"  # 到|达旗|下, 道|路环|卫: two characters that meet by chance
    if any(sense.kind != "short" for sense in senses) and ENDS.search(text):
        return "sure"
    return "plain" if further or places[senses[0].code].level < 3 else "cue"
