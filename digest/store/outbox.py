"""Rows of the outbox and their few legal steps, each a single UPDATE whose WHERE holds the rule:
what is not in the right state is not touched, whoever asks and however late. What a row was to
bring counts as received while the row is ready, sending, sent or unknown, and no longer after."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from digest.recipients import Delivery, DeliveryState, Lane, Part
from digest.store import streams
from digest.store.articles import chunks
from digest.store.schema.chats import chats
from digest.store.schema.outbox import contents, outbox, received
from digest.store.upserting import insert_missing, insert_returning

PRIORITY: dict[Lane, int] = {"reply": 0, "alert": 1, "digest": 2}
# Written out rather than bound: both engines use a partial index only for a literal condition.
READY = outbox.c.state == literal_column("'ready'")
OPEN_STATES: tuple[ColumnElement[str], ...] = (
    literal_column("'ready'"),
    literal_column("'sending'"),
)
OPEN = outbox.c.state.in_(OPEN_STATES)
# The content of rows that were never to be sent: notes of dropped slots.
NO_CONTENT = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One part about to be put into the outbox."""

    chat_id: int
    thread_id: int
    schedule: str
    slot: str
    part: int
    parts: int
    lane: Lane
    payload: Part
    due: datetime
    not_before: datetime
    expires_at: datetime
    articles: tuple[str, ...] = ()
    edition_key: str | None = None
    window_from: datetime | None = None
    state: DeliveryState = "ready"
    last_error: str = ""


def content_id(payload: Part) -> str:
    """The name of a part's bytes: equal for equal text and picture."""
    if not payload.html and payload.photo is None:
        return NO_CONTENT
    said = hashlib.sha256(payload.html.encode())
    said.update(b"\0" + (payload.photo or b""))
    return said.hexdigest()[:32]


def add(connection: Connection, drafts: Sequence[Draft], now: datetime) -> int:
    """Put parts into the outbox, passing over those that are planned already; how many went in.

    The articles of each part that went in are noted as received by its chat."""
    frozen: dict[str, dict[str, Any]] = {}
    rows = []
    for draft in drafts:
        name = content_id(draft.payload)
        frozen[name] = {
            "id": name,
            "html": draft.payload.html,
            "photo": draft.payload.photo,
            "created_at": now,
        }
        rows.append(_row(draft, name))
    frozen.pop(NO_CONTENT, None)
    insert_missing(connection, contents, [frozen[name] for name in sorted(frozen)])
    key = ("chat_id", "thread_id", "schedule", "slot", "part")
    columns = [outbox.c[name] for name in key]
    added = insert_returning(connection, outbox, rows, outbox.c.id, *columns)
    ids = {tuple(row[1:]): row[0] for row in added}
    notes = [
        {"chat_id": draft.chat_id, "article_id": article, "delivery_id": ids[place], "at": now}
        for draft in drafts
        if (place := tuple(getattr(draft, name) for name in key)) in ids
        for article in draft.articles
    ]
    insert_missing(connection, received, notes)
    return len(ids)


def _row(draft: Draft, content: str) -> dict[str, Any]:
    return {
        "chat_id": draft.chat_id,
        "thread_id": draft.thread_id,
        "schedule": draft.schedule,
        "slot": draft.slot,
        "part": draft.part,
        "parts": draft.parts,
        "lane": draft.lane,
        "priority": PRIORITY[draft.lane],
        "state": draft.state,
        "content_id": content,
        "keyboard": draft.payload.keyboard,
        "silent": draft.payload.silent,
        "pin": draft.payload.pin,
        "edition_key": draft.edition_key,
        "due": draft.due,
        "not_before": draft.not_before,
        "expires_at": draft.expires_at,
        "window_from": draft.window_from,
        "attempts": 0,
        "resent": False,
        "last_error": draft.last_error,
        "settled_at": draft.due if draft.state != "ready" else None,
    }


def everything() -> Select[Any]:
    """Rows with their contents and chats."""
    joined = outbox.outerjoin(contents, contents.c.id == outbox.c.content_id)
    joined = joined.outerjoin(chats, chats.c.chat_id == outbox.c.chat_id)
    return select(outbox, contents.c.html, contents.c.photo).select_from(joined)


def value(row: Row[Any], articles: tuple[str, ...] = ()) -> Delivery:
    """A row as a value."""
    payload = Part(row.html or "", row.keyboard, row.silent, row.photo, row.pin, articles)
    return Delivery(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id or None,
        schedule=row.schedule,
        slot=row.slot,
        part=row.part,
        parts=row.parts,
        lane=row.lane,
        state=row.state,
        payload=payload,
        not_before=row.not_before,
        expires_at=row.expires_at,
        attempts=row.attempts,
        last_error=row.last_error,
        sending_at=row.sending_at,
        sent_at=row.sent_at,
        message_id=row.message_id,
        article_ids=articles,
    )


def step(
    connection: Connection,
    condition: ColumnElement[bool],
    allowed: Collection[DeliveryState],
    state: DeliveryState,
    **columns: Any,
) -> list[int]:
    """Bring the rows that fit, and are in an allowed state, to another state; their ids."""
    moved = (
        update(outbox)
        .where(condition, outbox.c.state.in_(allowed))
        .values(state=state, **columns)
        .returning(outbox.c.id)
    )
    return list(connection.execute(moved).scalars())


def end(
    connection: Connection,
    condition: ColumnElement[bool],
    allowed: Collection[DeliveryState],
    state: DeliveryState,
    error: str,
    now: datetime,
) -> list[int]:
    """Bring rows to an end in which their articles do not count as received: those may come again
    with the next slot. Later parts of the same edition are cancelled with them."""
    ids = step(connection, condition, allowed, state, last_error=error, settled_at=now)
    if ids:
        rows = _rows(connection, ids)
        _give_back(connection, rows)
        later = [later_parts(row) for row in rows if row.part + 1 < row.parts]
        for chunk in chunks(later):
            what = "an earlier part did not arrive"
            left = step(
                connection, or_(*chunk), ["ready"], "cancelled", last_error=what, settled_at=now
            )
            _give_back(connection, _rows(connection, left))
    return ids


def close(connection: Connection, condition: ColumnElement[bool], now: datetime) -> None:
    """Let no open row that fits leave any more. One statement for both states, since rows go from
    one to the other and back meanwhile."""
    late = outbox.c.expires_at > now
    connection.execute(update(outbox).where(OPEN, late, condition).values(expires_at=now))


def _rows(connection: Connection, ids: Sequence[int]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for chunk in chunks(ids):
        rows += connection.execute(select(outbox).where(outbox.c.id.in_(chunk)))
    return rows


def later_parts(row: Row[Any]) -> ColumnElement[bool]:
    """The condition for the parts after this one of the same edition."""
    return and_(
        outbox.c.chat_id == row.chat_id,
        outbox.c.thread_id == row.thread_id,
        outbox.c.schedule == row.schedule,
        outbox.c.slot == row.slot,
        outbox.c.part > row.part,
    )


def _give_back(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    for chunk in chunks([row.id for row in rows]):
        connection.execute(delete(received).where(received.c.delivery_id.in_(chunk)))
    windows: dict[tuple[int, int, str], datetime] = {}
    for row in rows:
        if row.window_from is not None:
            place = (row.chat_id, row.thread_id, row.schedule)
            windows[place] = min(row.window_from, windows.get(place, row.window_from))
    for (chat_id, thread_id, schedule), since in windows.items():
        streams.reopen_window(connection, (chat_id, thread_id), schedule, since)


def listed(connection: Connection, limit: int, *conditions: ColumnElement[bool]) -> list[Delivery]:
    """Rows that fit, newest first, with the articles each brought."""
    wanted = everything().where(*conditions).order_by(outbox.c.id.desc()).limit(limit)
    rows = connection.execute(wanted).all()
    articles: defaultdict[int, list[str]] = defaultdict(list)
    for chunk in chunks([row.id for row in rows]):
        notes = select(received.c.delivery_id, received.c.article_id)
        notes = notes.where(received.c.delivery_id.in_(chunk)).order_by(received.c.article_id)
        for delivery, article in connection.execute(notes):
            articles[delivery].append(article)
    return [value(row, tuple(articles[row.id])) for row in rows]


def counts(connection: Connection, *conditions: ColumnElement[bool]) -> dict[str, int]:
    """How many rows that fit are in each state."""
    grouped = select(outbox.c.state, func.count()).where(*conditions).group_by(outbox.c.state)
    return dict(connection.execute(grouped).all())


def restore_received(
    connection: Connection, delivery: Row[Any], ids: Sequence[str], now: datetime
) -> None:
    """Note again what a row that is to be sent after all will bring."""
    insert_missing(
        connection,
        received,
        [
            {"chat_id": delivery.chat_id, "article_id": one, "delivery_id": delivery.id, "at": now}
            for one in ids
        ],
    )


def prune(connection: Connection, before: datetime) -> int:
    """Delete rows settled before an instant and what only they needed; how many rows went.

    What chats have received is kept as long: an article that old is no news to anybody."""
    old = delete(outbox).where(outbox.c.settled_at < before, ~OPEN)
    gone = connection.execute(old).rowcount
    connection.execute(delete(received).where(received.c.at < before))
    unused = ~exists().where(outbox.c.content_id == contents.c.id)
    connection.execute(delete(contents).where(contents.c.created_at < before, unused))
    return gone
