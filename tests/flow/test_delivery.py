"""The outbox, the loop and the sender together, over HTTP, on both engines: what is planned
arrives once, in order, or its fate is written down; whatever the network does."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.limiter import GateLimiter, Passage
from bot.delivery.loop import DeliveryLoop, Loop
from bot.delivery.outbox import StoreOutbox
from bot.delivery.pacing import Gate, Pace
from bot.delivery.sender import TelegramSender
from bot.sandbox import NO_LIMITS, Fault, Rates, Sandbox, User
from digest.service import Service
from digest.service.settling import UnknownPolicy

QUICK = Loop(poll=0.1, lease_every=0.5, grace=3.0, patience=0.5)


@dataclass
class Post:
    """A store with chats, a stand-in where they live, and loops that deliver."""

    sandbox: Sandbox
    service: Service
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
    service = Service.open(database_url)
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        office = Post(sandbox, service)
        yield office
        await office.stop()
    service.close()


async def test_everyone_gets_it_once(post: Post) -> None:
    post.add_people(60)
    post.announce("<b>早报</b>")
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 60}
    assert all(post.received(user) == ["早报"] for user in post.people)


async def test_the_order_holds_in_each_chat(post: Post) -> None:
    post.add_people(5)
    for number in range(4):
        post.ahead += timedelta(seconds=1)
        post.announce(f"第{number}条")
    await post.start()
    await post.settled()
    wanted = [f"第{number}条" for number in range(4)]
    assert all(post.received(user) == wanted for user in post.people)


async def test_definite_failures_are_tried_again_and_double_nothing(post: Post) -> None:
    post.add_people(40)
    post.sandbox.faults.add(Fault("sendMessage", status=502, probability=0.3, seed=3, times=12))
    post.sandbox.faults.add(Fault("sendMessage", retry_after=1, probability=0.1, seed=5, times=3))
    post.announce("早报")
    await post.start()
    await post.settled(30)
    assert post.states() == {"sent": 40}
    assert all(post.received(user) == ["早报"] for user in post.people)


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_lost_answer_is_held_and_offered_again(post: Post, arrived: bool) -> None:
    post.add_people(1)
    (user,) = post.people
    post.sandbox.faults.add(Fault("sendMessage", cut=True, delivered=arrived, times=1))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["unknown"] == 1)
    (held,) = post.service.deliveries.unknown_for(user.id)
    assert len(post.received(user)) == int(arrived)
    assert post.service.deliveries.resend(held.id, post.now())
    await post.until(lambda states: states["sent"] == 1)
    assert len(post.received(user)) == int(arrived) + 1


async def test_by_setting_a_lost_answer_is_sent_again_once(post: Post) -> None:
    post.service.deliveries.policy = UnknownPolicy(digest="resend", after=timedelta(0))
    post.add_people(1)
    post.sandbox.faults.add(Fault("sendMessage", cut=True, times=2))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["unknown"] == 1)
    assert len(post.sandbox.journal.calls("sendMessage")) == 2


async def test_who_blocked_the_bot_is_paused_and_the_others_served(post: Post) -> None:
    post.add_people(10)
    await post.people[3].block()
    post.announce("早报")
    post.ahead += timedelta(seconds=1)
    post.announce("晚报")
    await post.start()
    await post.settled()
    chat = post.service.chats.get(post.people[3].id)
    assert chat is not None
    assert chat.state == "blocked"
    assert "blocked" in chat.reason
    assert post.states() == {"sent": 18, "gone": 1, "cancelled": 1}


async def test_a_group_that_migrated_gets_it_under_its_new_number(post: Post) -> None:
    chief = post.sandbox.user("组长", started=True)
    group = post.sandbox.group("班组", chief)
    old = group.id
    post.service.chats.greet(old, "group", now=post.now())
    post.service.deliveries.announce("早报", now=post.now(), chat_ids=[old])
    group.migrate()
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 1}
    assert post.service.chats.get(old) is None
    (row,) = post.service.deliveries.ledger()
    assert row.chat_id != old


async def test_a_refused_message_is_parked_for_the_operator(post: Post) -> None:
    post.add_people(2)
    post.sandbox.faults.add(
        Fault("sendMessage", error_code=400, description="Bad Request: chat not found", times=1)
    )
    post.announce("早报")
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 1, "parked": 1}
    (parked,) = post.service.deliveries.ledger(state="parked")
    assert "chat not found" in parked.last_error.lower()


async def test_a_silence_that_telegram_asked_for_outlives_a_restart(post: Post) -> None:
    post.add_people(1)
    post.sandbox.faults.add(Fault("sendMessage", retry_after=30, times=1))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["ready"] == 1 and bool(post.sandbox.journal.refused()))
    await post.stop()
    before = len(post.sandbox.journal.calls("sendMessage"))
    await post.start()
    await asyncio.sleep(0.5)  # several looks into the outbox
    assert len(post.sandbox.journal.calls("sendMessage")) == before
    post.ahead = timedelta(seconds=31)
    await post.until(lambda states: states["sent"] == 1)


async def test_with_pacing_telegrams_own_limits_are_never_met(post: Post) -> None:
    post.sandbox.limits.change(**asdict(Rates()))
    post.add_people(75)
    post.announce("早报")
    # Below the default rate: on a machine that starves the loop, requests bunch up on their way.
    await post.start(Pace(rate=18))
    await post.settled()
    assert post.states() == {"sent": 75}
    assert post.sandbox.limits.refused == 0


async def test_an_orderly_stop_leaves_nothing_unknown(post: Post) -> None:
    post.add_people(80)
    post.sandbox.faults.add(Fault("sendMessage", delay_before=0.2))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["sent"] >= 5)
    await post.stop()
    states = post.states()
    assert set(states) == {"sent", "ready"}
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 80}
    assert all(post.received(user) == ["早报"] for user in post.people)


async def test_of_two_senders_one_sends_and_the_other_takes_over(post: Post) -> None:
    post.add_people(60)
    post.sandbox.faults.add(Fault("sendMessage", delay_before=0.1))
    first = await post.start()
    await asyncio.wait_for(_leads(first), 5)
    second = await post.start()
    post.announce("早报")
    first.wake()
    await post.until(lambda states: states["sent"] >= 5)
    assert first.leading
    assert not second.leading
    loop, task, bot = post.loops.pop(0)
    await loop.stop()
    await task
    await bot.shutdown()
    await post.settled()
    assert second.leading
    assert post.states() == {"sent": 60}
    assert all(post.received(user) == ["早报"] for user in post.people)


async def _leads(loop: DeliveryLoop) -> None:
    while not loop.leading:
        await asyncio.sleep(0.02)


async def test_what_a_dead_sender_left_on_the_wire_is_unknown_not_sent_again(post: Post) -> None:
    post.add_people(2)
    post.announce("早报")
    rows = post.service.deliveries.next_ready(post.now(), 10)
    assert post.service.deliveries.sending_all([rows[0].id], post.now()) == [True]
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 1, "unknown": 1}
    assert len(post.sandbox.journal.calls("sendMessage")) == 1


async def test_one_chats_silence_does_not_hold_up_the_others(post: Post) -> None:
    post.add_people(40)
    for user in post.people[::4]:
        post.sandbox.faults.add(Fault("sendMessage", chat_id=user.id, retry_after=60))
    post.announce("早报")
    await post.start(numbers=Loop(poll=0.1, in_flight=4, patience=0.2))
    await post.until(lambda states: states["sent"] == 30)
