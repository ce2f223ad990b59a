"""The queue of updates: long polls, confirmation, the memory of wanted kinds."""

import asyncio

import pytest

from bot.sandbox import ManualClock
from bot.sandbox.errors import ApiError
from bot.sandbox.updates import Updates


@pytest.fixture
def queue():
    return Updates(ManualClock())


async def test_pending_updates_come_at_once_until_confirmed(queue):
    first = queue.push("message", {"n": 1})
    queue.push("message", {"n": 2})
    got = await queue.fetch(0, 100, 0)
    assert [update["message"]["n"] for update in got] == [1, 2]
    assert got[0]["update_id"] == first
    assert await queue.fetch(0, 1, 0) == got[:1], "not confirmed, so it comes again"
    assert [u["message"]["n"] for u in await queue.fetch(first + 1, 100, 0)] == [2]
    assert await queue.fetch(first + 2, 100, 0) == []


async def test_a_long_poll_is_answered_by_the_next_update(queue):
    poll = asyncio.create_task(queue.fetch(0, 100, 30))
    await asyncio.sleep(0)
    assert queue.polled
    queue.push("callback_query", {"id": "1"})
    assert [u["callback_query"]["id"] for u in await poll] == ["1"]


async def test_a_second_poller_ends_the_first_with_409(queue):
    first = asyncio.create_task(queue.fetch(0, 100, 30))
    await asyncio.sleep(0)
    second = asyncio.create_task(queue.fetch(0, 100, 30))
    with pytest.raises(ApiError, match="terminated by other getUpdates request") as caught:
        await first
    assert caught.value.code == 409
    queue.push("message", {"n": 1})
    assert len(await second) == 1


async def test_no_polling_while_a_webhook_is_set(queue):
    queue.webhook_active = True
    with pytest.raises(ApiError, match="can't use getUpdates method while webhook is active"):
        await queue.fetch(0, 100, 0)


def test_kinds_are_remembered_and_some_come_only_by_request(queue):
    assert queue.push("chat_member", {}) is None
    queue.allow(["message", "chat_member", "nonsense"])
    queue.allow(None)
    assert queue.push("chat_member", {}) is not None
    assert queue.push("callback_query", {}) is None
    queue.allow([])
    assert queue.push("callback_query", {}) is not None
    assert queue.push("chat_member", {}) is None


async def test_updates_are_kept_for_a_day():
    clock = ManualClock()
    queue = Updates(clock)
    queue.push("message", {"n": 1})
    clock.advance(24 * 3600 + 1)
    queue.push("message", {"n": 2})
    assert [u["message"]["n"] for u in await queue.fetch(0, 100, 0)] == [2]


async def test_a_negative_offset_keeps_the_newest(queue):
    for n in range(5):
        queue.push("message", {"n": n})
    assert [u["message"]["n"] for u in await queue.fetch(-2, 100, 0)] == [3, 4]


def test_numbers_go_on_after_a_restart():
    clock = ManualClock()
    earlier = Updates(clock)
    last = [earlier.push("message", {}) for _ in range(50)][-1]
    clock.advance(60)
    assert Updates(clock).push("message", {}) > last
