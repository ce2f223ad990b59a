"""How many messages a second leave with pacing off, beside the same client without an outbox."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from delivering.office import TEXT, all_settled, client, delivering, prepared, store
from delivering.stand_in import StandIn, Town

from bot.delivery.loop import Loop


async def bare(base: str, ids: Sequence[int], in_flight: int) -> tuple[float, float]:
    """Messages a second of the same client without an outbox, and CPU milliseconds for each."""
    async with client(base, None, in_flight) as bot:
        left = iter(ids)

        async def work() -> None:
            for number in left:
                await bot.send_message(number, TEXT, parse_mode="HTML")

        began, spent = time.perf_counter(), time.process_time()
        await asyncio.gather(*(work() for _ in range(in_flight)))
        cost = 1000 * (time.process_time() - spent) / len(ids)
        return len(ids) / (time.perf_counter() - began), cost


async def throughput(engine: str, count: int) -> None:
    stand_in = StandIn(Town(count))
    try:
        with store(engine) as url:
            plain, bare_cost = await bare(stand_in.url, stand_in.ids, Loop().in_flight)
            service = prepared(url, stand_in.ids)
            began, spent = time.perf_counter(), time.process_time()
            async with delivering(service, stand_in.url, 0):
                states = await all_settled(service)
            rate = count / (time.perf_counter() - began)
            cost = 1000 * (time.process_time() - spent) / count
            service.close()
        print(
            f"{engine}: {rate:.0f} deliveries/s; the bare client {plain:.0f}/s; "
            f"ratio {rate / plain:.2f}; CPU {cost:.2f} ms each, bare {bare_cost:.2f} ms; "
            f"{dict(states)}"
        )
    finally:
        stand_in.close()
