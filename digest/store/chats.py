"""Rows of chats: found, made, changed, moved to another number, and wiped out. Each function works
inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, tuple_, update

from digest.recipients import Chat
from digest.store.articles import chunks
from digest.store.recipients_codec import dump_settings, load_settings
from digest.store.schema.chats import chats, streams, subscriptions
from digest.store.schema.outbox import outbox, received

PAGE = 5_000
# The reason of a chat that ended everything itself: the next thing it follows makes it active.
STOPPED = "stopped"


def value(row: Row[Any]) -> Chat:
    """A row as a value."""
    return Chat(
        chat_id=row.chat_id,
        kind=row.kind,
        state=row.state,
        reason=row.reason,
        settings=load_settings(row.settings),
        paused_until=row.paused_until,
        owner=row.owner,
        created_at=row.created_at,
    )


def get(connection: Connection, chat_id: int) -> Chat | None:
    """The chat of this number, if we know it."""
    row = connection.execute(select(chats).where(chats.c.chat_id == chat_id)).first()
    return value(row) if row else None


def many(connection: Connection, ids: Collection[int]) -> dict[int, Chat]:
    """Those of the chats that we know, by number."""
    found: dict[int, Chat] = {}
    for chunk in chunks(sorted(ids)):
        rows = connection.execute(select(chats).where(chats.c.chat_id.in_(chunk)))
        found.update((row.chat_id, value(row)) for row in rows)
    return found


def add(connection: Connection, chat: Chat, now: datetime) -> Chat:
    """Put in a new chat."""
    row = {
        "chat_id": chat.chat_id,
        "kind": chat.kind,
        "state": chat.state,
        "reason": chat.reason,
        "settings": dump_settings(chat.settings),
        "owner": chat.owner,
        "created_at": now,
    }
    connection.execute(chats.insert(), row)
    return value(connection.execute(select(chats).where(chats.c.chat_id == chat.chat_id)).one())


def change(connection: Connection, chat_id: int, **columns: Any) -> None:
    """Set columns of one chat."""
    connection.execute(update(chats).where(chats.c.chat_id == chat_id).values(**columns))


def stopped_at(connection: Connection, chat_id: int) -> datetime | None:
    """When the chat ended everything, if it did."""
    found: datetime | None = connection.execute(
        select(chats.c.stopped_at).where(chats.c.chat_id == chat_id)
    ).scalar()
    return found


def active_ids(connection: Connection) -> Iterator[int]:
    """The numbers of all active chats, ascending."""
    last: int | None = None
    while True:
        page = select(chats.c.chat_id).where(chats.c.state == "active")
        if last is not None:
            page = page.where(chats.c.chat_id > last)
        ids = connection.execute(page.order_by(chats.c.chat_id).limit(PAGE)).scalars().all()
        yield from ids
        if len(ids) < PAGE:
            return
        last = ids[-1]


def of_kinds(connection: Connection, kinds: Collection[str]) -> list[int]:
    """The numbers of all active chats of some kinds."""
    wanted = select(chats.c.chat_id).where(chats.c.state == "active", chats.c.kind.in_(kinds))
    return list(connection.execute(wanted.order_by(chats.c.chat_id)).scalars()) if kinds else []


def owned_by(connection: Connection, user_id: int) -> list[Chat]:
    """The channels and groups that a user manages from a private chat."""
    owned = select(chats).where(chats.c.owner == user_id, chats.c.state != "gone")
    return [value(row) for row in connection.execute(owned.order_by(chats.c.chat_id))]


def waking(connection: Connection, now: datetime) -> list[int]:
    """The chats whose pause is over."""
    over = select(chats.c.chat_id).where(chats.c.state == "paused", chats.c.paused_until <= now)
    return list(connection.execute(over).scalars())


def counts(connection: Connection) -> dict[str, int]:
    """How many chats there are of each state."""
    grouped = select(chats.c.state, func.count()).group_by(chats.c.state)
    return dict(connection.execute(grouped).all())


def move(connection: Connection, old: int, new: int) -> None:
    """Rewrite a chat's number everywhere. What the new number already has of the same gives way,
    since the old one holds what people set; a chat that moves is not gone, even if we were told
    first that we are no longer in the old one."""
    row = connection.execute(select(chats).where(chats.c.chat_id == old)).one()._asdict()
    if row["state"] == "gone":
        row |= {"state": "active", "reason": ""}
    if connection.execute(select(chats.c.chat_id).where(chats.c.chat_id == new)).first():
        _make_room(connection, old, new)
        kept = {k: v for k, v in row.items() if k != "chat_id"}
        change(connection, new, **{**kept, "kind": "supergroup"})
    else:
        connection.execute(chats.insert(), {**row, "chat_id": new, "kind": "supergroup"})
    for table in (subscriptions, streams, outbox, received):
        connection.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))
    connection.execute(delete(chats).where(chats.c.chat_id == old))


def _make_room(connection: Connection, old: int, new: int) -> None:
    for table, names in (
        (streams, ("thread_id", "schedule")),
        (received, ("article_id",)),
        (outbox, ("thread_id", "schedule", "slot", "part")),
    ):
        columns = tuple_(*(table.c[name] for name in names))
        taken = select(*(table.c[name] for name in names)).where(table.c.chat_id == old)
        doubled = table.c.chat_id == new, columns.in_(taken)
        connection.execute(delete(table).where(*doubled))


def erase(connection: Connection, chat_id: int) -> None:
    """Delete everything kept about a chat; what it manages is managed by nobody from then on."""
    for table in (received, outbox, streams, subscriptions, chats):
        connection.execute(delete(table).where(table.c.chat_id == chat_id))
    connection.execute(update(chats).where(chats.c.owner == chat_id).values(owner=None))


def forget_ended(connection: Connection, before: datetime) -> int:
    """Delete subscriptions that ended before an instant; they can no longer be taken back."""
    ended = delete(subscriptions).where(subscriptions.c.ended_at < before)
    return connection.execute(ended).rowcount
