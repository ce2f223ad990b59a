"""Updates of one chat keep their order; other chats are not held up by it."""

from __future__ import annotations

import asyncio

from telegram import Chat, Message, Update

from bot.order import SERVED_AT_ONCE, ChatOrder


def update(chat: int, number: int) -> Update:
    message = Message(number, None, Chat(chat, "private"), text="x")  # type: ignore[arg-type]
    return Update(number, message=message)


async def test_one_chat_is_served_in_order_while_others_pass() -> None:
    order, done = ChatOrder(), []
    gate = asyncio.Event()

    async def serve(chat: int, number: int) -> None:
        if chat == 1 and number == 0:
            await gate.wait()
        done.append((chat, number))

    first = [
        asyncio.create_task(order.process_update(update(1, n), serve(1, n)))
        for n in range(SERVED_AT_ONCE * 2)
    ]
    other = asyncio.create_task(order.process_update(update(2, 0), serve(2, 0)))
    await other
    assert done == [(2, 0)]
    gate.set()
    await asyncio.gather(*first)
    assert done[1:] == [(1, n) for n in range(SERVED_AT_ONCE * 2)]


async def test_an_error_does_not_block_the_chat() -> None:
    order, done = ChatOrder(), []

    async def fail() -> None:
        raise ValueError

    async def serve() -> None:
        done.append(1)

    tasks = [
        order.process_update(update(1, 0), fail()),
        order.process_update(update(1, 1), serve()),
    ]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[0], ValueError)
    assert done == [1]


async def test_updates_without_chat_or_of_no_known_kind_are_served() -> None:
    order, done = ChatOrder(), []

    async def serve() -> None:
        done.append(1)

    await order.process_update(Update(1), serve())
    await order.process_update("odd", serve())
    assert done == [1, 1]
