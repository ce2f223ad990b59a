"""HTTP connections for many requests at once, each a pool of its own with one place.

The client's own pool looks at every connection it has for every request, several times (httpcore
1.0.9: at 24 connections half of a request's processor time, 4.1 ms where 4 connections take 2.0).
Here a request takes the connection that was used last, so that few stay open when few are needed.
"""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import AsyncIterator, Callable

import httpx


class Wires(httpx.AsyncBaseTransport):
    """A transport that makes at most `size` requests at once; `make` makes a single connection."""

    def __init__(self, size: int, make: Callable[[], httpx.AsyncBaseTransport] | None = None):
        self._places = asyncio.Semaphore(size)
        self._make = make or _maker()
        self._all: list[httpx.AsyncBaseTransport] = []
        self._free: list[httpx.AsyncBaseTransport] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request over a free connection; raises PoolTimeout when none becomes free."""
        await self._place(request.extensions.get("timeout", {}).get("pool"))
        wire = self._free.pop() if self._free else self._another()
        try:
            answer = await wire.handle_async_request(request)
        except BaseException:
            self._give_back(wire)
            raise
        if isinstance(answer.stream, httpx.AsyncByteStream):
            answer.stream = _Answer(answer.stream, lambda: self._give_back(wire))
        return answer

    async def aclose(self) -> None:
        """Close every connection."""
        for wire in self._all:
            await wire.aclose()

    async def _place(self, patience: float | None) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(patience):
                await self._places.acquire()
        except TimeoutError as error:
            raise httpx.PoolTimeout("all connections are taken") from error

    def _another(self) -> httpx.AsyncBaseTransport:
        wire = self._make()
        self._all.append(wire)
        return wire

    def _give_back(self, wire: httpx.AsyncBaseTransport) -> None:
        self._free.append(wire)
        self._places.release()


class _Answer(httpx.AsyncByteStream):
    """The body of an answer; once it is closed its connection is free again."""

    def __init__(self, body: httpx.AsyncByteStream, closed: Callable[[], None]) -> None:
        self._body, self._closed = body, closed
        self._open = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._body:
            yield chunk

    async def aclose(self) -> None:
        """Close the body, once."""
        try:
            await self._body.aclose()
        finally:
            if self._open:
                self._open = False
                self._closed()


def _maker() -> Callable[[], httpx.AsyncBaseTransport]:
    # One context for all: loading the certificates takes 50 ms.
    trusted = httpx.create_ssl_context()
    one = httpx.Limits(max_connections=1)
    return lambda: httpx.AsyncHTTPTransport(verify=trusted, limits=one)


def behind_a_proxy() -> bool:
    """Whether the environment names proxies: the client's own transport knows their rules."""
    return bool(urllib.request.getproxies())
