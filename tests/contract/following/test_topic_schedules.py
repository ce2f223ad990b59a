"""The operator's topic digests on both engines: put in force, joined, posted, ended."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from digest.errors import DataError, NotFound

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 20, 4, 0, 5, tzinfo=UTC)  # 12:00 in Shanghai
REST = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))
LAW = ("南京援助欠薪职工", ("320100",), ("legal_aid",))
FILE = """
[[digest]]
name = "rest"
title = "疗休养一览"
topics = ["疗休养"]
cadence = "daily"
hours = ["12:00"]
to = ["subscribers", "channels", {chat = -7, thread = 42}]
pin = true
max_items = 5
"""


@pytest.fixture
def load(service, tmp_path):
    def put(text: str, now: datetime = START):
        path = tmp_path / "schedules.toml"
        path.write_text(text, encoding="utf-8")
        return service.planning.load_schedules(path, now=now)

    return put


def test_a_topic_digest_goes_to_all_its_places_once(service, follows, press, render, load):
    for chat_id, kind in ((1, "private"), (2, "private"), (-100, "channel"), (-7, "supergroup")):
        follows(chat_id, kind=kind)
    load(FILE)
    service.planning.join(1, "rest", now=START)
    press("a.txt", REST, LAW)
    for _ in range(2):
        service.planning.plan(now=DUE, render=render)
    rows = service.deliveries.ledger()
    assert {(one.chat_id, one.thread_id) for one in rows} == {(1, None), (-100, None), (-7, 42)}
    said = json.loads(rows[0].payload.html)
    assert (said["title"], said["items"], said["on"]) == ("疗休养一览", [REST[0]], "2026-11-20")
    assert all(one.payload.pin for one in rows)


def test_a_rehearsal_plays_a_file_without_putting_it_in_force(
    service, follows, press, render, load, tmp_path
):
    follows(-100, kind="channel")
    load(FILE.replace('name = "rest"', 'name = "old"'))
    press("a.txt", REST, LAW)
    (tmp_path / "new.toml").write_text(FILE, encoding="utf-8")
    day = DUE.date()
    messages = service.planning.rehearse(day, render=render, schedules=tmp_path / "new.toml")
    assert {(one.chat_id, one.thread_id, one.schedule) for one in messages} == {
        (-100, None, "rest"),
        (-7, 42, "rest"),
    }
    assert [one.name for one in service.planning.topic_digests()] == ["old"]
    assert {one.schedule for one in service.planning.rehearse(day, render=render)} == {"old"}
    with pytest.raises(DataError):
        service.planning.rehearse(day, render=render, schedules=tmp_path / "none.toml")
    assert service.chats.get(-7).kind == "supergroup"


def test_what_a_topic_digest_brought_is_not_brought_again(service, follows, press, render, load):
    follows(1, "江苏")
    load(FILE)
    service.planning.join(1, "rest", now=START)
    press("a.txt", REST, LAW)
    service.planning.plan(now=DUE, render=render)
    service.planning.plan(now=DUE + timedelta(hours=20), render=render)
    said = {
        one.schedule: json.loads(one.payload.html)["items"] for one in service.deliveries.ledger()
    }
    assert said == {"rest": [REST[0]], "chat": [LAW[0]]}


def test_a_digest_taken_out_of_the_file_ends(service, follows, press, render, load):
    follows(-100, kind="channel")
    load(FILE)
    load(FILE.replace('"rest"', '"other"').replace('"疗休养"', '"法律援助与权益维护"'))
    press("a.txt", REST, LAW)
    service.planning.plan(now=DUE, render=render)
    assert [one.name for one in service.planning.topic_digests()] == ["other"]
    assert {one.schedule for one in service.deliveries.ledger()} == {"other"}


def test_a_file_that_does_not_hold_changes_nothing(service, load):
    load(FILE)
    with pytest.raises(DataError) as wrong:
        load(FILE.replace('"12:00"', '"25:00"'))
    assert wrong.value.where == "schedules.toml:7"
    assert [one.hours for one in service.planning.topic_digests()] == [("12:00",)]


def test_only_open_digests_can_be_joined(service, follows, load):
    follows(1)
    load(FILE.replace('"subscribers", ', ""))
    for name in ("rest", "nosuch"):
        with pytest.raises(NotFound):
            service.planning.join(1, name, now=START)
    assert not service.planning.leave(1, "rest")


def test_a_chat_that_leaves_gets_no_more(service, follows, press, render, load):
    follows(1)
    load(FILE)
    service.planning.join(1, "rest", now=START)
    assert service.planning.leave(1, "rest")
    press("a.txt", REST)
    service.planning.plan(now=DUE, render=render)
    assert [one for one in service.deliveries.ledger() if one.chat_id == 1] == []
