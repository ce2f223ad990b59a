"""A copy of the whole store while it is in use, and the way back.

SQLite is copied page by page into a SQLite file that is itself a store. PostgreSQL is written as
compressed JSON lines, one row a line, from one consistent view, with a last line that counts them;
no client tools are needed. Either kind can be restored into either engine. A copy is opened and
checked before it counts as one.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
    text,
)

from digest.errors import Refused, StoreDamaged, StoreReadOnly, StoreTooNew
from digest.store.database import Database
from digest.store.indexing import reindex
from digest.store.schema.library import articles

FORMAT = "union-digest-dump-1"
SQLITE_MAGIC = b"SQLite format 3\x00"
BATCH = 500
# Made anew rather than copied: the index, and what the migrations write.
NOT_COPIED = ("search", "alembic_version")


def back_up(database: Database, path: Path) -> int:
    """Write a verified copy to `path` (replaced only once the copy is whole); its size in bytes.

    Raises StoreReadOnly when it cannot be written there, StoreDamaged when the copy is not whole.
    """
    _refuse_place(database, path)
    partial = path.with_name(path.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        if database.sqlite:
            _copy_sqlite(database, partial)
        else:
            _dump(database, partial)
        os.replace(partial, path)
        return path.stat().st_size
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreReadOnly(
            f"the copy cannot be written: {error}",
            where=str(path),
            advice="choose a folder that exists, may be written to and has room",
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def _refuse_place(database: Database, path: Path) -> None:
    """The copy takes the place of what is there: of an older copy, but never of a device, a folder
    or the store in use, whose readers and writers would go on with a file that has no name."""
    store = database.engine.url.database if database.sqlite else None
    if not path.exists() or (path.is_file() and not (store and path.samefile(store))):
        return
    raise StoreReadOnly(
        "the copy cannot take the place of the store in use, a folder or a device",
        where=str(path),
        advice="name another file",
    )


def restore(database: Database, path: Path, *, replace: bool) -> int:
    """Put a copy in the place of what the store holds; how many articles it has then.

    Raises Refused when the store holds articles and `replace` was not said, StoreDamaged when
    the file is no copy or not a whole one, StoreTooNew when a newer version wrote it; the store is
    then as it was.
    """
    if not replace and _holds_articles(database):
        raise Refused(
            "restore",
            "the store holds articles already",
            where=database.where,
            advice="say --yes to replace all that it holds",
        )
    if _is_sqlite(path):
        _restore_sqlite(database, path)
    else:
        with closing(_checked_dump(path)) as rows:
            _fill(database, rows)
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(articles)).scalar_one()


def _holds_articles(database: Database) -> bool:
    with database.reading() as connection:
        return connection.execute(select(articles.c.no).limit(1)).first() is not None


def _copy_sqlite(database: Database, path: Path) -> None:
    raw = database.engine.raw_connection()
    try:
        with closing(sqlite3.connect(path)) as copy:
            source: Any = raw.driver_connection
            source.backup(copy, pages=1000, sleep=0.005)
            copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        raw.close()
    _verify_sqlite(path)


def _verify_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            copy.execute("SELECT count(*) FROM articles").fetchone()
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    if found != "ok":
        raise _damaged(path, found)


def _damaged(path: Path, why: str) -> StoreDamaged:
    return StoreDamaged(
        f"this is not a whole backup ({why})", where=str(path), advice="take another backup file"
    )


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except OSError as error:
        raise _damaged(path, error.strerror or "it cannot be read") from error


def _dump(database: Database, path: Path) -> None:
    from digest.store.migrate import revision  # Alembic costs 0.2 s: only when needed

    with database.engine.connect() as plain, gzip.open(path, "wt", encoding="utf-8") as out:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        count = 0
        out.write(json.dumps({"format": FORMAT, "schema": revision(connection)}) + "\n")
        for name, row in _rows(connection):
            out.write(json.dumps([name, row], ensure_ascii=False) + "\n")
            count += 1
        out.write(json.dumps({"rows": count}) + "\n")
    for _ in _checked_dump(path):
        pass


def _tables(connection: Connection) -> list[Table]:
    """All tables of the store, those that others refer to first."""
    metadata = MetaData()
    metadata.reflect(
        connection, only=lambda name, _: not name.startswith("search") and name not in NOT_COPIED
    )
    return list(metadata.sorted_tables)


def _rows(connection: Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    for table in _tables(connection):
        found = connection.execution_options(yield_per=BATCH).execute(select(table))
        for row in found.mappings():
            yield table.name, {key: _written(value) for key, value in row.items()}


def _written(value: Any) -> Any:
    """A value as JSON; times in UTC."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _read(value: Any, column: Any, sqlite: bool) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        instant = datetime.fromisoformat(value)
        return instant.replace(tzinfo=None) if sqlite else instant
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return value


def _checked_dump(path: Path) -> Generator[tuple[str, dict[str, Any]], None, None]:
    """The rows of a dump; raises StoreTooNew at once, StoreDamaged at its end when some lack."""
    from digest.store.migrate import refuse_newer

    count, stated = 0, None
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            head = json.loads(next(lines, "null"))
            if not isinstance(head, dict) or head.get("format") != FORMAT:
                raise _damaged(path, "it does not begin like one")
            refuse_newer(head.get("schema"), str(path))
            for line in lines:
                value = json.loads(line)
                if isinstance(value, dict):
                    stated = value["rows"]
                    continue
                count += 1
                yield value[0], value[1]
    except (OSError, EOFError, ValueError, KeyError, UnicodeDecodeError) as error:
        raise _damaged(path, str(error)) from error
    if count != stated:
        raise _damaged(path, f"{count} of {stated} rows")


def _restore_sqlite(database: Database, path: Path) -> None:
    from digest.store.migrate import refuse_newer, revision

    _verify_sqlite(path)
    copy = Database.open(f"sqlite:///{path}", migrate=False)
    try:
        with copy.reading() as source:
            refuse_newer(revision(source), str(path))
            _fill(database, _rows(source))
    finally:
        copy.close()


def _fill(database: Database, rows: Iterator[tuple[str, dict[str, Any]]]) -> None:
    """Replace all rows in one transaction, then index the articles anew."""
    with database.writing() as connection:
        tables = {table.name: table for table in _tables(connection)}
        for table in reversed(tables.values()):
            connection.execute(table.delete())
        waiting: list[dict[str, Any]] = []
        current = ""
        for name, row in rows:
            _refuse_unknown(tables, name, row, database.where)
            if waiting and (name != current or len(waiting) == BATCH):
                connection.execute(insert(tables[current]), waiting)
                waiting = []
            current = name
            columns = tables[name].columns
            waiting.append({k: _read(v, columns[k], database.sqlite) for k, v in row.items()})
        if waiting:
            connection.execute(insert(tables[current]), waiting)
        if not database.sqlite:
            _advance_sequences(connection, list(tables.values()))
        reindex(connection)


def _refuse_unknown(tables: dict[str, Table], name: str, row: dict[str, Any], where: str) -> None:
    """A copy by a newer version may hold what this one has no place for: better told than lost."""
    known = tables[name].columns if name in tables else ()
    unknown = next((key for key in row if key not in known), None)
    if unknown is not None:
        raise StoreTooNew(
            f"the copy holds {name}.{unknown}, which this version does not know",
            where=where,
            advice="restore it with the version that wrote it, or a newer one",
        )


def _advance_sequences(connection: Connection, tables: list[Table]) -> None:
    """Rows were inserted with their numbers: new ones must come after them."""
    for table in tables:
        for column in table.primary_key.columns:
            owned = text("SELECT pg_get_serial_sequence(:table, :column)")
            names = {"table": table.name, "column": column.name}
            sequence = connection.execute(owned, names).scalar()
            if sequence:
                last = connection.execute(select(func.max(column))).scalar()
                connection.execute(
                    text("SELECT setval(:sequence, :last, :used)"),
                    {"sequence": sequence, "last": last or 1, "used": last is not None},
                )
