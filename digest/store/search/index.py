"""Lookup's index as of a snapshot: articles that arrived later are not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from digest.store.listed import Listed
from digest.store.schema.library import articles
from digest.store.search.interface import Condition, Newest, SearchEngine, Wanted

# So many hits tell how common a word is; a quarter of them, found among the newest, will do.
SAMPLE, LEAST = 240, 60
# Up to this many hits are always counted; of more, up to the second number are, and beyond that
# their number is estimated from how thick the newest lie.
EXACT, COUNTED = 250, 1000

_TEXTS = Listed(lambda among: select(articles.c.folded).where(among(articles.c.no)))


@dataclass(frozen=True, slots=True)
class Index:
    """The engine, seen as of a snapshot."""

    connection: Connection
    engine: SearchEngine
    top: int
    _hits: dict[Condition, Newest] = field(default_factory=dict)

    def newest(self, condition: Condition, limit: int, *, rare: bool = False) -> list[int]:
        """The newest articles that fulfil a condition, which may be known to be rare."""
        wanted = Wanted(condition, self.top + 1, limit, enough=limit, rare=rare)
        return self.engine.newest(self.connection, wanted).numbers

    def hits(self, condition: Condition) -> Newest:
        """The newest articles that fulfil what a lookup hinges on; asked once."""
        if condition not in self._hits:
            self._hits[condition] = self._seen(condition, COUNTED + 1, EXACT + 1)
        return self._hits[condition]

    def sample(self, condition: Condition) -> Newest:
        """Some of the newest articles that fulfil a condition, to tell how common it is."""
        return self._seen(condition, SAMPLE, LEAST)

    def _seen(self, condition: Condition, limit: int, enough: int) -> Newest:
        return self.engine.newest(self.connection, Wanted(condition, self.top + 1, limit, enough))

    def names(self, condition: Condition, no: int) -> bool:
        """Whether the article fulfils a condition."""
        wanted = Wanted(condition, no + 1, limit=1, enough=1)
        return self.engine.newest(self.connection, wanted).numbers == [no]

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """The folded texts of articles, in no order."""
        return [text for (text,) in _TEXTS.plain(self.connection, numbers)] if numbers else []

    def holds(self, condition: Condition) -> bool:
        """Whether any article fulfils a condition."""
        return bool(self.newest(condition, 1))

    def count(self, condition: Condition) -> int:
        """How many articles fulfil a condition: exact where few do, else estimated."""
        return self.total(self.sample(condition))

    def total(self, found: Newest) -> int:
        """How many there are in all, from how thick the newest lie; exact when all were seen."""
        count = len(found.numbers)
        return count * self.top // (self.top + 1 - found.floor) if found.floor else count
