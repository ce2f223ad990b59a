"""A service on each engine, a renderer that says which articles it was given, and a press that
prints articles at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from digest.model import Article, Page, PageReading, Published, Region, StoredArticle, Topic
from digest.recipients import Chat, ChatSettings, Edition, Part
from digest.service import Service
from digest.store.database import Database

# A Friday, 10:00 in Shanghai: two hours after the usual digest.
START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class PlainRenderer:
    """Renders an edition as JSON: title, date, ids, counts, how many more. `per_part` cuts it."""

    def __init__(self, per_part: int = 1000) -> None:
        self.per_part = per_part
        self.calls = 0

    def edition(
        self, edition: Edition, articles: Mapping[str, StoredArticle], settings: ChatSettings
    ) -> tuple[Part, ...]:
        self.calls += 1
        ids = [item.article_id for item in edition.items]
        cuts = range(0, max(len(ids), 1), self.per_part)
        return tuple(self._part(edition, ids[cut : cut + self.per_part], articles) for cut in cuts)

    def _part(
        self, edition: Edition, ids: list[str], articles: Mapping[str, StoredArticle]
    ) -> Part:
        titles = [articles[one].article.title for one in ids]
        carriers = {i.article_id: i.carriers for i in edition.items}
        said = {
            "title": edition.title,
            "on": edition.on.isoformat(),
            "items": titles,
            "carriers": [carriers[one] for one in ids],
            "more": len(edition.more),
            "key": edition.key,
        }
        return Part(json.dumps(said, ensure_ascii=False), articles=tuple(ids))


class AddressingRenderer(PlainRenderer):
    """The same, made once for equal content and addressed to each chat."""

    def address(self, part: Part, chat_id: int) -> Part:
        return Part(part.html, keyboard=f"[{chat_id}]", articles=part.articles)


class Press:
    """Prints articles into the library: `press("a.txt", ("headline", regions, topics), …)`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def __call__(
        self,
        source: str,
        *stories: tuple[str, Sequence[str], Sequence[str]],
        at: datetime = START,
        body: str = "",
        published: date | None = None,
    ) -> list[str]:
        """Ingest a page; the ids of its articles in order."""
        told = Published(published, "day", "given") if published else None
        articles = tuple(
            Article(
                source=source,
                position=n,
                kind="news",
                headline=headline,
                paragraphs=(body or f"{headline}的正文,编号{source}之{n}。",),
                regions=tuple(Region(code, code, k == 0, code) for k, code in enumerate(codes)),
                topics=tuple(Topic(slug, 0.9) for slug in slugs),
                keyphrases=("特别词组",),
                published=told,
            )
            for n, (headline, codes, slugs) in enumerate(stories, 1)
        )
        reading = PageReading(Page(source, source), articles)
        return list(self._service.library.ingest(reading, now=at).ids)


@pytest.fixture
def service(database: Database) -> Service:
    """All use cases over an empty store, once on each engine."""
    return Service(database)


@pytest.fixture
def render() -> PlainRenderer:
    return PlainRenderer()


@pytest.fixture
def addressing() -> AddressingRenderer:
    return AddressingRenderer()


@pytest.fixture
def render_by() -> Callable[[int], PlainRenderer]:
    """A renderer that puts so many items into a part."""
    return PlainRenderer


@pytest.fixture
def press(service: Service) -> Press:
    return Press(service)


@pytest.fixture
def start() -> datetime:
    return START


@pytest.fixture
def follows(service: Service) -> Callable[..., Chat]:
    """Makes a chat that follows rules: `follows(1, "疗休养", cadence="daily", hours=…)`."""

    def make(
        chat_id: int,
        *rules: str,
        cadence: str = "daily",
        kind: str = "private",
        at: datetime = START,
        thread_id: int | None = None,
        **settings: object,
    ) -> Chat:
        chat = service.chats.greet(chat_id, kind, now=at)  # type: ignore[arg-type]
        if settings:
            chat = service.chats.change(chat_id, **settings)
        for text in rules:
            rule = service.follow.rule(text, today=at.date())
            service.follow.add(chat_id, rule, cadence=cadence, now=at, thread_id=thread_id)  # type: ignore[arg-type]
        return chat

    return make


@pytest.fixture
def ledger(service: Service) -> Callable[..., list[tuple[int, str, str, list[str]]]]:
    """What the outbox holds, oldest first: chat, slot, state, headlines."""

    def read(**wanted: object) -> list[tuple[int, str, str, list[str]]]:
        rows = service.deliveries.ledger(**wanted)[::-1]  # type: ignore[arg-type]
        return [(r.chat_id, r.slot, r.state, _items(r.payload.html)) for r in rows]

    return read


def _items(html: str) -> list[str]:
    items: list[str] = json.loads(html)["items"] if html.startswith("{") else []
    return items


@pytest.fixture
def send(service: Service) -> Callable[..., list[int]]:
    """Sends all that is ready, as a sender that meets no trouble would; ids in order."""

    def all_ready(now: datetime) -> list[int]:
        sent: list[int] = []
        while rows := service.deliveries.next_ready(now, 100):
            for row in rows:
                assert service.deliveries.sending(row.id, now)
                assert service.deliveries.sent(row.id, 1000 + row.id, now)
                sent.append(row.id)
        return sent

    return all_ready


MINUTE = timedelta(minutes=1)
