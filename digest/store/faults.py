"""What a database driver raised, turned into our error tree: unavailable, read-only or full,
damaged, or simply refused. The driver's text is kept as the cause, never shown to a chat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from digest.errors import StoreDamaged, StoreError, StoreReadOnly, StoreUnavailable

# Parts of the drivers' own messages (SQLite result codes in words; PostgreSQL class 53 and 25006).
FULL_OR_READ_ONLY = (
    "readonly",
    "read-only",
    "disk is full",
    "no space left",
    "could not extend file",
    "disk i/o error",
    # The folder is there, we made it: SQLite may not write its log beside the file.
    "unable to open",
)
DAMAGED = ("malformed", "not a database", "corrupt")
UNAVAILABLE = (
    "locked",
    "connection",
    "server closed",
    "terminating",
    "starting up",
    "shutting down",
    "timeout",
    "refused",
)


def translate(error: SQLAlchemyError | sqlite3.Error, where: str) -> StoreError:
    """The store error that `error` amounts to; `where` names the store without its password."""
    text = str(getattr(error, "orig", None) or error).lower()
    if any(part in text for part in FULL_OR_READ_ONLY):
        return StoreReadOnly(
            "the store cannot be written",
            where=where,
            advice="free some disk space or give the process the right to write there",
        )
    if any(part in text for part in DAMAGED):
        return StoreDamaged(
            "the store is damaged",
            where=where,
            advice="stop the bot and restore the newest backup with `digest restore`",
        )
    said = isinstance(error, DBAPIError | sqlite3.Error)
    if _cut_off(error) or (said and any(part in text for part in UNAVAILABLE)):
        return StoreUnavailable(
            "the store cannot be reached or is busy",
            where=where,
            advice="see that DATABASE_URL is right and the database runs, then try again",
        )
    return StoreError(f"the store refused: {type(error).__name__}", where=where)


def _cut_off(error: SQLAlchemyError | sqlite3.Error) -> bool:
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    return isinstance(error, PoolTimeout | DisconnectionError)


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Raise what the block's database errors amount to, with the driver's error as the cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:  # SQLite's own: see plain.py
        raise translate(error, where) from error
