"""Libraries for the contract tests: empty ones, one that holds the labelled seed articles, and
makers of pages."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from digest import contract
from digest.model import Article, Page, PageReading
from digest.service.library import Library
from digest.service.lookup import Answer, Lookup
from digest.store.database import Database

sys.path.insert(0, str(Path(__file__).parent))

import wide_library

DATA = Path(__file__).with_name("data")
Ask = Callable[..., Answer]
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The instant at which the tests happen."""
    return NOW


@pytest.fixture
def library(database: Database) -> Library:
    """An empty library, once on each engine."""
    return Library(database)


@pytest.fixture
def lookup(database: Database) -> Lookup:
    """Lookup over the same store as `library`."""
    return Lookup(database)


@pytest.fixture(scope="session")
def seed_pages() -> list[PageReading]:
    """The seed pages as a person read them, with places, topics and summaries."""
    lines = (DATA / "library.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [contract.loads(line) for line in lines]
    return [
        PageReading(Page(source, ""), tuple(group))
        for source, group in groupby(articles, key=lambda article: article.source)
    ]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def seed_store(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    seed_pages: list[PageReading],
) -> Iterator[Database]:
    """A store that holds the seed pages, once on each engine; not to be written to."""
    yield from _filled(request, tmp_path_factory.mktemp("seeds"), seed_pages)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def wide_store(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    seed_pages: list[PageReading],
) -> Iterator[Database]:
    """A store that holds the seed pages and our own labelled articles; not to be written to."""
    pages = [*seed_pages, wide_library.page()]
    yield from _filled(request, tmp_path_factory.mktemp("wide"), pages)


def _filled(
    request: pytest.FixtureRequest, folder: Path, pages: list[PageReading]
) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'store.db'}"
    else:
        server = request.getfixturevalue("postgres_server")
        name = f"filled{uuid.uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"'.encode())
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
    store = Database.open(url)
    for page in pages:
        Library(store).ingest(page, now=NOW)
    yield store
    store.close()


@pytest.fixture
def seeded(seed_store: Database) -> Library:
    """The library of the seed pages; not to be written to."""
    return Library(seed_store)


@pytest.fixture
def seed_lookup(seed_store: Database) -> Lookup:
    """Lookup over the seed pages."""
    return Lookup(seed_store)


@pytest.fixture
def wide_lookup(wide_store: Database) -> Lookup:
    """Lookup over the seed pages and our own labelled articles."""
    return Lookup(wide_store)


@pytest.fixture
def page() -> Callable[..., PageReading]:
    """Makes a page: `page("a.txt", ("headline", "paragraph", …), …)`, more fields by keyword."""

    def make(source: str, *articles: tuple[str, ...], **fields: object) -> PageReading:
        found = tuple(
            Article(
                source=source,
                position=position,
                kind="news",
                headline=headline,
                paragraphs=tuple(paragraphs),
                **fields,  # type: ignore[arg-type]
            )
            for position, (headline, *paragraphs) in enumerate(articles, 1)
        )
        return PageReading(Page(source, ""), found)

    return make


@pytest.fixture
def ask(lookup: Lookup, now: datetime) -> Ask:
    """Asks in words, as a person or the command line does."""

    def answer(text: str, **how: object) -> Answer:
        query = lookup.understand(text, today=now.date())
        return lookup.answer(query, now=now, **how)  # type: ignore[arg-type]

    return answer


@pytest.fixture
def seeds(seed_lookup: Lookup, now: datetime) -> Ask:
    """Asks a library that holds the seed articles."""

    def answer(text: str, **how: object) -> Answer:
        query = seed_lookup.understand(text, today=now.date())
        return seed_lookup.answer(query, now=now, **how)  # type: ignore[arg-type]

    return answer
