"""What chats have received: asked for by many chats at once, noted when something is shown on
demand. Rows that come with a delivery are written by the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from digest.store.articles import chunks
from digest.store.schema.outbox import received
from digest.store.upserting import insert_missing


def of_chats(
    connection: Connection, chat_ids: Collection[int], since: datetime | None = None
) -> defaultdict[int, set[str]]:
    """The ids each chat has got, or is about to get, noted at `since` or later.

    An article is noted after it was first read, so a window's start will do as `since`."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for chunk in chunks(sorted(chat_ids)):
        notes = select(received.c.chat_id, received.c.article_id)
        notes = notes.where(received.c.chat_id.in_(chunk))
        if since is not None:
            notes = notes.where(received.c.at >= since)
        for chat_id, article_id in connection.execute(notes):
            found[chat_id].add(article_id)
    return found


def note(connection: Connection, chat_id: int, ids: Sequence[str], now: datetime) -> None:
    """Note that a chat was shown articles, with no row of the outbox."""
    rows = [{"chat_id": chat_id, "article_id": one, "at": now} for one in ids]
    insert_missing(connection, received, rows)
