"""Where the sending of the last day stands, as numbers for the operator and for metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from digest.store import marks, outbox
from digest.store.schema.outbox import outbox as table


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the sending of the last day stands: rows by state, sent in the last minute, seconds
    until the rest is out at that pace (None when nothing moves), and what holds it back."""

    total: int
    ready: int = 0
    sending: int = 0
    sent: int = 0
    unknown: int = 0
    parked: int = 0
    gone: int = 0
    expired: int = 0
    cancelled: int = 0
    per_minute: int = 0
    seconds_left: float | None = None
    paused: bool = False
    held_until: datetime | None = None


def progress(connection: Connection, now: datetime) -> Progress:
    """The numbers of the last 24 hours, by when rows were due."""
    recent = table.c.due > now - timedelta(days=1)
    lately = recent & (table.c.sent_at > now - timedelta(minutes=1))
    counts = outbox.counts(connection, recent, table.c.content_id != outbox.NO_CONTENT)
    pace = select(func.count()).select_from(table).where(lately)
    per_minute = int(connection.execute(pace).scalar_one())
    waiting = counts.get("ready", 0) + counts.get("sending", 0)
    return Progress(
        total=sum(counts.values()),
        **counts,
        per_minute=per_minute,
        seconds_left=round(waiting * 60 / per_minute, 1) if per_minute else None,
        paused=bool(marks.number(connection, marks.BULK_PAUSED)),
        held_until=marks.held_until(connection, now),
    )
