"""The one door to the region tables: codes to units, names to candidates, text to mentions.

Everything is read when first asked for and kept; nothing is ever changed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType

from digest.errors import DataError, NotFound
from digest.gazetteer import lexicon, queries
from digest.gazetteer.lexicon import ABBREVIATIONS, Name
from digest.gazetteer.matcher import Found, Matcher
from digest.gazetteer.places import Place, load_places
from digest.gazetteer.queries import Mention


class Gazetteer:
    """Units, names and macro-regions. Build one with `load()`."""

    def __init__(
        self, places: Mapping[str, Place], names: Mapping[str, Name], blocks: frozenset[str]
    ) -> None:
        self._places = places
        self.names = names
        self._blocks = blocks
        self._ancestors = {code: self._chain(place) for code, place in places.items()}

    def _chain(self, place: Place) -> tuple[str, ...]:
        chain = []
        while place.parent is not None:
            chain.append(place.parent)
            place = self._places[place.parent]
        return tuple(chain)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.names, self._blocks)

    @cached_property
    def _children(self) -> dict[str | None, tuple[Place, ...]]:
        below: dict[str | None, list[Place]] = {}
        for place in self._places.values():
            if place.until is None:
                below.setdefault(place.parent, []).append(place)
        return {code: tuple(sorted(ps, key=lambda p: p.code)) for code, ps in below.items()}

    def get(self, code: str) -> Place:
        """The unit of a six-digit code. Raises NotFound."""
        try:
            return self._places[code]
        except KeyError:
            raise NotFound(
                "no unit has this code", where=code, advice="use a six-digit GB/T 2260 code"
            ) from None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above `code`, nearest first; () for a province. Raises NotFound."""
        self.get(code)
        return self._ancestors[code]

    def within(self, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor` or lies in it. Unknown codes lie in nothing."""
        return code in self._places and (code == ancestor or ancestor in self._ancestors[code])

    def directly(self, codes: Sequence[str], upper: Sequence[str]) -> tuple[str, ...]:
        """Those of `codes` whose parent is one of `upper`."""
        return tuple(code for code in codes if self.get(code).parent in upper)

    def common(self, codes: tuple[str, ...]) -> str | None:
        """The nearest unit that holds all of `codes`, or None."""
        chains = [(code, *self.ancestors(code)) for code in codes]
        shared = set(chains[0]).intersection(*chains[1:]) if chains else set()
        return next((code for code in chains[0] if code in shared), None) if chains else None

    def children(self, code: str | None) -> tuple[Place, ...]:
        """The units in force right below `code`, by code; the provinces for None."""
        if code is not None:
            self.get(code)
        return self._children.get(code, ())

    def find(self, text: str) -> list[Found]:
        """Every name in `text` that does not overlap another, however unsure."""
        return self._matcher.find(text)

    def mentions(self, text: str) -> list[Mention]:
        """The places named in a query: every name in it, chains joined, ambiguity kept."""
        return queries.mentions(text, self)

    def named(self, text: str) -> tuple[Place, ...]:
        """All units a typed name may mean, best first; () when it names none.

        Understands official, short, legacy and zone names, 苏 and the like, chains with parents
        (江苏/南京, 佛山禅城区) and a union's name (佛山禅城区总, 江苏省总工会).
        """
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        codes = self._exact(text) or self._exact(queries.UNION.sub("", text)) or self._chained(text)
        return tuple(self._places[code] for code in dict.fromkeys(codes))

    def _exact(self, text: str) -> tuple[str, ...]:
        if text in ABBREVIATIONS:
            return (ABBREVIATIONS[text],)
        name = self.names.get(text)
        return name.codes if name else ()

    def _chained(self, text: str) -> tuple[str, ...]:
        bare = queries.UNION.sub("", text)
        found = self.mentions(bare)
        whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(bare))
        return found[0].codes if whole else ()

    @cached_property
    def _macros(self) -> Mapping[str, tuple[str, ...]]:
        source = files("digest.gazetteer").joinpath("data", "macro_regions.toml")
        table = tomllib.loads(source.read_text(encoding="utf-8"))
        macros: dict[str, tuple[str, ...]] = {}
        for entry in table["macro"]:
            name = entry["name"]
            codes = tuple(self._code_of(name, member) for member in entry["members"])
            for known_as in (name, *entry.get("also", ())):
                macros[known_as] = codes
        return MappingProxyType(macros)

    def _code_of(self, macro: str, path: str) -> str:
        places = self.named(path)
        if len(places) != 1:
            raise DataError(
                f"{path} names {len(places)} units",
                where=f"macro_regions.toml: {macro}",
                advice="write the path from the province down",
            )
        return places[0].code

    def macro(self, name: str) -> tuple[str, ...]:
        """The codes of a macro-region (东北, 长三角, 苏北 …); () when there is none so called."""
        return self._macros.get(name, ())

    def macros(self) -> Mapping[str, tuple[str, ...]]:
        """All macro-regions by name and further name."""
        return self._macros


@cache
def load() -> Gazetteer:
    """The gazetteer, read from the package's data on the first call."""
    rows = lexicon.read_rows()
    stops = lexicon.read_stops()
    shorts = {code: name for name, kind, code in rows if kind == "short"}
    places = load_places(shorts)
    return Gazetteer(places, lexicon.build(places, rows, stops), stops["block"])
