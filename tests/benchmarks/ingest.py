"""How fast already read and understood articles are stored, beside bare inserts into FTS5.

    python tests/benchmarks/ingest.py [ARTICLES] [URL]

Ingests ARTICLES made-up articles (4,000 unless said) page by page into a new SQLite file, or into
the empty store at URL, settles the index after them, and prints articles a second of both; takes
the export of that store back into another new SQLite file, as `digest ingest FILE.jsonl` does once
it has started; then writes the same texts, cut into pairs of characters as one string, into a plain
FTS5 table of a third file, one transaction for each page of eight, and prints the ratio.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from corpus import Corpus

from digest.model import PageReading
from digest.service.library import Library
from digest.store.database import Database
from digest.store.search.grams import folded

NOW = datetime(2026, 11, 21, tzinfo=UTC)


class Seconds(NamedTuple):
    """How long something took, by the processor (all threads together) and by the wall's clock."""

    processor: float
    wall: float


def taken(work: Callable[[], object]) -> Seconds:
    """How long the work took."""
    begun = time.process_time(), time.perf_counter()
    work()
    return Seconds(time.process_time() - begun[0], time.perf_counter() - begun[1])


def library_seconds(pages: list[PageReading], url: str) -> tuple[Seconds, list[str]]:
    """The ingest and settling the index after it; and what the store's export is then."""
    database = Database.open(url)
    library = Library(database)
    library.ingest(pages[0], now=NOW)

    def ingest() -> None:
        for page in pages[1:]:
            library.ingest(page, now=NOW)
        library.settle()

    seconds = taken(ingest)
    lines = list(library.export_lines())
    database.close()
    return seconds, lines


def lines_seconds(lines: list[str], url: str) -> Seconds:
    """An export read, stored as it was, and settled: one page is made ready while another is
    committed."""
    database = Database.open(url)
    library = Library(database)

    def ingest() -> None:
        library.import_lines(lines, now=NOW)
        library.settle()

    seconds = taken(ingest)
    database.close()
    return seconds


def bare_seconds(pages: list[PageReading], file: Path) -> float:
    """Processor time of inserting pairs of characters into FTS5 and nothing else."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE VIRTUAL TABLE bare USING fts5(grams, content='')")
    begun = time.process_time()
    for page in pages:
        connection.execute("BEGIN")
        for article in page.articles:
            text = folded(article)
            pairs = " ".join(text[i : i + 2] for i in range(len(text) - 1))
            connection.execute("INSERT INTO bare(grams) VALUES (?)", (pairs,))
        connection.execute("COMMIT")
    return time.process_time() - begun


def main(count: int, url: str | None) -> None:
    """Ingest both ways, print both."""
    pages = list(Corpus(count).pages())
    with tempfile.TemporaryDirectory() as folder:
        store = url or f"sqlite:///{folder}/store.db"
        own, lines = library_seconds(pages, store)
        back = lines_seconds(lines, f"sqlite:///{folder}/back.db")
        bare = bare_seconds(pages, Path(folder) / "bare.db")
    print("articles a second, by the processor's time and by the wall's clock")
    for name, took in (("page by page", own), ("an export", back)):
        print(f"{name}: {count / took.processor:6.0f} {count / took.wall:6.0f}")
    print(f"bare FTS5: {count / bare:6.0f}")
    print(f"ratio: {own.processor / bare:.2f} x the time of bare FTS5")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 4000,
        sys.argv[2] if len(sys.argv) > 2 else None,
    )
