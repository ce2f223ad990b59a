"""A broadcast at a set rate against Telegram's own limits, alone and with people asking between."""

from __future__ import annotations

import asyncio
import random
import statistics
import time

from delivering.office import all_settled, delivering, prepared, store
from delivering.stand_in import StandIn, Town, most_in_a_second
from telegram.ext import ExtBot

from bot.delivery.limiter import Passage


async def talk(bot: ExtBot[Passage], ids: list[int], a_second: float, took: list[float]) -> None:
    """Answer somebody that often, until cancelled; how long each answer took."""
    pick = random.Random(3)

    async def answer(number: int) -> None:
        began = time.perf_counter()
        await bot.send_message(number, "找到 3 篇")
        took.append(time.perf_counter() - began)

    async with asyncio.TaskGroup() as answers:
        while True:
            await asyncio.sleep(pick.expovariate(a_second))
            answers.create_task(answer(pick.choice(ids)))


async def pacing(engine: str, count: int, rate: float, replies: float) -> None:
    stand_in = StandIn(Town(count + 500, limited=True))
    recipients, askers = stand_in.people[:count], stand_in.people[count:]
    took: list[float] = []
    try:
        with store(engine) as url:
            service = prepared(url, recipients)
            began = time.perf_counter()
            async with delivering(service, stand_in.url, rate) as (_, bot):
                people = asyncio.create_task(talk(bot, askers, replies, took)) if replies else None
                states = await all_settled(service)
                seconds = time.perf_counter() - began
                if people:
                    people.cancel()
                    await asyncio.wait({people})
            service.close()
        sends = stand_in.sends()
        here = set(recipients)
        got = [one["chat_id"] for one in sends if one["chat_id"] in here]
        print(
            f"{engine}: {count} recipients and {len(took)} replies at {rate}/s: {seconds:.1f} s, "
            f"{100 * (seconds * rate / (count + len(took)) - 1):+.1f} % against the set rate; "
            f"{stand_in.ask('limits')['refused']} answers 429; "
            f"at most {most_in_a_second([one['at'] for one in sends])} in a second; "
            f"{len(set(got))} chats served, {len(got) - len(set(got))} twice; {dict(states)}"
        )
        if took:
            print(
                f"  a reply took {1000 * statistics.median(took):.0f} ms, p99 "
                f"{1000 * statistics.quantiles(took, n=100)[98]:.0f} ms"
            )
    finally:
        stand_in.close()
