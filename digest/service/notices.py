"""“Nothing new”, said once for a night: what is due in quiet hours waits for the morning, and a
word that there is nothing would come there once for each hour of the night, or beside the news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from digest.schedules import quiet_end
from digest.service.agenda import Due
from digest.service.composing import empty_said
from digest.store import editions, outbox, outbox_quiet
from digest.store.schema.outbox import outbox as table
from digest.store.streams import Stream


class Notices:
    """What waits for the morning already, of streams that say so when there is nothing and are due
    in quiet hours; nothing is asked for the others."""

    def __init__(self, connection: Connection, dues: Sequence[Due], now: datetime) -> None:
        asleep = {
            due.stream.chat_id
            for due in dues
            if due.slot and empty_said(due) and quiet_end(due.chat.settings, now)
        }
        self._now = now
        self._waiting = outbox_quiet.waiting(connection, asleep, now) if asleep else {}
        keys = {key for rows in self._waiting.values() for _, key in rows}
        self._empty = editions.empty(connection, keys)
        self._overtaken: list[int] = []

    def needless(self, stream: Stream) -> bool:
        """Whether the morning brings something of this stream anyway."""
        return _place(stream) in self._waiting

    def overtake(self, stream: Stream) -> None:
        """News of this stream goes out in the morning: the notices that wait are not needed."""
        waiting = self._waiting.get(_place(stream), [])
        self._overtaken += [row for row, key in waiting if key in self._empty]

    def withdraw(self, connection: Connection) -> None:
        """Write down that the notices that news overtook are not sent."""
        if self._overtaken:
            these, why = table.c.id.in_(self._overtaken), "news came for the same morning"
            outbox.end(connection, these, ["ready"], "cancelled", why, self._now)


def _place(stream: Stream) -> tuple[int, int, str]:
    return stream.chat_id, stream.thread_id, stream.schedule
