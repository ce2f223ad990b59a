"""Rows of subscriptions: a rule with its chat and cadence. Every change raises the revision, so
that an index of rules in memory can ask for what changed since; ended ones stay for a while."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from digest.recipients import Subscription
from digest.store import marks
from digest.store.articles import chunks
from digest.store.recipients_codec import dump_rule, load_rule
from digest.store.schema.chats import subscriptions


@dataclass(frozen=True, slots=True)
class Changed:
    """A subscription that changed: its revision, and whether it is to be matched at all."""

    subscription: Subscription
    revision: int
    live: bool


def value(row: Row[Any]) -> Subscription:
    """A row as a value."""
    return Subscription(
        id=row.id,
        chat_id=row.chat_id,
        rule=load_rule(row.rule),
        name=row.name,
        cadence=row.cadence,
        thread_id=row.thread_id,
        paused=row.paused,
        created_at=row.created_at,
    )


def _kept() -> Select[Any]:
    return select(subscriptions).where(subscriptions.c.ended_at.is_(None))


def add(connection: Connection, new: Subscription, now: datetime) -> Subscription:
    """Put in a subscription; its id is given here."""
    row = {
        "chat_id": new.chat_id,
        "thread_id": new.thread_id,
        "rule": dump_rule(new.rule),
        "name": new.name,
        "cadence": new.cadence,
        "paused": new.paused,
        "created_at": now,
        "revision": marks.raise_number(connection, marks.RULES),
    }
    added = connection.execute(subscriptions.insert().returning(subscriptions), row).one()
    return value(added)


def get(connection: Connection, chat_id: int, number: int) -> Subscription | None:
    """A chat's own subscription by id."""
    found = _kept().where(subscriptions.c.id == number, subscriptions.c.chat_id == chat_id)
    row = connection.execute(found).first()
    return value(row) if row else None


def of_chats(connection: Connection, chat_ids: Collection[int]) -> Iterator[Subscription]:
    """All subscriptions of some chats, oldest first within each run of chats."""
    for chunk in chunks(sorted(chat_ids)):
        found = _kept().where(subscriptions.c.chat_id.in_(chunk)).order_by(subscriptions.c.id)
        yield from map(value, connection.execute(found))


def by_id(connection: Connection, ids: Collection[int]) -> dict[int, Subscription]:
    """Live subscriptions by id."""
    found: dict[int, Subscription] = {}
    for chunk in chunks(sorted(ids)):
        rows = connection.execute(
            _kept().where(subscriptions.c.id.in_(chunk), subscriptions.c.paused.is_(False))
        )
        found.update((row.id, value(row)) for row in rows)
    return found


def count(connection: Connection, chat_id: int | None = None) -> int:
    """How many subscriptions a chat, or everybody together, has."""
    kept = select(func.count()).where(subscriptions.c.ended_at.is_(None))
    if chat_id is not None:
        kept = kept.where(subscriptions.c.chat_id == chat_id)
    return int(connection.execute(kept).scalar_one())


def change(connection: Connection, number: int, **columns: Any) -> None:
    """Set columns of a subscription."""
    revision = marks.raise_number(connection, marks.RULES)
    connection.execute(
        update(subscriptions)
        .where(subscriptions.c.id == number)
        .values(**columns, revision=revision)
    )


def end_all(connection: Connection, chat_id: int, now: datetime) -> int:
    """End all subscriptions of a chat; how many there were."""
    revision = marks.raise_number(connection, marks.RULES)
    ended = update(subscriptions).where(
        subscriptions.c.chat_id == chat_id, subscriptions.c.ended_at.is_(None)
    )
    return connection.execute(ended.values(ended_at=now, revision=revision)).rowcount


def take_back(connection: Connection, chat_id: int, ended_at: datetime) -> int:
    """Take back what ended at an instant; how many came back."""
    revision = marks.raise_number(connection, marks.RULES)
    ended = update(subscriptions).where(
        subscriptions.c.chat_id == chat_id, subscriptions.c.ended_at == ended_at
    )
    return connection.execute(ended.values(ended_at=None, revision=revision)).rowcount


def changed_since(connection: Connection, revision: int, cadence: str) -> Iterator[Changed]:
    """Subscriptions changed after a revision; those of another cadence count as not live."""
    newer = select(subscriptions).where(subscriptions.c.revision > revision)
    if revision == 0:
        newer = newer.where(subscriptions.c.cadence == cadence)
    for row in connection.execute(newer.execution_options(yield_per=10_000)):
        live = row.ended_at is None and not row.paused and row.cadence == cadence
        yield Changed(value(row), row.revision, live)
