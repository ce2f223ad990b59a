"""The next value made while the present one is used: order, errors, and no thread left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from digest.service.ahead import Ahead


def used(values: Iterator[int]) -> list[int]:
    """What a user who fetches ahead is given."""
    found = []
    with Ahead(values) as ahead:
        for value in ahead:
            ahead.fetch()
            found.append(value)
    return found


def running() -> list[str]:
    """The threads that make values ahead."""
    return [one.name for one in threading.enumerate() if one.name.startswith("ahead")]


def test_values_come_in_order_and_each_once() -> None:
    assert used(iter(range(50))) == list(range(50))
    assert used(iter(())) == []
    assert running() == []


def test_who_fetches_nothing_is_given_the_same() -> None:
    with Ahead(iter("abc")) as ahead:
        assert list(ahead) == ["a", "b", "c"]


def test_one_value_is_made_ahead_in_another_thread_and_not_two() -> None:
    makers: list[int] = []

    def made() -> Iterator[int]:
        for number in range(5):
            makers.append(threading.get_ident())
            yield number

    with Ahead(made()) as ahead:
        coming = iter(ahead)
        assert next(coming) == 0
        assert makers == [threading.get_ident()]
        ahead.fetch()
        ahead.fetch()
        assert next(coming) == 1
        assert len(makers) == 2
        assert makers[1] != threading.get_ident()


def test_an_error_comes_in_its_place() -> None:
    def made() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third does not hold")

    found = []
    with pytest.raises(ValueError, match="third"), Ahead(made()) as ahead:  # noqa: PT012
        for value in ahead:
            ahead.fetch()
            found.append(value)
    assert found == [1, 2]
    assert running() == []


def test_an_error_of_the_user_leaves_no_thread() -> None:
    with pytest.raises(KeyError), Ahead(iter(range(9))) as ahead:  # noqa: PT012
        for _ in ahead:
            ahead.fetch()
            raise KeyError("the store is full")
    assert running() == []
