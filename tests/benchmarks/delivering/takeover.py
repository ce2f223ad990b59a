"""Two instances at once, the one that sends killed with kill -9, again and again: how long until
the other sends, and that nothing comes twice. Both use a webhook, since Telegram hands updates to
one poller only."""

from __future__ import annotations

import socket
import subprocess
import time

from delivering.office import (
    bot_process,
    greet,
    offer_again,
    plan_edition,
    said,
    store,
    wait_until_idle,
)
from delivering.stand_in import StandIn, Town, got_twice, out_of_order

from digest.service import Service
from digest.store import lease
from digest.store.database import Database

PARTS = 2


def takeover(engine: str, count: int, rounds: int) -> None:
    stand_in = StandIn(Town(count))
    stand_in.ask("faults", {"method": "sendMessage", "delay_before": 0.05, "delay_after": 0.05})
    running: list[subprocess.Popen[bytes]] = []
    try:
        with store(engine) as url:
            service, database = Service.open(url), Database.open(url)
            greet(service, stand_in.ids)
            running += [_instance(url, stand_in), _instance(url, stand_in)]
            pauses = []
            for number in range(1, rounds + 1):
                plan_edition(url, stand_in.ids, number, PARTS)
                dead = _leader(database, running, stand_in)
                dead.kill()
                dead.wait()
                running.remove(dead)
                pauses.append(_until_sends(stand_in))
                running.append(_instance(url, stand_in))
            wait_until_idle(service)
            held = len(service.deliveries.ledger(state="unknown", limit=10**6))
            sends = stand_in.sends()
            print(
                f"{engine}: {rounds} leaders killed, {rounds} editions of {PARTS} parts to {count} "
                f"chats: the other sent after {min(pauses):.1f}–{max(pauses):.1f} s; by the "
                f"stand-in's log {len(got_twice(sends))} messages twice, "
                f"{len(out_of_order(sends))} chats out of order; {held} held"
            )
            while offer_again(service, stand_in.ids):
                wait_until_idle(service)
            got = {(one["chat_id"], one["text"]) for one in stand_in.sends()}
            wanted = {
                (chat, said(number, part))
                for chat in stand_in.ids
                for number in range(1, rounds + 1)
                for part in range(PARTS)
            }
            print(f"  after [send again]: {len(wanted - got)} of {len(wanted)} messages missing")
            _end(running)
            database.close()
            service.close()
    finally:
        _end(running)
        stand_in.close()


def _instance(url: str, stand_in: StandIn) -> subprocess.Popen[bytes]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    hook = f"http://127.0.0.1:{port}/telegram"
    return bot_process(url, stand_in.url, WEBHOOK_URL=hook, WEB_PORT=port, WEBHOOK_SECRET="s")


def _leader(
    database: Database, running: list[subprocess.Popen[bytes]], stand_in: StandIn
) -> subprocess.Popen[bytes]:
    """The instance that holds the lease, once it has sent some."""
    before = len(stand_in.sends())
    while len(stand_in.sends()) < before + 30:
        time.sleep(0.1)
    with database.reading() as connection:
        found = lease.holder(connection, lease.SENDER)
    assert found, "messages leave and nobody holds the lease"
    number = int(found[0].split(":")[-2])
    return next(one for one in running if one.pid == number)


def _until_sends(stand_in: StandIn) -> float:
    """Seconds until a message leaves, after those on their way have ended."""
    began = time.monotonic()
    time.sleep(0.3)
    before = len(stand_in.sends())
    while len(stand_in.sends()) == before:
        time.sleep(0.1)
    return time.monotonic() - began


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        process.wait()
    running.clear()
