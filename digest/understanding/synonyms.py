"""The synonyms file turned into values: which words count as the same, which words stand for an
everyday phrase, and where any of them occur in a text. Refuses a file that does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from digest.datafiles import DataFile, InForce
from digest.language.variants import fold, simplify

SHIPPED = Path(__file__).with_name("data") / "synonyms.toml"
LONGEST_WORD = 20


@dataclass(frozen=True)
class Synonyms:
    """For each known word, what else is looked for: equals first, then what stands for it."""

    table: Mapping[str, tuple[str, ...]]

    @cached_property
    def _finder(self) -> tuple[AhoCorasick, tuple[str, ...]]:
        words = tuple(self.table)
        return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), words

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that has synonyms."""
        return self._finder[1]

    def of(self, word: str) -> tuple[str, ...]:
        """What else is looked for when this word is."""
        return self.table.get(word, ())

    def mentions(self, text: str) -> list[tuple[int, int]]:
        """Where known words stand in folded text, longest first, without overlap."""
        return [(start, end) for _, start, end in self._finder[0].find_matches_as_indexes(text)]


def _synonyms(file: DataFile) -> Synonyms:
    found: dict[str, tuple[str, ...]] = {}
    for row in file.tables.get("equal", []):
        words = _words(row, file)
        for word in words:
            if word in found:
                line = file.line_with(f'"{word}"')
                raise file.wrong(f"“{word}” stands in two rows of `equal`", line)
            found[word] = tuple(other for other in words if other != word)
    for asked, row in file.tables.get("also", {}).items():
        key = _words([asked], file)[0]
        more = [word for word in _words(row, file) if word not in found.get(key, ())]
        found[key] = (*found.get(key, ()), *more)
    return Synonyms(found)


def _words(row: object, file: DataFile) -> list[str]:
    if not isinstance(row, list) or not all(isinstance(word, str) for word in row):
        raise file.wrong("a row must be a list of words", file.line_with(str(row)))
    words = [fold(simplify(word)).strip() for word in row]
    for word, written in zip(words, row, strict=True):
        if not 0 < len(word) <= LONGEST_WORD:
            what = f"“{word}” is empty or longer than {LONGEST_WORD} characters"
            raise file.wrong(what, file.line_with(f'"{written}"'))
    return list(dict.fromkeys(words))


_files = InForce(SHIPPED, _synonyms)
use = _files.use
load = _files.load


@lru_cache(maxsize=2)
def word_list(name: str) -> frozenset[str]:
    """A shipped list of words: `question_words` (dropped) or `generic_words` (weighed lightly)."""
    text = (SHIPPED.parent / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(_split(lines))


def _split(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        yield from line.split()
