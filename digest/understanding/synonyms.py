"""The synonyms file turned into values: which words count as the same, which words stand for an
everyday phrase, and where any of them occur in a text. Refuses a file that does not hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from digest.errors import DataError
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


_in_force = SHIPPED


def use(path: Path | None) -> None:
    """From now on `load()` means this file (None: the shipped one), in the whole process.

    Called once at start with what the operator set; raises DataError when the file does not hold.
    """
    global _in_force  # noqa: PLW0603  one process serves one operator's data
    load(path or SHIPPED)
    _in_force = path or SHIPPED


def load(path: Path | None = None) -> Synonyms:
    """The file in force, or another one; raises DataError when it does not hold."""
    path = path or _in_force
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise DataError(
            f"the synonyms cannot be read: {error.strerror}", where=str(path)
        ) from error
    return _load(path, changed)


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> Synonyms:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("cannot be read as UTF-8 text", where=path.name) from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"is not TOML: {error}", where=path.name) from error
    return Synonyms(_table(tables, path.name))


def _table(tables: dict[str, Any], name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in tables.get("equal", []):
        words = _words(row, name)
        for word in words:
            if word in found:
                raise DataError(f"“{word}” stands in two rows of `equal`", where=name)
            found[word] = tuple(other for other in words if other != word)
    for asked, row in tables.get("also", {}).items():
        key = _words([asked], name)[0]
        more = [word for word in _words(row, name) if word not in found.get(key, ())]
        found[key] = (*found.get(key, ()), *more)
    return found


def _words(row: object, name: str) -> list[str]:
    if not isinstance(row, list) or not all(isinstance(word, str) for word in row):
        raise DataError("a row must be a list of words", where=name)
    words = [fold(simplify(word)).strip() for word in row]
    bad = next((word for word in words if not 0 < len(word) <= LONGEST_WORD), None)
    if bad is not None:
        raise DataError(f"“{bad}” is empty or longer than {LONGEST_WORD} characters", where=name)
    return list(dict.fromkeys(words))


@lru_cache(maxsize=2)
def word_list(name: str) -> frozenset[str]:
    """A shipped list of words: `question_words` (dropped) or `generic_words` (weighed lightly)."""
    text = (SHIPPED.parent / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(_split(lines))


def _split(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        yield from line.split()
