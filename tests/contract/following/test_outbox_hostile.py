"""The outbox on both engines when the world turns nasty: a clock put back, chats that vanish in
mid-send, a thousand sends of unknown fate, retention, very many rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.outbox import StoreOutbox
from bot.delivery.outcomes import Gone, Later, Migrated, Parked, Sent, Unknown
from digest.errors import StoreUnavailable
from digest.limits import FRESHNESS
from digest.service.deliveries import KEEP_DAYS

NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def announced(service, count, text="早报", now=NOW):
    """So many chats with a message each; the rows in order."""
    for chat_id in range(1, count + 1):
        service.chats.greet(chat_id, "private", now=now)
    service.deliveries.announce(text, now=now, chat_ids=range(1, count + 1))
    return service.deliveries.next_ready(now, count)


def states(service):
    return {row.chat_id: row.state for row in service.deliveries.ledger(limit=10_000)}


def test_a_clock_put_back_by_an_hour_holds_nothing_for_an_hour(service):
    first, second = announced(service, 2)
    outbox, back = service.deliveries, NOW - HOUR
    assert outbox.sending_all([first.id], NOW) == [True]
    assert outbox.later(first.id, NOW + 5 * SECOND, "502", NOW)
    outbox.hold(NOW + 30 * SECOND, NOW)
    assert outbox.lease("dead", NOW, 15)
    assert [row.id for row in outbox.next_ready(back, 9)] == [first.id]
    assert outbox.progress(back).held_until is None
    assert outbox.lease("living", back, 15)
    # What was never tried waits for its own time: its slot has not come yet.
    assert second.id in {row.id for row in outbox.next_ready(NOW + 31 * SECOND, 9)}


def test_a_wait_that_was_asked_for_is_kept_by_a_right_clock(service):
    first, _ = announced(service, 2)
    outbox = service.deliveries
    outbox.sending_all([first.id], NOW)
    outbox.later(first.id, NOW + 3 * HOUR, "429", NOW)
    outbox.hold(NOW + 2 * HOUR, NOW)
    assert outbox.lease("living", NOW, 15)
    assert not outbox.lease("other", NOW - 40 * SECOND, 15)  # a machine whose clock is behind
    assert outbox.next_ready(NOW + HOUR, 9) == []
    assert first.id not in {row.id for row in outbox.next_ready(NOW + 2 * HOUR + SECOND, 9)}


def test_chats_erased_while_their_rows_are_on_the_wire_trouble_nobody_else(service):
    rows = announced(service, 8)
    office = StoreOutbox(service)
    assert office.write([], rows, NOW) == [True] * 8
    for row in rows[:6]:
        service.chats.erase(row.chat_id)
    fates = [
        Sent(1),
        Later("429", 9.0, "chat"),
        Gone("blocked", "blocked"),
        Parked("400"),
        Migrated(-77),
        Unknown("cut"),
        Sent(2),
        Later("502", 5.0),
    ]
    office.write(list(zip(rows, fates, strict=True)), [], NOW)
    assert states(service) == {7: "sent", 8: "ready"}
    assert all(service.chats.get(number) is None for number in (1, 2, 3, 4, 5, 6, -77))


def test_a_chat_that_ended_everything_while_its_row_was_on_the_wire_keeps_the_answer(service):
    first, second = announced(service, 2)
    office = StoreOutbox(service)
    office.write([], [first, second], NOW)
    service.chats.stop(1, NOW)
    service.chats.lost(2, "blocked", "blocked by the user", NOW)
    office.write([(first, Sent(5)), (second, Later("502", 5.0))], [], NOW)
    assert states(service)[1] == "sent"
    assert service.deliveries.next_ready(NOW + HOUR, 9) == []


def test_a_mark_that_was_kept_though_the_store_fell_silent_is_ours_when_asked_again(
    service, monkeypatch
):
    first, second = announced(service, 2)
    office, stranger, kept = StoreOutbox(service), StoreOutbox(service), service.deliveries.write

    def silent(*asked):
        kept(*asked)
        raise StoreUnavailable("the answer to COMMIT was lost")

    monkeypatch.setattr(service.deliveries, "write", silent)
    with pytest.raises(StoreUnavailable):
        office.write([], [first], NOW)
    monkeypatch.setattr(service.deliveries, "write", kept)
    assert stranger.write([], [first], NOW) == [False]
    assert office.write([], [first], NOW) == [True]
    assert office.write([(first, Sent(5))], [first, second], NOW) == [False, True]
    assert states(service) == {1: "sent", 2: "sending"}


def test_a_thousand_sends_of_unknown_fate_are_held_and_each_is_offered_to_its_own_chat(service):
    rows = announced(service, 1_000)
    outbox = service.deliveries
    outbox.sending_all([row.id for row in rows], NOW)
    assert outbox.recover(NOW, own=[rows[3].id]) == 999
    assert outbox.next_ready(NOW + HOUR, 9) == []
    assert states(service)[rows[3].chat_id] == "sending"
    for row in rows[4:7]:
        (offered,) = outbox.unknown_for(row.chat_id, NOW)
        assert outbox.resend(offered.id, NOW)
    assert len(outbox.next_ready(NOW, 9)) == 3
    assert outbox.progress(NOW).unknown == 996


def test_what_a_chat_got_is_remembered_longer_than_any_window_reaches_back(
    service, follows, press, render, send
):
    reach = max(FRESHNESS.window, FRESHNESS.backfill, FRESHNESS.first) + FRESHNESS.story
    assert timedelta(days=KEEP_DAYS) > reach
    follows(1, "江苏")
    ids = press("a.txt", ("江苏组织疗休养", ("320100",), ("rest_recuperation",)))
    service.planning.plan(now=NOW, render=render)
    assert send(NOW)
    later = NOW + reach
    service.deliveries.prune(later)
    assert service.chats.export(1)["received"] == sorted(ids)
    for day in range(3):
        service.planning.plan(now=later + day * 24 * HOUR, render=render)
    assert [row.state for row in service.deliveries.ledger(chat_id=1)].count("ready") == 0


def test_the_next_of_very_many_are_found_in_order_and_past_those_that_wait(service):
    rows = announced(service, 3_000)
    outbox = service.deliveries
    waiting = [row.id for row in rows[:1_500]]
    outbox.sending_all(waiting, NOW)
    for number in waiting:
        outbox.later(number, NOW + HOUR, "502", NOW)
    assert [row.id for row in outbox.next_ready(NOW, 5)] == [row.id for row in rows[1_500:1_505]]
