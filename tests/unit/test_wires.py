"""Connections for many requests: as many as asked for, the one used last first, none lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.wires import Wires

URL = "http://telegram.test/bot1:a/getMe"


class Body(httpx.AsyncByteStream):
    """What a server answers, as it comes over the wire."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"ok"


class Line(httpx.AsyncBaseTransport):
    """A single connection that counts its requests and refuses two at once."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange, self.busy, self.used, self.closed = exchange, False, 0, False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert not self.busy, "two requests on one connection"
        self.busy = True
        try:
            self.used += 1
            await self.exchange.answers.wait()
            if self.exchange.cut:
                raise httpx.ReadError("cut")
            return httpx.Response(200, stream=Body())
        finally:
            self.busy = False

    async def aclose(self) -> None:
        self.closed = True


class Exchange:
    """Makes the connections and says when they answer."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.answers = asyncio.Event()
        self.answers.set()
        self.cut = False

    def line(self) -> Line:
        self.lines.append(Line(self))
        return self.lines[-1]


def client(exchange: Exchange, size: int, patience: float | None = None) -> httpx.AsyncClient:
    timeout = httpx.Timeout(5.0, pool=patience)
    return httpx.AsyncClient(transport=Wires(size, exchange.line), timeout=timeout)


async def test_requests_one_after_the_other_share_one_connection() -> None:
    exchange = Exchange()
    async with client(exchange, 24) as http:
        for _ in range(5):
            assert (await http.get(URL)).content == b"ok"
    assert [line.used for line in exchange.lines] == [5]
    assert exchange.lines[0].closed


async def test_no_more_requests_at_once_than_there_are_places() -> None:
    exchange = Exchange()
    exchange.answers.clear()
    async with client(exchange, 3) as http:
        asked = [asyncio.create_task(http.get(URL)) for _ in range(10)]
        while sum(line.busy for line in exchange.lines) < 3:
            await asyncio.sleep(0)
        exchange.answers.set()
        assert [one.status_code for one in await asyncio.gather(*asked)] == [200] * 10
    assert len(exchange.lines) == 3


async def test_a_request_that_finds_no_place_says_that_it_never_left() -> None:
    exchange = Exchange()
    exchange.answers.clear()
    async with client(exchange, 1, patience=0.01) as http:
        first = asyncio.create_task(http.get(URL))
        while not exchange.lines:
            await asyncio.sleep(0)
        with pytest.raises(httpx.PoolTimeout):
            await http.get(URL)
        exchange.answers.set()
        assert (await first).status_code == 200
        assert (await http.get(URL)).status_code == 200


async def test_a_cut_or_cancelled_request_gives_its_place_back() -> None:
    exchange = Exchange()
    async with client(exchange, 1, patience=1.0) as http:
        exchange.cut = True
        with pytest.raises(httpx.ReadError):
            await http.get(URL)
        exchange.cut = False
        exchange.answers.clear()
        asked = asyncio.create_task(http.get(URL))
        while not exchange.lines[0].busy:
            await asyncio.sleep(0)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        exchange.answers.set()
        assert (await http.get(URL)).status_code == 200
    assert len(exchange.lines) == 1
