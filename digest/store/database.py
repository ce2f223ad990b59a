"""One store behind one URL: opens SQLite (WAL, foreign keys on, one writer) or PostgreSQL, brings
the schema to the current version, and hands out transactions. It refuses stores written by a
newer version and turns every driver error into the product's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError

from digest.errors import SettingsError, StoreReadOnly
from digest.store.faults import translated
from digest.store.plain import driver

DEFAULT_URL = "sqlite:///union-digest.db"

# How long a second SQLite writer waits for the first. Longest transaction seen: the ingest of a
# 5 MB dump, about 6 s on two cores.
BUSY_MILLISECONDS = 15_000
# Pages that SQLite's log gathers before they go into the file and both are synced: 16 MB, as many
# as one table of the log's index holds. With SQLite's own thousand an ingest waited for the disk
# after every seventh page of articles, a tenth of its time.
LOGGED = 4000
POOL_SIZE = 8
# Seconds after which a server's connection may have died unseen. Asking each time is one of five
# round trips of a transaction; a server that restarts is away for longer than this.
IDLE = 0.5


def store_url(text: str) -> URL:
    """The SQLAlchemy URL for what an operator wrote; raises SettingsError for other engines.

    `postgres://` and `postgresql://` are read as psycopg 3, the driver that we ship.
    """
    try:
        url = make_url(text.replace("postgres://", "postgresql://", 1))
    except ArgumentError as error:
        raise SettingsError(
            "DATABASE_URL is not a database URL",
            advice="write for instance sqlite:///union-digest.db or postgresql://user@host/name",
        ) from error
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url
    raise SettingsError(
        f"DATABASE_URL names {backend}, which is not supported",
        advice="use sqlite:/// or postgresql://",
    )


class Database:
    """An open store. `reading()` and `writing()` give one transaction each, as a Connection."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(union_digest_writing=True)
        self.sqlite = engine.dialect.name == "sqlite"
        self.where = engine.url.render_as_string(hide_password=True)
        # SQLite has one writer: threads queue here in order instead of polling for the file lock.
        self._writer: Any = threading.RLock() if self.sqlite else nullcontext()

    @classmethod
    def open(cls, url: str = DEFAULT_URL, *, migrate: bool = True) -> Database:
        """Open the store at `url` and, unless told otherwise, bring it to the current schema.

        Raises SettingsError, StoreUnavailable, StoreReadOnly, StoreDamaged or StoreTooNew.
        """
        parsed = store_url(url)
        database = cls(
            _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _server(parsed)
        )
        if migrate:
            from digest.store.migrate import upgrade  # Alembic costs 0.2 s: only when needed

            try:
                upgrade(database)
            except BaseException:
                database.close()
                raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads: one consistent view for as long as it is open."""
        with translated(self.where), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write: all of it is kept, or, on any error, none of it."""
        with (
            translated(self.where),
            self._writer,
            self._writing.connect() as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Give back every connection. The store can be opened again."""
        self.engine.dispose()


def _server(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=30,
        hide_parameters=True,  # they hold what people typed, and errors go into logs
    )
    _ask_the_idle(engine)
    return engine


def _ask_the_idle(engine: Engine) -> None:
    """Ask a connection that lay idle whether it still lives, before anybody relies on it."""

    @event.listens_for(engine, "checkin")
    def given_back(_raw: Any, record: Any) -> None:
        record.info["used"] = monotonic()

    @event.listens_for(engine, "checkout")
    def taken(raw: Any, record: Any, _proxy: Any) -> None:
        used = record.info.get("used")
        if used is None or monotonic() - used < IDLE:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool opens another one


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreReadOnly(
            f"the store's folder cannot be made ({error.strerror})",
            where=str(folder),
            advice="name another one in DATABASE_URL",
        ) from error


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        _make_folder(Path(url.database).parent)
    connecting = {"timeout": BUSY_MILLISECONDS / 1000}
    engine = create_engine(url, connect_args=connecting, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(raw: Any, _record: Any) -> None:
        # isolation_level None: the driver must not begin transactions on its own, we say BEGIN.
        raw.isolation_level = None
        cursor = raw.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {LOGGED}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: a read that turns into a write cannot wait, it fails.
        writing = connection.get_execution_options().get("union_digest_writing")
        driver(connection).execute("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
