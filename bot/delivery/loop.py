"""Drives the outbox: takes what is ready, lets the sender send it, writes down what became of it.

Only the holder of the store's sender lease sends. Each chat has at most one message on its way, so
its order holds and its trouble is its own. On stop, what waits at the gate goes back untouched and
what is on the wire is waited for; what is then still unanswered is written down as unknown.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.delivery.batches import Batch, Threads
from bot.delivery.outcomes import Later, Outcome, Sender, Sent, Stopped, Unknown, Withdrawn
from bot.delivery.pacing import Gate
from bot.delivery.ports import Outbox, Step
from digest.errors import DigestError
from digest.recipients import Delivery

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loop:
    """The numbers of the loop. Seconds unless said otherwise.

    `in_flight`: the stock HTTP client is best at 20–30 requests and collapses at 60 (measured).
    `look_ahead` rows are taken at a look; `glance` rows when something may have come to stand
    before those, such as an alert or a row whose time to be tried again has come.
    `look_apart`: looks into the outbox are at least this far apart.
    `patience`: chats that must wait longer than this are passed over, so that they hold no place.
    `grace`: an orderly stop has ten seconds in all.
    """

    in_flight: int = 24
    look_ahead: int = 400
    glance: int = 48
    look_apart: float = 0.05
    poll: float = 1.0
    patience: float = 1.5
    lease_every: float = 4.0
    lease_lasts: float = 15.0
    grace: float = 7.0
    alarm_pause: float = 60.0


class DeliveryLoop:
    """`await run()` until `stop()`; `wake()` when new rows are there."""

    def __init__(
        self,
        outbox: Outbox,
        sender: Sender,
        gate: Gate,
        *,
        numbers: Loop | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.alarm = ""
        self.waits_for = ""
        self._outbox, self._sender, self._gate = outbox, sender, gate
        self._numbers = numbers or Loop()
        self._clock = clock
        self._threads = Threads()
        self._steps = Batch(self._threads, self._written)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._chats: set[int] = set()
        self._on_wire: set[int] = set()
        self._buffer: list[Delivery] = []
        self._again: list[float] = []  # a heap: when rows of ours may be tried again
        self._stale = True
        self._more = False
        self._look_from = 0.0
        self._leased_until = float("-inf")
        self._lease_asked_at = float("-inf")
        self._something = asyncio.Event()
        self._stopping = False

    @property
    def leading(self) -> bool:
        """Whether this process holds the sender lease."""
        return asyncio.get_running_loop().time() < self._leased_until

    @property
    def in_flight(self) -> int:
        """How many rows are between picked and settled."""
        return len(self._tasks)

    def wake(self) -> None:
        """Say that the outbox may hold something new."""
        self._stale = True
        self._something.set()

    async def run(self) -> None:
        """Send until stopped. Store trouble is waited out, never raised."""
        while not self._stopping:
            self._something.clear()
            try:
                if await self._lead():
                    await self._fill()
                    self._start_some()
                self.waits_for = ""
            except DigestError as error:
                self.waits_for = f"the store: {error.what}"
                log.error("delivery waits for the store: %s", error)
                self._stale = True
            except Exception:
                log.exception("delivery loop stumbled")
                self._stale = True
            await self._rest()

    async def stop(self) -> None:
        """Finish what is on the wire, within the grace; leave the rest as ready."""
        self._stopping = True
        self._something.set()
        for number, task in list(self._tasks.items()):
            if number not in self._on_wire:
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=self._numbers.grace)
        late = list(self._tasks.values())
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1.0)
        try:
            await self._threads.call(self._outbox.release)
        except DigestError as error:
            log.error("the sender lease was not given back: %s", error)
        self._threads.close()

    async def _lead(self) -> bool:
        """Take or keep the lease; on taking it, settle what a dead sender left behind."""
        now = asyncio.get_running_loop().time()
        if now < self._lease_asked_at + self._numbers.lease_every and now < self._leased_until:
            return True
        led = self.leading
        self._lease_asked_at = now
        if not await self._threads.call(lambda: self._outbox.lease(self._clock())):
            self._leased_until = float("-inf")
            return False
        self._leased_until = now + self._numbers.lease_lasts
        if not led:
            own = tuple(self._tasks)
            found = await self._threads.call(lambda: self._outbox.recover(self._clock(), own))
            if found:
                log.warning("%d deliveries of a dead sender are of unknown fate", found)
        return True

    async def _fill(self) -> None:
        """Look into the outbox when there is reason to, and not more often than is useful: a look
        costs as much as many sends, and each send that ends is a reason."""
        numbers, now = self._numbers, asyncio.get_running_loop().time()
        while self._again and self._again[0] <= now:
            heapq.heappop(self._again)
            self._stale = True
        low = len(self._buffer) < numbers.in_flight
        if not ((low and self._more) or (self._stale and now >= self._look_from)):
            return
        self._stale = False
        without = tuple(self._chats)
        limit = numbers.look_ahead if low else numbers.glance
        found = await self._threads.call(lambda: self._outbox.ready(self._clock(), limit, without))
        if low:
            self._buffer, self._more = found, len(found) >= limit
        else:
            first = {row.id for row in found}
            self._buffer = found + [row for row in self._buffer if row.id not in first]
        self._look_from = asyncio.get_running_loop().time() + numbers.look_apart

    def _start_some(self) -> None:
        kept: list[Delivery] = []
        for place, row in enumerate(self._buffer):
            if len(self._tasks) >= self._numbers.in_flight:
                kept += self._buffer[place:]
                break
            busy = row.chat_id in self._chats
            if busy or self._gate.delay(row.lane, row.chat_id) > self._numbers.patience:
                kept.append(row)
                continue
            self._chats.add(row.chat_id)
            self._tasks[row.id] = asyncio.create_task(self._deliver(row), name=f"send-{row.id}")
        self._buffer = kept

    async def _rest(self) -> None:
        """Wait for news, until a row of ours may be tried again, at most a poll; after that a
        look into the outbox is due."""
        until = now = asyncio.get_running_loop().time()
        until += self._numbers.poll
        if self._again and self._again[0] > now:  # else it waits for the lease or the store
            until = min(until, self._again[0])
        if self._stale and now < self._look_from:
            until = self._look_from
        try:
            async with asyncio.timeout_at(until):
                await self._something.wait()
        except TimeoutError:
            self._stale = True

    async def _deliver(self, row: Delivery) -> None:
        outcome: Outcome | None = None
        try:
            outcome = await self._sender.send(row, lambda: self._at_the_wire(row))
            await self._settle(row, outcome)
            if isinstance(outcome, Sent) and row.payload.pin:
                # Only now: a pin waits at the gate for a second, in which the process may end.
                await self._sender.pin(row, outcome.message_id)
        except asyncio.CancelledError:
            if row.id in self._on_wire and not isinstance(outcome, Sent):
                await self._settle(row, Unknown("cut off by the end of the process"))
        except Exception as error:
            log.exception("delivery %s stumbled", row.id)
            if row.id in self._on_wire and not isinstance(outcome, Sent):
                await self._settle(row, Unknown(f"stumbled: {type(error).__name__}"))
        finally:
            self._on_wire.discard(row.id)
            self._tasks.pop(row.id, None)
            self._chats.discard(row.chat_id)
            self._stale = self._stale or not self._buffer
            self._something.set()

    def _written(self, steps: Sequence[Step]) -> Callable[[], list[bool]]:
        """The work of writing steps down in one transaction."""
        now, write = self._clock(), self._outbox.write
        fates = [(row, outcome) for row, outcome in steps if outcome is not None]
        leaving = [row for row, outcome in steps if outcome is None]

        def work() -> list[bool]:
            marked = iter(write(fates, leaving, now))
            return [True if outcome is not None else next(marked) for _, outcome in steps]

        return work

    async def _at_the_wire(self, row: Delivery) -> bool:
        marked = row.id in self._on_wire  # an answer that Telegram asked to try again in a moment
        if not marked:
            if self._stopping or not self.leading:
                return False
            self._on_wire.add(row.id)
        ours = marked or await self._steps.put((row, None))
        if ours and (not self.leading or (marked and self._stopping)):
            # The store hung, or Telegram asked for patience, for so long that another process may
            # lead by now. Nothing has left.
            await self._steps.put((row, Later("the sender lease ran out", 0.0)))
            ours = False
        if not ours:
            self._on_wire.discard(row.id)
        return ours

    async def _settle(self, row: Delivery, outcome: Outcome) -> None:
        self.counts[type(outcome).__name__.lower()] += 1
        if isinstance(outcome, Withdrawn):
            return
        if isinstance(outcome, Stopped):
            self.alarm = outcome.error
            log.critical("telegram refuses the token: %s", outcome.error)
            self._gate.hold(self._numbers.alarm_pause)
            outcome = Later(outcome.error, self._numbers.alarm_pause)
        elif self.alarm:
            self.alarm = ""
        if isinstance(outcome, Later):
            outcome = self._postponed(row, outcome)
        await self._steps.put((row, outcome))
        if isinstance(outcome, Later):
            again = asyncio.get_running_loop().time() + (outcome.seconds or 0.0)
            heapq.heappush(self._again, again)

    def _postponed(self, row: Delivery, outcome: Later) -> Later:
        """How long to wait: as asked, by all of us if the gate is held for all, else a back-off."""
        if outcome.asked and self._gate.held:
            return Later(outcome.error, max(self._gate.held, outcome.seconds or 0.0), "all")
        if outcome.seconds is None:
            return Later(outcome.error, back_off(row.attempts, outcome.at_least))
        return outcome


def back_off(attempts: int, at_least: float = 1.0) -> float:
    """Seconds before the next try after so many earlier ones: 1, 1.5, 2.5, 4.5, 8.5 … 60. With
    `at_least` above a second by steps a quarter of that (5, 5.1, 5.4, 5.9, 6.9, 8.9 … 60): a server
    that fails one request in ten is well, and whom it fails three times in a row must not wait
    long. A little more at random, so that a crowd of rows does not come back in step."""
    steps = (2.0 ** min(attempts, 9) - 1.0) / (8 if at_least > 1.0 else 2)
    return float(min(60.0, at_least + steps) * random.uniform(1.0, 1.06))  # noqa: S311
