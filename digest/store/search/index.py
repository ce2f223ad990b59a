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

    def newest(self, condition: Condition, limit: int, below: int | None = None) -> list[int]:
        """The newest articles that fulfil a condition."""
        return self.seen(condition, limit, limit, below).numbers

    def seen(
        self, condition: Condition, limit: int, enough: int, below: int | None = None
    ) -> Newest:
        """The newest articles that fulfil a condition: all where there are fewer than `enough`."""
        below = below or self.top + 1
        return self.engine.newest(
            self.connection, condition, below=below, limit=limit, enough=enough
        )

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
