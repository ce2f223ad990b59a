"""The outbox on both engines: its order, its legal steps, its promises."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from digest.errors import NotFound
from digest.service.deliveries import Deliveries
from digest.service.settling import Settlement, UnknownPolicy

EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
TICK = timedelta(seconds=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOW = EIGHT + TICK
STORY = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))


@pytest.fixture
def planned(service, follows, press, render):
    """One digest for each of three chats, planned at eight."""
    for chat_id in (1, 2, 3):
        follows(chat_id, "江苏")
    press("a.txt", STORY)
    service.planning.plan(now=NOW, render=render)
    return {row.chat_id: row.id for row in service.deliveries.ledger()}


def state(service, delivery_id):
    return next(row.state for row in service.deliveries.ledger() if row.id == delivery_id)


def received(service, chat_id):
    return service.chats.export(chat_id)["received"]


def test_a_row_goes_ready_sending_sent_and_only_so(service, planned):
    outbox, row = service.deliveries, planned[1]
    assert not outbox.sent(row, 5, NOW)
    assert outbox.sending(row, NOW)
    assert not outbox.sending(row, NOW)
    assert outbox.sent(row, 5, NOW)
    for late in (
        outbox.sent(row, 6, NOW),
        outbox.later(row, NOW, "again"),
        outbox.unknown(row, "cut", NOW),
        outbox.parked(row, "400", NOW),
        outbox.gone(row, "blocked", "403", NOW),
    ):
        assert not late
    kept = next(one for one in outbox.ledger() if one.id == row)
    assert (kept.state, kept.message_id, kept.sent_at, kept.attempts) == ("sent", 5, NOW, 1)


def test_later_waits_until_then_also_for_the_next_process(service, planned):
    outbox, row = service.deliveries, planned[1]
    outbox.sending(row, NOW)
    outbox.later(row, NOW + HOUR, "retry after 3600")
    again = Deliveries(service.database)
    assert row not in [one.id for one in again.next_ready(NOW + HOUR - TICK, 10)]
    assert row in [one.id for one in again.next_ready(NOW + HOUR, 10)]


def test_an_unknown_digest_is_held_and_offered_again(service, planned):
    outbox, row = service.deliveries, planned[1]
    outbox.sending(row, NOW)
    assert outbox.recover(NOW) == 1
    assert state(service, row) == "unknown"
    assert row not in [one.id for one in outbox.next_ready(NOW + HOUR, 10)]
    assert [one.id for one in outbox.unknown_for(1)] == [row]
    assert received(service, 1) != []
    assert outbox.resend(row, NOW + HOUR)
    assert not outbox.resend(row, NOW + HOUR)
    assert row in [one.id for one in outbox.next_ready(NOW + HOUR, 10)]
    assert outbox.unknown_for(1) == []


def test_an_answer_that_comes_late_settles_an_unknown_row(service, planned):
    outbox, row = service.deliveries, planned[1]
    outbox.sending(row, NOW)
    outbox.recover(NOW)
    assert outbox.sent(row, 9, NOW + TICK)
    assert state(service, row) == "sent"


def test_a_person_may_say_that_it_did_arrive(service, planned):
    outbox, row = service.deliveries, planned[1]
    outbox.sending(row, NOW)
    outbox.unknown(row, "cut", NOW)
    assert outbox.confirm(row, NOW)
    assert outbox.unknown_for(1) == []


def test_an_unknown_alert_is_sent_again_once(service, follows, press, render):
    follows(1, "江苏", cadence="at_once")
    press("a.txt", STORY, at=NOW)
    service.planning.plan(now=NOW, render=render)
    outbox = service.deliveries
    row = outbox.next_ready(NOW, 10)[0].id
    outbox.sending(row, NOW)
    outbox.unknown(row, "cut", NOW)
    assert outbox.next_ready(NOW + timedelta(seconds=4), 10) == []
    assert [one.id for one in outbox.next_ready(NOW + timedelta(seconds=5), 10)] == [row]
    outbox.sending(row, NOW + TICK)
    outbox.unknown(row, "cut again", NOW + TICK)
    assert state(service, row) == "unknown"


def test_the_policy_may_be_turned_round(service, planned):
    outbox = Deliveries(service.database, UnknownPolicy(digest="resend"))
    outbox.sending(planned[1], NOW)
    outbox.unknown(planned[1], "cut", NOW)
    assert planned[1] in [one.id for one in outbox.next_ready(NOW + TICK, 10)]


def test_a_gone_chat_is_paused_with_the_reason_and_its_rules_kept(service, planned):
    outbox, row = service.deliveries, planned[2]
    outbox.announce("hello", now=NOW)
    outbox.sending(row, NOW)
    assert outbox.gone(row, "blocked", "Forbidden: bot was blocked by the user", NOW)
    chat = service.chats.get(2)
    assert (chat.state, "blocked" in chat.reason) == ("blocked", True)
    assert len(service.follow.of(2)) == 1
    assert {one.state for one in outbox.ledger(chat_id=2)} == {"gone", "cancelled"}
    assert received(service, 2) == []
    assert {one.chat_id for one in outbox.next_ready(NOW, 10)} == {1, 3}


def test_a_parked_message_stays_for_the_operator_and_its_article_may_come_again(
    service, planned, render
):
    outbox, row = service.deliveries, planned[1]
    outbox.sending(row, NOW)
    assert outbox.parked(row, "can't parse entities", NOW)
    assert service.chats.get(1).state == "active"
    assert received(service, 1) == []
    service.planning.plan(now=NOW + DAY, render=render)
    assert [one.slot for one in outbox.ledger(chat_id=1, state="ready")] == ["2026-11-22T08:00"]
    assert outbox.resend(row, NOW + DAY)
    with pytest.raises(NotFound):
        outbox.resend(999_999, NOW)


def test_parts_follow_each_other(service, follows, press, render_by, send):
    follows(1, "江苏")
    follows(2, "江苏")
    press("a.txt", *[(f"江苏新闻之{n}", ("320000",), ()) for n in range(5)])
    service.planning.plan(now=NOW, render=render_by(2))
    outbox = service.deliveries
    first = outbox.next_ready(NOW, 10)
    assert [(one.chat_id, one.part, one.parts) for one in first] == [(1, 0, 3), (2, 0, 3)]
    outbox.sending(first[0].id, NOW)
    assert [one.chat_id for one in outbox.next_ready(NOW, 10)] == [2]
    outbox.sent(first[0].id, 1, NOW)
    assert [(one.chat_id, one.part) for one in outbox.next_ready(NOW, 10)] == [(2, 0), (1, 1)]
    send(NOW)
    order = [one.part for one in outbox.ledger(chat_id=1)[::-1]]
    assert order == [0, 1, 2]


def test_parts_after_one_that_failed_are_cancelled_and_come_back_with_it(
    service, follows, press, render_by
):
    follows(1, "江苏")
    press("a.txt", *[(f"江苏新闻之{n}", ("320000",), ()) for n in range(4)])
    service.planning.plan(now=NOW, render=render_by(2))
    outbox = service.deliveries
    first = outbox.next_ready(NOW, 10)[0].id
    outbox.sending(first, NOW)
    outbox.parked(first, "400", NOW)
    assert [one.state for one in outbox.ledger()] == ["cancelled", "parked"]
    outbox.resend(first, NOW)
    assert [one.state for one in outbox.ledger()] == ["ready", "ready"]


def test_a_later_part_waits_while_the_first_is_unknown(service, follows, press, render_by):
    follows(1, "江苏")
    press("a.txt", *[(f"江苏新闻之{n}", ("320000",), ()) for n in range(4)])
    service.planning.plan(now=NOW, render=render_by(2))
    outbox = service.deliveries
    first = outbox.next_ready(NOW, 10)[0].id
    outbox.sending(first, NOW)
    outbox.unknown(first, "cut", NOW)
    assert outbox.next_ready(NOW, 10) == []
    outbox.announce("hello", now=NOW)  # another message does not wait with it
    (other,) = outbox.next_ready(NOW, 10)
    assert other.schedule == "announcement"
    outbox.sending(other.id, NOW)
    outbox.sent(other.id, 1, NOW)
    outbox.confirm(first, NOW)
    assert [one.part for one in outbox.next_ready(NOW, 10)] == [1]


def test_one_chats_trouble_holds_up_only_that_chat(service, planned):
    outbox = service.deliveries
    outbox.announce("hello", now=NOW)
    outbox.sending(planned[1], NOW)
    outbox.later(planned[1], NOW + HOUR, "429")
    ready = outbox.next_ready(NOW, 10)
    assert {one.chat_id for one in ready} == {2, 3}  # chat 1 keeps its order: digest first
    outbox.hold_chat(2, NOW + HOUR)
    assert {one.chat_id for one in outbox.next_ready(NOW, 10)} == {3}
    outbox.hold(NOW + HOUR, NOW)
    assert outbox.next_ready(NOW, 10) == []
    assert {one.chat_id for one in outbox.next_ready(NOW + HOUR, 10)} == {1, 2, 3}


def test_alerts_go_before_digests(service, planned, follows, press, render):
    follows(9, "欠薪", cadence="at_once", at=NOW - HOUR)
    press("b.txt", ("讨回欠薪", (), ()), at=NOW)
    service.planning.plan(now=NOW + TICK, render=render)
    assert service.deliveries.next_ready(NOW + TICK, 10)[0].chat_id == 9


def test_what_is_not_sent_in_time_expires(service, planned):
    outbox = service.deliveries
    assert outbox.expire(NOW + HOUR) == 0
    assert outbox.next_ready(NOW + DAY, 10) == []
    assert not outbox.sending(planned[1], NOW + DAY)
    assert outbox.expire(NOW + DAY) == 3
    assert {one.state for one in outbox.ledger()} == {"expired"}


def test_one_sender_holds_the_lease(service):
    outbox = service.deliveries
    assert outbox.lease("a", NOW, 15)
    assert outbox.lease("a", NOW + timedelta(seconds=10), 15)
    assert not outbox.lease("b", NOW + timedelta(seconds=20), 15)
    assert outbox.lease("b", NOW + timedelta(seconds=25), 15)
    assert not outbox.release("a")
    assert outbox.release("b")
    assert outbox.lease("a", NOW, 15)


def test_a_broadcast_shows_its_progress_and_can_be_held_and_cancelled(service, follows, send):
    for chat_id in range(1, 8):
        follows(chat_id)
    service.chats.lost(7, "gone", "kicked", NOW)
    outbox = service.deliveries
    assert outbox.announce("<b>hello</b>", now=NOW) == 6
    assert outbox.announce("<b>hello</b>", now=NOW) == 0
    outbox.pause_all()
    assert outbox.next_ready(NOW, 10) == []
    assert outbox.progress(NOW).paused
    outbox.resume_all()
    first = outbox.next_ready(NOW, 2)
    for row in first:
        outbox.sending(row.id, NOW)
    outbox.sent(first[0].id, 1, NOW)
    progress = outbox.progress(NOW)
    assert (progress.total, progress.sent, progress.sending, progress.ready) == (6, 1, 1, 4)
    assert progress.per_minute == 1
    assert progress.seconds_left == 300
    assert outbox.cancel_all(NOW, "announcement") == 4
    assert send(NOW) == []
    assert outbox.announce("to two", now=NOW, chat_ids=[1, 2]) == 2


def test_an_announcement_wakes_nobody(service, follows):
    quiet = {"quiet_from": time(22), "quiet_until": time(7)}
    follows(1, **quiet)
    follows(2)
    night = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # 23:00
    morning = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert service.deliveries.announce("hello", now=night) == 2
    assert [row.chat_id for row in service.deliveries.next_ready(night, 9)] == [2]
    before = morning - timedelta(seconds=1)
    assert [row.chat_id for row in service.deliveries.next_ready(before, 9)] == [2]
    assert [row.chat_id for row in service.deliveries.next_ready(morning, 9)] == [1, 2]


def test_what_was_on_the_wire_when_all_was_cancelled_is_not_tried_again(service, follows, send):
    for chat_id in (1, 2, 3):
        follows(chat_id)
    outbox = service.deliveries
    outbox.announce("<b>hello</b>", now=NOW)
    first, second = outbox.next_ready(NOW, 2)
    assert outbox.sending_all([first.id, second.id], NOW) == [True, True]
    soon = NOW + timedelta(seconds=2)
    assert outbox.cancel_all(soon, "announcement") == 1
    outbox.later(first.id, soon, "502", soon)
    outbox.sent(second.id, 7, soon)
    assert send(soon + timedelta(seconds=6)) == []
    assert outbox.expire(soon + timedelta(seconds=6)) == 1
    states = {row.chat_id: row.state for row in outbox.ledger()}
    assert states == {1: "expired", 2: "sent", 3: "cancelled"}


def test_several_fates_are_settled_in_one_go(service, planned):
    outbox = service.deliveries
    assert outbox.sending_all([*planned.values(), 999], NOW) == [True, True, True, False]
    fates = [
        Settlement(planned[1], "sent", message_id=4),
        Settlement(planned[2], "later", "429", at=NOW + HOUR),
        Settlement(planned[3], "gone", "kicked", state="gone"),
        Settlement(999, "sent", message_id=5),
    ]
    assert outbox.settle(fates, NOW) == [True, True, True, False]
    assert [state(service, planned[n]) for n in (1, 2, 3)] == ["sent", "ready", "gone"]


def test_the_ledger_is_asked_by_chat_slot_and_state(service, planned):
    outbox = service.deliveries
    outbox.sending(planned[1], NOW)
    assert [one.chat_id for one in outbox.ledger(chat_id=2)] == [2]
    assert len(outbox.ledger(slot="2026-11-21T08:00")) == 3
    assert [one.chat_id for one in outbox.ledger(state="sending")] == [1]
    assert len(outbox.ledger(limit=2)) == 2
    assert outbox.ledger(chat_id=2)[0].article_ids != ()


def test_pruning_forgets_what_is_old_and_settled_only(service, planned, send):
    outbox = service.deliveries
    outbox.sending(planned[1], NOW)
    outbox.sent(planned[1], 1, NOW)
    assert outbox.prune(NOW + 80 * DAY, keep_days=90) == 0
    assert outbox.prune(NOW + 100 * DAY, keep_days=90) == 1
    assert {one.chat_id for one in outbox.ledger()} == {2, 3}
    assert all(one.payload.html for one in outbox.ledger())
