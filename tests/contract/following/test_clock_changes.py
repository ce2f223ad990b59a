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


EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # Saturday 08:00 in Shanghai
TICK, HOUR, DAY = timedelta(seconds=15), timedelta(hours=1), timedelta(days=1)
REST = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))


def test_what_is_read_in_the_hour_that_comes_twice_is_in_the_next_digest(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    service.planning.plan(now=start, render=render)
    service.planning.plan(now=EIGHT + TICK, render=render)  # by a clock that is an hour ahead
    press("a.txt", REST, at=EIGHT - 50 * TICK)
    service.planning.plan(now=EIGHT - 50 * TICK, render=render)
    press("b.txt", ("江苏工会", ("320100",), ("skills",)), at=EIGHT - HOUR + TICK)
    for later in (timedelta(0), HOUR, DAY):
        service.planning.plan(now=EIGHT - HOUR + 2 * TICK + later, render=render)
    service.planning.plan(now=EIGHT + DAY + TICK, render=render)
    found = [(slot, set(items)) for _, slot, _, items in ledger()]
    assert found == [("2026-11-22T08:00", {REST[0], "江苏工会"})]


def test_a_clock_that_was_a_year_ahead_for_a_moment_silences_nobody(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    service.planning.plan(now=start, render=render)
    service.planning.plan(now=start + 365 * DAY, render=render)
    service.planning.plan(now=start + TICK, render=render)
    press("a.txt", REST, at=start + HOUR)
    service.planning.plan(now=EIGHT + TICK, render=render)
    found = [(slot, set(items)) for _, slot, state, items in ledger() if state == "ready"]
    assert found == [("2026-11-21T08:00", {REST[0]})]
