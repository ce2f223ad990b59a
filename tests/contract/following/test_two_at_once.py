"""Two processes on one store, on both engines: planning, leasing and marking at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from digest.service import Service

EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
NOW = EIGHT + timedelta(seconds=15)
STORY = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))
INSTANCES = 4


@pytest.fixture
def at_once(database_url):
    """Calls a function with services of their own, all at the same moment; what each gave."""
    services = [Service.open(database_url) for _ in range(INSTANCES)]
    barrier = Barrier(INSTANCES)

    def call(work):
        def run(service):
            barrier.wait(timeout=30)
            return work(service)

        with ThreadPoolExecutor(INSTANCES) as pool:
            return list(pool.map(run, services))

    yield call
    for service in services:
        service.close()


def test_an_edition_is_planned_by_one_of_them(service, follows, press, render, at_once):
    for chat_id in range(1, 31):
        follows(chat_id, "江苏")
        follows(chat_id, "疗休养", cadence="at_once")
    press("a.txt", STORY, ("江苏表彰工匠", ("320000",), ()), at=EIGHT - timedelta(minutes=1))
    reports = at_once(lambda one: one.planning.plan(now=NOW, render=render))
    rows = service.deliveries.ledger(limit=1000)
    assert sum(report.planned for report in reports) == len(rows) == 60
    got = [(row.chat_id, article) for row in rows for article in row.article_ids]
    assert len(got) == len(set(got)) == 60


def test_the_lease_goes_to_one_of_them(at_once):
    taken = at_once(lambda one: one.deliveries.lease(str(id(one)), NOW, 15))
    assert sorted(taken) == [False] * (INSTANCES - 1) + [True]


def test_a_row_goes_out_by_one_of_them(service, follows, at_once):
    for chat_id in range(1, 21):
        follows(chat_id)
    service.deliveries.announce("hello", now=NOW)
    ids = [row.id for row in service.deliveries.ledger()]
    marked = at_once(lambda one: [one.deliveries.sending(row, NOW) for row in ids])
    assert [sum(row) for row in zip(*marked, strict=True)] == [1] * 20
