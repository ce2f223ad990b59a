"""kill -9 at random moments of a broadcast of two-part editions, restarted each time.

Four kills of five fall while messages are on the wire, one anywhere from the start of the process.
"""

from __future__ import annotations

import random
import time
from datetime import timedelta

from delivering.office import (
    bot_process,
    greet,
    now,
    offer_again,
    plan_edition,
    said,
    store,
    wait_until_idle,
)
from delivering.stand_in import StandIn, Town, got_twice, out_of_order

from digest.service import Service

PARTS = 2
SLOW = {"method": "sendMessage", "delay_before": 0.02, "delay_after": 0.02}


def kills(engine: str, count: int, number: int, seed: int) -> None:
    stand_in = StandIn(Town(count))
    stand_in.ask("faults", SLOW)
    try:
        with store(engine) as url:
            service, editions = Service.open(url), 1
            greet(service, stand_in.ids)
            plan_edition(url, stand_in.ids, editions, PARTS)
            moments = random.Random(seed)
            for done in range(1, number + 1):
                _one(url, stand_in, moments)
                _end_lease(service)
                if not service.deliveries.next_ready(now(), 1) and done < number:
                    editions += 1
                    plan_edition(url, stand_in.ids, editions, PARTS)
            _run_to_the_end(url, stand_in, service)
            _first(engine, stand_in, service, number, editions)
            again = 0
            while offered := offer_again(service, stand_in.ids):
                again += offered
                _run_to_the_end(url, stand_in, service)
            _after(stand_in, again, editions)
            service.close()
    finally:
        stand_in.close()


def _one(url: str, stand_in: StandIn, moments: random.Random) -> None:
    """Start, wait for a random moment, kill."""
    before, process = stand_in.count(), bot_process(url, stand_in.url)
    if moments.random() < 0.2:
        time.sleep(moments.uniform(0, 4))
    else:
        late = time.monotonic() + 20
        # A start makes a dozen calls of its own (menus, commands).
        while _sent_since(stand_in, before) == 0 and time.monotonic() < late:
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.4))
    process.kill()
    process.wait()


def _sent_since(stand_in: StandIn, before: int) -> int:
    entries = stand_in.ask(f"journal?since={before}&limit=100")["entries"]
    return sum(one["method"] == "sendMessage" for one in entries)


def _run_to_the_end(url: str, stand_in: StandIn, service: Service) -> None:
    process = bot_process(url, stand_in.url)
    wait_until_idle(service)
    process.terminate()
    process.wait()


def _end_lease(service: Service) -> None:
    """A killed process cannot give its lease back; waiting it out 200 times proves nothing."""
    service.deliveries.lease("benchmark", now() + timedelta(seconds=30), 0)
    service.deliveries.release("benchmark")


def _first(engine: str, stand_in: StandIn, service: Service, number: int, editions: int) -> None:
    sends = stand_in.sends()
    got = {(one["chat_id"], one["text"]) for one in sends}
    rows = service.deliveries.ledger(limit=10**6)
    held = {(row.chat_id, row.slot) for row in rows if row.state == "unknown"}
    unknown = sum(row.state == "unknown" for row in rows)
    missing = [
        (chat, edition)
        for chat in stand_in.ids
        for edition in range(1, editions + 1)
        if any((chat, said(edition, part)) not in got for part in range(PARTS))
    ]
    untraced = [one for one in missing if (one[0], f"{one[1]:03}") not in held]
    print(
        f"{engine}: {number} kills, {editions} editions of {PARTS} parts to {len(stand_in.ids)} "
        f"chats; by the stand-in's log: {len(got_twice(sends))} messages twice, "
        f"{len(out_of_order(sends))} chats out of order, {len(missing)} editions not whole, "
        f"{len(untraced)} of them not held; {unknown} messages held "
        f"({unknown / number:.1f} a kill)"
    )


def _after(stand_in: StandIn, again: int, editions: int) -> None:
    sends = stand_in.sends()
    got = {(one["chat_id"], one["text"]) for one in sends}
    wanted = len(stand_in.ids) * editions * PARTS
    print(
        f"  after [send again] {again} times: {wanted - len(got)} of {wanted} messages missing, "
        f"{len(got_twice(sends))} twice by their chats' choice"
    )
