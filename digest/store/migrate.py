"""Brings a store to the current schema: finds its revision, refuses one that this version does not
know, and applies the missing Alembic migrations in one transaction under a lock, so that two
processes that start together migrate once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from digest.errors import StoreTooNew
from digest.store.database import Database

# Any fixed number: the key of PostgreSQL's advisory lock, "UDIG" in ASCII.
MIGRATION_LOCK = 0x55444947


def upgrade(database: Database) -> bool:
    """Apply what is missing; True when anything was. Raises StoreTooNew or another StoreError."""
    config = _config()
    head = ScriptDirectory.from_config(config).get_current_head()
    if database.sqlite:
        _write_ahead(database)
    with database.reading() as connection:
        if revision(connection) == head:
            return False
    with database.writing() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        found = revision(connection)
        if found == head:
            return False
        refuse_newer(found, database.where)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def revisions(database: Database) -> tuple[str | None, str | None]:
    """The revision the store is at, and the newest one that this version knows."""
    with database.reading() as connection:
        return revision(connection), ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    # A path separator in the folder's name must not be read as a list of folders.
    config.set_main_option("path_separator", "os")
    return config


def revision(connection: Connection) -> str | None:
    """The revision of the store's schema; None when it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(found: str | None, where: str) -> None:
    """Raise StoreTooNew for a revision that this version does not know."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise StoreTooNew(
            f"the store has schema {found}, which this version does not know",
            where=where,
            advice="start the version that wrote it, or a newer one",
        )


def _write_ahead(database: Database) -> None:
    # The journal mode belongs to the file and cannot change inside a transaction.
    from digest.store.faults import translated

    with translated(database.where):
        raw = database.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            raw.close()
