"""An iterator's values, of which the next is made in a thread of its own while the present one is
written down: SQLite and a server's driver let other threads run while they commit, which is half
of an ingest. Never more than one value ahead, in the iterator's order, with its errors in their
places; nothing is made before it is told to, so that the thread works only where it holds up
nobody."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """The values of an iterator, none of which is None; `fetch` begins to make the next one.

    Leaving the block waits for what has begun and ends the thread, whatever happened."""

    def __init__(self, values: Iterator[T]) -> None:
        self._values = values
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._coming: Future[T | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._maker.shutdown()

    def __iter__(self) -> Iterator[T]:
        while (value := self._next()) is not None:
            yield value

    def fetch(self) -> None:
        """Begin to make the value after the one given last, unless that has begun."""
        if self._coming is None:
            self._coming = self._maker.submit(next, self._values, None)

    def _next(self) -> T | None:
        coming, self._coming = self._coming, None
        return coming.result() if coming else next(self._values, None)
