"""The outbox kept from inside an event loop: each call waits for its own row's fate, while rows
that come together share one transaction. Two batches never overlap, so a row's `sending` is always
written before its outcome. A store that is away is waited for; nothing is given up meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from digest.errors import StoreReadOnly, StoreUnavailable

log = logging.getLogger(__name__)

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Result = TypeVar("Result")

# Rows per transaction: with 24 requests in flight more never come together.
BATCH = 64
# Seconds between the starts of two transactions. One costs a millisecond of processor time however
# few its rows are: at 300 messages a second three or four of each kind then share one. At a paced
# 25 a second none waits for it.
APART = 0.012
# Waits between tries while the store is away, in seconds; the last one repeats.
PATIENCE = (0.2, 0.5, 1.0, 2.0)


class Threads:
    """Runs store calls on threads of its own, so that slow lookups never delay deliveries."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="outbox")

    async def call(self, work: Callable[[], Result]) -> Result:
        """Run `work` on a thread; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def insist(self, work: Callable[[], Result]) -> Result:
        """Run `work` until the store takes it; for what must not be lost, such as an outcome.

        Raises what is wrong with the work itself, since no waiting mends that.
        """
        tries = 0
        while True:
            try:
                return await self.call(work)
            except (StoreUnavailable, StoreReadOnly) as error:
                wait = PATIENCE[min(tries, len(PATIENCE) - 1)]
                tries += 1
                log.error("store away, again in %.1f s: %s", wait, error)
                await asyncio.sleep(wait)

    def close(self) -> None:
        """Let the threads end; what they run is finished first."""
        self._threads.shutdown(wait=True)


class Batch(Generic[Asked, Answer]):
    """`await put(asked)` gives the answer of `work`, which is called with all that came together.

    `work` takes a sequence and the instant of its first try, and returns its answers in the same
    order, in one transaction; it may be called again when it is not sure that it was carried out.
    """

    def __init__(
        self, threads: Threads, work: Callable[[Sequence[Asked]], Callable[[], Sequence[Answer]]]
    ) -> None:
        self._threads = threads
        self._work = work
        self._asked: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._worker: asyncio.Task[None] | None = None
        self._next = 0.0

    async def put(self, asked: Asked) -> Answer:
        """The answer for `asked`; waits as long as the store is away."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._asked.append((asked, future))
        if self._worker is None or self._worker.done():
            self._worker = loop.create_task(self._run(), name="outbox-batch")
        return await future

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while self._asked:
            await asyncio.sleep(max(0.0, self._next - loop.time()))
            self._next = loop.time() + APART
            batch, self._asked = self._asked[:BATCH], self._asked[BATCH:]
            if not await self._answer(batch) and len(batch) > 1:
                for one in batch:
                    await self._answer([one])

    async def _answer(self, batch: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> bool:
        """Have a batch answered. One that cannot be is answered one by one, so that what is wrong
        with a row stays with that row."""
        try:
            work = self._work([one for one, _ in batch])
            answers = await self._threads.insist(work)
        except Exception as error:
            log.exception("outbox batch failed")
            if len(batch) == 1 and not batch[0][1].done():
                batch[0][1].set_exception(error)
            return False
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
        return True
