"""Two small array tools for the rule index: numbers for values, each once, and rows of numbers
of unequal length packed into one array. Neither knows anything of rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Longs = NDArray[np.int64]


class Interned(Generic[T]):
    """Values numbered from 0 in the order in which they first came."""

    def __init__(self) -> None:
        self.values: list[T] = []
        self._ids: dict[T, int] = {}

    def __len__(self) -> int:
        return len(self.values)

    def id_of(self, value: T) -> int:
        """The number of `value`, given now if it has none."""
        known = self._ids.setdefault(value, len(self.values))
        if known == len(self.values):
            self.values.append(value)
        return known

    def find(self, value: T) -> int | None:
        """The number of `value`, if it has one."""
        return self._ids.get(value)


class Postings:
    """For each row 0…rows-1, the items that were put under it, ascending."""

    def __init__(self, rows: int, pairs: Iterable[tuple[int, int]]) -> None:
        flat = np.fromiter((n for pair in pairs for n in pair), np.int64)
        self._fill(rows, flat[0::2], flat[1::2])

    @classmethod
    def of_arrays(cls, rows: int, row: Longs, items: Longs) -> Postings:
        """The same from two arrays of equal length."""
        postings = cls.__new__(cls)
        postings._fill(rows, row, items)
        return postings

    def _fill(self, rows: int, row: Longs, items: Longs) -> None:
        order = np.lexsort((items, row))
        self.items = items[order]
        self.bounds = np.searchsorted(row[order], np.arange(rows + 1))

    def of(self, row: int) -> Longs:
        """The items of one row."""
        return self.items[self.bounds[row] : self.bounds[row + 1]]

    def gather(self, rows: Longs) -> tuple[Longs, Longs]:
        """The items of many rows, one after the other, and how many each row has."""
        at, counts = ragged(self.bounds[rows], self.bounds[rows + 1])
        return self.items[at], counts


def ragged(starts: Longs, ends: Longs) -> tuple[Longs, Longs]:
    """The numbers of all ranges `starts[i]…ends[i]-1`, one range after the other, and the length
    of each range."""
    counts = ends - starts
    total = int(counts.sum())
    shift = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    return np.arange(total, dtype=np.int64) + shift, counts
