"""Days on which clocks change, planned tick by tick on both engines: each slot once, none
missing, whatever the ticks do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

ZONES = {
    "Europe/Berlin": datetime(2026, 3, 28, 12, tzinfo=UTC),
    "America/New_York": datetime(2026, 10, 31, 12, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 10, 2, 12, tzinfo=UTC),
    "Asia/Shanghai": datetime(2026, 3, 28, 12, tzinfo=UTC),
}


@pytest.mark.parametrize("zone", list(ZONES))
def test_every_local_day_is_served_once_through_a_clock_change(service, follows, render, zone):
    start = ZONES[zone]
    hours = (time(1, 30), time(2, 30))
    follows(1, "江苏", at=start, timezone=zone, hours=hours, empty_notice=True)
    clock = start
    for tick in range(3 * 24 * 2):
        service.planning.plan(now=clock, render=render)
        if tick % 40 == 7:  # a clock that was put back
            service.planning.plan(now=clock - timedelta(hours=2), render=render)
        clock += timedelta(minutes=30)
    slots = [row.slot for row in service.deliveries.ledger()[::-1]]
    local = start.date()
    days = [local + timedelta(days=n) for n in range(1, 4)]
    assert sorted(slots) == [f"{day}T{at}" for day in days for at in ("01:30", "02:30")]
    assert {row.state for row in service.deliveries.ledger()} == {"ready"}
