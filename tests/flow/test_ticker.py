"""Ticks: trouble is counted, and an end waits for what is under way without a word of alarm."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.schedule import Job, Ticker


async def test_a_tick_under_way_is_finished_at_the_end(caplog: pytest.LogCaptureFixture) -> None:
    begun, goes_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        begun.set()
        await goes_on.wait()
        ended.set()

    ticker = Ticker([Job("slow", 0.01, slow)])
    with caplog.at_level(logging.WARNING):
        ticker.start()
        await begun.wait()
        stopping = asyncio.create_task(ticker.stop())
        await asyncio.sleep(0)
        goes_on.set()
        await stopping
        await asyncio.sleep(0)
    assert ended.is_set()
    assert caplog.records == []


async def test_a_tick_that_does_not_end_is_cut_off_quietly(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun = asyncio.Event()

    async def endless() -> None:
        begun.set()
        await asyncio.Event().wait()

    ticker = Ticker([Job("endless", 0.01, endless)])
    with caplog.at_level(logging.WARNING):
        ticker.start()
        await begun.wait()
        await ticker.stop(grace=0.01)
        await asyncio.sleep(0.01)
    assert [record.getMessage() for record in caplog.records] == ["endless was cut off"]


async def test_a_tick_that_fails_is_counted_and_comes_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    twice = asyncio.Event()
    calls: list[int] = []

    async def failing() -> None:
        calls.append(1)
        if len(calls) == 2:
            twice.set()
        raise ValueError("no good")

    ticker = Ticker([Job("failing", 0.01, failing)])
    ticker.start()
    await twice.wait()
    await ticker.stop()
    assert ticker.failures["failing"] >= 2
    assert "failing stumbled" in caplog.text
