"""Time zones by IANA name or by a city in Chinese or English."""

from __future__ import annotations

import pytest

from bot import timezones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("纽约", "America/New_York"),
        ("New York", "America/New_York"),
        ("東京", "Asia/Tokyo"),
        ("上海市", "Asia/Shanghai"),
        ("南京", "Asia/Shanghai"),
    ],
)
def test_a_city_gives_its_zone(typed: str, zone: str) -> None:
    assert zone in timezones.named(typed)
    assert len(timezones.named(typed)) == 1


@pytest.mark.parametrize(
    "typed", ["", "   ", "没有这个地方呀", "x" * 5000, "\x00", "../etc/passwd"]
)
def test_what_is_no_place_gives_nothing(typed: str) -> None:
    assert timezones.named(typed) == ()


def test_where_two_clocks_are_kept_both_are_offered() -> None:
    assert timezones.named("乌鲁木齐") == ("Asia/Shanghai", "Asia/Urumqi")


def test_common_zones_are_offered_by_city() -> None:
    assert timezones.city("Asia/Shanghai", "zh") == "上海"
    assert all(timezones.named(zone) == (zone,) for zone in timezones.COMMON)
