"""How many messages a second leave with pacing off, beside the same client without an outbox."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from delivering.office import TEXT, all_settled, client, delivering, prepared, store
from delivering.stand_in import StandIn, Town
from telegram.ext import ExtBot

from bot.delivery.loop import Loop
from bot.delivery.pacing import Gate, Pace


async def bare(bot: ExtBot[Any], ids: Sequence[int], in_flight: int) -> tuple[float, float]:
    """Messages a second of a client without an outbox, and CPU milliseconds for each."""
    async with bot:
        left = iter(ids)

        async def work() -> None:
            for number in left:
                await bot.send_message(number, TEXT, parse_mode="HTML")

        began, spent = time.perf_counter(), time.process_time()
        await asyncio.gather(*(work() for _ in range(in_flight)))
        cost = 1000 * (time.process_time() - spent) / len(ids)
        return len(ids) / (time.perf_counter() - began), cost


async def throughput(engine: str, count: int) -> None:
    """The outbox between two runs of each bare client: the library's as it comes, and the bot's."""
    stand_in, in_flight = StandIn(Town(count)), Loop().in_flight
    try:
        stock, own = [], []
        with store(engine) as url:
            service = prepared(url, stand_in.ids)
            for turn in range(2):
                stock.append(
                    await bare(client(stand_in.url, None, in_flight), stand_in.ids, in_flight)
                )
                own.append(
                    await bare(
                        client(stand_in.url, Gate(Pace(rate=0)), in_flight), stand_in.ids, in_flight
                    )
                )
                if turn:
                    break
                began, spent = time.perf_counter(), time.process_time()
                async with delivering(service, stand_in.url, 0):
                    states = await all_settled(service)
                rate = count / (time.perf_counter() - began)
                cost = 1000 * (time.process_time() - spent) / count
            service.close()
        print(f"{engine}: {rate:.0f} deliveries/s, {cost:.2f} ms of CPU each; {dict(states)}")
        for name, runs in (("the library's own client", stock), ("the bot's client", own)):
            plain, each = (sum(figures) / len(runs) for figures in zip(*runs, strict=True))
            print(
                f"  {name} without an outbox, mean of a run before and after: {plain:.0f}/s, "
                f"{each:.2f} ms; ratio {rate / plain:.2f}, in CPU {each / cost:.2f}"
            )
    finally:
        stand_in.close()
