"""Times of day as people type them."""

from __future__ import annotations

from datetime import date, time

import pytest

from digest.language import clocks


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7:30", ["07:30"]),
        ("7点半和18:00", ["07:30", "18:00"]),
        ("早上8点、晚上8点", ["08:00", "20:00"]),
        ("8pm, 7 am, 12 am", ["20:00", "07:00", "00:00"]),
        ("22：00到7：00", ["22:00", "07:00"]),
        ("二十點一刻", ["20:15"]),
        ("9", ["09:00"]),
        ("24:00", ["00:00"]),
        ("25:00", []),
        ("7:75", []),
        ("疗休养", []),
        ("7点去南京", []),
        ("", []),
    ],
)
def test_times(words: str, told: list[str]) -> None:
    assert clocks.times(words) == tuple(time.fromisoformat(one) for one in told)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1 December", date(2026, 12, 1)),
        ("Dec 1st", date(2026, 12, 1)),
        ("2 Mar", date(2027, 3, 2)),
        ("tomorrow", date(2026, 11, 22)),
        ("marching", None),
    ],
)
def test_a_day_to_come_in_english(words: str, day: date | None) -> None:
    assert clocks.day_to_come(words, date(2026, 11, 21)) == day
