"""How Chinese text is read aloud: a run of characters into syllables without tones. Phrases decide
where a character has several readings (重庆 chong qing); the longest from the left wins. The table
is made by `deploy/scripts/build_pinyin.py`; a character that it lacks stands for itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from sys import intern

from digest.errors import DataError

TABLE = "pinyin.txt"
_FIRST, _LAST = 0x4E00, 0x9FFF
_LONGEST_SYLLABLE = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Readings: of each character by code point, and of the phrases that read otherwise ("" for
    one that reads as its characters do but keeps a phrase inside it from being found)."""

    alone: tuple[str, ...]
    phrases: dict[str, str]
    longest: int

    def character(self, one: str) -> str:
        """The first reading of one character."""
        code = ord(one)
        return (self.alone[code - _FIRST] if _FIRST <= code <= _LAST else "") or one

    def phrase(self, run: str, start: int) -> str:
        """The longest phrase of `run` that begins at `start`; empty when there is none."""
        for end in range(min(len(run), start + self.longest), start + 1, -1):
            if run[start:end] in self.phrases:
                return run[start:end]
        return ""


@lru_cache(maxsize=1)
def table() -> Table:
    """The packaged table. Raises DataError for a line that is none."""
    text = resources.files("digest.understanding.data").joinpath(TABLE).read_text("utf-8")
    alone = [""] * (_LAST - _FIRST + 1)
    phrases: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        first, _, rest = line.partition(" ")
        if not first:
            raise DataError("an empty line", where=f"{TABLE}:{number}", advice="build it anew")
        if first.isascii():
            for one in rest:
                alone[ord(one) - _FIRST] = intern(first)
        else:
            phrases[first] = rest
    return Table(tuple(alone), phrases, max(map(len, phrases), default=1))


@lru_cache(maxsize=2)
def characters(*, rare: bool = False) -> dict[str, str]:
    """The common characters of each syllable, by their first reading: those of the first level of
    the national character set, 3,755 of them; with those of the second (枸, 焙) 6,763."""
    last = (0xF7, 0xFE) if rare else (0xD7, 0xF9)
    codes = ((row, place) for row in range(0xB0, 0xF8) for place in range(0xA1, 0xFF))
    gaps = ((0xD7, place) for place in range(0xFA, 0xFF))  # no characters at the first level's end
    found: dict[str, str] = {}
    for code in sorted({code for code in codes if code <= last} - {*gaps}):
        one = bytes(code).decode("gb2312")
        syllable = table().character(one)
        found[syllable] = found.get(syllable, "") + one
    return found


def spellings(letters: str) -> list[tuple[str, ...]]:
    """The ways to read letters as syllables of pinyin (xian: xian, xi an), fewest syllables
    first."""
    found: list[tuple[str, ...]] = []
    ways: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    while ways:
        start, before = ways.pop()
        if start == len(letters):
            found.append(before)
        ends = range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1)
        heads = ((end, letters[start:end]) for end in ends)
        ways += [(end, (*before, head)) for end, head in heads if head in characters()]
    return sorted(found, key=lambda way: (len(way), way))


def syllables(run: str) -> tuple[str, ...]:
    """The syllables of a run of characters, one for each."""
    known, found, start = table(), list[str](), 0
    while start < len(run):
        phrase = known.phrase(run, start) or run[start]
        own = known.phrases.get(phrase, "")
        found += own.split() if own else [known.character(one) for one in phrase]
        start += len(phrase)
    return tuple(found)
