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


async def test_a_group_that_moves_takes_the_turn_of_both() -> None:
    order, done = ChatOrder(), []
    gate = asyncio.Event()

    async def serve(what: str) -> None:
        if what == "before":
            await gate.wait()
        done.append(what)

    moved = Message(2, None, Chat(-70, "group"), migrate_to_chat_id=-1070)  # type: ignore[arg-type]
    tasks = [
        asyncio.create_task(order.process_update(made, serve(what)))
        for made, what in (
            (update(-70, 1), "before"),
            (Update(2, message=moved), "the move"),
            (update(-1070, 3), "in the new one"),
            (update(-5, 4), "elsewhere"),
        )
    ]
    await tasks[-1]
    assert done == ["elsewhere"]
    gate.set()
    await asyncio.gather(*tasks)
    assert done[1:] == ["before", "the move", "in the new one"]


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
