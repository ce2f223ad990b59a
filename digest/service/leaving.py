"""What may leave now. A row that is due asks its chat's quiet hours as they are at this moment,
when it is picked and again at the wire, for they may have begun, or been set, since it was planned:
in them it waits for their end. Answers to what a person just did do not ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from digest.recipients import Delivery
from digest.schedules import quiet_end
from digest.store import marks, outbox_queue, outbox_quiet, outbox_steps
from digest.store.database import Database
from digest.store.recipients_codec import load_settings

# Looks that may in turn find nobody but chats in their quiet hours before the sender is heard
# again: at 400 rows a look 10 take a fraction of a second.
LOOKS = 10


def due(database: Database, now: datetime, limit: int, without: Collection[int]) -> list[Delivery]:
    """What may be sent now, in order; what falls in quiet hours is put off on the way."""
    for _ in range(LOOKS):
        with database.reading() as connection:
            if marks.held_until(connection, now):
                return []
            bulk = not marks.number(connection, marks.BULK_PAUSED)
            found = outbox_queue.next_ready(connection, now, limit, without, bulk)
        silences = _silences([(row.chat_id, settings) for row, settings in found], now)
        if silences:
            with database.writing() as connection:
                outbox_quiet.put_off(connection, silences, now)
        rows = [row for row, settings in found if not settings or row.chat_id not in silences]
        if rows or not silences:
            return rows
    return []


def mark(
    connection: Connection, ids: Sequence[int], now: datetime, tried: datetime | None = None
) -> set[int]:
    """Mark rows as on the wire; the ids of those that were ready (or were marked at `tried` by the
    same caller) and whose chats are not in their quiet hours."""
    marked = outbox_steps.mark_sending(connection, ids, now, tried)
    silences = _silences(marked.values(), now)
    if not silences:
        return marked.keys() & set(ids)
    hushed = {one for one, (chat, settings) in marked.items() if settings and chat in silences}
    outbox_quiet.turn_back(connection, hushed)
    outbox_quiet.put_off(connection, silences, now)
    return marked.keys() - hushed


def _silences(asking: Collection[tuple[int, str | None]], now: datetime) -> dict[int, datetime]:
    """The chats of these (with the settings of those that keep quiet hours) in which it is quiet
    now, and until when."""
    ends = {
        chat_id: quiet_end(load_settings(settings), now) for chat_id, settings in asking if settings
    }
    return {chat_id: until for chat_id, until in ends.items() if until}
