"""Lookup's index as of a snapshot: articles that arrived later are not there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from digest.store.search.interface import Condition, SearchEngine

# So many hits tell how common a word is.
SAMPLE = 250


@dataclass(frozen=True, slots=True)
class Index:
    """The engine, seen as of a snapshot."""

    connection: Connection
    engine: SearchEngine
    top: int

    def newest(self, condition: Condition, limit: int, below: int | None = None) -> list[int]:
        """The newest articles that fulfil a condition."""
        return self.engine.newest(
            self.connection, condition, below=below or self.top + 1, limit=limit
        )

    def count(self, condition: Condition, limit: int = SAMPLE) -> int:
        """How many articles fulfil a condition: exact where few do, else estimated."""
        found = self.engine.extent(self.connection, condition, below=self.top + 1, limit=limit)
        if not found.floor:
            return found.count
        return max(found.count, found.count * self.top // (self.top + 1 - found.floor))
