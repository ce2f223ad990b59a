"""What must not be lost: copies, killed processes, full disks, several processes at once."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, text

from digest.errors import Refused, StoreDamaged, StoreError, StoreReadOnly, StoreTooNew
from digest.model import PageReading, Published
from digest.service.library import Library
from digest.service.lookup import Lookup
from digest.store import codec
from digest.store.database import Database
from digest.understanding import understand_page

MakePage = Callable[..., PageReading]
KILLER = Path(__file__).parents[1] / "benchmarks" / "kill.py"

TEA = ("茶歇室开了", "三号车间的茶歇室从早上六点开到晚上十点，热水不断。", "杯子由工会统一消毒。")
GYM = ("健身房搬新家", "健身房搬到了二号楼，面积比原来大了一倍。", "新添了六台跑步机。")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    """Another, empty store on SQLite."""
    database = Database.open(f"sqlite:///{tmp_path}/other.db")
    yield database
    database.close()


def held(library: Library) -> list[tuple[str, str, bool, str]]:
    return [
        (one.id, one.article.title, one.hidden, one.read_at.isoformat()) for one in library.export()
    ]


def test_a_copy_holds_everything(
    library: Library, page: MakePage, now: datetime, tmp_path: Path, other: Database
) -> None:
    ids = library.ingest(page("a.txt", TEA, GYM), now=now).ids
    library.ingest(page("a.txt", (TEA[0], TEA[1].replace("六点", "七点"), TEA[2]), GYM), now=now)
    library.hide(ids[1], now=now)
    size = library.backup(tmp_path / "copy")
    assert size == (tmp_path / "copy").stat().st_size > 0
    before = held(library)
    library.remove("a.txt", now=now)
    library.ingest(page("b.txt", GYM), now=now)
    with pytest.raises(Refused):
        library.restore(tmp_path / "copy")
    assert library.restore(tmp_path / "copy", replace=True) == 2
    assert held(library) == before
    assert len(library.history(ids[0])) == 1
    assert library.check() == []
    elsewhere = Library(other)
    assert elsewhere.restore(tmp_path / "copy") == 2
    assert held(elsewhere) == before
    assert elsewhere.check() == []
    query = Lookup(other).understand("茶歇室", today=now.date())
    assert Lookup(other).answer(query, now=now).hits[0].stored.id == ids[0]


def test_dates_named_in_the_text_survive_copy_and_export(
    library: Library, page: MakePage, now: datetime, tmp_path: Path, other: Database
) -> None:
    printed = Published(date(2023, 11, 1), "day", "given")
    told = ("茶歇室开了", "日前，茶歇室启用。9月12日至15日试开，去年底动工，2021年9月立项。")
    read = understand_page(page("a.txt", told, published=printed))
    (id,) = library.ingest(read, now=now).ids
    named = library.article(id).article.dates
    assert [one.words for one in named] == ["日前", "9月12日至15日", "去年底", "2021年9月"]
    assert named == read.articles[0].dates
    library.backup(tmp_path / "copy")
    elsewhere = Library(other)
    elsewhere.restore(tmp_path / "copy")
    assert elsewhere.article(id).article.dates == named
    elsewhere.remove("a.txt", now=now)
    elsewhere.import_lines(library.export_lines(), now=now)
    assert [one.article.dates for one in elsewhere.export()] == [named]
    assert library.ingest(read, now=now).unchanged == 1


def test_an_article_stored_before_dates_were_told_is_read_as_it_was(
    library: Library, page: MakePage, now: datetime
) -> None:
    (id,) = library.ingest(page("a.txt", TEA), now=now).ids
    stored = library.article(id).article
    assert "dates" not in codec.dumps(stored)
    assert codec.loads(codec.dumps(stored), id) == stored
    assert stored.dates == ()


def test_new_articles_follow_restored_ones(
    library: Library, page: MakePage, now: datetime, tmp_path: Path
) -> None:
    first = library.ingest(page("a.txt", TEA), now=now).ids
    library.backup(tmp_path / "copy")
    library.restore(tmp_path / "copy", replace=True)
    second = library.ingest(page("b.txt", GYM), now=now).ids
    assert [one.id for one in library.export()] == [*first, *second]
    assert library.check() == []


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "missing"])
def test_a_damaged_copy_is_refused_and_changes_nothing(
    library: Library, page: MakePage, now: datetime, tmp_path: Path, damage: str
) -> None:
    library.ingest(page("a.txt", TEA, GYM), now=now)
    copy = tmp_path / "copy"
    library.backup(copy)
    whole = copy.read_bytes()
    if damage == "cut":
        copy.write_bytes(whole[: len(whole) * 2 // 3])
    elif damage == "garbage":
        copy.write_bytes(b"not a copy at all")
    elif damage == "empty":
        copy.write_bytes(b"")
    else:
        copy.unlink()
    before = held(library)
    with pytest.raises(StoreDamaged):
        library.restore(copy, replace=True)
    assert held(library) == before
    assert library.check() == []


def test_a_dump_that_lacks_rows_is_refused(
    library: Library, page: MakePage, now: datetime, tmp_path: Path
) -> None:
    library.ingest(page("a.txt", TEA), now=now)
    short = tmp_path / "short"
    lines = [{"format": "union-digest-dump-1"}, {"rows": 5}]
    short.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    before = held(library)
    with pytest.raises(StoreDamaged):
        library.restore(short, replace=True)
    assert held(library) == before


@pytest.mark.parametrize(
    ("schema", "row"),
    [
        ("9999", ["facts", {"key": "a", "value": "b"}]),
        ("0001", ["facts", {"key": "a", "value": "b", "weight": 1}]),
        (None, ["opinions", {"no": 1}]),
    ],
    ids=["schema", "column", "table"],
)
def test_a_newer_dump_is_refused(
    library: Library,
    page: MakePage,
    now: datetime,
    tmp_path: Path,
    schema: str | None,
    row: list[object],
) -> None:
    library.ingest(page("a.txt", TEA), now=now)
    newer = tmp_path / "newer"
    lines = [{"format": "union-digest-dump-1", "schema": schema}, row, {"rows": 1}]
    newer.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    before = held(library)
    with pytest.raises(StoreTooNew):
        library.restore(newer, replace=True)
    assert held(library) == before


def test_a_newer_copy_of_a_file_is_refused(
    library: Library, page: MakePage, now: datetime, tmp_path: Path, other: Database
) -> None:
    library.ingest(page("a.txt", TEA), now=now)
    Library(other).backup(tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
        copy.commit()
    with pytest.raises(StoreTooNew):
        library.restore(tmp_path / "copy", replace=True)
    assert [one.article.title for one in library.export()] == [TEA[0]]


def test_a_copy_that_cannot_be_written_is_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(StoreReadOnly):
        library.backup(tmp_path / "no" / "such" / "folder" / "copy")
    assert list(tmp_path.glob("copy*")) == []


def test_a_copy_takes_no_place_but_a_files(
    library: Library, page: MakePage, now: datetime, tmp_path: Path
) -> None:
    library.ingest(page("a.txt", TEA), now=now)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "pipe", tmp_path / "folder"):
        with pytest.raises(StoreReadOnly, match="cannot take the place"):
            library.backup(place)
    assert (tmp_path / "pipe").is_fifo()
    assert library.backup(tmp_path / "copy") > 0
    assert library.backup(tmp_path / "copy") > 0


def test_a_copy_does_not_take_the_place_of_the_store_in_use(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    database = Database.open(f"sqlite:///{file}")
    (tmp_path / "link.db").symlink_to(file)
    before = file.stat().st_ino
    for place in (file, tmp_path / "link.db"):
        with pytest.raises(StoreReadOnly, match="the store in use"):
            Library(database).backup(place)
    assert file.stat().st_ino == before
    assert (tmp_path / "link.db").is_symlink()
    database.close()


def test_check_sees_what_the_index_lacks(
    library: Library, database: Database, page: MakePage, now: datetime
) -> None:
    library.ingest(page("a.txt", TEA, GYM), now=now)
    assert library.check() == []
    with database.writing() as connection:
        if database.sqlite:
            connection.execute(text("INSERT INTO search(search) VALUES ('delete-all')"))
        else:
            connection.execute(text("DELETE FROM search"))
    assert any("2 articles cannot be found" in finding for finding in library.check())
    assert library.reindex() == 2
    assert library.check() == []


def test_check_sees_a_damaged_article(
    library: Library, database: Database, page: MakePage, now: datetime
) -> None:
    (one,) = library.ingest(page("a.txt", TEA), now=now).ids
    with database.writing() as connection:
        connection.execute(text("UPDATE articles SET content = '{broken'"))
    assert any(one in finding for finding in library.check())
    with pytest.raises(StoreDamaged):
        library.article(one)


def test_a_full_disk_is_told_and_loses_nothing(
    sqlite_url: str, page: MakePage, now: datetime
) -> None:
    database = Database.open(sqlite_url)
    library = Library(database)
    library.ingest(page("a.txt", TEA, GYM), now=now)
    before = held(library)

    @event.listens_for(database.engine, "engine_connect")
    def full(connection: object) -> None:
        raw = connection.connection  # type: ignore[attr-defined]
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + 1}")

    big = [
        (f"第{n}号", "".join(chr(0x4E00 + (n * 7919 + k * 31) % 20000) for k in range(3000)))
        for n in range(40)
    ]
    with pytest.raises(StoreReadOnly) as told:
        library.ingest(page("big.txt", *big), now=now)
    assert "disk" in told.value.advice
    event.remove(database.engine, "engine_connect", full)
    database.close()
    again = Library(Database.open(sqlite_url))
    assert held(again) == before
    assert again.check() == []


def test_a_read_only_store_answers_and_tells(
    sqlite_url: str, page: MakePage, now: datetime
) -> None:
    writable = Database.open(sqlite_url)
    Library(writable).ingest(page("a.txt", TEA, GYM), now=now)
    writable.close()
    name = sqlite_url.removeprefix("sqlite:///")
    database = Database.open(f"sqlite:///file:{name}?mode=ro&uri=true", migrate=False)
    library = Library(database)
    with pytest.raises(StoreReadOnly):
        library.ingest(page("b.txt", GYM), now=now)
    query = Lookup(database).understand("茶歇室", today=now.date())
    assert Lookup(database).answer(query, now=now).total == 1
    database.close()


def test_a_store_in_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    # Root may write anywhere, so a folder stands where SQLite wants to write its log.
    store = tmp_path / "store.db"
    Database.open(f"sqlite:///{store}").close()
    (tmp_path / "store.db-wal").mkdir()
    with pytest.raises(StoreReadOnly) as told:
        Database.open(f"sqlite:///{store}")
    assert "right to write" in told.value.advice


def test_a_failed_page_leaves_no_trace(
    library: Library, page: MakePage, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.ingest(page("a.txt", TEA), now=now)

    def fail(*_: object) -> None:
        raise StoreError("stop here")

    with monkeypatch.context() as patch:
        patch.setattr("digest.store.articles._index", fail)
        with pytest.raises(StoreError):
            library.ingest(page("b.txt", GYM), now=now)
    assert library.stats().pages == 1
    assert library.check() == []


def start(mode: str, url: str, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(KILLER), mode, url, name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_ingest_and_read_at_once(database_url: str) -> None:
    Database.open(database_url).close()
    writers = [start("fill", database_url, name) for name in ("left", "right")]
    reader = start("read", database_url, "reader")
    for process in writers:
        assert process.wait(timeout=120) == 0
    reader.terminate()
    out, _ = reader.communicate(timeout=60)
    assert "wrong" not in out
    database = Database.open(database_url)
    library = Library(database)
    assert library.check() == []
    stats = library.stats()
    assert (stats.pages, stats.articles) == (24, 24 * 3)
    database.close()


def test_killed_processes_leave_whole_pages(database_url: str) -> None:
    """The short form; `python tests/benchmarks/kill.py run URL` kills twenty times."""
    Database.open(database_url).close()
    chance = random.Random(5)
    for way in ("endless", "lines"):
        process = start(way, database_url, way)
        assert process.stdout is not None
        for _ in range(chance.randint(2, 6)):
            process.stdout.readline()
        time.sleep(chance.random() / 20)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    database = Database.open(database_url)
    library = Library(database)
    assert library.check() == []
    counts: dict[str, int] = {}
    for stored in library.export():
        counts[stored.article.source] = counts.get(stored.article.source, 0) + 1
    assert len(counts) >= 4
    assert set(counts.values()) == {3}
    assert library.stats().pages == len(counts)
    database.close()
