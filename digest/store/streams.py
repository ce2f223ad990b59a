"""Rows of streams: one schedule's run to one chat or thread, with how far it has been served and
when it is due next. Thread 0 stands for the chat itself."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    or_,
    select,
    update,
)

from digest.recipients import Cadence
from digest.store.articles import chunks
from digest.store.schema.chats import chats, streams
from digest.store.upserting import insert_missing

OWN = "chat"  # a chat's own digest
ALERTS = "alert"  # its at-once rules, held for the end of quiet hours

DAY = timedelta(days=1)
# No slot is looked for further ahead (`digest.schedules.HORIZON`).
FURTHEST = 15 * DAY
# When the windows of some cadences begin, sorted by cadence.
Windows = tuple[tuple[Cadence, datetime], ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: articles first read after `window_from` are still to come, slots up to
    `served_until` are dealt with; `stale` asks to work out `next_due` anew. `behind` has the
    earlier windows of the cadences that the last slot was not for."""

    chat_id: int
    thread_id: int
    schedule: str
    window_from: datetime
    served_until: datetime
    next_due: datetime | None
    stale: bool
    note: str
    behind: Windows = ()

    def window_of(self, cadence: Cadence) -> datetime:
        """Articles first read after this are still to come for the rules of a cadence."""
        return min(dict(self.behind).get(cadence, self.window_from), self.window_from)


def _value(row: Row[Any]) -> Stream:
    values = {name: getattr(row, name) for name in Stream.__slots__}
    kept = json.loads(row.behind) if row.behind else {}
    values["behind"] = tuple((name, datetime.fromisoformat(at)) for name, at in kept.items())
    return Stream(**values)


def _written(behind: Windows) -> str:
    return json.dumps({name: at.isoformat() for name, at in behind}) if behind else ""


def open_(
    connection: Connection,
    places: Sequence[tuple[int, int]],
    schedule: str,
    *,
    window_from: datetime,
    now: datetime,
) -> None:
    """Open a schedule's streams to (chat, thread) places where there are none yet."""
    rows = [
        {
            "chat_id": chat_id,
            "thread_id": thread_id,
            "schedule": schedule,
            "window_from": window_from,
            "served_until": now,
            "stale": True,
            "note": "",
        }
        for chat_id, thread_id in places
    ]
    insert_missing(connection, streams, rows)


def close(connection: Connection, schedule: str, chat_id: int | None = None) -> int:
    """Close a schedule's streams, to one chat or to all; how many there were."""
    closed = delete(streams).where(streams.c.schedule == schedule)
    if chat_id is not None:
        closed = closed.where(streams.c.chat_id == chat_id)
    return connection.execute(closed).rowcount


def of_chat(connection: Connection, chat_id: int) -> list[Stream]:
    """All streams to a chat."""
    found = select(streams).where(streams.c.chat_id == chat_id)
    return [_value(row) for row in connection.execute(found.order_by(streams.c.schedule))]


def of_chats(connection: Connection, chat_ids: Collection[int]) -> list[Stream]:
    """All streams to some chats."""
    found: list[Stream] = []
    for chunk in chunks(sorted(chat_ids)):
        rows = connection.execute(select(streams).where(streams.c.chat_id.in_(chunk)))
        found += map(_value, rows)
    return found


def places_of(connection: Connection, schedule: str) -> set[tuple[int, int]]:
    """The (chat, thread) places that a schedule runs to."""
    found = select(streams.c.chat_id, streams.c.thread_id).where(streams.c.schedule == schedule)
    return {(chat_id, thread_id) for chat_id, thread_id in connection.execute(found)}


def reconsider(
    connection: Connection, *, chat_id: int | None = None, schedule: str | None = None
) -> None:
    """Ask planning to work out anew when the streams of a chat or a schedule are due."""
    touched = update(streams).values(stale=True)
    if chat_id is not None:
        touched = touched.where(streams.c.chat_id == chat_id)
    if schedule is not None:
        touched = touched.where(streams.c.schedule == schedule)
    connection.execute(touched)


def restart(connection: Connection, chat_id: int, now: datetime, window_from: datetime) -> None:
    """Begin again after a break: no slot before `now`, no article from before `window_from`,
    whatever the cadence."""
    later = case((streams.c.window_from > window_from, streams.c.window_from), else_=window_from)
    connection.execute(
        update(streams)
        .where(streams.c.chat_id == chat_id)
        .values(served_until=now, window_from=later, behind="", stale=True)
    )


def set_back(connection: Connection, now: datetime) -> None:
    """What was noted by a clock that has been put back since: windows begin now at the latest, or
    what is read until the old time comes again would be in none; a stream served for days to come
    by a clock that was days ahead does not wait for them."""
    ahead = streams.c.window_from > now
    connection.execute(update(streams).where(ahead).values(window_from=now))
    anew = update(streams).where(days_ahead(now)).values(served_until=now, stale=True)
    connection.execute(anew)


def days_ahead(now: datetime) -> ColumnElement[bool]:
    """Whether a stream was served, or is to wait, for days to come."""
    far = or_(streams.c.served_until > now + DAY, streams.c.next_due > now + FURTHEST)
    return and_(far, streams.c.schedule != ALERTS)


def reopen_window(
    connection: Connection, place: tuple[int, int], schedule: str, window_from: datetime
) -> None:
    """Let what a stream failed to bring since `window_from` come with the next slot."""
    connection.execute(
        update(streams)
        .where(
            streams.c.chat_id == place[0],
            streams.c.thread_id == place[1],
            streams.c.schedule == schedule,
            streams.c.window_from > window_from,
        )
        .values(window_from=window_from)
    )


def stale(connection: Connection, limit: int, only: Collection[int] | None = None) -> list[Stream]:
    """Streams whose next slot is to be worked out, of active chats."""
    return _page(connection, _active(only).where(streams.c.stale.is_(True)), limit)


def due(
    connection: Connection, now: datetime, limit: int, only: Collection[int] | None = None
) -> list[Stream]:
    """Streams with a slot due, of active chats, those waiting longest first."""
    waiting = _active(only).where(streams.c.next_due <= now, streams.c.stale.is_(False))
    return _page(connection, waiting, limit)


def _active(only: Collection[int] | None) -> Select[Any]:
    active = select(streams).join(chats, chats.c.chat_id == streams.c.chat_id)
    active = active.where(chats.c.state == "active")
    return active if only is None else active.where(streams.c.chat_id.in_(only))


def _page(connection: Connection, wanted: Select[Any], limit: int) -> list[Stream]:
    keys = (streams.c.next_due, streams.c.chat_id, streams.c.thread_id, streams.c.schedule)
    return [_value(row) for row in connection.execute(wanted.order_by(*keys).limit(limit))]


def save(connection: Connection, changed: Sequence[Stream]) -> None:
    """Write back how far streams have been served and when they are due next."""
    if not changed:
        return
    statement = (
        update(streams)
        .where(
            streams.c.chat_id == bindparam("of_chat"),
            streams.c.thread_id == bindparam("of_thread"),
            streams.c.schedule == bindparam("of_schedule"),
        )
        .values(
            window_from=bindparam("new_window"),
            served_until=bindparam("new_served"),
            next_due=bindparam("new_due"),
            stale=bindparam("new_stale"),
            note=bindparam("new_note"),
            behind=bindparam("new_behind"),
        )
    )
    rows = [
        {
            "of_chat": one.chat_id,
            "of_thread": one.thread_id,
            "of_schedule": one.schedule,
            "new_window": one.window_from,
            "new_served": one.served_until,
            "new_due": one.next_due,
            "new_stale": one.stale,
            "new_note": one.note,
            "new_behind": _written(one.behind),
        }
        for one in changed
    ]
    connection.execute(statement, rows)


def hold(
    connection: Connection,
    places: Sequence[tuple[int, int]],
    window_from: datetime,
    until: datetime,
) -> None:
    """Keep alerts for the end of quiet hours: their stream is due then, with all since."""
    open_(connection, places, ALERTS, window_from=window_from, now=window_from)
    for chat_id, thread_id in places:
        idle = streams.c.next_due.is_(None)
        connection.execute(
            update(streams)
            .where(
                streams.c.chat_id == chat_id,
                streams.c.thread_id == thread_id,
                streams.c.schedule == ALERTS,
                or_(idle, streams.c.next_due > until, streams.c.window_from > window_from),
            )
            .values(
                next_due=until,
                stale=False,
                window_from=case((idle, window_from), else_=streams.c.window_from),
            )
        )
