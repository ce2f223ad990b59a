"""Updates on their way to the bot: numbered, filtered, kept 24 hours, fetched by long poll.

The queue knows nothing of chats. It refuses what Telegram refuses: a second poller (the first is
told 409), polling while a webhook is set, and it answers a long poll as soon as something comes.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import ApiError
from bot.sandbox.model import Json

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
)
_BY_REQUEST_ONLY = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
KEPT_SECONDS = 24 * 3600.0
MAX_PENDING = 100_000
MAX_POLL_SECONDS = 50
CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
BY_WEBHOOK = "Conflict: terminated by setWebhook request"
WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
# Update numbers go on from the clock, ten a second, so that a stand-in started again does not
# hand out numbers a bot with a memory has seen already (epoch: 2024-01-01).
_EPOCH = 1_704_067_200


@dataclass(slots=True)
class Pending:
    """An update not yet confirmed by the bot."""

    number: int
    kind: str
    body: Json
    at: float

    def as_json(self) -> Json:
        """The Bot API `Update`."""
        return {"update_id": self.number, self.kind: self.body}


class Updates:
    """The queue between the chats and the bot."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next = max(1, int(clock() - _EPOCH)) * 10
        self.pending: deque[Pending] = deque()
        self.allowed: tuple[str, ...] = default_kinds()
        self.webhook_active = False
        self.confirmed = 0
        self.on_new: Callable[[], None] | None = None
        self.on_poll: Callable[[], None] | None = None
        self._poller: asyncio.Future[bool] | None = None
        self._polling = asyncio.Event()
        self._closed = False

    def push(self, kind: str, body: Json) -> int | None:
        """Queue an update; None when the bot has not asked for its kind."""
        if kind not in self.allowed:
            return None
        self._next += 1
        self.pending.append(Pending(self._next, kind, body, self._clock()))
        if len(self.pending) > MAX_PENDING:
            self.pending.popleft()
        self._wake(True)
        if self.on_new:
            self.on_new()
        return self._next

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants; None leaves the memory as it is."""
        if kinds is not None:
            known = tuple(kind for kind in kinds if kind in KINDS)
            self.allowed = known or default_kinds()

    def confirm_before(self, offset: int) -> None:
        """Drop updates below `offset`; a negative one keeps the newest -offset."""
        pending = self.pending
        if offset < 0:
            while len(pending) > -offset:
                pending.popleft()
        while pending and (pending[0].number < offset or self._stale(pending[0])):
            self.confirmed = max(self.confirmed, pending.popleft().number)

    def _stale(self, update: Pending) -> bool:
        return self._clock() - update.at > KEPT_SECONDS

    def drop(self) -> None:
        """Forget everything pending."""
        self.pending.clear()

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """The getUpdates answer: pending updates, or a wait of `seconds` for some."""
        if self.webhook_active:
            raise ApiError(409, WEBHOOK_SET)
        self._wake(False)
        self.confirm_before(offset)
        if not self.pending and seconds > 0 and not self._closed:
            await self._wait(seconds)
        if self.webhook_active:
            raise ApiError(409, WEBHOOK_SET)
        return [update.as_json() for update in itertools.islice(self.pending, limit)]

    async def _wait(self, seconds: float) -> None:
        poller: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._poller = poller
        self._polling.set()
        if self.on_poll:
            self.on_poll()
        try:
            stays = await asyncio.wait_for(poller, seconds)
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None
                self._polling.clear()
        if not stays:
            raise ApiError(409, BY_WEBHOOK if self.webhook_active else CONFLICT)

    def _wake(self, stays: bool) -> None:
        """End the waiting poll: with updates, or (`stays` False) for another poller."""
        if self._poller and not self._poller.done():
            self._poller.set_result(stays)
        self._poller = None
        self._polling.clear()

    def interrupt(self) -> None:
        """End the waiting poll with 409."""
        self._wake(False)

    @property
    def polled(self) -> bool:
        """Whether a long poll is waiting right now."""
        return self._poller is not None

    async def poll_waits(self) -> None:
        """Return as soon as a long poll is waiting."""
        await self._polling.wait()

    def close(self) -> None:
        """Answer the waiting poll and wait no more."""
        self._closed = True
        self._wake(True)


def default_kinds() -> tuple[str, ...]:
    """The kinds Telegram sends when the bot names none."""
    return tuple(kind for kind in KINDS if kind not in _BY_REQUEST_ONLY)
