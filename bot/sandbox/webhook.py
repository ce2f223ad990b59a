"""Delivering updates to the bot by HTTP POST, one after the other, to a loopback address.

An update is done when the bot answers 2xx; anything else is tried again, the pause doubling up to
a minute. The body of the answer is not looked at (method calls in it are not carried out).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from urllib.parse import urlsplit

from bot.sandbox.model import Json
from bot.sandbox.updates import Pending, Updates

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
ANSWER_SECONDS = 60.0


class Webhook:
    """The webhook of the bot, if it has set one."""

    def __init__(self, updates: Updates, clock: Callable[[], float]) -> None:
        self._updates = updates
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._more = asyncio.Event()
        self._info: Json = {}
        self.url = ""
        self.secret = ""
        self.first_pause = FIRST_PAUSE

    def set(self, url: str, secret: str, max_connections: int) -> None:
        """Start delivering to `url`; a waiting long poll is ended with 409."""
        self._stop()
        self.url, self.secret = url, secret
        self._info = {"max_connections": max_connections}
        self._updates.webhook_active = True
        self._updates.interrupt()
        self._updates.on_new = self._more.set
        self._more.set()
        self._task = asyncio.get_running_loop().create_task(self._deliver())

    def remove(self) -> None:
        """Stop delivering."""
        self._stop()
        self.url = self.secret = ""
        self._info = {}
        self._updates.webhook_active = False
        self._updates.on_new = None

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def info(self) -> Json:
        """The Bot API `WebhookInfo` (the queue's length is added by the method)."""
        base: Json = {"url": self.url, "has_custom_certificate": False}
        return base | self._info | {"allowed_updates": list(self._updates.allowed)}

    async def _deliver(self) -> None:
        pause = self.first_pause
        while True:
            if not self._updates.pending:
                self._more.clear()
                await self._more.wait()
                continue
            update = self._updates.pending[0]
            failure = await self._post(update)
            if failure is None:
                pause = self.first_pause
                self._updates.confirm_before(update.number + 1)
                continue
            self._info["last_error_date"] = int(self._clock())
            self._info["last_error_message"] = failure
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, update: Pending) -> str | None:
        """Send one update; None when the bot took it, the reason otherwise."""
        try:
            status = await asyncio.wait_for(self._exchange(update), ANSWER_SECONDS)
        except (OSError, TimeoutError, ValueError, EOFError) as error:
            return f"Connection failed: {type(error).__name__}"
        if 200 <= status < 300:
            return None
        return f"Wrong response from the webhook: {status}"

    async def _exchange(self, update: Pending) -> int:
        parts = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
        try:
            writer.write(self._request(update))
            await writer.drain()
            status_line = await reader.readline()
            return int(status_line.split()[1]) if len(status_line.split()) > 1 else 0
        finally:
            writer.close()

    def _request(self, update: Pending) -> bytes:
        parts = urlsplit(self.url)
        body = json.dumps(update.as_json(), ensure_ascii=False).encode()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = (
            f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        if self.secret:
            head += f"X-Telegram-Bot-Api-Secret-Token: {self.secret}\r\n"
        return head.encode("latin-1", "replace") + b"\r\n" + body

    def close(self) -> None:
        """End the delivery task."""
        self._stop()
