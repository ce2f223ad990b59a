"""Delivery in short forms of what the benchmarks do at length: storms of 429, a store that goes
away, a lease that is lost in mid-send, a sender that is killed, everything at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot.delivery.loop import DeliveryLoop, Loop, back_off
from bot.delivery.outbox import StoreOutbox
from bot.delivery.outcomes import Later, Sent, Withdrawn
from bot.delivery.pacing import Gate, Pace
from bot.sandbox import Fault
from digest.recipients import Part
from digest.store import outbox

ROOT = Path(__file__).parents[3]


class Messenger:
    """A sender that takes a moment for each message and notes the chats in order; the first
    `failing` tries of chat `first` are answered with a server error."""

    def __init__(self, first: int = 0, failing: int = 0, takes: float = 0.02) -> None:
        self.chats: list[int] = []
        self._first, self._failing, self._takes = first, failing, takes

    async def send(self, delivery, at_the_wire):
        assert await at_the_wire()
        await asyncio.sleep(self._takes)
        self.chats.append(delivery.chat_id)
        if delivery.chat_id == self._first and self.chats.count(self._first) <= self._failing:
            return Later("502", at_least=0.1)
        return Sent(len(self.chats))


@contextmanager
def away(url: str) -> Iterator[None]:
    """The store refuses everybody (PostgreSQL) or is locked by somebody else (SQLite)."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        other = sqlite3.connect(where.database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    server = where.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{where.database}" ALLOW_CONNECTIONS false')
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (where.database,),
        )
        yield
        admin.execute(f'ALTER DATABASE "{where.database}" ALLOW_CONNECTIONS true')


def arrived(post) -> Counter[int]:
    """How many messages each person has, by the stand-in."""
    return Counter({user.id: len(post.received(user)) for user in post.people})


async def test_a_storm_of_429s_costs_no_message(post) -> None:
    post.add_people(60)
    post.sandbox.faults.add(
        Fault("sendMessage", retry_after=1, probability=0.5, seed=1, seconds=1.5)
    )
    post.announce("早报")
    await post.start(Pace(rate=60))
    await post.settled(40)
    assert post.states() == {"sent": 60}
    assert set(arrived(post).values()) == {1}
    assert len(post.sandbox.journal.refused()) > 3


async def test_the_store_goes_away_in_mid_broadcast_and_nothing_is_lost(post, database_url) -> None:
    post.add_people(60)
    post.sandbox.faults.add(Fault("sendMessage", delay_before=0.05))
    post.announce("早报")
    await post.start(Pace(rate=50))
    await post.until(lambda states: states["sent"] >= 5)
    with away(database_url):
        await asyncio.sleep(1.5)
    await post.settled(40)
    assert post.states() == {"sent": 60}
    assert set(arrived(post).values()) == {1}


async def test_everything_at_once(post) -> None:
    post.add_people(80)
    chief = post.sandbox.user("组长", started=True)
    group = post.sandbox.group("班组", chief)
    post.service.chats.greet(group.id, "group", now=post.now())
    await post.people[5].block()
    post.people[6].deactivate()
    faults = [
        Fault("sendMessage", status=502, probability=0.1, seed=1, times=8),
        Fault("sendMessage", cut=True, probability=0.04, seed=2, times=3),
        Fault("sendMessage", cut=True, delivered=True, probability=0.04, seed=3, times=3),
        Fault("sendMessage", retry_after=1, probability=0.04, seed=4, times=3),
    ]
    for fault in faults:
        post.sandbox.faults.add(fault)
    post.announce("早报")
    everybody = [*(user.id for user in post.people), group.id]
    post.service.deliveries.announce("号外", now=post.now(), chat_ids=everybody)
    moved = group.migrate()
    await post.start()
    await post.settled(60)
    held = Counter(row.chat_id for row in post.service.deliveries.ledger(state="unknown"))
    assert sum(held.values()) == sum(fault.hits for fault in faults[1:3])
    got = arrived(post)
    for user in post.people:
        if user in post.people[5:7]:
            continue
        assert got[user.id] + held[user.id] >= 2
        assert max(Counter(post.received(user)).values()) == 1
    states = [post.service.chats.get(user.id).state for user in post.people[5:7]]
    assert all(
        state == right or held[user.id]
        for state, right, user in zip(states, ["blocked", "gone"], post.people[5:7], strict=True)
    )
    assert post.service.chats.get(group.id) is None
    assert len(moved.messages) >= 1 or held[moved.id]


async def test_a_row_whose_lease_was_lost_while_the_store_hung_does_not_leave(post) -> None:
    post.add_people(1)
    post.announce("早报")

    class Hanging(StoreOutbox):
        """A store that hangs after a mark for longer than the lease lasts."""

        def write(self, fates, leaving, now):
            if not leaving:
                return super().write(fates, leaving, now)
            hanging.set()
            marked = super().write(fates, leaving, now)
            time.sleep(1.0)  # the hanging store itself
            late = now + timedelta(minutes=1)
            assert post.service.deliveries.lease("another", late, 60)
            return marked

        def lease(self, now):
            if hanging.is_set():
                time.sleep(1.5)
            return super().lease(now)

    class Asking(Messenger):
        async def send(self, delivery, at_the_wire):
            asked.append(await at_the_wire())
            return Sent(1) if asked[-1] else Withdrawn()

    asked: list[bool] = []
    hanging = threading.Event()
    numbers, gate = Loop(poll=0.1, lease_every=0.2, lease_lasts=0.5), Gate(Pace(rate=0))
    loop = DeliveryLoop(Hanging(post.service), Asking(), gate, numbers=numbers, clock=post.now)
    task = asyncio.create_task(loop.run())
    async with asyncio.timeout(20):
        while not (asked and hanging.is_set()):
            await asyncio.sleep(0.05)
    await post.until(lambda states: states["ready"] == 1)
    await loop.stop()
    await task
    assert not any(asked)


async def test_what_arrived_is_written_down_before_its_pin_waits_for_its_turn(post) -> None:
    post.add_people(1)
    post.announce("早报")

    class Pinning(Messenger):
        async def pin(self, delivery, message_id):
            found.append(post.states())
            await asyncio.Event().wait()

    class Pinned(StoreOutbox):
        def ready(self, now, limit, without):
            rows = super().ready(now, limit, without)
            return [replace(row, payload=replace(row.payload, pin=True)) for row in rows]

    found: list[Counter[str]] = []
    numbers = Loop(poll=0.1, grace=0.2)
    gate = Gate(Pace(rate=0))
    loop = DeliveryLoop(Pinned(post.service), Pinning(), gate, numbers=numbers, clock=post.now)
    task = asyncio.create_task(loop.run())
    async with asyncio.timeout(20):
        while not found:
            await asyncio.sleep(0.05)
    await loop.stop()  # a process that ends while the pin waits
    await task
    assert found == [{"sent": 1}]
    assert post.states() == {"sent": 1}
    assert loop.counts == {"sent": 1}


async def test_what_is_tried_again_does_not_wait_for_the_end_of_the_queue(post) -> None:
    post.add_people(150)
    post.announce("早报")
    first = post.people[0].id
    messenger = Messenger(first, failing=2)
    loop = DeliveryLoop(
        StoreOutbox(post.service),
        messenger,
        Gate(Pace(rate=0)),
        numbers=Loop(in_flight=2, poll=0.1),
        clock=post.now,
    )
    task = asyncio.create_task(loop.run())
    await post.settled(60)
    await loop.stop()
    await task
    assert len(messenger.chats) == 152
    last = max(at for at, chat in enumerate(messenger.chats) if chat == first)
    assert messenger.chats.count(first) == 3
    # Half a second of pauses; the queue takes a second and a half at least.
    assert last < 150


def test_the_pause_after_a_server_error_is_never_short_and_grows() -> None:
    tries = [[back_off(attempts, 5.0) for _ in range(50)] for attempts in range(10)]
    assert 5 <= min(tries[0]) <= max(tries[0]) <= 5.3
    assert all(sum(sooner) < sum(later) for sooner, later in pairwise(tries[:9]))
    assert sum(max(some) for some in tries[:3]) < 17  # who fails three times in a row
    assert 60 <= min(tries[9]) <= max(tries[9]) <= 63.6
    assert len(set(tries[0])) > 40


async def test_an_alert_goes_before_the_rest_of_a_broadcast_that_is_under_way(post) -> None:
    post.add_people(120)
    post.announce("早报")
    messenger = Messenger(takes=0.05)
    loop = DeliveryLoop(
        StoreOutbox(post.service),
        messenger,
        Gate(Pace(rate=0)),
        numbers=Loop(in_flight=2, poll=5.0),
        clock=post.now,
    )
    task = asyncio.create_task(loop.run())
    await post.until(lambda states: states["sent"] >= 10)
    last = post.people[-1].id
    rows = post.service.deliveries.ledger(chat_id=last)
    assert [row.state for row in rows] == ["ready"]
    await asyncio.to_thread(_alert, post, last)
    loop.wake()
    async with asyncio.timeout(30):
        while last not in messenger.chats:
            await asyncio.sleep(0.02)
    assert len(messenger.chats) < 100
    await loop.stop()
    await task


def _alert(post, chat_id: int) -> None:
    now = post.now()
    draft = outbox.Draft(
        chat_id=chat_id, thread_id=0, schedule="alerts", slot="x", part=0, parts=1, lane="alert",
        payload=Part("快讯"), due=now, not_before=now, expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    with post.database.writing() as connection:
        outbox.add(connection, [draft], now)


async def test_a_killed_senders_lease_runs_out_and_another_goes_on(post, database_url) -> None:
    post.add_people(50)
    post.sandbox.faults.add(Fault("sendMessage", delay_before=0.05, delay_after=0.05))
    post.announce("早报")
    settings = {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url,
        "TELEGRAM_BOT_TOKEN": post.sandbox.token,
        "TELEGRAM_BASE_URL": post.sandbox.base_url,
        "DELIVERY_RATE": "30",
        "LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**os.environ, **settings}
    )
    await post.until(lambda states: states["sent"] >= 5, within=60)
    other = await post.start()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    before = len(post.sandbox.journal.calls("sendMessage"))
    await asyncio.sleep(0.5)  # several tries to take the lease
    assert not other.leading
    assert len(post.sandbox.journal.calls("sendMessage")) == before
    post.ahead = timedelta(seconds=16)
    await post.settled(40)
    assert other.leading
    held = Counter(row.chat_id for row in post.service.deliveries.ledger(state="unknown"))
    got = arrived(post)
    assert max(got.values()) == 1
    assert all(got[user.id] or held[user.id] for user in post.people)
