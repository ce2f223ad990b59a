"""Lets many chats be served at once while the updates of one chat keep their order.

A chat that floods waits for itself only: its updates queue behind each other, and only the one
being served takes one of the places all chats share. A group that becomes a supergroup takes the
turn of both, so that nothing is said to the new one before it has what the old one had.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING = 20_000
# Each may wait a second at the pacing gate; the store is protected by the few service threads.
SERVED_AT_ONCE = 256


class ChatOrder(BaseUpdateProcessor):
    """Serves updates of different chats concurrently, those of one chat one after another."""

    def __init__(self) -> None:
        super().__init__(WAITING)
        self._turns: dict[int, tuple[asyncio.Lock, int]] = {}
        self._places = asyncio.Semaphore(SERVED_AT_ONCE)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn, then for a place, then serve."""
        keys = _keys(update)
        locks = [self._queue(key) for key in keys]
        try:
            async with AsyncExitStack() as held:
                for lock in locks:
                    await held.enter_async_context(lock)
                async with self._places:
                    await coroutine
        finally:
            for key in keys:
                self._leave(key)

    def _queue(self, key: int) -> asyncio.Lock:
        lock, waiting = self._turns.get(key, (asyncio.Lock(), 0))
        self._turns[key] = (lock, waiting + 1)
        return lock

    def _leave(self, key: int) -> None:
        lock, waiting = self._turns[key]
        if waiting == 1:
            del self._turns[key]
        else:
            self._turns[key] = (lock, waiting - 1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free: the application waits for what is being served."""


def _keys(update: object) -> list[int]:
    """The chats whose turn an update takes, always in the same order: two never wait for each
    other."""
    if not isinstance(update, Update):
        return [0]
    if update.effective_chat is None:
        return [update.effective_user.id if update.effective_user is not None else 0]
    message = update.message
    other = (message.migrate_to_chat_id or message.migrate_from_chat_id) if message else None
    return sorted({update.effective_chat.id, other or update.effective_chat.id})
