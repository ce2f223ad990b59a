"""Rows of editions: what each said, so that “more” and later questions find it again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from digest.recipients import Edition
from digest.store.articles import chunks
from digest.store.recipients_codec import dump_edition, load_edition
from digest.store.schema.outbox import editions
from digest.store.upserting import insert_missing


def keep(connection: Connection, made: Mapping[str, Edition], now: datetime) -> None:
    """Keep editions by key."""
    rows = [
        {"key": key, "definition": dump_edition(made[key]), "created_at": now}
        for key in sorted(made)
    ]
    insert_missing(connection, editions, rows)


def get(connection: Connection, key: str) -> Edition | None:
    """The edition of a key, addressed to nobody."""
    found = connection.execute(select(editions.c.definition).where(editions.c.key == key)).scalar()
    return load_edition(found) if found else None


def empty(connection: Connection, keys: Collection[str]) -> set[str]:
    """Those of the keys whose editions say that there is nothing."""
    found: set[str] = set()
    for chunk in chunks(sorted(keys)):
        these = select(editions).where(editions.c.key.in_(chunk))
        rows = connection.execute(these)
        found |= {row.key for row in rows if not load_edition(row.definition).items}
    return found


def prune(connection: Connection, before: datetime) -> None:
    """Forget editions made before an instant."""
    connection.execute(delete(editions).where(editions.c.created_at < before))
