"""The outbox, the loop and the sender together, over HTTP, on both engines: what is planned
arrives once, in order, or its fate is written down; whatever the network does."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta

import pytest

from bot.delivery.loop import DeliveryLoop, Loop
from bot.delivery.pacing import Pace
from bot.sandbox import Fault, Rates
from digest.service.settling import UnknownPolicy


async def test_everyone_gets_it_once(post) -> None:
    post.add_people(60)
    post.announce("<b>早报</b>")
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 60}
    assert all(post.received(user) == ["早报"] for user in post.people)


async def test_the_order_holds_in_each_chat(post) -> None:
    post.add_people(5)
    for number in range(4):
        post.ahead += timedelta(seconds=1)
        post.announce(f"第{number}条")
    await post.start()
    await post.settled()
    wanted = [f"第{number}条" for number in range(4)]
    assert all(post.received(user) == wanted for user in post.people)


async def test_definite_failures_are_tried_again_and_double_nothing(post) -> None:
    post.add_people(40)
    post.sandbox.faults.add(Fault("sendMessage", status=502, probability=0.3, seed=3, times=12))
    post.sandbox.faults.add(Fault("sendMessage", retry_after=1, probability=0.1, seed=5, times=3))
    post.announce("早报")
    await post.start()
    await post.settled(30)
    assert post.states() == {"sent": 40}
    assert all(post.received(user) == ["早报"] for user in post.people)


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_lost_answer_is_held_and_offered_again(post, arrived: bool) -> None:
    post.add_people(1)
    (user,) = post.people
    post.sandbox.faults.add(Fault("sendMessage", cut=True, delivered=arrived, times=1))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["unknown"] == 1)
    (held,) = post.service.deliveries.unknown_for(user.id)
    assert len(post.received(user)) == int(arrived)
    assert post.service.deliveries.resend(held.id, post.now())
    await post.until(lambda states: states["sent"] == 1)
    assert len(post.received(user)) == int(arrived) + 1


async def test_by_setting_a_lost_answer_is_sent_again_once(post) -> None:
    post.service.deliveries.policy = UnknownPolicy(digest="resend", after=timedelta(0))
    post.add_people(1)
    post.sandbox.faults.add(Fault("sendMessage", cut=True, times=2))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["unknown"] == 1)
    assert len(post.sandbox.journal.calls("sendMessage")) == 2


async def test_who_blocked_the_bot_is_paused_and_the_others_served(post) -> None:
    post.add_people(10)
    await post.people[3].block()
    post.announce("早报")
    post.ahead += timedelta(seconds=1)
    post.announce("晚报")
    await post.start()
    await post.settled()
    chat = post.service.chats.get(post.people[3].id)
    assert chat is not None
    assert chat.state == "blocked"
    assert "blocked" in chat.reason
    assert post.states() == {"sent": 18, "gone": 1, "cancelled": 1}


async def test_a_group_that_migrated_gets_it_under_its_new_number(post) -> None:
    chief = post.sandbox.user("组长", started=True)
    group = post.sandbox.group("班组", chief)
    old = group.id
    post.service.chats.greet(old, "group", now=post.now())
    post.service.deliveries.announce("早报", now=post.now(), chat_ids=[old])
    group.migrate()
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 1}
    assert post.service.chats.get(old) is None
    (row,) = post.service.deliveries.ledger()
    assert row.chat_id != old


async def test_a_refused_message_is_parked_for_the_operator(post) -> None:
    post.add_people(2)
    post.sandbox.faults.add(
        Fault("sendMessage", error_code=400, description="Bad Request: chat not found", times=1)
    )
    post.announce("早报")
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 1, "parked": 1}
    (parked,) = post.service.deliveries.ledger(state="parked")
    assert "chat not found" in parked.last_error.lower()


async def test_a_silence_that_telegram_asked_for_outlives_a_restart(post) -> None:
    post.add_people(1)
    post.sandbox.faults.add(Fault("sendMessage", retry_after=30, times=1))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["ready"] == 1 and bool(post.sandbox.journal.refused()))
    await post.stop()
    before = len(post.sandbox.journal.calls("sendMessage"))
    await post.start()
    await asyncio.sleep(0.5)  # several looks into the outbox
    assert len(post.sandbox.journal.calls("sendMessage")) == before
    post.ahead = timedelta(seconds=31)
    await post.until(lambda states: states["sent"] == 1)


async def test_with_pacing_telegrams_own_limits_are_never_met(post) -> None:
    post.sandbox.limits.change(**asdict(Rates()))
    post.add_people(75)
    post.announce("早报")
    # Below the default rate: on a machine that starves the loop, requests bunch up on their way.
    await post.start(Pace(rate=18))
    await post.settled()
    assert post.states() == {"sent": 75}
    assert post.sandbox.limits.refused == 0


async def test_an_orderly_stop_leaves_nothing_unknown(post) -> None:
    post.add_people(80)
    post.sandbox.faults.add(Fault("sendMessage", delay_before=0.2))
    post.announce("早报")
    await post.start()
    await post.until(lambda states: states["sent"] >= 5)
    await post.stop()
    states = post.states()
    assert set(states) == {"sent", "ready"}
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 80}
    assert all(post.received(user) == ["早报"] for user in post.people)


async def test_of_two_senders_one_sends_and_the_other_takes_over(post) -> None:
    post.add_people(60)
    post.sandbox.faults.add(Fault("sendMessage", delay_before=0.1))
    first = await post.start()
    await asyncio.wait_for(_leads(first), 5)
    second = await post.start()
    post.announce("早报")
    first.wake()
    await post.until(lambda states: states["sent"] >= 5)
    assert first.leading
    assert not second.leading
    loop, task, bot = post.loops.pop(0)
    await loop.stop()
    await task
    await bot.shutdown()
    await post.settled()
    assert second.leading
    assert post.states() == {"sent": 60}
    assert all(post.received(user) == ["早报"] for user in post.people)


async def _leads(loop: DeliveryLoop) -> None:
    while not loop.leading:
        await asyncio.sleep(0.02)


async def test_what_a_dead_sender_left_on_the_wire_is_unknown_not_sent_again(post) -> None:
    post.add_people(2)
    post.announce("早报")
    rows = post.service.deliveries.next_ready(post.now(), 10)
    assert post.service.deliveries.sending_all([rows[0].id], post.now()) == [True]
    await post.start()
    await post.settled()
    assert post.states() == {"sent": 1, "unknown": 1}
    assert len(post.sandbox.journal.calls("sendMessage")) == 1


async def test_one_chats_silence_does_not_hold_up_the_others(post) -> None:
    post.add_people(40)
    for user in post.people[::4]:
        post.sandbox.faults.add(Fault("sendMessage", chat_id=user.id, retry_after=60))
    post.announce("早报")
    await post.start(numbers=Loop(poll=0.1, in_flight=4, patience=0.2))
    await post.until(lambda states: states["sent"] == 30)
