"""Ordered faults as python-telegram-bot meets them: what it is told, and what took effect."""

import asyncio

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.sandbox import NO_LIMITS, Fault, ManualClock, Rates, Sandbox


@pytest.fixture
async def sandbox():
    async with Sandbox.running(rates=NO_LIMITS) as running:
        yield running


@pytest.fixture
async def bot(sandbox):
    request = HTTPXRequest(read_timeout=0.3)
    async with Bot(sandbox.token, base_url=sandbox.base_url, request=request) as made:
        yield made


@pytest.fixture
def user(sandbox):
    return sandbox.user("小王", started=True)


@pytest.mark.parametrize("delivered", [False, True])
@pytest.mark.parametrize(
    "spoilt",
    [
        {"cut": True},
        {"status": 502},
        {"status": 502, "body": "html"},
        {"body": "garbage"},
        {"body": "empty"},
    ],
)
async def test_spoilt_answers(sandbox, bot, user, spoilt, delivered):
    sandbox.faults.add(method="sendMessage", times=1, delivered=delivered, **spoilt)
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(user.id, "日报")
    assert not isinstance(caught.value, BadRequest)
    assert len(user.messages()) == int(delivered)
    (entry,) = sandbox.journal.calls("sendMessage")
    assert (entry.ok, entry.answered, entry.fault) == (delivered, False, True)
    assert len(sandbox.journal.sent(user.id)) == int(delivered)
    await bot.send_message(user.id, "再来")
    assert user.last.text == "再来"


async def test_a_cut_connection_looks_like_one(sandbox, bot, user):
    sandbox.faults.add(method="sendMessage", times=1, cut=True)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(user.id, "日报")
    assert isinstance(caught.value.__cause__, httpx.RemoteProtocolError | httpx.ReadError)


@pytest.mark.parametrize("when", ["delay_before", "delay_after"])
async def test_late_answers(sandbox, bot, user, when):
    sandbox.faults.add(Fault("sendMessage", times=1, **{when: 0.6}))
    with pytest.raises(TimedOut):
        await bot.send_message(user.id, "日报")
    assert len(user.messages()) == int(when == "delay_after")
    await sandbox.world.feed.until(lambda: user.last, 5, "the delayed message")


async def test_refusals_by_order(sandbox, bot, user):
    sandbox.faults.add(method="sendMessage", times=1, retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(user.id, "x")
    assert caught.value._retry_after.total_seconds() == 7
    sandbox.faults.add(
        method="sendMessage",
        times=1,
        error_code=403,
        description="Forbidden: bot was blocked by the user",
    )
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(user.id, "x")
    sandbox.faults.add(method="sendMessage", times=1, migrate_to=-1001)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(user.id, "x")
    assert moved.value.new_chat_id == -1001
    assert user.messages() == []


async def test_only_the_ordered_chat_is_struck(sandbox, bot, user):
    other = sandbox.user("小李", started=True)
    sandbox.faults.add(chat_id=user.id, cut=True)
    with pytest.raises(NetworkError):
        await bot.send_message(user.id, "x")
    await bot.send_message(other.id, "y")
    sandbox.faults.clear()
    await bot.send_message(user.id, "z")
    assert user.last.text == "z"


async def test_the_limits_are_enforced_over_http():
    clock = ManualClock()
    async with (
        Sandbox.running(rates=Rates(per_second=5), clock=clock) as sandbox,
        Bot(sandbox.token, base_url=sandbox.base_url) as bot,
    ):
        users = [sandbox.user(f"u{n}", started=True) for n in range(8)]
        outcomes = await asyncio.gather(
            *(bot.send_message(user.id, "x") for user in users), return_exceptions=True
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, RetryAfter)]
        assert len(refused) == 3
        assert sandbox.limits.refused == 3
        clock.advance(3)
        await bot.send_message(users[0].id, "y")


async def test_old_messages_and_entries_are_dropped():
    async with (
        Sandbox.running(rates=NO_LIMITS, max_messages=10, journal_size=5) as sandbox,
        Bot(sandbox.token, base_url=sandbox.base_url) as bot,
    ):
        user = sandbox.user("小王", started=True)
        for n in range(25):
            await bot.send_message(user.id, str(n))
        assert [m.text for m in user.messages()] == [str(n) for n in range(15, 25)]
        assert len(sandbox.journal) == 5
        assert sandbox.journal.totals["sendMessage", "ok"] == 25
