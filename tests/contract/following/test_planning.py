"""Planning on both engines: what comes to whom, when, once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest

from digest.errors import NotFound
from digest.service import Service

EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # Saturday 08:00 in Shanghai
TICK = timedelta(seconds=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
REST = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))
LAW = ("南京援助欠薪职工", ("320100",), ("legal_aid",))


def test_a_daily_digest_comes_once_with_what_was_read_since(
    service, follows, press, render, ledger
):
    follows(1, "江苏 疗休养")
    press("a.txt", REST, LAW)
    before = service.planning.plan(now=EIGHT - TICK, render=render)
    report = service.planning.plan(now=EIGHT + TICK, render=render)
    again = service.planning.plan(now=EIGHT + 2 * TICK, render=render)
    assert (before.planned, report.planned, again.planned) == (0, 1, 0)
    assert ledger() == [(1, "2026-11-21T08:00", "ready", ["江苏组织疗休养"])]


def test_a_second_instance_plans_nothing_twice(service, follows, press, render, ledger):
    from digest.service import Service

    follows(1, "疗休养")
    follows(2, "疗休养", cadence="at_once")
    press("a.txt", REST, at=EIGHT - TICK)
    other = Service(service.database)
    for instance in (service, other, service):
        instance.planning.plan(now=EIGHT + TICK, render=render)
    assert sorted(chat for chat, *_ in ledger()) == [1, 2]


def test_what_came_as_an_alert_does_not_come_again_in_the_digest(
    service, follows, press, render, ledger
):
    follows(1, "疗休养", cadence="at_once")
    follows(1, "江苏")
    press("a.txt", REST, LAW, at=EIGHT - HOUR)
    service.planning.plan(now=EIGHT - HOUR + TICK, render=render)
    service.planning.plan(now=EIGHT + TICK, render=render)
    assert [items for *_, items in ledger()] == [["江苏组织疗休养"], ["南京援助欠薪职工"]]


def test_what_was_shown_on_demand_does_not_come_again(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    press("a.txt", REST, at=start)
    parts = service.planning.now_digest(1, now=start + HOUR, render=render)
    assert json.loads(parts[0].html)["items"] == ["江苏组织疗休养"]
    assert service.planning.now_digest(1, now=start + HOUR, render=render) == ()
    press("b.txt", LAW, at=start + 2 * HOUR)
    service.planning.plan(now=EIGHT + TICK, render=render)
    assert [items for *_, items in ledger()] == [["南京援助欠薪职工"]]


def test_a_first_digest_shows_the_last_days_and_counts_as_received(
    service, follows, press, render, ledger, start
):
    press("a.txt", REST, LAW, at=start - 3 * DAY)
    follows(1, "江苏")
    sub = service.follow.of(1)[0]
    shown = service.planning.first_digest(1, sub.id, start)
    assert {one.article.headline for one in shown} == {REST[0], LAW[0]}
    assert service.planning.first_digest(1, sub.id, start) == []
    service.planning.plan(now=EIGHT + TICK, render=render)
    assert ledger() == []


def test_an_old_paper_is_a_look_back_but_no_news(service, follows, press, render, ledger, start):
    follows(1, "江苏")
    press("a.txt", REST, at=start + HOUR, published=date(2023, 11, 1))
    press("b.txt", LAW, at=start + HOUR, published=date(2026, 11, 19))
    service.planning.plan(now=EIGHT + TICK, render=render)
    assert [items for *_, items in ledger()] == [[LAW[0]]]
    sub = service.follow.of(1)[0]
    found = service.planning.first_digest(1, sub.id, EIGHT + HOUR)
    assert [one.article.headline for one in found] == [REST[0]]


def test_alerts_are_bundled_and_come_within_a_tick(service, follows, press, render, ledger, start):
    follows(1, "江苏", cadence="at_once")
    press("a.txt", REST, LAW, at=start + HOUR)
    service.planning.plan(now=start + HOUR + TICK, render=render)
    rows = ledger()
    assert len(rows) == 1
    assert set(rows[0][3]) == {REST[0], LAW[0]}
    assert service.deliveries.ledger()[0].lane == "alert"


def test_a_page_committed_late_still_raises_its_alert(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏", cadence="at_once")
    press("a.txt", REST, at=start + HOUR)
    service.planning.plan(now=start + HOUR + TICK, render=render)
    press("b.txt", LAW, at=start + HOUR - timedelta(minutes=5))
    service.planning.plan(now=start + HOUR + 2 * TICK, render=render)
    assert [items for *_, items in ledger()] == [[REST[0]], [LAW[0]]]


def test_an_alert_is_for_what_is_read_after_the_rule(
    service, follows, press, render, ledger, start
):
    press("a.txt", REST, at=start)
    follows(1, "江苏", cadence="at_once", at=start + TICK)
    service.planning.plan(now=start + 2 * TICK, render=render)
    assert ledger() == []


def test_alerts_of_the_night_wait_for_the_morning_in_one_bundle(
    service, follows, press, render, ledger
):
    follows(1, "江苏", cadence="at_once", quiet_from=time(22), quiet_until=time(7))
    night = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # 23:00
    press("a.txt", REST, at=night)
    service.planning.plan(now=night + TICK, render=render)
    press("b.txt", LAW, at=night + 3 * HOUR)
    service.planning.plan(now=night + 3 * HOUR + TICK, render=render)
    assert ledger() == []
    seven = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    service.planning.plan(now=seven - TICK, render=render)
    assert ledger() == []
    service.planning.plan(now=seven + TICK, render=render)
    service.planning.plan(now=seven + 2 * TICK, render=render)
    assert [set(items) for *_, items in ledger()] == [{REST[0], LAW[0]}]


def test_a_slot_in_quiet_hours_waits_for_their_end(service, follows, press, render):
    follows(1, "江苏", quiet_from=time(22), quiet_until=time(9))
    press("a.txt", REST)
    service.planning.plan(now=EIGHT + TICK, render=render)
    row = service.deliveries.ledger()[0]
    assert row.not_before == EIGHT + HOUR
    assert service.deliveries.next_ready(EIGHT + TICK, 10) == []
    assert len(service.deliveries.next_ready(EIGHT + HOUR, 10)) == 1


def test_after_downtime_the_newest_slot_is_served_and_older_ones_are_noted(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    service.planning.plan(now=start + TICK, render=render)
    press("a.txt", REST, at=start + HOUR)
    late = EIGHT + 2 * DAY + 3 * HOUR
    report = service.planning.plan(now=late, render=render)
    assert (report.planned, report.dropped) == (1, 2)
    assert ledger() == [
        (1, "2026-11-23T08:00", "ready", [REST[0]]),
        (1, "2026-11-21T08:00", "expired", []),
        (1, "2026-11-22T08:00", "expired", []),
    ]
    assert service.planning.plan(now=late + TICK, render=render).planned == 0


def test_a_stale_slot_is_dropped_and_its_news_come_with_the_next(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    service.planning.plan(now=start + TICK, render=render)
    press("a.txt", REST, at=start + HOUR)
    report = service.planning.plan(now=EIGHT + 7 * HOUR, render=render)
    assert (report.planned, report.dropped) == (0, 1)
    service.planning.plan(now=EIGHT + DAY + TICK, render=render)
    assert ledger(state="ready") == [(1, "2026-11-22T08:00", "ready", [REST[0]])]


def test_an_empty_edition_is_skipped_or_says_so(service, follows, render, ledger, start):
    follows(1, "江苏")
    follows(2, "江苏", empty_notice=True)
    service.planning.plan(now=start + TICK, render=render)
    report = service.planning.plan(now=EIGHT + TICK, render=render)
    assert (report.planned, report.skipped) == (1, 1)
    assert ledger() == [(2, "2026-11-21T08:00", "ready", [])]


def test_the_cap_keeps_the_rest_behind_more(service, follows, press, render):
    follows(1, "江苏", max_items=2)
    press("a.txt", *[(f"江苏新闻之{n}", ("320000",), ()) for n in range(5)])
    service.planning.plan(now=EIGHT + TICK, render=render)
    said = json.loads(service.deliveries.ledger()[0].payload.html)
    assert (len(said["items"]), said["more"]) == (2, 3)
    kept = service.planning.edition(said["key"])
    assert len(kept.items) == 2
    assert len(kept.more) == 3
    with pytest.raises(NotFound):
        service.planning.edition("nosuchedition")


def test_cadences_share_the_slot_of_their_day(service, follows, press, render, ledger):
    follows(1, "疗休养", cadence="weekly")
    follows(1, "江苏 欠薪", cadence="workdays")
    press("a.txt", REST, LAW)
    service.planning.plan(now=EIGHT + TICK, render=render)  # a Saturday: neither is due
    assert ledger() == []
    service.planning.plan(now=EIGHT + 2 * DAY + TICK, render=render)
    assert [(slot, set(items)) for _, slot, _, items in ledger()] == [
        ("2026-11-23T08:00", {REST[0], LAW[0]})
    ]


def test_changing_the_hour_moves_the_next_slot_and_repeats_none(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    service.planning.plan(now=start, render=render)
    press("a.txt", REST)
    service.chats.change(1, hours=(time(9), time(18)))
    service.planning.plan(now=start + TICK, render=render)
    assert ledger() == []  # 09:00 of the same day is past, and was not asked for then
    service.planning.plan(now=start + 8 * HOUR + TICK, render=render)
    assert ledger() == [(1, "2026-11-20T18:00", "ready", [REST[0]])]


def test_a_forum_topic_has_its_own_digest(service, follows, press, render):
    follows(-5, "疗休养", kind="supergroup", thread_id=7)
    follows(-5, "欠薪", kind="supergroup")
    press("a.txt", REST, LAW)
    service.planning.plan(now=EIGHT + TICK, render=render)
    rows = {
        row.thread_id: json.loads(row.payload.html)["items"] for row in service.deliveries.ledger()
    }
    assert rows == {7: [REST[0]], None: [LAW[0]]}


def test_the_same_story_of_two_papers_is_one_item_and_is_not_repeated(
    service, follows, press, render, ledger
):
    from digest.store.schema.library import articles

    body = "江苏省总工会启动职工疗休养活动,首批三百名一线职工前往黄山。" * 6
    follows(1, "江苏")
    first, second = (press(name, REST, body=body + name)[0] for name in ("a.txt", "b.txt"))
    late = press("c.txt", REST, body=f"{body}另讯", at=EIGHT + HOUR)[0]
    with service.database.writing() as connection:
        connection.execute(
            articles.update().where(articles.c.id.in_([second, late])).values(story=first)
        )
    service.planning.plan(now=EIGHT + TICK, render=render)
    service.planning.plan(now=EIGHT + DAY + TICK, render=render)
    said = [json.loads(row.payload.html) for row in service.deliveries.ledger()]
    assert len(said) == 1
    assert len(said[0]["items"]) == 1
    assert said[0]["carriers"][0] >= 2


def test_what_failed_to_arrive_comes_with_the_next_slot(service, follows, press, render, ledger):
    follows(1, "江苏")
    press("a.txt", REST)
    service.planning.plan(now=EIGHT + TICK, render=render)
    assert service.deliveries.expire(EIGHT + DAY - HOUR) == 1
    service.planning.plan(now=EIGHT + DAY + TICK, render=render)
    assert [(slot, state, items) for _, slot, state, items in ledger()] == [
        ("2026-11-21T08:00", "expired", [REST[0]]),
        ("2026-11-22T08:00", "ready", [REST[0]]),
    ]


def test_equal_content_is_rendered_once_where_the_renderer_allows(
    service, follows, press, addressing
):
    for chat_id in range(1, 21):
        follows(chat_id, "江苏")
    press("a.txt", REST, LAW)
    service.planning.plan(now=EIGHT + TICK, render=addressing)
    rows = service.deliveries.ledger()
    assert (len(rows), addressing.calls) == (20, 1)
    assert {row.payload.keyboard for row in rows} == {f"[{n}]" for n in range(1, 21)}
    assert len({row.payload.html for row in rows}) == 1


def test_a_paused_chat_gets_nothing_and_wakes_by_itself(
    service, follows, press, render, ledger, start
):
    follows(1, "江苏")
    service.planning.plan(now=start, render=render)
    service.chats.pause(1, EIGHT + 30 * HOUR)
    press("a.txt", REST, at=EIGHT + 28 * HOUR)
    service.planning.plan(now=EIGHT + TICK, render=render)
    service.planning.plan(now=EIGHT + DAY + TICK, render=render)
    assert ledger() == []
    service.planning.plan(now=EIGHT + 30 * HOUR + TICK, render=render)
    service.planning.plan(now=EIGHT + 2 * DAY + TICK, render=render)
    assert ledger() == [(1, "2026-11-23T08:00", "ready", [REST[0]])]


def test_rehearsing_a_day_shows_every_message_and_keeps_nothing(
    service, follows, press, render, ledger, start
):
    follows(1, "疗休养", cadence="at_once")
    follows(2, "江苏", hours=(time(8), time(20)))
    press("a.txt", REST, at=start + HOUR)
    press("b.txt", LAW, at=start + 3 * HOUR)
    messages = service.planning.rehearse(date(2026, 11, 20), render=render)
    said = [(m.chat_id, m.schedule, m.due, json.loads(m.part.html)["items"]) for m in messages]
    assert said == [
        (1, "alert", start + HOUR, [REST[0]]),
        (2, "chat", datetime(2026, 11, 20, 12, tzinfo=UTC), said[-1][3]),
    ]
    assert set(said[-1][3]) == {REST[0], LAW[0]}
    assert ledger() == []
    service.planning.plan(now=datetime(2026, 11, 20, 12, 0, 10, tzinfo=UTC), render=render)
    assert {chat for chat, *_ in ledger()} == {1, 2}


def test_a_bot_that_runs_meanwhile_neither_waits_for_a_rehearsal_nor_is_seen_by_it(
    service, follows, press, render, start
):
    follows(1, "江苏", hours=(time(20),))
    press("a.txt", REST, at=start + HOUR)
    service.planning.plan(now=start + 12 * HOUR, render=render)
    (planned,) = service.deliveries.ledger()
    running = Service.open(service.database.engine.url.render_as_string(hide_password=False))

    class Meanwhile(type(render)):
        """The bot sends, plans and is told things while the rehearsal composes."""

        def edition(self, edition, articles, settings):
            with ThreadPoolExecutor(1) as bot:
                assert bot.submit(self.send).result(timeout=5)
            return super().edition(edition, articles, settings)

        def send(self):
            running.chats.greet(7, "private", now=start)
            running.chats.stop(7, start)
            assert running.planning.plan(now=start + 13 * HOUR, render=render).planned == 0
            sent = running.deliveries.sending(planned.id, start + 12 * HOUR)
            return sent and running.deliveries.sent(planned.id, 5, start + 12 * HOUR)

    messages = service.planning.rehearse(date(2026, 11, 20), render=Meanwhile())
    assert [message.chat_id for message in messages] == [1]
    assert [(row.id, row.state) for row in service.deliveries.ledger()] == [(planned.id, "sent")]
    assert service.chats.get(7).state != "active"
    running.close()


def test_rehearsing_some_chats_leaves_out_the_others(service, follows, press, render, start):
    for chat_id in (1, 2):
        follows(chat_id, "江苏", hours=(time(20),))
    press("a.txt", REST, at=start + HOUR)
    messages = service.planning.rehearse(date(2026, 11, 20), render=render, chat_ids=[2])
    assert [message.chat_id for message in messages] == [2]


def test_a_minute_rule_comes_every_minute_and_leaves_the_daily_one_its_hour(
    service, follows, press, render, ledger, start
):
    follows(1, "疗休养", cadence="minute")
    follows(1, "欠薪")
    service.planning.plan(now=start, render=render)
    press("a.txt", REST, LAW, at=start + TICK)
    minute = timedelta(minutes=1)
    assert service.planning.plan(now=start + minute, render=render).planned == 1
    assert service.planning.plan(now=start + minute + TICK, render=render).planned == 0
    assert ledger() == [(1, "2026-11-20T02:01Z", "ready", [REST[0]])]
    service.planning.plan(now=EIGHT, render=render)
    assert ledger(slot="2026-11-21T00:00Z") == [(1, "2026-11-21T00:00Z", "ready", [LAW[0]])]
