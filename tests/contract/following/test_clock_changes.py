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


def days_of(service):
    """The slots that were or will be sent, by chat."""
    rows = service.deliveries.ledger()[::-1]
    return [row.slot for row in rows if row.state in ("ready", "sent") and "~" not in row.slot]


@pytest.mark.parametrize("ahead", [2, 5, 13, 365])
@pytest.mark.parametrize("sent", [False, True])
def test_slots_of_days_that_never_came_are_served_when_they_come(
    service, follows, render, send, start, ahead, sent
):
    follows(1, "江苏", empty_notice=True)
    service.planning.plan(now=start, render=render)
    service.planning.plan(now=start + ahead * DAY, render=render)
    if sent:
        assert len(send(start + ahead * DAY)) == 1
    service.planning.plan(now=start + TICK, render=render)
    for day in range(15):
        service.planning.plan(now=EIGHT + day * DAY + TICK, render=render)
        send(EIGHT + day * DAY + TICK)
    days = [f"{(EIGHT + (day + 1) * DAY):%Y-%m-%d}T08:00" for day in range(-1, 14)]
    assert days_of(service) == days


def test_news_planned_by_a_clock_days_ahead_comes_with_the_next_digest(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    press("a.txt", REST, at=start)
    service.planning.plan(now=start + 5 * DAY, render=render)
    service.planning.plan(now=start + TICK, render=render)
    service.planning.plan(now=EIGHT + TICK, render=render)
    found = [(slot, items) for _, slot, state, items in ledger() if state == "ready"]
    assert found == [("2026-11-21T08:00", [REST[0]])]


def test_alerts_and_announcements_planned_by_a_clock_days_ahead_do_not_wait_for_it(
    service, follows, press, render, send, start
):
    follows(1, "江苏", cadence="at_once")
    press("a.txt", REST, at=start)
    service.planning.plan(now=start, render=render)
    send(start)
    press("b.txt", ("江苏工会", ("320100",), ("skills",)), at=start + 5 * DAY)
    service.planning.plan(now=start + 5 * DAY, render=render)
    service.deliveries.announce("通知", now=start + 5 * DAY)
    service.planning.plan(now=start + TICK, render=render)
    assert len(send(start + TICK)) == 2
    assert {row.state for row in service.deliveries.ledger()} == {"sent"}


def test_a_clock_that_goes_wrong_twice_is_put_right_twice(service, follows, render, send, start):
    follows(1, "江苏", empty_notice=True)
    service.planning.plan(now=start, render=render)
    for moment in range(1, 3):
        wrong = start + 5 * DAY
        service.planning.plan(now=wrong, render=render)
        send(wrong)
        service.planning.plan(now=start + moment * TICK, render=render)
    for day in range(6):
        service.planning.plan(now=EIGHT + day * DAY + TICK, render=render)
        send(EIGHT + day * DAY + TICK)
    assert len(days_of(service)) == len(set(days_of(service))) == 6
