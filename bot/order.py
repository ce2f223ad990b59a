"""Lets many chats be served at once while the updates of one chat keep their order.

A chat that floods waits for itself only: its updates queue behind each other, and only the one
being served takes one of the places all chats share.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
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
        key = _key(update)
        lock, waiting = self._turns.get(key, (asyncio.Lock(), 0))
        self._turns[key] = (lock, waiting + 1)
        try:
            async with lock, self._places:
                await coroutine
        finally:
            lock, waiting = self._turns[key]
            if waiting == 1:
                del self._turns[key]
            else:
                self._turns[key] = (lock, waiting - 1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free: the application waits for what is being served."""


def _key(update: object) -> int:
    if not isinstance(update, Update):
        return 0
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0
