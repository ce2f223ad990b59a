"""Who is told when something changes: tests that wait, and chat pages that listen.

A change gets the next sequence number; waiting is by event, never by looking again and again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.errors import NothingArrived
from bot.sandbox.model import Json

Found = TypeVar("Found")
Listener = Callable[[int, str, Json], None]


class ManualClock:
    """A clock for tests: stands still until `advance` moves it."""

    def __init__(self, start: float = 1_790_000_000.0) -> None:
        self.now = start

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`."""
        self.now += seconds


class Feed:
    """Numbers changes and hands them to listeners; lets coroutines wait for the next one."""

    def __init__(self) -> None:
        self.seq = 0
        self.listeners: list[Listener] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def publish(self, kind: str, payload: Callable[[], Json]) -> int:
        """Announce a change of `kind`; `payload` is only built when somebody listens."""
        self.seq += 1
        if self.listeners:
            made = payload()
            for listener in tuple(self.listeners):
                listener(self.seq, kind, made)
        if self._waiting:
            for future in self._waiting:
                if not future.done():
                    future.set_result(None)
            self._waiting.clear()
        return self.seq

    async def changed(self, seconds: float) -> bool:
        """Wait for the next change; False when `seconds` passed without one."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True

    async def until(self, found: Callable[[], Found | None], within: float, what: str) -> Found:
        """The first value of `found()` that is not None; `NothingArrived` after `within` s."""
        deadline = time.monotonic() + within
        while (value := found()) is None:
            left = deadline - time.monotonic()
            if left <= 0 or not await self.changed(left):
                if (value := found()) is not None:
                    return value
                raise NothingArrived(f"{what} did not come within {within} s")
        return value

    async def quiet(self, seconds: float, within: float) -> None:
        """Wait until nothing has changed for `seconds`; `NothingArrived` after `within` s."""
        deadline = time.monotonic() + within
        while await self.changed(seconds):
            if time.monotonic() > deadline:
                raise NothingArrived(f"the chats did not fall silent within {within} s")
