"""Sends and edits messages so that none is lost to markup or to a message that went away.

HTML first; when Telegram cannot parse it (a defect of ours, logged as such) the same words go
out as plain text. An edit that changes nothing is fine; an edit of a vanished message becomes a
new one; a file or picture that is not taken becomes a message. A chat that blocked us raises
Forbidden to the caller.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    Document,
    ForceReply,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.render.html import Html, esc, plain
from bot.render.parts import shorten, split_plain
from bot.texts import Voice
from digest.errors import Refused

log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TITLE_UNITS = 40
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
    except (Forbidden, RetryAfter, TimedOut):
        raise
    except TelegramError as error:
        if "not modified" in error.message.lower():
            return
        log.info("an edit became a new message: %s", error.message)
        await again()


async def take_off(message: Message | None) -> None:
    """Take the buttons off a message whose question is settled; where that cannot be done they
    stay, and a second press is answered like the first."""
    try:
        if message is not None:
            await message.edit_reply_markup(None)
    except TelegramError as error:
        log.info("buttons were not taken off: %s", error.message)


async def send_file(bot: Bot, place: Place, file: InputFile, caption: str) -> None:
    """Send a text file; where files are not taken its lines come as messages."""
    try:
        await bot.send_document(
            place.chat_id, file, caption=caption, message_thread_id=place.thread_id
        )
    except BadRequest as error:
        log.warning("a file was not taken: %s", error.message)
        content = file.input_file_content
        text = content.decode(errors="replace") if isinstance(content, bytes) else ""
        for piece in split_plain(f"{caption}\n\n{text}"):
            await send(bot, place, esc(piece))


async def send_picture(
    bot: Bot, place: Place, picture: bytes, html: Html, markup: InlineKeyboardMarkup | None = None
) -> None:
    """Send a picture with `html` beneath; where pictures are not taken the words come alone."""
    try:
        await bot.send_photo(
            place.chat_id,
            picture,
            caption=html,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            message_thread_id=place.thread_id,
        )
    except BadRequest as error:
        log.warning("a picture was not taken: %s", error.message)
        await send(bot, place, html, markup)


async def chat_title(bot: Bot, chat_id: int) -> str:
    """What a chat is called; its number when Telegram does not say."""
    try:
        chat = await bot.get_chat(chat_id)
    except TelegramError:
        return str(chat_id)
    return shorten(chat.title or str(chat_id), TITLE_UNITS)


async def show_busy(bot: Bot, place: Place, action: ChatAction) -> None:
    """Show what the bot is at; where that is not taken, the answer comes all the same."""
    try:
        await bot.send_chat_action(place.chat_id, action, message_thread_id=place.thread_id)
    except TelegramError as error:
        log.info("a chat action was not taken: %s", error.message)


async def answer_press(query: CallbackQuery, **kwargs: Any) -> bool:
    """Answer a pressed button; whether the answer was taken."""
    try:
        await query.answer(**kwargs)
    except TelegramError as error:
        # After 150 s, or a restart, Telegram no longer takes the answer; the press is still served.
        log.info("a press could not be answered: %s", error.message)
        return False
    return True


async def pop_up(query: CallbackQuery, voice: Voice, key: str) -> None:
    """Say why a press does nothing. Where it is too late for a pop-up, or the server has none, a
    person is told by message: nobody is left without a word."""
    if await answer_press(query, text=voice.label(key), show_alert=True) or query.message is None:
        return
    if query.message.chat.type == "private":
        try:
            await send(query.get_bot(), Place(query.message.chat.id), voice.html(key))
        except TelegramError as error:
            log.info("a word was not taken: %s", error.message)


async def download(document: Document, limit: int) -> bytes:
    """The bytes of a file a person sent. Refused (`file_large`, `download`) when there are more
    than `limit`, or when Telegram does not hand it over."""
    if (document.file_size or 0) > limit:
        raise Refused("file_large", "the file is too large", values={"limit": limit // 1000})
    try:
        file = await document.get_file()
        return bytes(await file.download_as_bytearray())
    except (TelegramError, RuntimeError) as error:  # the latter where no path to it was told
        log.warning("a file could not be fetched: %s", error)
        raise Refused("download", "the file could not be fetched") from error
