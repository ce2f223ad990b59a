"""The stand-in in a thread of its own, for tests and tools that have no event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.sandbox.server import Sandbox

Result = TypeVar("Result")


@dataclass(slots=True, frozen=True)
class ThreadedSandbox:
    """A running stand-in; everything that acts goes through `run`."""

    sandbox: Sandbox
    loop: asyncio.AbstractEventLoop

    def run(self, doing: Coroutine[Any, Any, Result], within: float = 30.0) -> Result:
        """Do something in the stand-in's loop and wait for it: `run(user.send("x"))`."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(within)


@contextmanager
def running_in_thread(port: int = 0, **options: Any) -> Iterator[ThreadedSandbox]:
    """Start a stand-in (options as for `Sandbox`) in a thread; `PortBusy` when it cannot."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="sandbox", daemon=True)
    thread.start()
    try:
        starting = asyncio.run_coroutine_threadsafe(_start(port, options), loop)
        made = ThreadedSandbox(starting.result(30), loop)
        try:
            yield made
        finally:
            made.run(made.sandbox.stop())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _start(port: int, options: dict[str, Any]) -> Sandbox:
    return await Sandbox(port, **options).start()
