"""Leases: a named right that one owner holds until it lets go or its time is over. One statement
takes or renews it, so that of two who try at once exactly one has it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from digest.limits import CLOCK_SKEW
from digest.store.schema.outbox import leases

SENDER = "sender"


def take(connection: Connection, name: str, owner: str, now: datetime, until: datetime) -> bool:
    """Take or renew the lease until an instant; False while another owner's lease runs.

    A lease that runs longer than anybody can have asked for is one from before the clock was put
    back: its owner, if it lives, would have renewed it, and nobody waits an hour for a dead one."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    wanted = dialect.insert(leases).values(name=name, owner=owner, until=until)
    taken = wanted.on_conflict_do_update(
        index_elements=[leases.c.name],
        set_={"owner": owner, "until": until},
        where=or_(
            leases.c.owner == owner, leases.c.until <= now, leases.c.until > until + CLOCK_SKEW
        ),
    ).returning(leases.c.owner)
    return connection.execute(taken).first() is not None


def release(connection: Connection, name: str, owner: str) -> bool:
    """Let go of the lease, if `owner` holds it."""
    held = delete(leases).where(leases.c.name == name, leases.c.owner == owner)
    return connection.execute(held).rowcount > 0


def holder(connection: Connection, name: str) -> tuple[str, datetime] | None:
    """Who holds the lease, and until when."""
    row = connection.execute(select(leases.c.owner, leases.c.until).where(leases.c.name == name))
    found = row.first()
    return (found.owner, found.until) if found else None
