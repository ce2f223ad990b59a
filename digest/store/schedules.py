"""Rows of schedules: the operator's topic digests, replaced as a whole by each new file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from digest.store.schema.chats import schedules
from digest.store.upserting import put


def definitions(connection: Connection) -> dict[str, str]:
    """The definitions in force, by name."""
    found = select(schedules.c.name, schedules.c.definition).where(schedules.c.active.is_(True))
    return dict(connection.execute(found).all())


def replace(connection: Connection, wanted: dict[str, str], now: datetime) -> set[str]:
    """Put these definitions in force and no others; the names that are new, changed or gone."""
    known = definitions(connection)
    touched = {name for name in known.keys() | wanted.keys() if known.get(name) != wanted.get(name)}
    for name in touched & wanted.keys():
        row = {"name": name, "definition": wanted[name], "active": True, "changed_at": now}
        put(connection, schedules, row, "definition", "active", "changed_at")
    gone = update(schedules).where(schedules.c.name.in_(touched - wanted.keys()))
    connection.execute(gone.values(active=False, changed_at=now))
    return touched
