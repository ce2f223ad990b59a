"""Logs: ids as hashes unless debugging, and never a token or what people read or write."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.logs import Ids
from bot.settings import Settings


@pytest.fixture
def _as_before() -> Iterator[None]:
    root, names = logging.getLogger(), ("telegram", *logs.QUIET)
    kept = root.handlers[:], root.level, [logging.getLogger(name).level for name in names]
    yield
    root.handlers[:], root.level = kept[0], kept[1]
    for name, level in zip(names, kept[2], strict=True):
        logging.getLogger(name).setLevel(level)


def test_ids_are_hashed_with_a_salt_unless_debugging() -> None:
    assert Ids(salt="a")(12345) == Ids(salt="a")(12345)
    assert "12345" not in Ids(salt="a")(12345)
    assert Ids(salt="a")(12345) != Ids(salt="b")(12345)
    assert Ids(clear=True)(12345) == "12345"
    assert Ids()(None) == "-"


@pytest.mark.usefixtures("_as_before")
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "ERROR"])
def test_libraries_that_log_addresses_or_texts_are_held_back(level: str) -> None:
    logs.configure(Settings(log_level=level))
    assert logging.getLogger("httpx").level == logging.WARNING
    assert logging.getLogger("telegram").level >= logging.INFO
    assert logging.getLogger().level == logging.getLevelName(level)
