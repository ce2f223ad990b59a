"""A post office for tests: a store on either engine, a stand-in where its chats live, and delivery
loops that send over HTTP."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.limiter import GateLimiter, Passage
from bot.delivery.loop import DeliveryLoop, Loop
from bot.delivery.outbox import StoreOutbox
from bot.delivery.pacing import Gate, Pace
from bot.delivery.sender import TelegramSender
from bot.sandbox import NO_LIMITS, Sandbox, User
from digest.service import Service
from digest.store.database import Database

QUICK = Loop(poll=0.1, lease_every=0.5, grace=3.0, patience=0.5)


@dataclass
class Post:
    """A store with chats, a stand-in where they live, and loops that deliver."""

    sandbox: Sandbox
    service: Service
    database: Database
    people: list[User] = field(default_factory=list)
    loops: list[tuple[DeliveryLoop, asyncio.Task[None], ExtBot[Passage]]] = field(
        default_factory=list
    )
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def add_people(self, count: int) -> None:
        for number in range(count):
            user = self.sandbox.user(f"用户{number}", started=True)
            self.service.chats.greet(user.id, "private", now=self.now())
            self.people.append(user)

    def announce(self, text: str) -> int:
        ids = [user.id for user in self.people]
        return self.service.deliveries.announce(text, now=self.now(), chat_ids=ids)

    async def start(self, pace: Pace | None = None, numbers: Loop = QUICK) -> DeliveryLoop:
        gate = Gate(pace or Pace(rate=0))
        bot: ExtBot[Passage] = ExtBot(
            self.sandbox.token,
            base_url=self.sandbox.base_url,
            request=HTTPXRequest(
                connection_pool_size=numbers.in_flight, read_timeout=2.0, pool_timeout=5.0
            ),
            rate_limiter=GateLimiter(gate),
        )
        await bot.initialize()
        loop = DeliveryLoop(
            StoreOutbox(self.service), TelegramSender(bot), gate, numbers=numbers, clock=self.now
        )
        self.loops.append((loop, asyncio.create_task(loop.run()), bot))
        return loop

    async def stop(self) -> None:
        for loop, task, bot in self.loops:
            await loop.stop()
            await task
            await bot.shutdown()
        self.loops.clear()

    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.service.deliveries.ledger(limit=10_000))

    async def until(self, fits: Callable[[Counter[str]], bool], within: float = 20.0) -> None:
        """Look at the ledger until it fits; an AssertionError with what it holds otherwise."""
        try:
            async with asyncio.timeout(within):
                while not fits(await asyncio.to_thread(self.states)):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"the ledger holds {self.states()}") from None

    async def settled(self, within: float = 20.0) -> None:
        await self.until(lambda states: not (states["ready"] or states["sending"]), within)

    def received(self, user: User) -> list[str]:
        return [message.text for message in user.messages() if message.from_bot]


@pytest.fixture
async def post(database_url: str) -> AsyncIterator[Post]:
    database = Database.open(database_url)
    service = Service(database)
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        office = Post(sandbox, service, database)
        yield office
        await office.stop()
    service.close()
