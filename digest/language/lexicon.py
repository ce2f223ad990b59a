"""The shipped word lists turned into values: domain words for the segmenter, and stop words.

A line that does not hold is refused with the file and line it stands on, since a bad frequency
would silently change how every text is cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from digest.errors import DataError

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Entry:
    """A domain word, its frequency in the scale of jieba's dictionary, and its part of speech."""

    word: str
    frequency: int
    tag: str


@lru_cache(maxsize=1)
def entries(path: Path = DATA / "lexicon.txt") -> tuple[Entry, ...]:
    """The domain words in file order; raises DataError naming file and line."""
    found: dict[str, Entry] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.partition("#")[0].split()
        if not fields:
            continue
        entry = _entry(fields, f"{path.name}:{number}")
        if entry.word in found:
            raise DataError(f"“{entry.word}” stands twice", where=f"{path.name}:{number}")
        found[entry.word] = entry
    return tuple(found.values())


def _entry(fields: list[str], where: str) -> Entry:
    if len(fields) != 3 or not fields[1].isdecimal() or int(fields[1]) == 0:
        raise DataError(
            f"cannot read “{' '.join(fields)}”",
            where=where,
            advice="write: word, frequency (a whole number above 0), tag",
        )
    return Entry(fields[0], int(fields[1]), fields[2])


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """The domain words alone, for a quick test of membership."""
    return frozenset(entry.word for entry in entries())


@lru_cache(maxsize=1)
def stop_words(path: Path = DATA / "stopwords.txt") -> frozenset[str]:
    """Words without content: function words, news fillers, question words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())
