"""The use cases of the product behind one object; the only place that opens transactions.

`Service.open(url)` opens a store and gives `library`, `lookup`, `chats`, `follow`, `planning` and
`deliveries`, each a small object over the same database. All of it is synchronous and may be
called from several threads; `now` is always given by the caller.
"""

from __future__ import annotations

from digest.limits import FRESHNESS, Freshness
from digest.service.chats import Chats
from digest.service.deliveries import Deliveries
from digest.service.follow import Follow
from digest.service.library import Library
from digest.service.lookup import Lookup
from digest.service.planning import Planning
from digest.store.database import DEFAULT_URL, Database


class Service:
    """One open store and the use cases over it."""

    def __init__(self, database: Database, freshness: Freshness = FRESHNESS) -> None:
        self.database = database
        self.library = Library(database)
        self.lookup = Lookup(database)
        self.chats = Chats(database)
        self.follow = Follow(database, freshness)
        self.planning = Planning(database, freshness)
        self.deliveries = Deliveries(database, freshness=freshness)

    @classmethod
    def open(cls, url: str = DEFAULT_URL, freshness: Freshness = FRESHNESS) -> Service:
        """Open the store at `url`, brought to the current schema; raises a StoreError.

        `freshness` says how long things stay worth sending.
        """
        return cls(Database.open(url), freshness)

    def close(self) -> None:
        """Give back the store's connections."""
        self.database.close()
