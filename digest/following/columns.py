"""Canonical rules laid out as columns of numbers: up to three words of `every`, and the sets of
alternatives, exclusions, places and topics, each distinct set once. Rows are sorted by their
rarest word, so that the candidates of a word lie side by side in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digest.following.interning import Interned, Longs
from digest.model import Rule

Places = tuple[tuple[str, ...], bool]
Ints = NDArray[np.int32]

# Words of `every` that are checked in arrays; those beyond are checked one rule at a time.
WORD_COLUMNS = 3
NOTHING = -1
# Column numbers: the words come first, the rarest leading.
SOME, NO, PLACES, TOPICS = range(WORD_COLUMNS, WORD_COLUMNS + 4)


@dataclass(frozen=True, slots=True)
class Columns:
    """The table: `cells[column, row]` is a number of the interned table of that column, or
    NOTHING; `conditions[row]` counts what the rule asks for; `further` holds words past the
    columns; `place_of[i]` is the row of the i-th rule that was given."""

    words: Interned[str]
    word_sets: Interned[tuple[int, ...]]
    place_sets: Interned[Places]
    topic_sets: Interned[tuple[str, ...]]
    cells: Ints
    conditions: NDArray[np.int16]
    further: dict[int, tuple[int, ...]]
    place_of: Longs

    def __len__(self) -> int:
        return int(self.cells.shape[1])

    def rule(self, row: int) -> Rule:
        """The rule of a row, as it was given."""
        cells: list[int] = self.cells[:, row].tolist()
        every = [n for n in cells[:WORD_COLUMNS] if n != NOTHING]
        codes, own = self.place_sets.values[cells[PLACES]] if cells[PLACES] >= 0 else ((), False)
        return Rule(
            every=self._texts((*every, *self.further.get(row, ()))),
            some=self._set(cells[SOME]),
            no=self._set(cells[NO]),
            regions=codes,
            own_level=own,
            topics=self.topic_sets.values[cells[TOPICS]] if cells[TOPICS] >= 0 else (),
        )

    def _set(self, number: int) -> tuple[str, ...]:
        return self._texts(self.word_sets.values[number]) if number >= 0 else ()

    def _texts(self, numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(sorted(self.words.values[n] for n in numbers))


def columns_of(rules: Sequence[Rule]) -> Columns:
    """Lay out distinct canonical rules."""
    tables = _Tables()
    common = Counter(word for rule in rules for word in rule.every)
    cells = np.full((TOPICS + 1, len(rules)), NOTHING, np.int32)
    conditions = np.zeros(len(rules), np.int16)
    long: dict[int, tuple[int, ...]] = {}
    for row, rule in enumerate(rules):
        # The rarest word leads; of two equally rare ones the longer, which texts hold less often.
        every = sorted(rule.every, key=lambda word: (common[word], -len(word), word))
        numbers = tuple(map(tables.words.id_of, every))
        cells[: len(numbers[:WORD_COLUMNS]), row] = numbers[:WORD_COLUMNS]
        cells[SOME:, row] = tables.sets(rule)
        conditions[row] = len(every) + sum(map(bool, (rule.some, rule.regions, rule.topics)))
        if len(numbers) > WORD_COLUMNS:
            long[row] = numbers[WORD_COLUMNS:]
    return _sorted(tables, cells, conditions, long)


class _Tables:
    def __init__(self) -> None:
        self.words: Interned[str] = Interned()
        self.word_sets: Interned[tuple[int, ...]] = Interned()
        self.place_sets: Interned[Places] = Interned()
        self.topic_sets: Interned[tuple[str, ...]] = Interned()

    def sets(self, rule: Rule) -> tuple[int, int, int, int]:
        """The numbers of the rule's sets, in the order of the columns."""
        return (
            self._word_set(rule.some),
            self._word_set(rule.no),
            self.place_sets.id_of((rule.regions, rule.own_level)) if rule.regions else NOTHING,
            self.topic_sets.id_of(rule.topics) if rule.topics else NOTHING,
        )

    def _word_set(self, words: tuple[str, ...]) -> int:
        return self.word_sets.id_of(tuple(map(self.words.id_of, words))) if words else NOTHING


def _sorted(
    tables: _Tables, cells: Ints, conditions: NDArray[np.int16], long: dict[int, tuple[int, ...]]
) -> Columns:
    order = np.argsort(cells[0], kind="stable")
    place_of = np.empty(len(order), np.int64)
    place_of[order] = np.arange(len(order))
    return Columns(
        words=tables.words,
        word_sets=tables.word_sets,
        place_sets=tables.place_sets,
        topic_sets=tables.topic_sets,
        cells=np.ascontiguousarray(cells[:, order]),
        conditions=conditions[order],
        further={int(place_of[row]): words for row, words in long.items()},
        place_of=place_of,
    )
