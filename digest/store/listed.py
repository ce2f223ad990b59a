"""A SELECT over values that are known only when it runs: the list travels as one parameter, so that
the statement's text, and with it all that SQLAlchemy and the driver keep of it, is always the same.
An IN list would be spelt out anew for every length, which took longer than the query itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    Executable,
    TableValuedAlias,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from digest.store.plain import Plain, Rows

Among = Callable[[ColumnElement[Any]], ColumnElement[bool]]


class Listed:
    """`make` is given the test whether a column's value is among the values, and builds the
    statement with it."""

    def __init__(self, make: Callable[[Among], Executable]) -> None:
        self._offer(make(_in_json), make(_in_array))

    @classmethod
    def each(cls, make: Callable[[TableValuedAlias], Executable]) -> Listed:
        """One whose `make` is given the values, which are numbers, as a table of one column,
        `value`."""
        listed = cls.__new__(cls)
        numbers = bindparam("listed", type_=ARRAY(BigInteger))
        text = func.json_each(bindparam("listed")).table_valued("value", name="given")
        array = func.unnest(numbers).table_valued("value", name="given").render_derived()
        listed._offer(make(text), make(array))
        return listed

    def _offer(self, sqlite: Executable, server: Executable) -> None:
        self._sqlite, self._server = sqlite, server
        self._plain = Plain(sqlite)

    def run(
        self, connection: Connection, values: Iterable[Any], **more: object
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute it for these values; `more` are its other parameters."""
        if connection.dialect.name == "sqlite":
            return connection.execute(self._sqlite, {"listed": json.dumps([*values]), **more})
        return connection.execute(self._server, {"listed": [*values], **more})

    def plain(self, connection: Connection, values: Iterable[Any], **more: object) -> Rows:
        """The rows of one that gives nothing but text and numbers, by SQLite's driver alone."""
        if connection.dialect.name == "sqlite":
            return self._plain.rows(connection, {"listed": json.dumps([*values]), **more})
        return [*map(tuple, self.run(connection, values, **more))]


def _in_json(column: ColumnElement[Any]) -> ColumnElement[bool]:
    values = func.json_each(bindparam("listed")).table_valued("value")
    return column.in_(select(values.c.value))


def _in_array(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column == any_(bindparam("listed", type_=ARRAY(column.type)))
