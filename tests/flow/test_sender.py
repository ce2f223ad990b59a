"""What becomes of one request: the real client, limiter and sender against the stand-in, once for
each way in which Telegram or the network can answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.delivery.limiter import GateLimiter, Passage
from bot.delivery.outcomes import (
    Gone,
    Later,
    Migrated,
    Outcome,
    Parked,
    Sent,
    Withdrawn,
)
from bot.delivery.pacing import Gate, Pace
from bot.delivery.sender import TelegramSender
from bot.sandbox import NO_LIMITS, Fault, Sandbox, User
from digest.recipients import Delivery, Lane, Part


class Desk:
    """A sender against a stand-in, and a person to send to."""

    def __init__(self, sandbox: Sandbox, sender: TelegramSender, gate: Gate) -> None:
        self.sandbox, self.sender, self.gate = sandbox, sender, gate
        self.person: User = sandbox.user("小王", started=True)
        self.marked: list[int] = []

    def delivery(self, html: str = "<b>早报</b>", lane: Lane = "digest", **part: Any) -> Delivery:
        now = datetime(2026, 1, 5, tzinfo=UTC)
        return Delivery(
            id=1,
            chat_id=self.person.id,
            thread_id=None,
            schedule="s",
            slot="x",
            part=0,
            parts=1,
            lane=lane,
            state="ready",
            payload=Part(html, **part),
            not_before=now,
            expires_at=now,
        )

    async def send(self, delivery: Delivery | None = None, *, ours: bool = True) -> Outcome:
        async def at_the_wire() -> bool:
            self.marked.append(len(self.sandbox.journal.sent(self.person.id)))
            return ours

        return await self.sender.send(delivery or self.delivery(), at_the_wire)

    def texts(self) -> list[str]:
        return [message.text for message in self.person.messages() if message.from_bot]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        gate = Gate(Pace(rate=0))
        bot: ExtBot[Passage] = ExtBot(
            sandbox.token,
            base_url=sandbox.base_url,
            base_file_url=sandbox.base_file_url,
            request=HTTPXRequest(read_timeout=0.5, connect_timeout=0.5),
            rate_limiter=GateLimiter(gate),
        )
        async with bot:
            yield Desk(sandbox, TelegramSender(bot), gate)


async def test_what_is_sent_is_sent_once_and_marked_before(desk: Desk) -> None:
    outcome = await desk.send(desk.delivery('<b>早报</b> <a href="https://t.me/x">看</a>'))
    assert isinstance(outcome, Sent)
    assert desk.texts() == ["早报 看"]
    assert desk.marked == [0]


async def test_buttons_and_silence_arrive_as_frozen(desk: Desk) -> None:
    keyboard = '{"inline_keyboard": [[{"text": "更多", "callback_data": "v1:more"}]]}'
    await desk.send(desk.delivery("早报", keyboard=keyboard, silent=True))
    assert desk.person.messages()[-1].labels == ["更多"]


def kind_of(outcome: Outcome) -> str:
    """The outcome's name, with what matters of its values."""
    match outcome:
        case Later(seconds=None, at_least=seconds):
            return f"back off from {seconds}"
        case Later(seconds=seconds):
            return f"later {seconds}"
        case Gone(state=state):
            return f"gone {state}"
        case Migrated(chat_id=chat_id):
            return f"migrated {chat_id}"
        case _:
            return type(outcome).__name__.lower()


def refusal(code: int, description: str) -> Fault:
    return Fault("sendMessage", error_code=code, description=description)


@pytest.mark.parametrize(
    ("fault", "expected", "arrived"),
    [
        (Fault("sendMessage", retry_after=7), "later 7.5", 0),
        (Fault("sendMessage", status=500), "back off from 5.0", 0),
        (Fault("sendMessage", status=502, body="html"), "back off from 5.0", 0),
        (Fault("sendMessage", cut=True), "unknown", 0),
        (Fault("sendMessage", cut=True, delivered=True), "unknown", 1),
        (Fault("sendMessage", body="garbage", delivered=True), "unknown", 1),
        (Fault("sendMessage", body="empty", delivered=True), "unknown", 1),
        (Fault("sendMessage", delay_after=1.5), "unknown", 1),
        (Fault("sendMessage", migrate_to=-1009), "migrated -1009", 0),
        (refusal(403, "Forbidden: bot was blocked by the user"), "gone blocked", 0),
        (refusal(403, "Forbidden: bot can't initiate conversation with a user"), "gone blocked", 0),
        (refusal(403, "Forbidden: user is deactivated"), "gone gone", 0),
        (refusal(403, "Forbidden: bot was kicked from the group chat"), "gone gone", 0),
        (refusal(403, "Forbidden: the group chat was deleted"), "gone gone", 0),
        (refusal(400, "Bad Request: chat not found"), "parked", 0),
        (refusal(400, "Bad Request: not enough rights to send text messages"), "parked", 0),
        (refusal(400, "Bad Request: message thread not found"), "parked", 0),
        (refusal(401, "Unauthorized"), "stopped", 0),
    ],
)
async def test_each_trouble_has_its_outcome(
    desk: Desk, fault: Fault, expected: str, arrived: int
) -> None:
    desk.sandbox.faults.add(fault)
    outcome = await desk.send()
    assert kind_of(outcome) == expected
    assert len(desk.texts()) == arrived


async def test_refused_connection_is_certainly_not_sent(desk: Desk) -> None:
    bot: ExtBot[Passage] = ExtBot(
        desk.sandbox.token, base_url=desk.sandbox.base_url, rate_limiter=GateLimiter(desk.gate)
    )
    await desk.sandbox.stop()
    desk.sender = TelegramSender(bot)
    assert kind_of(await desk.send()) == "back off from 1.0"


async def test_markup_that_is_refused_goes_out_as_plain_text(desk: Desk) -> None:
    outcome = await desk.send(desk.delivery("<b>早报</i> &amp; 更多"))
    assert isinstance(outcome, Sent)
    assert desk.texts() == ["早报 & 更多"]
    assert desk.marked == [0]


async def test_a_row_that_is_no_longer_ours_is_not_sent(desk: Desk) -> None:
    assert isinstance(await desk.send(ours=False), Withdrawn)
    assert desk.texts() == []


async def test_a_long_message_is_parked_not_cut(desk: Desk) -> None:
    assert isinstance(await desk.send(desk.delivery("长" * 4097)), Parked)


async def test_after_a_429_the_gate_holds_that_chat(desk: Desk) -> None:
    desk.sandbox.faults.add(Fault("sendMessage", times=1, retry_after=3))
    await desk.send()
    assert 3 < desk.gate.delay("digest", desk.person.id) <= 3.5
    assert desk.gate.delay("digest", desk.person.id + 1) == 0


@pytest.mark.parametrize(("complaints", "rate"), [(2, 20), (3, 16)])
async def test_429s_in_a_row_are_about_all_of_us(complaints: int, rate: int) -> None:
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        gate = Gate(Pace(rate=20))
        bot: ExtBot[Passage] = ExtBot(
            sandbox.token, base_url=sandbox.base_url, rate_limiter=GateLimiter(gate)
        )
        async with bot:
            desks = [Desk(sandbox, TelegramSender(bot), gate) for _ in range(complaints)]
            sandbox.faults.add(Fault("sendMessage", times=complaints, retry_after=1))
            for desk in desks:
                await desk.send()
            assert gate.rate == pytest.approx(rate)


async def test_what_was_on_the_wire_when_telegram_complained_is_the_same_complaint() -> None:
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        gate = Gate(Pace(rate=1000))
        bot: ExtBot[Passage] = ExtBot(
            sandbox.token, base_url=sandbox.base_url, rate_limiter=GateLimiter(gate)
        )
        async with bot:
            desks = [Desk(sandbox, TelegramSender(bot), gate) for _ in range(15)]
            sandbox.faults.add(Fault("sendMessage", retry_after=9, delay_before=0.2))
            await asyncio.gather(*(desk.send() for desk in desks))
            assert len(sandbox.journal.refused()) == 15
            assert gate.rate == pytest.approx(800)


async def test_a_success_between_429s_says_that_we_are_not_too_fast(desk: Desk) -> None:
    desk.gate.pace = Pace(rate=20)
    others = [Desk(desk.sandbox, desk.sender, desk.gate) for _ in range(5)]
    for number, other in enumerate(others):
        if number != 2:
            chat = other.person.id
            desk.sandbox.faults.add(Fault("sendMessage", chat_id=chat, times=1, retry_after=9))
        await other.send()
    assert desk.gate.held == 0


async def test_a_refusal_of_another_kind_says_the_same(desk: Desk) -> None:
    desk.gate.pace = Pace(rate=20)
    others = [Desk(desk.sandbox, desk.sender, desk.gate) for _ in range(5)]
    for number, other in enumerate(others):
        chat = other.person.id
        if number == 2:
            await other.person.block()
        else:
            desk.sandbox.faults.add(Fault("sendMessage", chat_id=chat, times=1, retry_after=9))
        await other.send()
    assert desk.gate.held == 0


async def test_one_chat_refused_again_and_again_holds_nobody_else(desk: Desk) -> None:
    desk.sandbox.faults.add(Fault("sendMessage", chat_id=desk.person.id, retry_after=1))
    outcome = await desk.send(desk.delivery("答复", lane="reply"))  # tried three times
    assert kind_of(outcome) == "later 1.5"
    assert desk.gate.held == 0


async def test_a_reply_waits_out_a_short_429_by_itself(desk: Desk) -> None:
    desk.sandbox.faults.add(Fault("sendMessage", times=1, retry_after=1))
    outcome = await desk.send(desk.delivery("答复", lane="reply"))
    assert isinstance(outcome, Sent)
    assert desk.texts() == ["答复"]


async def test_a_refusal_to_pin_raises_nothing(desk: Desk) -> None:
    desk.sandbox.faults.add(Fault("pinChatMessage", error_code=400, description="Bad Request: x"))
    row = desk.delivery(pin=True)
    outcome = await desk.send(row)
    assert isinstance(outcome, Sent)
    await desk.sender.pin(row, outcome.message_id)
    assert desk.sandbox.journal.calls("pinChatMessage")
