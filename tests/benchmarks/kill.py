"""Kills an ingesting process at random moments and looks at what is left.

    python tests/benchmarks/kill.py run URL [TIMES]

ingests pages in a process, kills it with SIGKILL, opens the store, and fails unless its check
passes and every page is there wholly or not at all. The other modes are the processes themselves
(`endless`, `lines`, `fill`, `read`), which the short form in the suite starts too.
"""

from __future__ import annotations

import itertools
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from digest import contract
from digest.model import Article, Page, PageReading
from digest.service.library import Library
from digest.service.lookup import Lookup
from digest.store.database import Database

NOW = datetime(2026, 11, 21, tzinfo=UTC)
PER_PAGE, FILLED = 3, 12


def page(name: str, number: int) -> PageReading:
    """A page of three articles that no other page has."""
    pick = random.Random(f"{name}{number}")
    source = f"{name}-{number}.txt"
    articles = tuple(
        Article(
            source=source,
            position=position,
            kind="news",
            headline=f"{name}第{number}期第{position}篇",
            paragraphs=tuple(
                "".join(chr(pick.randrange(0x4E00, 0x9FA5)) for _ in range(120)) for _ in range(4)
            ),
        )
        for position in range(1, PER_PAGE + 1)
    )
    return PageReading(Page(source, ""), articles)


def write(url: str, name: str, pages: int | None) -> None:
    """Ingest pages one after the other, telling each."""
    library = Library(Database.open(url))
    number = 0
    while pages is None or number < pages:
        library.ingest(page(name, number), now=NOW)
        print(number, flush=True)
        number += 1


def write_lines(url: str, name: str) -> None:
    """Ingest an endless export, of which one page is made ready while another is committed."""

    def lines() -> Iterator[str]:
        for number in itertools.count():
            print(number, flush=True)
            yield from map(contract.dumps, page(name, number).articles)

    Library(Database.open(url)).import_lines(lines(), now=NOW)


def read(url: str) -> None:
    """Look up and count until stopped; say so when a page is ever there in part."""
    database = Database.open(url)
    library, lookup = Library(database), Lookup(database)
    query = lookup.understand("第1期", today=NOW.date())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while True:
        answer = lookup.answer(query, now=NOW)
        if library.stats().articles % PER_PAGE or answer.total < 0:
            print("wrong", flush=True)


def run(url: str, times: int) -> None:
    """Kill, look, repeat."""
    chance = random.Random()
    for attempt in range(times):
        way = ("endless", "lines")[attempt % 2]
        command = [sys.executable, __file__, way, url, f"r{attempt}-{chance.random()}"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        process.stdout.readline()
        time.sleep(chance.random() * 1.5)
        if process.poll() is not None:
            sys.exit("the ingest ended by itself")
        process.kill()
        process.communicate()
        database = Database.open(url)
        library = Library(database)
        found = library.check()
        counts = Counter(stored.article.source for stored in library.export())
        whole = set(counts.values()) <= {PER_PAGE} and library.stats().pages == len(counts)
        print(f"{attempt + 1}: {len(counts)} pages, check {found or 'passed'}")
        database.close()
        if found or not whole:
            sys.exit("a page is there in part")


if __name__ == "__main__":
    mode, store = sys.argv[1], sys.argv[2]
    if mode == "run":
        run(store, int(sys.argv[3]) if len(sys.argv) > 3 else 20)
    elif mode == "read":
        read(store)
    elif mode == "lines":
        write_lines(store, sys.argv[3])
    else:
        write(store, sys.argv[3], FILLED if mode == "fill" else None)
