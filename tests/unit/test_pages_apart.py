"""Pages are read by a process of its own; what cannot be read is told, not raised."""

from __future__ import annotations

import pytest

from bot import pages
from bot.settings import Settings
from digest.errors import ReadingError
from digest.model import PageReading
from digest.reading import sources
from digest.understanding import understand_page

PAGE = """苏州市总工会启动职工疗休养

本报讯 (记者张三)日前,江苏省苏州市总工会启动职工疗休养活动,首批1200名一线职工参加疗休养。

苏州市总工会表示,疗休养活动将持续到年底。
""".encode()


def test_what_is_read_apart_is_what_is_read_here() -> None:
    read, refused = pages.read([("a.txt", PAGE), ("b.txt", b"\x00\x01\x02\xff" * 50)], Settings())
    assert isinstance(read, PageReading)
    assert read == understand_page(sources.read_bytes("a.txt", PAGE))
    assert isinstance(refused, ReadingError)
    assert "b.txt" in str(refused)


def test_a_page_that_takes_too_long_ends_its_process_and_is_told() -> None:
    with pytest.raises(ReadingError, match="ended too early"):
        pages.read([("a.txt", PAGE)], Settings(), longest=0.001)
