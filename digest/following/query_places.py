"""The places in a lookup: every name in free text, parents and parts put together, names that may
mean several places kept open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest import gazetteer
from digest.following.vocabulary import Vocabulary
from digest.understanding.regions.persons import SURNAMES, TITLES

# More candidates than this say nothing about where; the first ones are the larger places.
MOST = 12
# A surname and two characters by themselves: a person, even if the latter name a place.
_PERSON = re.compile(
    rf"(?:(?<![\u3400-\u9fff])|(?:{TITLES}))[{''.join(sorted(SURNAMES))}]"
    r"(?P<given>[\u3400-\u9fff]{2})(?=[^\u3400-\u9fff]|的|写|摄|$)"
)


@dataclass(frozen=True, slots=True)
class Places:
    """The codes asked for, what was ambiguous, and the text without the names."""

    codes: tuple[str, ...]
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...]
    rest: str


def places_in(text: str, known: Vocabulary) -> Places:
    """The places named in folded text."""
    found = [*_macros(text), *_names(text, known)]
    found = _told_apart(_without_overlap(found))
    rest = text
    for start, end, _, _ in sorted(found, reverse=True):
        rest = rest[:start] + " " + rest[end:]
    codes = tuple(dict.fromkeys(code for *_, named in found for code in named[:MOST]))
    ambiguous = tuple(
        (name, named) for _, _, name, named in found if len(named) > 1 and name not in _all_macros()
    )
    return Places(codes, ambiguous, rest)


_Found = tuple[int, int, str, tuple[str, ...]]


def _all_macros() -> dict[str, tuple[str, ...]]:
    return dict(gazetteer.load().macros())


def _macros(text: str) -> list[_Found]:
    return [
        (start, start + len(name), name, codes)
        for name, codes in _all_macros().items()
        for start in [text.find(name)]
        if start >= 0
    ]


def _names(text: str, known: Vocabulary) -> list[_Found]:
    """Mentions of places that are not part of a longer word we know (安康 in 安康杯) nor of a
    person's name that stands by itself (吴海安, 记者李海南)."""
    words = [(word.start, word.end) for word in known.find(text)]
    people = {(person.start("given"), person.end("given")) for person in _PERSON.finditer(text)}
    return [
        (m.start, m.end, m.text, m.codes)
        for m in gazetteer.load().mentions(text)
        if (m.start, m.end) not in people
        and not any(a <= m.start and m.end <= b and b - a > m.end - m.start for a, b in words)
    ]


def _without_overlap(found: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        if all(one[1] <= other[0] or other[1] <= one[0] for other in kept):
            kept.append(one)
    return sorted(kept)


def _told_apart(found: list[_Found]) -> list[_Found]:
    """A place within another one that is named too is what is meant, and tells which it is."""
    tree = gazetteer.load()
    result: list[_Found] = []
    for start, end, name, codes in found:
        others = [code for other in found if other[0] != start for code in other[3]]
        inside = tuple(
            code for code in codes if any(tree.within(code, up) and code != up for up in others)
        )
        holds = any(
            tree.within(other, code) and other != code for code in codes for other in others
        )
        if inside:
            result.append((start, end, name, inside))
        else:
            result.append((start, end, name, () if holds else codes))
    return result
