"""kill -9 in mid-broadcast, in short: the full series is `tests/benchmarks/delivery.py kills`."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.sandbox import NO_LIMITS, Fault, Sandbox
from digest.service import Service

ROOT = Path(__file__).parents[3]
CHATS, KILLS = 60, 2


async def running(url: str, sandbox: Sandbox) -> asyncio.subprocess.Process:
    """`bot run` as a process of its own."""
    settings = {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": url,
        "TELEGRAM_BOT_TOKEN": sandbox.token,
        "TELEGRAM_BASE_URL": sandbox.base_url,
        "DELIVERY_RATE": "40",
        "LOG_LEVEL": "ERROR",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**os.environ, **settings}
    )


async def until_sent(sandbox: Sandbox, count: int) -> None:
    async with asyncio.timeout(60):
        while len(sandbox.journal.calls("sendMessage")) < count:
            await asyncio.sleep(0.01)


def forget_the_dead(service: Service) -> None:
    """End the dead sender's lease now; that it ends by itself is another test's affair."""
    late = datetime.now(UTC) + timedelta(minutes=5)
    assert service.deliveries.lease("test", late, 0)
    service.deliveries.release("test")


@pytest.mark.parametrize("seed", [1])
async def test_killed_in_mid_broadcast_nobody_gets_it_twice(database_url: str, seed: int) -> None:
    moments = random.Random(seed)
    service = Service.open(database_url)
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        sandbox.faults.add(Fault("sendMessage", delay_before=0.03, delay_after=0.03))
        people = [sandbox.user(f"用户{n}", started=True) for n in range(CHATS)]
        for user in people:
            service.chats.greet(user.id, "private", now=datetime.now(UTC))
        service.deliveries.announce("早报", now=datetime.now(UTC))
        for number in range(1, KILLS + 1):
            process = await running(database_url, sandbox)
            await until_sent(sandbox, number * CHATS // 4)
            await asyncio.sleep(moments.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
            await process.wait()
            forget_the_dead(service)
        process = await running(database_url, sandbox)
        async with asyncio.timeout(60):
            while (found := service.deliveries.progress(datetime.now(UTC))).ready or found.sending:
                await asyncio.sleep(0.1)
        process.terminate()
        assert await process.wait() == 0
        held = {row.chat_id for row in service.deliveries.ledger(state="unknown")}
        got = Counter({user.id: sum(m.from_bot for m in user.messages()) for user in people})
    service.close()
    assert max(got.values()) == 1
    assert all(got[user.id] == 1 or user.id in held for user in people)
    assert found.sent + found.unknown == CHATS
    assert len(held) <= KILLS * 24  # at most the requests in flight at each kill
