"""The gate under a virtual clock: what it lets out when, counted as Telegram would count it."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest

from bot.delivery.pacing import Gate, Pace


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer instead of waiting for it."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self.now


class _Jumping(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        found = super().select(0)
        if not found and timeout:
            self._loop.now += timeout
        return found


def virtually(main: Callable[[], Awaitable[Any]]) -> Any:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main())


async def passed(gate: Gate, wanted: list[tuple[str, int]]) -> list[tuple[float, str, int]]:
    """Let all of `wanted` (lane, chat) wait at once; the order and times in which they passed."""
    loop, out = asyncio.get_running_loop(), []

    async def one(lane: Any, chat: int) -> None:
        await gate.enter(lane, chat)
        gate.at_the_wire(lane)
        out.append((loop.time(), lane, chat))

    await asyncio.gather(*(one(lane, chat) for lane, chat in wanted))
    return out


def most_in(times: list[float], seconds: float) -> int:
    return max(sum(start <= t < start + seconds for t in times) for start in times)


def test_never_more_than_the_rate_in_any_second_also_the_first() -> None:
    out = virtually(lambda: passed(Gate(Pace(rate=26)), [("digest", n) for n in range(1, 301)]))
    times = [t for t, _, _ in out]
    assert most_in(times, 1.0) <= 28
    assert times[-1] == pytest.approx(299 / 26, rel=0.02)


def test_the_rate_holds_although_the_loop_wakes_late() -> None:
    async def late() -> float:
        gate, loop = Gate(Pace(rate=25)), asyncio.get_running_loop()
        for n in range(1, 251):
            await gate.enter("digest", n)
            gate.at_the_wire("digest")
            loop.now += 0.01  # type: ignore[attr-defined]
        return loop.time()

    assert virtually(late) == pytest.approx(250 / 25, rel=0.02)


def test_replies_pass_before_alerts_before_digests() -> None:
    wanted = [("digest", n) for n in range(1, 6)] + [("alert", 10), ("reply", 11)]
    out = virtually(lambda: passed(Gate(), wanted))
    lanes = [lane for _, lane, _ in out]
    assert lanes.index("reply") < lanes.index("alert") < 3


def test_broadcasts_to_one_chat_keep_their_distance() -> None:
    out = virtually(lambda: passed(Gate(), [("digest", 7)] * 5))
    times = [t for t, _, _ in out]
    assert all(b - a > 1.0499 for a, b in pairwise(times))


def test_replies_to_a_person_may_burst_three() -> None:
    out = virtually(lambda: passed(Gate(), [("reply", 7)] * 4))
    times = [t for t, _, _ in out]
    assert times[2] < 0.2
    assert times[3] >= 3.15


@pytest.mark.parametrize("lane", ["reply", "digest"])
def test_a_group_gets_twenty_in_any_minute(lane: str) -> None:
    out = virtually(lambda: passed(Gate(), [(lane, -100)] * 50))
    assert most_in([t for t, _, _ in out], 60.0) == 20


def test_one_held_chat_does_not_hold_the_others() -> None:
    async def held() -> list[tuple[float, str, int]]:
        gate = Gate()
        gate.hold(30, -5)
        return await passed(gate, [("digest", -5)] + [("digest", n) for n in range(1, 20)])

    out = virtually(held)
    assert out[-1][2] == -5
    assert out[-1][0] >= 30
    assert out[-2][0] < 1


def test_a_general_hold_holds_all_even_without_pacing() -> None:
    async def held() -> list[tuple[float, str, int]]:
        gate = Gate(Pace(rate=0))
        gate.hold(12)
        return await passed(gate, [("reply", 1), ("digest", 2)])

    assert all(t >= 12 for t, _, _ in virtually(held))


def test_without_pacing_nothing_waits() -> None:
    out = virtually(lambda: passed(Gate(Pace(rate=0)), [("digest", 1)] * 500))
    assert out[-1][0] == 0


def test_the_rate_falls_on_complaint_and_recovers_by_the_minute() -> None:
    async def complaint() -> list[float]:
        gate, rates = Gate(Pace(rate=25)), []
        gate.slow_down()
        rates.append(gate.rate)
        for _ in range(7):
            await asyncio.sleep(61)
            await gate.enter("digest", 1)
            gate.at_the_wire("digest")
            rates.append(gate.rate)
        return rates

    rates = virtually(complaint)
    assert rates[0] == pytest.approx(20)
    assert rates[1] == pytest.approx(21)
    assert rates[-1] == pytest.approx(25)


def test_who_stops_waiting_takes_no_turn() -> None:
    async def leaves() -> tuple[int, float]:
        gate = Gate(Pace(rate=1))
        waiting = [asyncio.create_task(gate.enter("digest", n)) for n in range(1, 11)]
        await asyncio.sleep(0)
        for task in waiting[:9]:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return gate.waiting, asyncio.get_running_loop().time()

    left, at = virtually(leaves)
    assert left == 0
    assert at <= 2


def test_idle_chats_are_forgotten_and_limits_kept() -> None:
    async def many() -> tuple[int, list[float]]:
        gate = Gate(Pace(rate=1000))
        for n in range(1, 6001):
            await gate.enter("digest", n)
            gate.at_the_wire("digest")
            if n % 50 == 0:
                await asyncio.sleep(2)
        return len(gate._chats), [t for t, _, _ in await passed(gate, [("digest", 6000)] * 2)]

    known, times = virtually(many)
    assert known <= 4097
    assert times[1] - times[0] > 1.0499


def test_while_the_store_hangs_no_crowd_gathers_before_the_wire() -> None:
    async def hanging() -> tuple[list[float], float]:
        gate, loop, out = Gate(Pace(rate=25)), asyncio.get_running_loop(), []

        async def one(chat: int) -> None:
            await gate.enter("digest", chat)
            await asyncio.sleep(max(0.0, 2.0 - loop.time()))  # the store answers only then
            gate.at_the_wire("digest")
            out.append(loop.time())

        sends = [asyncio.create_task(one(n)) for n in range(1, 101)]
        await asyncio.sleep(1)
        await gate.enter("reply", 500)
        replied = loop.time()
        await asyncio.gather(*sends)
        return out, replied

    times, replied = virtually(hanging)
    assert most_in(times, 1.0) <= 29
    assert replied < 1.1


def test_after_the_store_hung_no_second_holds_more_than_telegram_allows() -> None:
    async def main() -> list[float]:
        gate, loop = Gate(Pace(rate=25)), asyncio.get_running_loop()
        out: list[float] = []

        async def one(chat: int) -> None:
            await gate.enter("digest", chat)
            if 2.0 <= loop.time() < 3.0:  # the store hangs for this second
                await asyncio.sleep(3.0 - loop.time())
            out.append(loop.time())
            gate.at_the_wire("digest")

        await asyncio.gather(*(one(chat) for chat in range(200)))
        return out

    assert most_in(virtually(main), 1.0) <= 29
