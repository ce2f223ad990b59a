"""What comes together shares a transaction; what is wrong with one row stays with that row."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

import pytest

from bot.delivery.batches import Batch, Threads
from digest.errors import StoreUnavailable


@pytest.fixture
def threads() -> Iterator[Threads]:
    made = Threads()
    yield made
    made.close()


class Store:
    """Doubles numbers; chokes on some, and is away for its first calls."""

    def __init__(self, poison: Sequence[int] = (), away: int = 0) -> None:
        self.poison, self.away = poison, away
        self.written: list[list[int]] = []

    def work(self, asked: Sequence[int]) -> Callable[[], list[int]]:
        def doubled() -> list[int]:
            if self.away:
                self.away -= 1
                raise StoreUnavailable("away")
            if any(one in self.poison for one in asked):
                raise ValueError("a row that no store can take")
            self.written.append(list(asked))
            return [2 * one for one in asked]

        return doubled


async def test_what_is_asked_together_is_written_together(threads: Threads) -> None:
    store = Store()
    batch = Batch[int, int](threads, store.work)
    assert await asyncio.gather(*(batch.put(one) for one in range(9))) == [*range(0, 18, 2)]
    assert store.written == [[*range(9)]]
    assert await batch.put(50) == 100


async def test_one_poisoned_row_does_not_take_the_others_with_it(threads: Threads) -> None:
    store = Store(poison=[3])
    batch = Batch[int, int](threads, store.work)
    asked = await asyncio.gather(*(batch.put(one) for one in range(5)), return_exceptions=True)
    assert [asked[one] for one in (0, 1, 2, 4)] == [0, 2, 4, 8]
    assert isinstance(asked[3], ValueError)


async def test_a_store_that_is_away_is_waited_for(threads: Threads) -> None:
    store = Store(away=2)
    batch = Batch[int, int](threads, store.work)
    assert await asyncio.gather(batch.put(1), batch.put(2)) == [2, 4]
    assert store.written == [[1, 2]]
