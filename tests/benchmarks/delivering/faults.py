"""Every fault at once: 10 % 5xx, 5 % cut connections (half of them after the message arrived), 2 %
429, 1 % of the chats blocked, deactivated or without us, and groups that moved (at least 0.1 %).

Afterwards the faults are lifted and everybody who was offered it presses [send again].
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from delivering.office import all_settled, delivering, offer_again, prepared, store
from delivering.stand_in import StandIn, Town, got_twice

from digest.service import Service


def orders(seed: int) -> list[dict[str, Any]]:
    """What the stand-in is told to do wrong."""
    every: dict[str, Any] = {"method": "sendMessage"}
    return [
        every | {"status": 502, "probability": 0.10, "seed": 10 * seed + 1},
        every | {"cut": True, "probability": 0.025, "seed": 10 * seed + 2},
        every | {"cut": True, "delivered": True, "probability": 0.025, "seed": 10 * seed + 3},
        every | {"retry_after": 2, "probability": 0.02, "seed": 10 * seed + 4},
    ]


def town(count: int) -> Town:
    """So many chats, of which 1 % are gone in three ways and 0.1 % moved."""
    gone, moved = count // 300, max(2, count // 1000)
    return Town(count - gone - moved, gone, gone, moved, gone)


async def faults(engine: str, count: int, rate: float, seed: int) -> None:
    stand_in = StandIn(town(count))
    stand_in.ask("faults", orders(seed))
    try:
        with store(engine) as url:
            service = prepared(url, stand_in.ids)
            began = time.perf_counter()
            async with delivering(service, stand_in.url, rate):
                states = await all_settled(service)
            seconds = time.perf_counter() - began
            _first(stand_in, service, seconds * rate / count, states, engine)
            stand_in.ask("faults", method="DELETE")
            known = [stand_in.moved_to.get(one, one) for one in stand_in.ids]
            again = offer_again(service, [*known, *stand_in.moved_to])
            async with delivering(service, stand_in.url, rate):
                await all_settled(service)
            _after(stand_in, service, again)
            service.close()
    finally:
        stand_in.close()


def _first(
    stand_in: StandIn, service: Service, times: float, states: Counter[str], engine: str
) -> None:
    calls = stand_in.calls()
    # A server error was an answer; a refusal whose answer was cut off was not.
    lost = [one for one in calls if not one["answered"] and (one["error_code"] or 0) < 500]
    spoilt = {one["chat_id"] for one in lost}
    spoilt |= {stand_in.moved_to.get(one, one) for one in spoilt}
    sends = [one for one in calls if one["ok"] and one["message_id"]]
    got = {one["chat_id"] for one in sends}
    held = {
        stand_in.moved_to.get(row.chat_id, row.chat_id)
        for row in service.deliveries.ledger(state="unknown", limit=100_000)
    }
    print(
        f"{engine}: {len(stand_in.ids)} chats: {times:.2f} x the pacing limit "
        f"({len(calls)} calls); {dict(states)}\n"
        f"  by the stand-in's log: {len(got & set(stand_in.live))} of {len(stand_in.live)} live "
        f"chats have it, {len(got_twice(sends))} twice; "
        f"{len(set(stand_in.live) - got - held)} neither have it nor are held; "
        f"{len(held - spoilt)} held without a lost answer"
    )


def _after(stand_in: StandIn, service: Service, again: int) -> None:
    sends = stand_in.sends()
    got = {one["chat_id"] for one in sends}
    right = sum(
        (chat := service.chats.get(one)) is not None and chat.state == state and bool(chat.reason)
        for one, state in stand_in.gone.items()
    )
    moved = sum(
        service.chats.get(old) is None and service.chats.get(new) is not None
        for old, new in stand_in.moved_to.items()
    )
    live = set(stand_in.live)
    print(
        f"  after [send again] in {again} chats: {len(live & got)} of {len(live)} have it, "
        f"{len(got_twice(sends))} twice by their own choice; {right} of {len(stand_in.gone)} gone "
        f"chats paused with the right reason; {moved} of {len(stand_in.moved_to)} groups moved"
    )
