"""Lookup's index as of a snapshot: articles that arrived later are not there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from digest.store.search.interface import Condition, Newest, SearchEngine

# So many hits tell how common a word is; a quarter of them, found among the newest, will do.
SAMPLE, LEAST = 240, 60


@dataclass(frozen=True, slots=True)
class Index:
    """The engine, seen as of a snapshot."""

    connection: Connection
    engine: SearchEngine
    top: int

    def newest(self, condition: Condition, limit: int, *, rare: bool = False) -> list[int]:
        """The newest articles that fulfil a condition, which may be known to be rare."""
        found = self.engine.newest(
            self.connection, condition, below=self.top + 1, limit=limit, enough=limit, rare=rare
        )
        return found.numbers

    def seen(self, condition: Condition, limit: int, enough: int) -> Newest:
        """The newest articles that fulfil a condition: all where there are fewer than `enough`."""
        return self.engine.newest(
            self.connection, condition, below=self.top + 1, limit=limit, enough=enough
        )

    def names(self, condition: Condition, no: int) -> bool:
        """Whether the article fulfils a condition."""
        found = self.engine.newest(self.connection, condition, below=no + 1, limit=1, enough=1)
        return found.numbers == [no]

    def holds(self, condition: Condition) -> bool:
        """Whether any article fulfils a condition."""
        return bool(self.newest(condition, 1))

    def count(self, condition: Condition) -> int:
        """How many articles fulfil a condition: exact where few do, else estimated."""
        return self.total(self.seen(condition, SAMPLE, LEAST))

    def total(self, found: Newest) -> int:
        """How many there are in all, from how thick the newest lie; exact when all were seen."""
        count = len(found.numbers)
        return count * self.top // (self.top + 1 - found.floor) if found.floor else count
