"""One article's words, places and topics marked in arrays beside the rule columns, so that the
conditions of all candidate rules are looked up at once. Marks are wiped after each article: what
is touched is what the article holds, never the size of the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from digest.following.columns import NO, NOTHING, PLACES, SOME, TOPICS, WORD_COLUMNS, Columns
from digest.following.features import Features
from digest.following.interning import Interned, Longs, Postings, ragged

Name = TypeVar("Name")
ABSENT = -1
# (code or None, own level only, slug or None): the way to a rule that asks for no word.
Door = tuple[str | None, bool, str | None]


class Marks:
    """For every column an array that says what each number is worth in the current article:
    ABSENT, or thousandths. The last cell of each, which NOTHING (-1) points at, is worth 0."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._words = _blank(len(columns.words))
        self._sets = _blank(len(columns.word_sets))
        self._places = _blank(len(columns.place_sets))
        self._topics = _blank(len(columns.topic_sets))
        self._tables = dict.fromkeys(range(WORD_COLUMNS), self._words)
        self._tables |= {SOME: self._sets, PLACES: self._places, TOPICS: self._topics}
        self._sets_of_word = Postings(len(columns.words), _members(columns.word_sets))
        self._sets_of_place = _holders(
            ((code, own), n)
            for n, (codes, own) in enumerate(columns.place_sets.values)
            for code in codes
        )
        self._sets_of_topic = _holders(
            (slug, n) for n, slugs in enumerate(columns.topic_sets.values) for slug in slugs
        )
        self._has_further = np.zeros(len(columns), bool)
        self._has_further[list(columns.further)] = True
        self._wire_doors()

    def _wire_doors(self) -> None:
        columns, cells = self._columns, self._columns.cells
        worded = cells[0] != NOTHING
        self._first = np.searchsorted(cells[0], np.arange(len(columns.words) + 1))
        rows = np.flatnonzero(~worded & (cells[SOME] != NOTHING))
        alternatives = cells[SOME, rows].astype(np.int64)
        self._rows_of_set = Postings.of_arrays(len(columns.word_sets), alternatives, rows)
        wordless = np.flatnonzero(~worded & (cells[SOME] == NOTHING))
        self._doors: dict[Door, Longs] = _holders(
            (door, row) for row in wordless.tolist() for door in self._doors_of(row)
        )

    def _doors_of(self, row: int) -> Iterator[Door]:
        rule = self._columns.rule(row)
        if rule.regions or rule.topics:
            for code in rule.regions or (None,):
                for slug in rule.topics or (None,):
                    yield code, rule.own_level, slug

    @contextmanager
    def set(self, words: Mapping[int, int], prepared: Features) -> Iterator[Marks]:
        """Mark one article for the length of the block: its word numbers with their worth, its
        places and topics."""
        self._now, self._found = prepared, np.fromiter(words, np.int64, len(words))
        worth = np.fromiter(words.values(), np.int32, len(words))
        self._words[self._found] = worth
        self._touched = self._mark_sets(worth)
        places = [((code, False), n) for code, n in prepared.places.items()]
        places += [((code, True), n) for code, n in prepared.own.items()]
        marked_places = _mark(self._places, self._sets_of_place, places)
        marked_topics = _mark(self._topics, self._sets_of_topic, prepared.topics.items())
        try:
            yield self
        finally:
            self._words[self._found] = ABSENT
            self._sets[self._touched] = ABSENT
            self._places[marked_places] = ABSENT
            self._topics[marked_topics] = ABSENT

    def _mark_sets(self, worth: NDArray[np.int32]) -> Longs:
        sets, counts = self._sets_of_word.gather(self._found)
        np.maximum.at(self._sets, sets, np.repeat(worth, counts))
        return sets

    def candidates(self) -> Longs:
        """The rows whose door the article opens; each once."""
        by_word, _ = ragged(self._first[self._found], self._first[self._found + 1])
        by_set, _ = self._rows_of_set.gather(np.unique(self._touched))
        codes = [(None, False), *((code, False) for code in self._now.places)]
        codes += [(code, True) for code in self._now.own]
        slugs = (None, *self._now.topics)
        opened = [
            self._doors[code, own, slug]
            for code, own in codes
            for slug in slugs
            if (code, own, slug) in self._doors
        ]
        by_door = np.unique(np.concatenate(opened)) if opened else np.empty(0, np.int64)
        return np.concatenate([by_word, by_set, by_door])

    def verified(self, rows: Longs) -> tuple[Longs, NDArray[np.float64]]:
        """Those of the rows whose conditions all hold, with their strength."""
        cells = self._columns.cells
        # What turns most candidates away goes first; a row's own door, its first word, last.
        for column in (PLACES, TOPICS, 1, 2, SOME, 0):
            worth = self._tables[column].take(cells[column].take(rows), mode="wrap")
            rows = rows[worth != ABSENT]
        excluded = cells[NO].take(rows)
        rows = rows[(excluded == NOTHING) | (self._sets.take(excluded, mode="wrap") == ABSENT)]
        total = np.zeros(len(rows), np.int64)
        for column, table in self._tables.items():
            total += table.take(cells[column].take(rows), mode="wrap")
        rows, total = self._with_further(rows, total)
        return rows, np.rint(total / self._columns.conditions[rows]) / 1000

    def _with_further(self, rows: Longs, total: Longs) -> tuple[Longs, Longs]:
        keep = np.ones(len(rows), bool)
        for at in np.flatnonzero(self._has_further[rows]):
            worth = self._words[list(self._columns.further[int(rows[at])])]
            keep[at] = bool((worth != ABSENT).all())
            total[at] += int(worth.sum())
        return rows[keep], total[keep]


def _blank(size: int) -> NDArray[np.int32]:
    marks = np.full(size + 1, ABSENT, np.int32)
    marks[-1] = 0
    return marks


def _members(sets: Interned[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    return ((word, number) for number, words in enumerate(sets.values) for word in words)


def _holders(pairs: Iterable[tuple[Name, int]]) -> dict[Name, Longs]:
    lists: dict[Name, list[int]] = defaultdict(list)
    for name, number in pairs:
        lists[name].append(number)
    return {name: np.array(numbers, np.int64) for name, numbers in lists.items()}


def _mark(
    marks: NDArray[np.int32], holders: Mapping[Name, Longs], named: Iterable[tuple[Name, int]]
) -> list[int]:
    touched: list[int] = []
    for name, worth in named:
        numbers = holders.get(name)
        if numbers is not None:
            marks[numbers] = np.maximum(marks[numbers], worth)
            touched.extend(numbers.tolist())
    return touched
