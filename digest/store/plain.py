"""Statements over text and numbers run by SQLite's driver alone: SQLAlchemy writes them, once, and
then takes twenty times as long over each short one as the database does. An ingest runs fourteen
for a page. PostgreSQL runs them through SQLAlchemy, beside its round trips that is nothing.

Nothing is converted: no column and no parameter may be a date, an instant or a flag."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from sqlalchemy import ClauseElement, Connection, Executable
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

Rows = Sequence[tuple[Any, ...]]


class Plain:
    """A statement that gives rows of text and numbers for parameters of text and numbers."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement

    def rows(self, connection: Connection, parameters: dict[str, Any]) -> Rows:
        """What it gives for these parameters."""
        if connection.dialect.name != "sqlite":
            return [tuple(row) for row in connection.execute(self._statement, parameters)]
        text, places, given = self._written
        values = {**given, **parameters}
        found: Rows = driver(connection).execute(text, [values[n] for n in places]).fetchall()
        return found

    @cached_property
    def _written(self) -> tuple[str, Sequence[str], dict[str, Any]]:
        """Its text, the parameters in the order of their places, and those it brings itself."""
        dialect = sqlite_dialect()
        compiled = dialect.statement_compiler(dialect, cast(ClauseElement, self._statement))
        return compiled.string, compiled.positiontup or (), compiled.params


def driver(connection: Connection) -> Any:
    """SQLite's own connection, inside whose transaction we are; its errors are `sqlite3.Error`."""
    return connection.connection.driver_connection
