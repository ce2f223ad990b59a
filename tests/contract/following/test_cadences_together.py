"""Rules of several cadences in one chat share its slots and nothing else: each brings all that
was read since its own last slot, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

EIGHT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # Friday 08:00 in Shanghai
TICK = timedelta(seconds=15)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REST = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))
LAW = ("南京援助欠薪职工", ("320100",), ("legal_aid",))


def brought(ledger, headline):
    return [(slot, state) for _, slot, state, items in ledger(limit=1000) if headline in items]


@pytest.mark.parametrize(("cadence", "slot"), [("weekly", "23"), ("workdays", "23")])
def test_a_daily_rule_takes_nothing_from_one_that_is_due_less_often(
    service, follows, press, render, ledger, send, cadence, slot
):
    follows(1, "疗休养", at=EIGHT)
    follows(1, "欠薪", cadence=cadence, at=EIGHT)
    service.planning.plan(now=EIGHT + TICK, render=render)
    press("a.txt", REST, LAW, at=EIGHT + 2 * HOUR)
    for day in range(1, 5):  # Saturday to Tuesday
        service.planning.plan(now=EIGHT + day * DAY + TICK, render=render)
        send(EIGHT + day * DAY + TICK)
    assert brought(ledger, REST[0]) == [("2026-11-21T08:00", "sent")]
    assert brought(ledger, LAW[0]) == [(f"2026-11-{slot}T08:00", "sent")]


def test_a_minute_rule_takes_nothing_from_the_daily_one(
    service, follows, press, render, ledger, send
):
    follows(1, "疗休养", cadence="minute", at=EIGHT)
    follows(1, "欠薪", at=EIGHT)
    press("a.txt", REST, LAW, at=EIGHT + TICK)
    for minutes in range(1, 40):
        service.planning.plan(now=EIGHT + minutes * MINUTE, render=render)
        send(EIGHT + minutes * MINUTE)
    service.planning.plan(now=EIGHT + DAY + TICK, render=render)
    assert brought(ledger, REST[0]) == [("2026-11-20T00:01Z", "sent")]
    assert brought(ledger, LAW[0]) == [("2026-11-21T00:00Z", "ready")]


def test_the_minutes_of_the_night_come_as_one_edition_in_the_morning(
    service, follows, press, render, ledger
):
    night = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # 22:30
    follows(1, "江苏", cadence="minute", at=night, quiet_from=time(22), quiet_until=time(7))
    service.planning.plan(now=night, render=render)
    press("a.txt", REST, at=night + MINUTE)
    service.planning.plan(now=night + 2 * MINUTE, render=render)
    press("b.txt", LAW, at=night + 2 * HOUR)
    for hours in (2, 3, 8):
        service.planning.plan(now=night + hours * HOUR + MINUTE, render=render)
    assert ledger() == []
    seven = night + timedelta(hours=8, minutes=30)
    service.planning.plan(now=seven + TICK, render=render)
    found = [(slot, set(items)) for _, slot, _, items in ledger()]
    assert found == [("2026-11-20T23:00Z", {REST[0], LAW[0]})]
    press("c.txt", ("江苏工会", ("320100",), ("skills",)), at=seven + MINUTE)
    service.planning.plan(now=seven + 2 * MINUTE, render=render)
    assert brought(ledger, "江苏工会") == [("2026-11-20T23:02Z", "ready")]


def test_a_daily_hour_in_the_night_of_a_minute_rule_keeps_its_slot(
    service, follows, press, render, ledger
):
    night = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # 22:30
    quiet = {"quiet_from": time(22), "quiet_until": time(7), "hours": (time(23),)}
    follows(1, "疗休养", cadence="minute", at=night, **quiet)
    follows(1, "欠薪", at=night)
    press("a.txt", REST, LAW, at=night)
    for minutes in range(45):
        service.planning.plan(now=night + minutes * MINUTE + TICK, render=render)
    assert [(slot, set(items)) for _, slot, _, items in ledger()] == [
        ("2026-11-20T15:00Z", {REST[0], LAW[0]})
    ]


def test_a_catch_up_is_also_for_the_weekly_rule_whose_hour_was_missed(
    service, follows, press, render, ledger
):
    follows(1, "疗休养", at=EIGHT, hours=(time(8), time(12)))
    follows(1, "欠薪", cadence="weekly", at=EIGHT)
    service.planning.plan(now=EIGHT + TICK, render=render)
    press("a.txt", REST, LAW, at=EIGHT + 2 * DAY + 6 * HOUR)
    service.planning.plan(now=EIGHT + 3 * DAY + 5 * HOUR, render=render)  # Monday 13:00
    brought_now = [(slot, set(items)) for _, slot, state, items in ledger() if state == "ready"]
    assert brought_now == [("2026-11-23T12:00", {REST[0], LAW[0]})]


def test_a_weekly_edition_that_did_not_arrive_comes_with_the_next(
    service, follows, press, render, ledger, send
):
    follows(1, "疗休养", at=EIGHT)
    follows(1, "欠薪", cadence="weekly", at=EIGHT)
    service.planning.plan(now=EIGHT + TICK, render=render)
    press("a.txt", LAW, at=EIGHT + 2 * HOUR)
    for day in range(1, 4):
        service.planning.plan(now=EIGHT + day * DAY + TICK, render=render)
    assert service.deliveries.cancel_all(EIGHT + 3 * DAY + HOUR) == 1
    for day in range(4, 11):
        service.planning.plan(now=EIGHT + day * DAY + TICK, render=render)
        send(EIGHT + day * DAY + TICK)
    assert brought(ledger, LAW[0]) == [
        ("2026-11-23T08:00", "cancelled"),
        ("2026-11-30T08:00", "sent"),
    ]


def test_a_chat_that_comes_back_gets_no_backlog_of_any_cadence(
    service, follows, press, render, ledger
):
    follows(1, "疗休养", at=EIGHT)
    follows(1, "欠薪", cadence="weekly", at=EIGHT)
    service.planning.plan(now=EIGHT + TICK, render=render)
    press("a.txt", LAW, at=EIGHT + 2 * HOUR)
    service.planning.plan(now=EIGHT + DAY + TICK, render=render)
    service.chats.lost(1, "blocked", "blocked by the user", EIGHT + DAY + HOUR)
    service.chats.greet(1, "private", now=EIGHT + 2 * DAY + HOUR)
    service.planning.plan(now=EIGHT + 3 * DAY + TICK, render=render)
    assert brought(ledger, LAW[0]) == []
