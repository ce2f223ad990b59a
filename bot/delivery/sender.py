"""One part of an edition into one request to Telegram, and its answer into an outcome. The table
of errors is that of shared measurements: what each class of failure says about “was it sent?”."""

from __future__ import annotations

import json
import logging

import httpx
from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.delivery.limiter import MARGIN, Passage, TurnedAway, seconds_of
from bot.delivery.outcomes import (
    AtTheWire,
    Gone,
    Later,
    Migrated,
    Outcome,
    Parked,
    Sent,
    Stopped,
    Unknown,
    Withdrawn,
)
from bot.render.html import plain
from digest.recipients import Delivery, Part

log = logging.getLogger(__name__)

# An HTTP 5xx that a server answered: rarely carried out; again after at least this (design §7).
SERVER_ERROR_PAUSE = 5.0
# Refusals by which the person or group put us out; only these pause a chat (design §7).
BLOCKED = ("blocked by the user", "can't initiate conversation")
# What httpx raises before a single byte of the request has left.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


class TelegramSender:
    """Sends through an `ExtBot` whose rate limiter is the `GateLimiter`."""

    def __init__(self, bot: ExtBot[Passage]) -> None:
        self._bot = bot

    async def send(self, delivery: Delivery, at_the_wire: AtTheWire) -> Outcome:
        """Send one part; a markup refusal is answered by one try as plain text."""
        try:
            try:
                message_id = await self._request(delivery, delivery.payload.html, at_the_wire)
            except BadRequest as error:
                if "parse entities" not in str(error).lower():
                    raise
                log.error("delivery %s: markup refused: %s", delivery.id, error)
                words = plain(delivery.payload.html)
                message_id = await self._request(delivery, words, None, markup=False)
        except TurnedAway:
            return Withdrawn()
        except TelegramError as error:
            return outcome_of(error)
        except Exception as error:
            # An answer the library cannot even take apart (200 with a body of another shape).
            log.exception("delivery %s: unreadable answer", delivery.id)
            return Unknown(f"unreadable answer: {type(error).__name__}")
        return Sent(message_id)

    async def _request(
        self, delivery: Delivery, text: str, at_the_wire: AtTheWire | None, *, markup: bool = True
    ) -> int:
        part, mode = delivery.payload, ParseMode.HTML if markup else None
        passage, keyboard = Passage(delivery.lane, at_the_wire), keyboard_of(part)
        if part.photo is not None:
            message = await self._bot.send_photo(
                delivery.chat_id,
                part.photo,
                caption=text,
                parse_mode=mode,
                reply_markup=keyboard,
                message_thread_id=delivery.thread_id,
                disable_notification=part.silent,
                rate_limit_args=passage,
            )
        else:
            message = await self._bot.send_message(
                delivery.chat_id,
                text,
                parse_mode=mode,
                reply_markup=keyboard,
                message_thread_id=delivery.thread_id,
                disable_notification=part.silent,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                rate_limit_args=passage,
            )
        return message.message_id

    async def pin(self, delivery: Delivery, message_id: int) -> None:
        """Pin what was sent; a refusal is logged, for the message itself has arrived."""
        try:
            await self._bot.pin_chat_message(
                delivery.chat_id,
                message_id,
                disable_notification=True,
                rate_limit_args=Passage(delivery.lane),
            )
        except TelegramError as error:
            log.warning("delivery %s: not pinned: %s", delivery.id, error)


def keyboard_of(part: Part) -> InlineKeyboardMarkup | None:
    """The frozen JSON of a part's buttons as the library's object."""
    if part.keyboard is None:
        return None
    return InlineKeyboardMarkup.de_json(json.loads(part.keyboard), None)


def outcome_of(error: TelegramError) -> Outcome:
    """What a failed request amounts to. Subclasses come first: PTB's BadRequest and TimedOut are
    NetworkErrors, and a permanent refusal taken for one would be tried for ever."""
    text = str(error)
    match error:
        case RetryAfter():
            return Later(text, seconds_of(error) + MARGIN, "chat")
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden():
            blocked = any(words in text.lower() for words in BLOCKED)
            return Gone(text, "blocked" if blocked else "gone")
        case InvalidToken():
            return Stopped(text)
        case BadRequest():
            return Parked(text)
        case TimedOut() | NetworkError():
            return _network_outcome(error, text)
    # An answer that is no answer (a garbled body): the request itself may have been carried out.
    return Unknown(text)


def _network_outcome(error: NetworkError, text: str) -> Outcome:
    cause = error.__cause__
    if isinstance(cause, NEVER_LEFT):
        return Later(text)
    if isinstance(error, TimedOut) or (cause is not None and not isinstance(cause, TelegramError)):
        return Unknown(text)
    # A server or proxy answered 5xx; PTB chains a TelegramError when its body was not JSON.
    return Later(text, at_least=SERVER_ERROR_PAUSE)
