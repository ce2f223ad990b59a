"""A year of schedules in 40 time zones under a virtual clock, planned tick by tick through the real
store by two instances that tick at odd times, miss hours, restart and have their clocks put back.

    python tests/benchmarks/year_of_schedules.py [DAYS] [URL]

Every slot must be planned once and none missing, compared with a plain independent computation: a
walk through the year in UTC minutes that asks zoneinfo only what the clock on the wall shows.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time as clock_time
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from digest.model import StoredArticle
from digest.recipients import ChatSettings, Edition, Part
from digest.service import Service
from digest.store.database import Database
from digest.store.schema.outbox import outbox

START = datetime(2026, 1, 1, tzinfo=UTC)
WALLS = ("02:30", "08:00")
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


class Blank:
    """Renders nothing but the count: this is about when, not about what."""

    def edition(
        self, edition: Edition, articles: Mapping[str, StoredArticle], settings: ChatSettings
    ) -> tuple[Part, ...]:
        return (Part(f"{edition.on} {len(edition.items)}"),)


def by_the_minute(zone: str, end: datetime) -> dict[str, datetime]:
    """On each local date the first minute whose wall time is at or past each of the hours."""
    there, found = ZoneInfo(zone), dict[str, datetime]()
    moment = START - timedelta(days=2)
    while moment <= end:
        local = moment.astimezone(there)
        for wall in WALLS:
            if local.time() >= time.fromisoformat(wall):
                found.setdefault(f"{local:%Y-%m-%d}T{wall}", moment)
        moment += timedelta(minutes=30 if local.minute % 30 == 0 else 1)
    return {name: due for name, due in found.items() if START < due <= end}


def run(days: int, url: str) -> None:
    end = START + timedelta(days=days)
    database, pick = Database.open(url), random.Random(40)
    instances = [Service(database), Service(database)]
    rule = instances[0].follow.rule("江苏", today=START.date())
    hours = tuple(time.fromisoformat(wall) for wall in WALLS)
    for number, zone in enumerate(ZONES, 1):
        instances[0].chats.greet(number, "private", now=START)
        instances[0].chats.change(number, timezone=zone, hours=hours, empty_notice=True)
        instances[0].follow.add(number, rule, cadence="daily", now=START)
    began, now, ticks, back = clock_time.perf_counter(), START, 0, 0
    while now < end + timedelta(hours=5):
        at = pick.randrange(2)
        if pick.random() < 0.02:
            instances[at] = Service(database)  # restarted
        put_back = pick.random() < 0.02
        back += put_back
        seen = now - timedelta(hours=1) if put_back else now
        instances[at].planning.plan(now=seen, render=Blank())
        ticks += 1
        now += timedelta(minutes=pick.choice([1, 15, 30, 45, 45, 60, 60, 60, 180]))
    with database.reading() as connection:
        planned = connection.execute(select(outbox.c.chat_id, outbox.c.slot, outbox.c.due)).all()
    wrong = 0
    for number, zone in enumerate(ZONES, 1):
        mine = [(slot, due) for chat, slot, due in planned if chat == number and due <= end]
        wrong += len(mine) != len(dict(mine)) or dict(mine) != by_the_minute(zone, end)
    print(
        f"{database.engine.dialect.name}: {days} days, {len(ZONES)} zones, {ticks} ticks of two "
        f"instances, {back} with a clock put back: {len(planned)} slots planned, {wrong} zones "
        f"differ from the plain computation; {clock_time.perf_counter() - began:.0f} s"
    )
    database.close()


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    with tempfile.TemporaryDirectory() as folder:
        run(given, sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/store.db")
