"""Schedules: slots compared with a plain independent computation, clock changes, quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.errors import Refused
from digest.recipients import ChatSettings
from digest.schedules import Plan, instant, key, next_slot, quiet_end, slots, workday, zone

YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos",
    "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota",
    "America/Chicago", "America/Halifax", "America/Havana", "America/Los_Angeles",
    "America/Mexico_City", "America/New_York", "America/Nuuk", "America/Santiago",
    "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Dhaka",
    "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tehran",
    "Asia/Tokyo", "Asia/Urumqi", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe",
    "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Europe/London", "Europe/Moscow",
    "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
]  # fmt: skip


def plan(*cadences, hours=("08:00",), weekday=1, timezone="Asia/Shanghai"):
    return Plan(frozenset(cadences), tuple(map(time.fromisoformat, hours)), weekday, timezone)


def by_the_minute(timezone: str, wall: str) -> dict[str, datetime]:
    """The plain computation: walk through the year minute by minute; on each local date the first
    minute whose wall time is `wall` or, if none is, the first one past it."""
    at, there = time.fromisoformat(wall), ZoneInfo(timezone)
    found: dict[str, datetime] = {}
    moment = YEAR[0] - timedelta(days=2)
    while moment < YEAR[1] + timedelta(days=2):
        local = moment.astimezone(there)
        name = f"{local:%Y-%m-%d}T{wall}"
        if local.time() >= at and name not in found:
            found[name] = moment
        moment += timedelta(minutes=30 if local.minute % 30 == 0 and local.second == 0 else 1)
    return {name: due for name, due in found.items() if YEAR[0] < due <= YEAR[1]}


@pytest.mark.parametrize("timezone", ZONES)
def test_a_year_of_slots_is_what_a_walk_through_the_year_finds(timezone):
    assert len(ZONES) == 40
    for wall in ("02:30", "00:00"):
        found = list(slots(plan("daily", hours=(wall,), timezone=timezone), *YEAR))
        assert {slot.key: slot.due for slot in found} == by_the_minute(timezone, wall)
        assert [slot.due for slot in found] == sorted(slot.due for slot in found)
        assert len(found) in (364, 365, 366)


@pytest.mark.parametrize(
    ("timezone", "day", "wall", "due"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "02:30", "2026-03-29T01:00"),  # gap: 03:00 local
        ("Europe/Berlin", date(2026, 10, 25), "02:30", "2026-10-25T00:30"),  # fold: the first
        ("America/New_York", date(2026, 11, 1), "01:30", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:15", "2026-10-03T15:30"),  # half an hour
        ("Pacific/Apia", date(2011, 12, 30), "08:00", "2011-12-30T10:00"),  # a day left out
        ("Asia/Shanghai", date(2026, 3, 29), "02:30", "2026-03-28T18:30"),
    ],
)
def test_gap_is_the_first_valid_instant_and_fold_the_first_occurrence(timezone, day, wall, due):
    found = instant(day, time.fromisoformat(wall), timezone)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_ticking_through_a_clock_change_serves_each_slot_once():
    berlin = plan("daily", hours=("02:30",), timezone="Europe/Berlin")
    for day in (date(2026, 3, 28), date(2026, 10, 24)):
        clock = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        served = []
        for _ in range(3 * 24 * 60 // 5):
            served += slots(berlin, clock, clock + timedelta(minutes=5))
            clock += timedelta(minutes=5)
        assert [slot.key[:10] for slot in served] == [
            f"{day + timedelta(days=n)}" for n in (1, 2, 3)
        ]


def test_workdays_follow_the_chinese_calendar():
    assert not workday(date(2026, 10, 1))  # National Day, a Thursday
    assert workday(date(2026, 10, 10))  # a Saturday worked for it
    assert not workday(date(2026, 11, 21))
    assert workday(date(2093, 6, 1))  # a Monday of a year nobody has announced
    found = slots(
        plan("workdays"), datetime(2026, 9, 30, 1, tzinfo=UTC), datetime(2026, 10, 11, tzinfo=UTC)
    )
    assert [slot.key[:10] for slot in found] == ["2026-10-08", "2026-10-09", "2026-10-10"]


def test_weekly_is_due_at_the_first_hour_of_its_day_beside_daily_ones():
    start = datetime(2026, 11, 22, 12, tzinfo=UTC)
    weekly = plan("weekly", hours=("20:00", "08:00"), weekday=1)
    assert [slot.key for slot in slots(weekly, start, start + timedelta(days=8))] == [
        "2026-11-23T08:00",
        "2026-11-30T08:00",
    ]
    both = plan("weekly", "daily", hours=("20:00", "08:00"))
    assert len(list(slots(both, start, start + timedelta(days=7)))) == 14


def test_nothing_is_due_of_what_waits_for_news():
    assert next_slot(plan("at_once"), YEAR[0]) is None


def test_a_minute_comes_every_minute():
    start = datetime(2026, 10, 25, 0, 59, 30, tzinfo=UTC)
    found = list(
        slots(plan("minute", timezone="Europe/Berlin"), start, start + timedelta(minutes=3))
    )
    assert [slot.key for slot in found] == [
        "2026-10-25T01:00Z",
        "2026-10-25T01:01Z",
        "2026-10-25T01:02Z",
    ]


def test_the_next_slot_is_the_first_after_an_instant():
    due = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert next_slot(plan("daily"), due - timedelta(seconds=1)).due == due
    assert next_slot(plan("daily"), due).due == due + timedelta(days=1)
    assert key(date(2026, 1, 2), time(8, 5)) == "2026-01-02T08:05"


@pytest.mark.parametrize(
    ("start", "end", "wall", "until"),
    [
        ("22:00", "07:00", "23:30", "2026-11-22T07:00"),
        ("22:00", "07:00", "06:59", "2026-11-21T07:00"),
        ("22:00", "07:00", "22:00", "2026-11-22T07:00"),
        ("22:00", "07:00", "07:00", None),
        ("22:00", "07:00", "12:00", None),
        ("12:00", "14:00", "13:00", "2026-11-21T14:00"),
        ("12:00", "14:00", "14:00", None),
        ("08:00", "08:00", "08:00", None),
    ],
)
def test_quiet_hours_may_span_midnight(start, end, wall, until):
    there = ZoneInfo("Asia/Shanghai")
    settings = ChatSettings(
        quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end)
    )
    at = datetime.combine(date(2026, 11, 21), time.fromisoformat(wall), there)
    expected = datetime.fromisoformat(until).replace(tzinfo=there) if until else None
    assert quiet_end(settings, at) == expected
    assert quiet_end(ChatSettings(), at) is None


@pytest.mark.parametrize("name", ["", "Nowhere", "../../etc/passwd", "/etc/localtime", "a\0b"])
def test_what_is_no_time_zone_is_refused(name):
    with pytest.raises(Refused):
        zone(name)
