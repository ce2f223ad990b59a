"""The pieces that a run of ingests leaves lookup's index in: joined or not, the same articles are
found; and the step of the schema that lets them gather goes both ways over a store in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from digest.model import PageReading
from digest.service.library import Library
from digest.service.lookup import Answer
from digest.store import migrations
from digest.store.database import Database

MakePage = Callable[..., PageReading]
Ask = Callable[..., Answer]


def one_by_one(library: Library, page: MakePage, now: datetime, count: int) -> None:
    for number in range(count):
        told = (f"第{number}间茶歇室开了", f"{number}号车间的茶歇室从早上六点开到晚上十点。")
        library.ingest(page(f"{number}.txt", told), now=now)


def pieces(database: Database) -> int:
    """How many pieces SQLite asks for each question; PostgreSQL has but one index."""
    if not database.sqlite:
        return 1
    with database.reading() as connection:
        counted = text("SELECT count(DISTINCT segid) FROM search_idx")
        return int(connection.execute(counted).scalar_one())


def found(ask: Ask) -> list[str]:
    return [hit.stored.article.source for hit in ask("茶歇室", limit=20).hits]


def test_settling_joins_what_ingests_left_and_finds_the_same(
    library: Library, database: Database, page: MakePage, now: datetime, ask: Ask
) -> None:
    one_by_one(library, page, now, 12)
    before, left = found(ask), pieces(database)
    assert left == (12 if database.sqlite else 1)
    library.settle()
    assert pieces(database) < 4
    assert found(ask) == before
    assert len(before) == 12
    assert library.check() == []
    library.settle()
    assert pieces(database) < 4


def test_an_index_made_anew_is_settled(
    library: Library, database: Database, page: MakePage, now: datetime, tmp_path: Path
) -> None:
    one_by_one(library, page, now, 12)
    library.backup(tmp_path / "copy")
    assert library.reindex() == 12
    assert pieces(database) < 4
    library.restore(tmp_path / "copy", replace=True)
    assert pieces(database) < 4
    assert library.check() == []


def test_the_schema_goes_back_and_forth_over_a_store_in_use(
    library: Library, database: Database, page: MakePage, now: datetime, ask: Ask
) -> None:
    one_by_one(library, page, now, 6)
    before = found(ask)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    for step, revision in ((command.downgrade, "0003"), (command.upgrade, "head")):
        with database.writing() as connection:
            config.attributes["connection"] = connection
            step(config, revision)
        assert found(ask) == before
        one_by_one(library, page, now, 7)
        library.remove("6.txt", now=now)
        assert library.check() == []
