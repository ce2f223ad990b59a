"""Sends and edits messages so that none is lost to markup or to a message that went away.

HTML first; when Telegram cannot parse it (a defect of ours, logged as such) the same words go
out as plain text. An edit that changes nothing is fine; an edit of a vanished message becomes a
new one. A chat that blocked us raises Forbidden to the caller.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import (
    Bot,
    Document,
    ForceReply,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.render.html import Html, plain
from bot.render.parts import split_plain
from digest.errors import Refused

log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UNREADABLE = ("can't parse", "entit", "too long", "message_too_long")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, perhaps a forum topic, perhaps as an answer to a message."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


async def send(
    bot: Bot,
    place: Place,
    html: Html,
    markup: InlineKeyboardMarkup | ForceReply | None = None,
    *,
    silent: bool = False,
) -> Message:
    """Send one message; the last one sent is returned when it had to be split."""

    async def post(text: str, mode: str | None, keyboard: object) -> Message:
        return await bot.send_message(
            place.chat_id,
            text,
            parse_mode=mode,
            reply_markup=keyboard,  # type: ignore[arg-type]
            link_preview_options=_NO_PREVIEW,
            message_thread_id=place.thread_id,
            disable_notification=silent,
            reply_parameters=_answering(place),
        )

    try:
        return await post(html, ParseMode.HTML, markup)
    except BadRequest as error:
        _only_markup(error)
    pieces = split_plain(plain(html)) or ["…"]
    for piece in pieces[:-1]:
        await post(piece, None, None)
    return await post(pieces[-1], None, markup)


def _answering(place: Place) -> ReplyParameters | None:
    if place.reply_to is None:
        return None
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True)


def _only_markup(error: BadRequest) -> None:
    if not any(sign in error.message.lower() for sign in _UNREADABLE):
        raise error
    log.error("markup refused, sent as plain text: %s", error.message)


async def edit(
    message: Message,
    html: Html,
    markup: InlineKeyboardMarkup | None,
    again: Callable[[], Awaitable[object]],
) -> None:
    """Put `html` in place of `message`; `again` sends it anew when it cannot be edited."""
    try:
        await message.edit_text(
            html, parse_mode=ParseMode.HTML, reply_markup=markup, link_preview_options=_NO_PREVIEW
        )
    except BadRequest as error:
        if "not modified" in error.message.lower():
            return
        log.info("an edit became a new message: %s", error.message)
        await again()


async def download(document: Document, limit: int) -> bytes:
    """The bytes of a file a person sent. Refused (`file_large`, `download`) when there are more
    than `limit`, or when Telegram does not hand it over."""
    if (document.file_size or 0) > limit:
        raise Refused("file_large", "the file is too large", values={"limit": limit // 1000})
    try:
        file = await document.get_file()
        return bytes(await file.download_as_bytearray())
    except TelegramError as error:
        log.warning("a file could not be fetched: %s", error.message)
        raise Refused("download", "the file could not be fetched") from error
