"""Counters and instants that only grow. Raising a counter also takes its row's lock, so that two
processes that both begin by raising one do their work after each other."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from digest.limits import CLOCK_SKEW
from digest.store.schema.outbox import marks
from digest.store.upserting import insert_missing, put

RULES = "rules"  # the revision of subscriptions
PLANNER = "planner"  # raised by every planning transaction
ALERTS = "alerts"  # how far alerts have read, by `read_at`
TICK = "tick"  # when planning last looked
BULK_PAUSED = "bulk_paused"  # 1 while the operator holds alerts and digests back
HELD = "held"  # Telegram asked everybody to wait until then


def raise_number(connection: Connection, name: str) -> int:
    """The counter's next number, from 1; other transactions wait here until this one ends."""
    insert_missing(connection, marks, [{"name": name, "number": 0}])
    raised = (
        update(marks)
        .where(marks.c.name == name)
        .values(number=marks.c.number + 1)
        .returning(marks.c.number)
    )
    return int(connection.execute(raised).scalar_one())


def number(connection: Connection, name: str) -> int:
    """The counter's number, 0 when it was never raised."""
    found = connection.execute(select(marks.c.number).where(marks.c.name == name)).scalar()
    return int(found or 0)


def instant(connection: Connection, name: str) -> datetime | None:
    """The instant noted under a name."""
    found: datetime | None = connection.execute(
        select(marks.c.at).where(marks.c.name == name)
    ).scalar()
    return found


def note(connection: Connection, name: str, at: datetime) -> None:
    """Note an instant under a name."""
    put(connection, marks, {"name": name, "number": 0, "at": at}, "at")


def hold(connection: Connection, until: datetime, now: datetime) -> None:
    """Note that nothing may be sent until an instant, and how many seconds that is from now."""
    held = {"name": HELD, "number": math.ceil((until - now).total_seconds()), "at": until}
    put(connection, marks, held, "number", "at")


def held_until(connection: Connection, now: datetime) -> datetime | None:
    """Until when nothing may be sent; None when it may be. A silence that would last longer than
    was asked for was noted before the clock was put back: it counts as over."""
    row = connection.execute(select(marks.c.at, marks.c.number).where(marks.c.name == HELD)).first()
    if row is None or row.at is None or row.at <= now:
        return None
    longest = timedelta(seconds=row.number) + CLOCK_SKEW
    until: datetime = row.at
    return until if until <= now + longest else None


def set_number(connection: Connection, name: str, value: int) -> None:
    """Set a number that is a switch rather than a counter."""
    put(connection, marks, {"name": name, "number": value}, "number")
