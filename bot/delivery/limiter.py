"""The pacing gate in python-telegram-bot's own place for it, so that whatever the bot sends, reply
or broadcast, passes the same gate. A delivery hands over its lane and what to do at the wire."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.outcomes import AtTheWire
from bot.delivery.pacing import Gate
from digest.recipients import Lane

log = logging.getLogger(__name__)

# Calls that put nothing into a chat: Telegram does not count them against the sending limits.
UNPACED = frozenset(
    {
        "getUpdates",
        "getMe",
        "getFile",
        "getChat",
        "getChatMember",
        "getChatAdministrators",
        "getWebhookInfo",
        "setWebhook",
        "deleteWebhook",
        "setMyCommands",
        "getMyCommands",
        "deleteMyCommands",
        "setMyDescription",
        "setMyShortDescription",
        "answerCallbackQuery",
        "answerInlineQuery",
        "sendChatAction",
    }
)
# A 429 tells that the call was not carried out, so a reply may be tried again; beyond a minute
# nobody waits for an answer any more.
REPLY_TRIES = 3
REPLY_PATIENCE = 60.0
# Added to Telegram's retry_after: its seconds are whole, ours must not end a little early.
MARGIN = 0.5
# So many chats refused one after the other, with no other answer of Telegram's between them, mean
# that we are too fast in all: a limit on the whole bot refuses everybody. One of fifty calls
# refused at random must not stop the other forty-nine, nor may one chat that is refused again.
COMPLAINTS_IN_A_ROW = 3


class TurnedAway(Exception):
    """At the wire the row was no longer ours; the request was not made."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`rate_limit_args` of a delivery: its lane, and what happens at the wire."""

    lane: Lane
    at_the_wire: AtTheWire | None = None


class GateLimiter(BaseRateLimiter[Passage]):
    """Every sending call waits at `gate`; a 429 holds the gate for one chat or for all."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self._complaints: dict[int | None, float] = {}

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to tear down."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Passage | None,
    ) -> Any:
        """Run the call when its turn has come; raises what the call raises, or TurnedAway."""
        if endpoint in UNPACED:
            return await callback(*args, **kwargs)
        passage = rate_limit_args or Passage("reply")
        chat = data.get("chat_id")
        chat_id = chat if isinstance(chat, int) else None
        tries = REPLY_TRIES if passage.lane == "reply" else 1
        while True:
            tries -= 1
            await self.gate.enter(passage.lane, chat_id)
            try:
                if passage.at_the_wire is not None and not await passage.at_the_wire():
                    raise TurnedAway
            finally:
                self.gate.at_the_wire(passage.lane)
            try:
                answer = await callback(*args, **kwargs)
                self._complaints.clear()
                return answer
            except (BadRequest, Forbidden):
                self._complaints.clear()  # refused for what it was, so not for our speed
                raise
            except RetryAfter as error:
                seconds = seconds_of(error)
                self._hold(seconds, chat_id)
                if tries <= 0 or seconds > REPLY_PATIENCE:
                    raise

    def _hold(self, seconds: float, chat_id: int | None) -> None:
        """A 429 does not say whether one chat or all of us were too fast: it is taken for the
        chat's until several chats in a row were refused."""
        self._complaints[chat_id] = seconds
        if len(self._complaints) >= COMPLAINTS_IN_A_ROW:
            if not self.gate.held:  # else they left before the last complaint: it is the same one
                self.gate.slow_down()
            self.gate.hold(max(self._complaints.values()) + MARGIN)
            self._complaints.clear()
        else:
            self.gate.hold(seconds + MARGIN, chat_id)
        log.warning("telegram asked for %.0f s of silence", seconds)


def seconds_of(error: RetryAfter) -> float:
    """The pause a 429 asks for; PTB gives an int or, by setting, a timedelta."""
    after = error.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
