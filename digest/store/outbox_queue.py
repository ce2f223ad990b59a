"""The outbox as a queue: what may be sent now, in the order in which it should go. One SELECT
over partial indexes of the open rows; what is settled, however much, costs nothing here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, literal_column, or_

from digest.limits import CLOCK_SKEW
from digest.recipients import Delivery
from digest.store.outbox import OPEN_STATES, PRIORITY, READY, everything, value
from digest.store.schema.chats import chats
from digest.store.schema.outbox import outbox


def next_ready(
    connection: Connection, now: datetime, limit: int, without: Collection[int], bulk: bool
) -> list[Delivery]:
    """What may be sent now: at most one row a chat and lane, replies before alerts before digests,
    the oldest slot first, first parts of all chats before second ones. A row waits while an
    earlier one of its chat is on its way or to be tried again, and until the part before it is
    sent. Without `bulk` only replies are given."""
    earlier = outbox.alias()
    in_the_way = exists().where(
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
    free = or_(chats.c.free_at.is_(None), chats.c.free_at <= now, outbox.c.lane == "reply")
    wanted = everything().where(
        READY,
        # What was tried later than now was tried before the clock was put back.
        or_(outbox.c.not_before <= now, outbox.c.sending_at > now + CLOCK_SKEW),
        outbox.c.expires_at > now,
        or_(chats.c.state == "active", outbox.c.lane == "reply"),
        free,
        ~in_the_way,
        _follows_a_sent_one(outbox),
    )
    if not bulk:
        wanted = wanted.where(outbox.c.priority == PRIORITY["reply"])
    if without:
        wanted = wanted.where(outbox.c.chat_id.not_in(list(without)))
    order = (outbox.c.priority, outbox.c.due, outbox.c.part, outbox.c.id)
    return [value(row) for row in connection.execute(wanted.order_by(*order).limit(limit))]


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
