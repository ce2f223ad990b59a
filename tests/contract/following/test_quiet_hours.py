"""Rows that are due already when a chat's quiet hours begin, on both engines: they wait for the
end of them, in order, untried and with all the time they had; answers do not."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from digest.service.settling import UnknownPolicy

TEN = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai
SEVEN = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # 07:00 the next morning
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
EVENING = TEN - MINUTE
NIGHT = {"quiet_from": time(22, 0), "quiet_until": time(7, 0)}
STORY = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))


@pytest.fixture
def announced(service):
    """Puts a message for chats into the outbox in the evening; those named keep the night."""

    def put(*chat_ids, quiet=(1,), at=EVENING, text="通知"):
        for chat_id in chat_ids:
            if service.chats.get(chat_id) is None:
                service.chats.greet(chat_id, "private", now=EVENING)
                if chat_id in quiet:
                    service.chats.change(chat_id, **NIGHT)
        service.deliveries.announce(text, now=at, chat_ids=chat_ids)

    return put


@pytest.fixture
def alerted(service, follows, press, render):
    """A chat with an alert that was planned a minute before its quiet hours; its row."""
    follows(1, "江苏", cadence="at_once", **NIGHT)
    press("a.txt", STORY, at=EVENING)
    service.planning.plan(now=EVENING, render=render)
    return service.deliveries.next_ready(EVENING, 10)[0].id


def ready(service, at, limit=10):
    return [row.chat_id for row in service.deliveries.next_ready(at, limit)]


def only(service):
    (row,) = service.deliveries.ledger()
    return row


def test_a_row_due_before_the_night_is_not_sent_in_it(service, announced):
    announced(1, 2)
    assert ready(service, EVENING) == [1, 2]
    assert ready(service, TEN) == [2]
    assert ready(service, SEVEN - SECOND) == [2]
    assert ready(service, SEVEN) == [1, 2]


def test_one_that_is_picked_but_not_yet_on_the_wire_turns_back(service, announced):
    announced(1, 2)
    rows = service.deliveries.next_ready(EVENING, 10)
    assert service.deliveries.sending_all([row.id for row in rows], TEN) == [False, True]
    (row,) = service.deliveries.ledger(chat_id=1)
    assert (row.state, row.attempts, row.not_before) == ("ready", 0, SEVEN)
    assert (row.sending_at, row.last_error) == (None, "")
    assert service.deliveries.sending(row.id, SEVEN)


def test_marking_again_after_a_lost_confirmation_changes_nothing_more(service, announced):
    announced(1)
    row = only(service)
    assert service.deliveries.write([], [row.id], TEN)[1] == [False]
    first = only(service)
    assert service.deliveries.write([], [row.id], TEN, TEN)[1] == [False]
    assert only(service) == first


def test_quiet_hours_that_were_set_after_planning_hold_too(service, announced):
    announced(1, 2, quiet=())
    rows = {row.chat_id: row.id for row in service.deliveries.next_ready(TEN, 10)}
    for chat_id in (1, 2):
        service.chats.change(chat_id, **NIGHT)
    assert not service.deliveries.sending(rows[1], TEN)
    assert ready(service, TEN) == []
    assert ready(service, SEVEN) == [1, 2]


def test_a_night_made_longer_meanwhile_is_kept_to_its_new_end(service, announced):
    announced(1)
    assert ready(service, TEN) == []
    service.chats.change(1, quiet_until=time(8, 0))
    assert ready(service, SEVEN) == []
    assert ready(service, SEVEN + HOUR) == [1]


def test_a_try_that_failed_in_the_evening_is_not_made_again_at_night(service, announced):
    announced(1)
    row = only(service)
    assert service.deliveries.sending(row.id, TEN - SECOND)
    assert service.deliveries.later(row.id, TEN + SECOND, "502", TEN)
    assert ready(service, TEN + SECOND) == []
    assert (only(service).attempts, only(service).last_error) == (1, "502")
    assert ready(service, SEVEN) == [1]


def test_the_night_takes_nothing_from_the_time_an_alert_has(service, alerted):
    ends = only(service).expires_at
    assert ends < SEVEN
    assert ready(service, TEN + SECOND) == []
    service.deliveries.expire(SEVEN - SECOND)
    assert ready(service, SEVEN) == [1]
    assert only(service).expires_at == ends + (SEVEN - TEN - SECOND)
    service.deliveries.expire(only(service).expires_at)
    assert only(service).state == "expired"


def test_what_waits_behind_the_first_row_waits_as_long(service, announced):
    for number in range(3):
        announced(1, at=EVENING + number * SECOND, text=f"第{number}条")
    before = {row.id: row.expires_at for row in service.deliveries.ledger()}
    assert ready(service, TEN) == []
    kept = service.deliveries.ledger()
    assert {row.not_before for row in kept} == {SEVEN}
    assert {row.id: row.expires_at for row in kept} == {
        one: ends + (SEVEN - TEN) for one, ends in before.items()
    }


def test_the_order_within_a_chat_is_kept(service, announced, send):
    for number in range(3):
        announced(1, at=EVENING + number * SECOND, text=f"第{number}条")
    first = service.deliveries.next_ready(EVENING + MINUTE / 2, 10)[0]
    service.deliveries.sending(first.id, TEN - SECOND)
    service.deliveries.later(first.id, TEN, "429", TEN)
    assert send(TEN + HOUR) == []
    assert send(SEVEN) == sorted(row.id for row in service.deliveries.ledger())


def test_parts_whose_first_went_out_follow_in_the_morning(
    service, follows, press, render_by, start, send
):
    follows(1, "江苏", hours=(time(21, 59),), **NIGHT)
    press("a.txt", STORY, ("江苏竞赛", ("320100",), ("skills",)), at=start)
    service.planning.plan(now=EVENING, render=render_by(1))
    first = service.deliveries.next_ready(EVENING, 10)[0]
    assert (first.part, first.parts) == (0, 2)
    service.deliveries.sending(first.id, EVENING)
    service.deliveries.sent(first.id, 7, TEN)
    assert send(TEN) == []
    assert len(send(SEVEN)) == 1
    assert {row.state for row in service.deliveries.ledger()} == {"sent"}


def test_an_alert_of_unknown_fate_is_not_sent_again_at_night(service, alerted):
    outbox = service.deliveries
    assert outbox.policy == UnknownPolicy()
    outbox.sending(alerted, TEN - SECOND)
    outbox.unknown(alerted, "cut", TEN - SECOND)
    assert ready(service, TEN + MINUTE) == []
    assert ready(service, SEVEN) == [1]


def test_what_a_person_asks_for_at_night_comes_at_night(service, announced):
    announced(1)
    row = only(service)
    service.deliveries.sending(row.id, TEN - SECOND)
    service.deliveries.unknown(row.id, "cut", TEN - SECOND)
    assert service.deliveries.resend(row.id, TEN + HOUR)
    assert ready(service, TEN + HOUR) == [1]
    assert service.deliveries.sending(row.id, TEN + HOUR)


def test_a_crowd_that_keeps_the_night_does_not_hide_who_does_not(service, announced):
    announced(*range(1, 41), quiet=range(1, 40))
    assert ready(service, TEN, limit=4) == [40]


def test_a_crowd_put_off_over_several_looks_loses_nobody(service, announced):
    everybody = list(range(1, 151))
    announced(*everybody, quiet=everybody)
    while rows := service.deliveries.next_ready(TEN, 3):
        assert rows == []
    for _ in range(60):
        assert ready(service, TEN, limit=3) == []
    assert ready(service, SEVEN, limit=200) == everybody


def test_without_quiet_hours_nothing_is_written_but_the_mark(service, announced):
    announced(1, quiet=())
    before = only(service)
    assert ready(service, TEN) == [1]
    assert only(service) == before
