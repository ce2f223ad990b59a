"""A day played under a virtual clock: every stream is set back to the morning, planning runs at
each instant at which something is due or was read, and the messages are collected. All of it
happens in copies of the tables that planning writes, so the store is as before and a bot that runs
over it meanwhile waits for nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, delete, select, update

from digest.editions import Renderer
from digest.limits import Freshness
from digest.recipients import Delivery, Part
from digest.schedules import instant
from digest.service.agenda import Agenda
from digest.service.alerts import Alerts
from digest.service.audience import put_in_force
from digest.service.planner import Planner
from digest.store import marks, outbox, streams
from digest.store.database import Database
from digest.store.schema.chats import chats, schedules
from digest.store.schema.chats import streams as runs
from digest.store.schema.library import articles
from digest.store.schema.outbox import contents, editions, received
from digest.store.schema.outbox import marks as mark_rows
from digest.store.schema.outbox import outbox as rows
from digest.store.shadows import shadow
from digest.store.streams import ALERTS, Stream
from digest.topic_digests import TopicDigest

DAY = timedelta(days=1)
# Alerts are looked for this often in a rehearsal; the bot looks every few seconds.
ALERT_STEP = timedelta(minutes=1)
MESSAGES = 100_000


@dataclass(frozen=True, slots=True)
class Message:
    """One message that a chat would get: when, where, by which schedule and slot, and what."""

    due: datetime
    chat_id: int
    thread_id: int | None
    schedule: str
    slot: str
    part: Part


class _RolledBackError(Exception):
    pass


class _OneTransaction:
    """Stands in for a store: every transaction is the one over the copies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        yield self._connection

    writing = reading


class Rehearsal:
    """Plays days over a store."""

    def __init__(
        self,
        database: Database,
        freshness: Freshness,
        render: Renderer,
        only: Collection[int] | None,
        digests: Sequence[TopicDigest] | None = None,
    ) -> None:
        self._database = database
        self._freshness = freshness
        self._render = render
        self._only = only
        self._digests = digests

    def of(self, day: date) -> list[Message]:
        """The messages of a day, in the order in which they would be sent."""
        start = instant(day, time(0), "Asia/Shanghai")
        found: list[Message] = []
        try:
            with self._database.reading() as connection:
                copied = [chats, runs, received, mark_rows, schedules]
                shadow(connection, copied, [rows, contents, editions])
                if self._digests is not None:
                    put_in_force(connection, self._digests, start, self._freshness)
                self._set_back(connection, start)
                self._play(connection, start, start + DAY)
                found = [_message(one) for one in self._planned(connection)]
                raise _RolledBackError
        except _RolledBackError:
            return sorted(found, key=lambda one: (one.due, one.chat_id, one.schedule))

    def _set_back(self, connection: Connection, start: datetime) -> None:
        """Forget what was received from `start` on, and put streams before it."""
        connection.execute(delete(received).where(received.c.at >= start))
        connection.execute(update(received).values(delivery_id=None))  # of rows not copied
        marks.note(connection, marks.ALERTS, start)
        marks.note(connection, marks.TICK, start)
        chats = set(connection.execute(select(runs.c.chat_id)).scalars())
        every = streams.of_chats(connection, chats if self._only is None else self._only)
        agenda = Agenda(connection, every, self._freshness)
        set_back = [self._morning(agenda, one, start) for one in every]
        streams.save(connection, set_back)

    def _morning(self, agenda: Agenda, stream: Stream, start: datetime) -> Stream:
        if stream.schedule == ALERTS:
            return replace(stream, next_due=None, window_from=start, served_until=start)
        return agenda.as_of(stream, start, start - DAY)

    def _play(self, connection: Connection, start: datetime, end: datetime) -> None:
        store, alerts = _OneTransaction(connection), Alerts(self._freshness)
        clock: datetime | None = start
        while clock is not None and clock < end:
            planner = Planner(
                store,
                now=clock,
                render=self._render,
                freshness=self._freshness,
                only=self._only,
            )
            planner.wake()
            alerts.plan(store, planner, clock)
            planner.run()
            clock = self._next_event(connection, clock)

    def _next_event(self, connection: Connection, clock: datetime) -> datetime | None:
        """The next instant at which a stream is due or an article was read."""
        due = select(runs.c.next_due).where(runs.c.next_due > clock)
        read = select(articles.c.read_at).where(articles.c.read_at > clock)
        first_due = connection.execute(due.order_by(runs.c.next_due).limit(1)).scalar()
        first_read = connection.execute(read.order_by(articles.c.read_at).limit(1)).scalar()
        if first_read is not None:
            first_read = max(first_read, clock + ALERT_STEP).astimezone(UTC)
        return min((one for one in (first_due, first_read) if one is not None), default=None)

    def _planned(self, connection: Connection) -> list[Delivery]:
        mine = [rows.c.state == "ready"]
        if self._only is not None:
            mine.append(rows.c.chat_id.in_(list(self._only)))
        return outbox.listed(connection, MESSAGES, *mine)[::-1]


def _message(one: Delivery) -> Message:
    return Message(one.not_before, one.chat_id, one.thread_id, one.schedule, one.slot, one.payload)
