"""The taxonomy file turned into values: what topics there are, what people call them, and which
words speak for them. Refuses a file that does not hold, naming the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from digest.datafiles import DataFile, InForce
from digest.errors import NotFound
from digest.language import variants

SHIPPED = Path(__file__).with_name("data") / "topics.toml"
GRADES = ("strong", "plain", "weak")
_SLUG = re.compile(r"[a-z][a-z0-9_]{1,31}")  # callbacks of buttons carry slugs: short and plain
_TEXTS = ("slug", "name", "name_en", "emoji")
_OPTIONAL = ("short", "short_en")
_LISTS = ("synonyms", *GRADES, "not", "needs")


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """One topic: its names (`short` for buttons, empty where the name is), what people type for
    it, and the words that speak for it by grade."""

    slug: str
    name: str
    name_en: str
    emoji: str
    short: str = ""
    short_en: str = ""
    synonyms: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All topics in file order, with what a word of each grade counts and what is off topic.

    Compared by identity: what is made of one (automata) is kept for as long as it is used.
    """

    entries: tuple[TopicEntry, ...]
    weights: Mapping[str, float]
    off_topic: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    context_misleading: tuple[str, ...] = ()

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The slugs in file order."""
        return tuple(entry.slug for entry in self.entries)

    @cached_property
    def _by_slug(self) -> dict[str, TopicEntry]:
        return {entry.slug: entry for entry in self.entries}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for entry in self.entries:
            for name in (entry.slug, entry.name, entry.name_en, *entry.synonyms):
                names[_key(name)] = entry.slug
        return names

    @cached_property
    def _names(self) -> tuple[AhoCorasick, tuple[str, ...]]:
        names = tuple(name for name in self._by_name if not name.isascii() or len(name) > 3)
        return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names

    def get(self, slug: str) -> TopicEntry:
        """The topic of this slug; raises NotFound."""
        if slug not in self._by_slug:
            raise NotFound(f"there is no topic “{slug}”", advice="see the taxonomy for the slugs")
        return self._by_slug[slug]

    def named(self, text: str) -> str | None:
        """The slug of the topic that `text` as a whole is a name of (any script, width or case)."""
        return self._by_name.get(_key(text))

    def mentions(self, text: str) -> list[tuple[int, int, str]]:
        """Every topic name in free text as (start, end, slug), longest names first, no overlap."""
        automaton, names = self._names
        found = automaton.find_matches_as_indexes(variants.fold(variants.simplify(text)))
        return [(start, end, self._by_name[names[index]]) for index, start, end in found]


def _key(name: str) -> str:
    return variants.fold(variants.simplify(name)).strip()


class _Checker:
    """Turns the tables into values and names the line of whatever does not hold."""

    def __init__(self, file: DataFile) -> None:
        self._file = file
        self._heads = file.heads("topic")

    def taxonomy(self) -> Taxonomy:
        tables = self._file.tables
        topics = tables.get("topic")
        if not isinstance(topics, list) or not topics:
            raise self._file.wrong("has no [[topic]]", 1)
        entries = tuple(self._entry(table, self._head(n)) for n, table in enumerate(topics))
        self._check_names(entries)
        off, at = tables.get("off_topic", {}), self._file.line_with("[off_topic]")
        return Taxonomy(
            entries,
            self._weights(tables.get("weights", {})),
            self._words(off, "words", at),
            self._words(off, "context", at),
            self._words(off, "not", at),
        )

    def _entry(self, table: dict[str, Any], head: int) -> TopicEntry:
        for key in table:
            if key not in _TEXTS + _OPTIONAL + _LISTS:
                raise self._file.wrong(f"“{key}” is not known", self._file.line_of(key, head))
        for key in _TEXTS:
            if not isinstance(table.get(key), str) or not table[key].strip():
                raise self._file.wrong(
                    f"“{key}” is missing or empty", self._file.line_of(key, head)
                )
        for key in _OPTIONAL:
            if not isinstance(table.get(key, ""), str):
                raise self._file.wrong(f"“{key}” must be a text", self._file.line_of(key, head))
        if not _SLUG.fullmatch(table["slug"]):
            raise self._file.wrong(
                "a slug is 2–32 of a–z, 0–9 and _", self._file.line_of("slug", head)
            )
        lists = {key: self._words(table, key, head) for key in _LISTS}
        if not lists["strong"] and not lists["plain"]:
            raise self._file.wrong(f"no word speaks for “{table['slug']}”", head)
        return TopicEntry(
            slug=table["slug"],
            name=table["name"],
            name_en=table["name_en"],
            emoji=table["emoji"],
            short=table.get("short", "").strip(),
            short_en=table.get("short_en", "").strip(),
            synonyms=lists["synonyms"],
            strong=lists["strong"],
            plain=lists["plain"],
            weak=lists["weak"],
            misleading=lists["not"],
            needs=lists["needs"],
        )

    def _words(self, table: dict[str, Any], key: str, head: int) -> tuple[str, ...]:
        words = table.get(key, [])
        line = self._file.line_of(key, head)
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise self._file.wrong(f"“{key}” must be a list of words", line)
        for word in words:
            if not word.strip():
                raise self._file.wrong(f"“{key}” holds an empty word", line)
        if len(set(words)) < len(words):
            twice = next(word for word in words if words.count(word) > 1)
            raise self._file.wrong(f"“{twice}” stands twice in “{key}”", line)
        return tuple(words)

    def _weights(self, table: dict[str, Any]) -> dict[str, float]:
        for grade in GRADES:
            weight = table.get(grade)
            if not isinstance(weight, int | float) or not 0 < weight <= 100:
                line = self._file.line_with(grade)
                raise self._file.wrong(f"[weights] needs “{grade}”, a number in 0–100", line)
        return {grade: float(table[grade]) for grade in GRADES}

    def _check_names(self, entries: tuple[TopicEntry, ...]) -> None:
        owner: dict[str, str] = {}
        for entry, head in zip(entries, self._heads, strict=True):
            if entry.slug in owner.values():
                raise self._file.wrong(
                    f"the slug “{entry.slug}” stands twice", self._file.line_of("slug", head)
                )
            for name in (entry.slug, entry.name, *entry.synonyms):
                other = owner.setdefault(_key(name), entry.slug)
                if other != entry.slug:
                    line = self._file.line_with(f'"{name}"', head)
                    raise self._file.wrong(f"“{name}” already names “{other}”", line)

    def _head(self, number: int) -> int:
        return self._heads[number] if number < len(self._heads) else 1


def _taxonomy(file: DataFile) -> Taxonomy:
    return _Checker(file).taxonomy()


_files = InForce(SHIPPED, _taxonomy)
use = _files.use
load = _files.load
