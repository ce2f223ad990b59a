"""Points of a schedule: turns a chat's hours, days and time zone into slots, each with a key that
never changes (local date and wall time) and the instant at which it is due. Wall times that a
clock change leaves out are due at the first valid instant, those that come twice at the first.
Pure; the clock is an argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.errors import Refused
from digest.recipients import Cadence, ChatSettings, Slot

DAY = timedelta(days=1)
# A slot is looked for this far ahead: a weekly one comes within 7 days, a workday within 12 (the
# longest run of Chinese holidays so far is 9 days).
HORIZON = 14


@dataclass(frozen=True, slots=True)
class Plan:
    """When something is due: wall times on the days of a cadence, in one time zone.

    `weekly` is due on `weekday` (1 = Monday) at the first of its hours; `minute` at every minute;
    `at_once` never, since it waits for news and not for a time.
    """

    cadences: frozenset[Cadence]
    hours: tuple[time, ...]
    weekday: int
    timezone: str


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises Refused for anything else."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused(
            "timezone",
            f"{name!r} is not a time zone",
            advice="use an IANA name such as Asia/Shanghai",
            values={"zone": name},
        ) from error


def instant(on: date, at: time, timezone: str) -> datetime:
    """The first instant (UTC) at which the clocks of `timezone` show `at` on `on`, or, where a
    clock change leaves that time out, the first instant after the change."""
    local = datetime.combine(on, at.replace(tzinfo=None, fold=0))
    there = zone(timezone)
    early = local.replace(tzinfo=there).astimezone(UTC)
    if early.astimezone(there).replace(tzinfo=None) == local:
        return early
    # In a gap, fold 0 counts with the offset before the change and lands after it; fold 1 the
    # other way round. The change lies between the two: halve until it is found to the second.
    before, after = local.replace(tzinfo=there, fold=1).astimezone(UTC), early
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(there).replace(tzinfo=None) < local:
            before = middle
        else:
            after = middle
    return after


def slots(plan: Plan, after: datetime, until: datetime) -> Iterator[Slot]:
    """All slots due after `after` and not later than `until`, oldest first."""
    if "minute" in plan.cadences:
        yield from _minutes(plan.timezone, after, until)
        return
    there = zone(plan.timezone)
    day = after.astimezone(there).date() - DAY
    last = until.astimezone(there).date() + DAY
    while day <= last:
        found = (Slot(key(day, at), instant(day, at, plan.timezone)) for at in times(plan, day))
        yield from sorted(
            (slot for slot in found if after < slot.due <= until), key=lambda slot: slot.due
        )
        day += DAY


@lru_cache(maxsize=4_096)
def slots_within(plan: Plan, after: datetime, until: datetime) -> tuple[Slot, ...]:
    """`slots` as a tuple, remembered like `next_slot`."""
    return tuple(slots(plan, after, until))


@lru_cache(maxsize=4_096)
def next_slot(plan: Plan, after: datetime) -> Slot | None:
    """The first slot due after `after`, or None when the plan has none. Remembered: at eight in
    the morning a hundred thousand chats with equal plans ask the same."""
    return next(slots(plan, after, after + HORIZON * DAY), None)


def key(on: date, at: time) -> str:
    """A slot's key: the wall time as written, whatever the clocks do on that day."""
    return f"{on:%Y-%m-%d}T{at:%H:%M}"


def times(plan: Plan, on: date) -> tuple[time, ...]:
    """The wall times at which something is due on a day, ascending."""
    return tuple(at for at in sorted(set(plan.hours)) if due_cadences(plan, on, at))


def due_cadences(plan: Plan, on: date, at: time) -> frozenset[Cadence]:
    """Which of the plan's cadences are due at a wall time of a day."""
    first = at == min(plan.hours)
    due: set[Cadence] = {"daily", "minute"}
    if workday(on):
        due.add("workdays")
    if first and on.isoweekday() == plan.weekday:
        due.add("weekly")
    return plan.cadences & due


@lru_cache(maxsize=2_048)
def workday(on: date) -> bool:
    """Whether people in China work on that day: public holidays are off, 调休 weekends are on.

    For years that the package does not know yet (the holidays of a year are announced in the
    November before), Monday to Friday.
    """
    from chinese_calendar import constants, is_workday

    if not min(constants.holidays).year <= on.year <= max(constants.holidays).year:
        return on.isoweekday() <= 5
    return bool(is_workday(on))


def quiet_end(settings: ChatSettings, at: datetime) -> datetime | None:
    """When the quiet hours that `at` falls in are over (UTC), or None when it is not quiet.

    Quiet hours may span midnight; equal ends mean none.
    """
    start, end = settings.quiet_from, settings.quiet_until
    if start is None or end is None or start == end:
        return None
    local = at.astimezone(zone(settings.timezone))
    wall, today = local.time().replace(tzinfo=None, fold=0), local.date()
    if start < end:
        return instant(today, end, settings.timezone) if start <= wall < end else None
    if wall >= start:
        return instant(today + DAY, end, settings.timezone)
    return instant(today, end, settings.timezone) if wall < end else None


def _minutes(timezone: str, after: datetime, until: datetime) -> Iterator[Slot]:
    # Keyed in UTC: the same wall minute comes twice when the clocks go back, and both are due.
    due = after.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    while due <= until:
        yield Slot(f"{due:%Y-%m-%dT%H:%M}Z", due)
        due += timedelta(minutes=1)
