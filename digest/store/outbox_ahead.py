"""What a clock that was days ahead for a moment left in the outbox, put right once it is seen to
have been put back: days that never came are still to be served, and nothing waits for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from digest.store import outbox as rows
from digest.store import streams
from digest.store.schema.chats import streams as runs
from digest.store.schema.outbox import outbox

MARK = "~"  # stands in no slot's name


def take_back(connection: Connection, now: datetime) -> None:
    """Free the slots to come of every stream that was served for days ahead: notes of dropped ones
    go, what waits is cancelled and may come again, what has left keeps its row under another name.
    What else was planned for days to come (alerts, announcements) is due now. Call it before the
    streams themselves are set back."""
    theirs = (
        runs.c.chat_id == outbox.c.chat_id,
        runs.c.thread_id == outbox.c.thread_id,
        runs.c.schedule == outbox.c.schedule,
    )
    mine = (outbox.c.due > now) & exists().where(*theirs, streams.days_ahead(now))
    connection.execute(delete(outbox).where(mine, outbox.c.content_id == rows.NO_CONTENT))
    rows.end(connection, mine, ["ready"], "cancelled", "planned by a clock that was ahead", now)
    renamed = outbox.c.slot + f"{MARK}{now:%m%d%H%M%S}"
    connection.execute(
        update(outbox).where(mine, outbox.c.slot.not_like(f"%{MARK}%")).values(slot=renamed)
    )
    _bring_forward(connection, now)


def _bring_forward(connection: Connection, now: datetime) -> None:
    waiting = select(outbox.c.id, outbox.c.not_before, outbox.c.expires_at)
    waiting = waiting.where(rows.READY, outbox.c.due > now + streams.DAY)
    moved = [
        {"of_row": row.id, "at": now, "ends": row.expires_at - (row.not_before - now)}
        for row in connection.execute(waiting)
    ]
    if moved:
        sooner = update(outbox).where(outbox.c.id == bindparam("of_row"), rows.READY)
        sooner = sooner.values(
            due=bindparam("at"), not_before=bindparam("at"), expires_at=bindparam("ends")
        )
        connection.execute(sooner, moved)
