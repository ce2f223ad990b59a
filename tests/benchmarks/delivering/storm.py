"""Storms of 429: half of all calls refused at random, then everything, then a Telegram that allows
less than we were told."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from delivering.office import all_settled, delivering, prepared, store
from delivering.stand_in import StandIn, Town, got_twice

EVERY: dict[str, Any] = {"method": "sendMessage", "retry_after": 2}
ALLOWED = 15  # a second, by the meaner Telegram


async def storm(engine: str, count: int, rate: float) -> None:
    stand_in = StandIn(Town(count))
    half = EVERY | {"probability": 0.5, "seed": 1, "seconds": 15.0}
    everything = EVERY | {"seconds": 15.0}
    try:
        with store(engine) as url:
            service = prepared(url, stand_in.ids)
            began = time.perf_counter()
            async with delivering(service, stand_in.url, rate):
                stand_in.ask("faults", half)
                await asyncio.sleep(20)
                stand_in.ask("faults", everything)
                await asyncio.sleep(20)
                stand_in.ask("limits", {"per_second": ALLOWED, "pause": 3.0})
                states = await all_settled(service)
            seconds = time.perf_counter() - began
            service.close()
        calls = stand_in.calls()
        sends = [one for one in calls if one["ok"] and one["message_id"]]
        refused = sum(one["error_code"] == 429 for one in calls)
        print(
            f"{engine}: {count} chats in {seconds:.0f} s through {refused} answers 429: "
            f"{dict(states)}; by the stand-in's log {count - len({s['chat_id'] for s in sends})} "
            f"without it, {len(got_twice(sends))} twice"
        )
    finally:
        stand_in.close()
