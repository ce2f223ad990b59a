"""Quiet hours that begin while deliveries are under way, over HTTP, on both engines: what has not
left by then waits for their end; answers do not wait."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.delivery.loop import Loop
from bot.sandbox import Fault

TEN = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai
SEVEN = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # 07:00 the next morning
MINUTE = timedelta(minutes=1)
PATIENCE = 60.0  # seconds of real time for a step on a machine that others use too


def set_clock(post, at: datetime) -> None:
    post.ahead = at - datetime.now(UTC)


def keep_quiet(post, user) -> None:
    post.service.chats.change(user.id, quiet_from=time(22), quiet_until=time(7))


async def test_the_end_of_a_long_broadcast_waits_for_the_morning(post) -> None:
    set_clock(post, TEN - 10 * MINUTE)
    post.add_people(30)
    quiet, loud = post.people[::2], post.people[1::2]
    for user in quiet:
        keep_quiet(post, user)
    post.sandbox.faults.add(Fault("sendMessage", delay_before=0.1))
    post.announce("晚报")
    night = TEN + MINUTE
    await post.start(numbers=Loop(poll=0.1, in_flight=4))
    await post.until(lambda states: states["sent"] >= 3, PATIENCE)
    set_clock(post, night)
    await post.until(lambda states: not states["sending"], PATIENCE)
    await post.until(lambda _: all(post.received(user) for user in loud), PATIENCE)
    await post.until(lambda states: not states["sending"], PATIENCE)
    waiting = post.service.deliveries.ledger(state="ready")
    assert waiting
    assert {row.chat_id for row in waiting} <= {user.id for user in quiet}
    assert {(row.not_before, row.attempts) for row in waiting} == {(SEVEN, 0)}
    set_clock(post, SEVEN)
    await post.settled(PATIENCE)
    assert post.states() == {"sent": 30}
    assert all(post.received(user) == ["晚报"] for user in post.people)
    for row in post.service.deliveries.ledger():
        assert row.attempts == 1
        asleep = row.chat_id in {user.id for user in quiet}
        assert not (asleep and night <= row.sending_at < SEVEN)


async def test_a_failed_try_is_made_again_in_the_morning(post) -> None:
    set_clock(post, TEN - MINUTE)
    post.add_people(2)
    asleep, awake = post.people
    keep_quiet(post, asleep)
    post.sandbox.faults.add(Fault("sendMessage", retry_after=5, chat_id=asleep.id, times=1))
    post.announce("晚报")
    await post.start()
    await post.until(lambda states: states["sent"] == 1, PATIENCE)
    await post.until(
        lambda _: [row.attempts for row in post.service.deliveries.ledger(state="ready")] == [1],
        PATIENCE,
    )
    set_clock(post, TEN + MINUTE)
    await post.until(
        lambda _: post.service.deliveries.ledger(chat_id=asleep.id)[0].not_before == SEVEN,
        PATIENCE,
    )
    assert (post.received(asleep), post.received(awake)) == ([], ["晚报"])


async def test_a_restart_at_night_wakes_nobody(post) -> None:
    set_clock(post, TEN - MINUTE)
    post.add_people(3)
    for user in post.people:
        keep_quiet(post, user)
    post.announce("晚报")
    set_clock(post, TEN + 60 * MINUTE)
    await post.start()
    await post.until(
        lambda _: {row.not_before for row in post.service.deliveries.ledger()} == {SEVEN},
        PATIENCE,
    )
    assert post.sandbox.journal.calls("sendMessage") == []
    await post.stop()
    set_clock(post, SEVEN)
    await post.start()
    await post.settled(PATIENCE)
    assert post.states() == {"sent": 3}


async def test_send_again_is_answered_at_night_and_after_a_silence_telegram_asks_for(post) -> None:
    set_clock(post, TEN - MINUTE)
    post.add_people(1)
    (user,) = post.people
    keep_quiet(post, user)
    post.sandbox.faults.add(Fault("sendMessage", cut=True, times=1))
    post.announce("晚报")
    await post.start()
    await post.until(lambda states: states["unknown"] == 1, PATIENCE)
    set_clock(post, TEN + 60 * MINUTE)
    post.sandbox.faults.add(Fault("sendMessage", retry_after=1, times=1))
    (held,) = post.service.deliveries.unknown_for(user.id)
    assert post.service.deliveries.resend(held.id, post.now())
    await post.until(lambda states: states["sent"] == 1, PATIENCE)
    assert post.received(user) == ["晚报"]
