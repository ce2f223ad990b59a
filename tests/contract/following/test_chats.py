"""Chats on both engines: met, set up, paused, ended, lost, moved, shown, erased."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from digest.errors import NotFound, Refused

EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOW = EIGHT + timedelta(seconds=10)
STORY = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))


def test_a_chat_is_made_once_and_keeps_its_settings(service, start):
    made = service.chats.greet(1, "private", now=start, language="en")
    service.chats.change(1, max_items=5, hours=(time(20), time(8)), silent=True)
    met = service.chats.greet(1, "private", now=NOW, language="zh")
    assert (made.settings.language, made.created_at) == ("en", start)
    assert (met.settings.language, met.settings.max_items, met.settings.silent) == ("en", 5, True)
    assert met.settings.hours == (time(8), time(20))
    assert service.chats.get(2) is None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"hours": ()}, "hours"),
        ({"hours": tuple(time(h) for h in range(12))}, "hours"),
        ({"max_items": 0}, "max_items"),
        ({"weekday": 8}, "weekday"),
        ({"colour": "red"}, "setting"),
    ],
)
def test_settings_that_cannot_be_are_refused(service, start, values, reason):
    service.chats.greet(1, "private", now=start)
    with pytest.raises(Refused) as refused:
        service.chats.change(1, **values)
    assert refused.value.reason == reason
    assert service.chats.get(1).settings.hours == (time(8),)


def test_an_unknown_chat_is_not_found(service):
    for call in (service.chats.change, service.chats.pause, service.chats.export):
        with pytest.raises(NotFound):
            call(404)
    assert service.chats.stop(404, NOW) == 0
    service.chats.erase(404)


def test_stop_ends_everything_and_can_be_undone(service, follows, press, render):
    follows(1, "江苏", "疗休养")
    press("a.txt", STORY)
    service.planning.plan(now=NOW, render=render)
    assert service.chats.stop(1, NOW) == 2
    assert service.follow.of(1) == []
    assert service.deliveries.next_ready(NOW, 10) == []
    assert list(service.chats.all_active()) == []
    assert service.chats.restart(1, NOW + HOUR) == 2
    assert len(service.follow.of(1)) == 2
    assert list(service.chats.all_active()) == [1]
    assert service.chats.restart(1, NOW + HOUR) == 0


def test_starting_again_after_stop_brings_no_rules_back(service, follows):
    follows(1, "江苏")
    service.chats.stop(1, NOW)
    assert service.chats.greet(1, "private", now=NOW + HOUR).state == "active"
    assert service.follow.of(1) == []


def test_following_something_after_stop_makes_the_chat_active(service, follows):
    follows(1, "江苏")
    service.chats.stop(1, NOW)
    rule = service.follow.rule("疗休养", today=NOW.date())
    service.follow.add(1, rule, cadence="daily", now=NOW)
    assert service.chats.get(1).state == "active"
    assert [one.name for one in service.follow.of(1)] == ["疗休养"]


def test_a_blocked_chat_comes_back_without_the_backlog(service, follows, press, render):
    follows(1, "江苏")
    service.chats.lost(1, "blocked", "bot was blocked", NOW)
    press("a.txt", STORY, at=NOW + HOUR)
    service.planning.plan(now=NOW + 24 * HOUR, render=render)
    assert service.chats.greet(1, "private", now=NOW + 30 * HOUR).state == "active"
    press("b.txt", ("江苏表彰工匠", ("320000",), ()), at=NOW + 31 * HOUR)
    service.planning.plan(now=NOW + 48 * HOUR, render=render)
    said = [json.loads(row.payload.html)["items"] for row in service.deliveries.ledger()]
    assert said == [["江苏表彰工匠"]]


def test_a_paused_chat_stays_paused_when_greeted(service, follows):
    follows(1)
    service.chats.pause(1, None)
    assert service.chats.greet(1, "private", now=NOW).state == "paused"
    assert service.chats.resume(1, NOW).state == "active"


def test_migration_rewrites_the_number_everywhere(service, follows, press, render):
    follows(-5, "江苏", kind="group", thread_id=None, max_items=3)
    press("a.txt", STORY)
    service.planning.plan(now=NOW, render=render)
    service.chats.migrate(-5, -1005, NOW)
    service.chats.migrate(-5, -1005, NOW)
    moved = service.chats.get(-1005)
    assert service.chats.get(-5) is None
    assert (moved.kind, moved.settings.max_items) == ("supergroup", 3)
    assert [one.chat_id for one in service.follow.of(-1005)] == [-1005]
    assert [one.chat_id for one in service.deliveries.next_ready(NOW, 10)] == [-1005]
    assert service.planning.plan(now=NOW, render=render).planned == 0
    assert len(service.chats.export(-1005)["received"]) == 1


def test_migration_into_a_chat_that_was_met_already_keeps_what_people_set(
    service, follows, press, render
):
    follows(-5, "江苏", kind="group", max_items=3)
    follows(-1005, "疗休养", kind="supergroup")
    press("a.txt", STORY)
    service.planning.plan(now=NOW, render=render)
    service.chats.migrate(-5, -1005, NOW)
    assert service.chats.get(-1005).settings.max_items == 3
    assert {one.name for one in service.follow.of(-1005)} == {"江苏", "疗休养"}
    assert len(service.deliveries.ledger(chat_id=-1005)) == 1


def test_a_chat_that_moves_is_not_gone(service, follows):
    follows(-5, "江苏", kind="group")
    service.chats.lost(-5, "gone", "left", NOW)
    service.chats.migrate(-5, -1005, NOW)
    assert service.chats.get(-1005).state == "active"
    follows(-6, "江苏", kind="group")
    service.chats.pause(-6, None)
    service.chats.migrate(-6, -1006, NOW)
    assert service.chats.get(-1006).state == "paused"


def test_what_is_kept_can_be_exported_and_erased(service, follows, press, render):
    follows(1, "江苏 -招聘", quiet_from=time(22), quiet_until=time(7))
    follows(2, "江苏")
    press("a.txt", STORY)
    service.planning.plan(now=NOW, render=render)
    kept = json.loads(json.dumps(service.chats.export(1), ensure_ascii=False))
    assert kept["rules"][0]["rule"] == "@江苏省 -招聘"
    assert kept["settings"]["quiet_from"] == "22:00"
    assert len(kept["received"]) == len(kept["deliveries"]) == 1
    service.chats.erase(1)
    assert service.chats.get(1) is None
    assert service.follow.of(1) == []
    assert {row.chat_id for row in service.deliveries.ledger()} == {2}
    with pytest.raises(NotFound):
        service.chats.export(1)


def test_channels_belong_to_who_added_them(service, follows):
    follows(-100, kind="channel")
    follows(-200, kind="channel")
    service.chats.change(-100, owner=7)
    assert [one.chat_id for one in service.chats.owned_by(7)] == [-100]
    assert service.chats.counts() == {"active": 2}
