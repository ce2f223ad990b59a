"""Times of day as people type them."""

from __future__ import annotations

from datetime import time

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
