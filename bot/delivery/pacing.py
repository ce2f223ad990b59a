"""One gate for everything that leaves: replies first, then alerts, then digests.

Spacing instead of a bucket, because a bucket lets its whole content out in the first second
(measured: 60 messages with the library's stock limiter, Telegram allows about 30). Per chat it
keeps broadcasts apart, lets short bursts of replies through and counts groups by the minute. All
times are the running event loop's, so a test can drive it with a virtual one.
"""

from __future__ import annotations

import asyncio
from bisect import insort
from collections import deque
from dataclasses import dataclass, field

from digest.recipients import Lane

RANK: dict[Lane, int] = {"reply": 0, "alert": 1, "digest": 2}


@dataclass(frozen=True, slots=True)
class Pace:
    """The rates the gate keeps. Seconds and messages per second; `rate` 0 means no pacing at all.

    Sources: Telegram's FAQ (about 30/s overall, 1/s in a chat, 20 a minute in a group) and design
    §7, which stays under each. `rate` leaves room for five requests that bunch up on their way: a
    fifth of a second in which a busy machine or network let nothing through (measured at 27/s on
    a machine with five workers a core: 6 answers 429 in 10,000). `catch_up` is how much lateness of
    the event loop may be made good by shorter gaps: without it a loop that wakes 1 ms late each
    time loses 3 % of the rate, and a busy machine a third. A tenth of a second is 2.5 messages.
    `between` is how many broadcasts may stand between the gate and the wire, where their rows are
    marked: a store that hangs for a second must not let a second's worth out at once afterwards.
    """

    rate: float = 25.0
    chat_interval: float = 1.05
    reply_burst: int = 3
    group_per_minute: int = 20
    catch_up: float = 0.1
    slowest: float = 1.0
    between: int = 3


@dataclass(slots=True)
class _Chat:
    """The times of a chat's newest sends, and until when Telegram asked it to be left alone."""

    sends: deque[float]
    held_until: float = 0.0


@dataclass(order=True, slots=True)
class _Waiter:
    rank: int
    number: int
    lane: Lane = field(compare=False)
    chat_id: int | None = field(compare=False)
    passed: asyncio.Future[None] = field(compare=False)


class Gate:
    """`await enter(lane, chat_id)` returns when that message may leave."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._rate = self.pace.rate
        self._next = 0.0
        self._held_until = 0.0
        self._slowed_at = 0.0
        self._chats: dict[int, _Chat] = {}
        self._waiting: list[_Waiter] = []
        self._arrived = asyncio.Event()
        self._porter: asyncio.Task[None] | None = None
        self._count = 0
        self._between = 0

    @property
    def rate(self) -> float:
        """Messages per second at present: the set rate, or less after Telegram complained."""
        return self._rate

    @property
    def waiting(self) -> int:
        """How many messages stand before the gate."""
        return len(self._waiting)

    async def enter(self, lane: Lane, chat_id: int | None) -> None:
        """Wait for the turn of one message to `chat_id` (None: no chat, only the overall rate)."""
        loop = asyncio.get_running_loop()
        if self.pace.rate <= 0 and loop.time() >= max(self._held_until, self._chat_hold(chat_id)):
            return
        self._count += 1
        waiter = _Waiter(RANK[lane], self._count, lane, chat_id, loop.create_future())
        insort(self._waiting, waiter)
        self._arrived.set()
        if self._porter is None or self._porter.done():
            self._porter = asyncio.create_task(self._serve(), name="pacing")
        try:
            await waiter.passed
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            else:
                self.at_the_wire(lane)
            raise

    def at_the_wire(self, lane: Lane) -> None:
        """Say that what passed has left the space between gate and wire, one way or another."""
        if lane != "reply" and self._between:
            if self._between >= self.pace.between:
                # A store that hung: those behind are late for its sake, and must not be hurried
                # after the few that leave now together (31 in a second, where 30 are allowed).
                self._next = max(self._next, asyncio.get_running_loop().time())
            self._between -= 1
            self._arrived.set()

    @property
    def held(self) -> float:
        """Seconds for which nothing at all may leave."""
        return max(0.0, self._held_until - asyncio.get_running_loop().time())

    def delay(self, lane: Lane, chat_id: int) -> float:
        """Seconds until `chat_id` by itself may get a message, whatever stands before the gate."""
        now = asyncio.get_running_loop().time()
        return max(0.0, self._chat_ready(lane, chat_id) - now)

    def hold(self, seconds: float, chat_id: int | None = None) -> None:
        """Let nothing out for `seconds`, to one chat or (None) to all."""
        until = asyncio.get_running_loop().time() + seconds
        if chat_id is None:
            self._held_until = max(self._held_until, until)
        else:
            chat = self._chat(chat_id)
            chat.held_until = max(chat.held_until, until)

    def slow_down(self) -> None:
        """Take a fifth off the rate; it comes back by 1/s for every minute without complaint."""
        if self.pace.rate > 0:
            self._rate = max(self.pace.slowest, self._rate * 0.8)
            self._slowed_at = asyncio.get_running_loop().time()

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            self._arrived.clear()
            now = loop.time()
            self._recover_rate(now)
            waiter, at = self._first(now)
            if at <= now:
                self._let_out(waiter, now)
                continue
            try:
                async with asyncio.timeout(None if at == float("inf") else at - now):
                    await self._arrived.wait()
            except TimeoutError:
                continue

    def _first(self, now: float) -> tuple[_Waiter, float]:
        """The first in order who may leave now, else the one whose time comes soonest."""
        overall = max(self._next, self._held_until)
        best, best_at = self._waiting[0], float("inf")
        crowded = self._between >= self.pace.between
        for waiter in self._waiting:
            if crowded and waiter.lane != "reply":
                break  # sorted by lane: nothing but broadcasts from here on
            at = max(overall, self._chat_ready(waiter.lane, waiter.chat_id))
            if at < best_at:
                best, best_at = waiter, at
            if at <= now:
                break
        return best, best_at

    def _let_out(self, waiter: _Waiter, now: float) -> None:
        self._waiting.remove(waiter)
        if waiter.passed.done():  # its caller was cancelled meanwhile
            return
        if self._rate > 0:
            self._next = max(now - self.pace.catch_up, self._next) + 1 / self._rate
        if waiter.chat_id is not None:
            self._chat(waiter.chat_id).sends.append(now)
        if waiter.lane != "reply":
            self._between += 1
        waiter.passed.set_result(None)

    def _chat_ready(self, lane: Lane, chat_id: int | None) -> float:
        if chat_id is None or chat_id not in self._chats:
            return 0.0
        chat = self._chats[chat_id]
        sends, pace = chat.sends, self.pace
        ready = chat.held_until
        if pace.rate <= 0 or not sends:
            return ready
        if lane == "reply" and chat_id > 0:
            if len(sends) >= pace.reply_burst:
                ready = max(ready, sends[-pace.reply_burst] + pace.reply_burst * pace.chat_interval)
        else:
            ready = max(ready, sends[-1] + pace.chat_interval)
        if chat_id < 0 and len(sends) >= pace.group_per_minute:
            ready = max(ready, sends[-pace.group_per_minute] + 60.0)
        return ready

    def _chat_hold(self, chat_id: int | None) -> float:
        chat = self._chats.get(chat_id) if chat_id is not None else None
        return chat.held_until if chat else 0.0

    def _chat(self, chat_id: int) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= 4096:
                self._forget_idle()
            chat = self._chats[chat_id] = _Chat(deque(maxlen=max(self.pace.group_per_minute, 3)))
        return chat

    def _forget_idle(self) -> None:
        """Drop the chats that nothing holds back any more: a minute covers every limit we keep."""
        now = asyncio.get_running_loop().time()
        self._chats = {
            chat_id: chat
            for chat_id, chat in self._chats.items()
            if chat.held_until > now or (chat.sends and chat.sends[-1] > now - 60.0)
        }

    def _recover_rate(self, now: float) -> None:
        if self._rate < self.pace.rate and now - self._slowed_at >= 60.0:
            self._rate = min(self.pace.rate, self._rate + 1.0)
            self._slowed_at = now
