"""The outbox as a queue: what may be sent now, in the order in which it should go. One SELECT
over partial indexes of the open rows; what is settled, however much, costs nothing here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, literal_column, or_

from digest.limits import CLOCK_SKEW
from digest.recipients import Delivery, Lane
from digest.store.outbox import OPEN_STATES, PRIORITY, READY, everything, value
from digest.store.outbox_quiet import KEEPS_QUIET
from digest.store.schema.chats import chats
from digest.store.schema.outbox import outbox

# A row, and the settings of its chat where they name quiet hours that it has to ask.
Due = tuple[Delivery, str | None]


def next_ready(
    connection: Connection, now: datetime, limit: int, without: Collection[int], bulk: bool
) -> list[Due]:
    """What may be sent now: at most one row a chat and lane, replies before alerts before digests,
    the oldest slot first, first parts of all chats before second ones. A row waits while an
    earlier one of its chat is on its way or to be tried again, and until the part before it is
    sent. Without `bulk` only replies are given."""
    found: list[Due] = []
    lanes: tuple[Lane, ...] = tuple(PRIORITY) if bulk else ("reply",)
    for lane in lanes:
        if len(found) < limit:
            found += _of_lane(connection, now, limit - len(found), without, lane)
    return found


def _of_lane(
    connection: Connection, now: datetime, limit: int, without: Collection[int], lane: Lane
) -> list[Due]:
    """The same of one lane. With the priority given as an equality both engines read their index
    of ready rows in order and stop at the limit; without it SQLite sorts all that is ready for
    each look (measured: 50 ms at 20,000 rows, and a look comes with every retry)."""
    wanted = everything().add_columns(KEEPS_QUIET.label("settings"))
    wanted = wanted.where(
        READY,
        outbox.c.priority == PRIORITY[lane],
        # What was tried later than now was tried before the clock was put back.
        or_(outbox.c.not_before <= now, outbox.c.sending_at > now + CLOCK_SKEW),
        outbox.c.expires_at > now,
        ~_in_the_way(now),
        _follows_a_sent_one(outbox),
    )
    if lane != "reply":
        free = or_(chats.c.free_at.is_(None), chats.c.free_at <= now)
        wanted = wanted.where(chats.c.state == "active", free)
    if without:
        wanted = wanted.where(outbox.c.chat_id.not_in(list(without)))
    order = (outbox.c.due, outbox.c.part, outbox.c.id)
    rows = connection.execute(wanted.order_by(*order).limit(limit))
    return [(value(row), row.settings) for row in rows]


def _in_the_way(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier row of the chat is on its way, or to be sent before."""
    earlier = outbox.alias()
    return exists().where(
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.state.in_(OPEN_STATES),
        or_(
            earlier.c.state == literal_column("'sending'"),
            and_(
                earlier.c.priority == outbox.c.priority,
                earlier.c.id < outbox.c.id,
                earlier.c.expires_at > now,
                _follows_a_sent_one(earlier),
            ),
        ),
    )


def _follows_a_sent_one(row: FromClause) -> ColumnElement[bool]:
    """Whether the part before a row's part was sent, or it is the first. A part that waits for an
    unknown one is not in the way of later editions either."""
    before = outbox.alias()
    sent = exists().where(
        before.c.chat_id == row.c.chat_id,
        before.c.thread_id == row.c.thread_id,
        before.c.schedule == row.c.schedule,
        before.c.slot == row.c.slot,
        before.c.part == row.c.part - 1,
        before.c.state == "sent",
    )
    return or_(row.c.part == 0, sent)
