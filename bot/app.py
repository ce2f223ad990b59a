"""Wires the bot once: settings and service become a python-telegram-bot Application.

Handler order: every kind of update has exactly one handler, so order decides nothing but speed.
Messages, presses, inline queries and membership changes go to `Dispatch`, which chooses by
registry; edited messages and channel posts have no handler, since silence is the answer to them.
Updates of one chat keep their order while chats are served side by side (`ChatOrder`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import menus
from bot.connection import Connection
from bot.desk import Desk, alias_key, utc_now
from bot.dispatch import Dispatch
from bot.handlers import registry
from bot.keyboards import Codec
from bot.logs import Ids
from bot.order import ChatOrder
from bot.render.editions import Editions
from bot.render.names import Names
from bot.settings import Settings
from bot.texts import Texts, choose
from digest.errors import DigestError
from digest.understanding import taxonomy

if TYPE_CHECKING:
    from digest.service import Service

log = logging.getLogger(__name__)
App = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = ["message", "callback_query", "inline_query", "my_chat_member"]
CONNECT_SECONDS, READ_SECONDS, POOL_SECONDS, CONNECTIONS = 5.0, 20.0, 30.0, 20


def build_desk(
    settings: Settings, service: Service, *, clock: Callable[[], datetime] = utc_now
) -> Desk:
    """What handlers share, from settings and service."""
    texts = Texts()
    names = Names(taxonomy.load(settings.taxonomy_file))
    codec = Codec(settings.token)

    def address(payload: str) -> str:
        return desk.deep_link(payload)

    editions = Editions(texts, names, codec, address)
    desk = Desk(
        service=service,
        settings=settings,
        texts=texts,
        codec=codec,
        names=names,
        registry=registry(),
        editions=editions,
        clock=clock,
        ids=Ids(clear=settings.log_level == "DEBUG", salt=settings.token),
    )
    for command in dict.fromkeys(desk.registry.commands.values()):
        if "operator" not in command.where:
            for words in texts.all(f"alias.{command.name}"):
                desk.aliases.update(dict.fromkeys(map(alias_key, words.split()), command.name))
    return desk


def build_application(
    settings: Settings,
    service: Service,
    *,
    rate_limiter: BaseRateLimiter[Any] | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> App:
    """The application, ready to run; its sending calls pass `rate_limiter`."""
    desk = build_desk(settings, service, clock=clock)
    dispatch = Dispatch(desk)

    async def started(application: App) -> None:
        desk.username = application.bot.username or ""
        desk.bot_id = application.bot.id
        await menus.publish(application.bot, desk)
        desk.pool.submit(_warm, desk)

    async def stopped(_: App) -> None:
        desk.pool.shutdown(wait=True)

    builder = _builder(settings).post_init(started).post_stop(stopped)
    if rate_limiter is not None:
        builder = builder.rate_limiter(rate_limiter)
    application: App = builder.build()
    application.bot_data["desk"] = desk
    _bind(application, dispatch)
    return application


def _builder(settings: Settings) -> Any:
    """Connections and order of updates. No persistence: what must last is in the store."""
    return (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .concurrent_updates(ChatOrder())
        .request(_connection(CONNECTIONS))
        .get_updates_request(_connection(1))
        .job_queue(None)
    )


def _connection(size: int) -> Connection:
    return Connection(
        connection_pool_size=size,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        pool_timeout=POOL_SECONDS,
    )


def _warm(desk: Desk) -> None:
    """Load dictionaries and tables that lookup needs, so that nobody's first question waits for
    them: a second and more on a small machine."""
    entry = next(iter(desk.names.topics.entries))
    try:
        query = desk.service.lookup.understand(entry.name, today=desk.now().date())
        desk.service.lookup.answer(query, now=desk.now())
    except DigestError as error:
        log.warning("warming up failed: %s", error)


def _bind(application: App, dispatch: Dispatch) -> None:
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, dispatch.message))
    application.add_handler(CallbackQueryHandler(dispatch.callback))
    application.add_handler(InlineQueryHandler(dispatch.inline))
    application.add_handler(
        ChatMemberHandler(dispatch.membership, ChatMemberHandler.MY_CHAT_MEMBER)
    )
    application.add_error_handler(_failed)


async def _failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what went wrong without any message text, and tell the person there is a next step."""
    error = context.error
    if update is None or (isinstance(error, NetworkError) and not isinstance(error, BadRequest)):
        log.warning("telegram: %s", type(error).__name__)
        return
    log.error("a handler failed: %s", type(error).__name__, exc_info=error)
    if isinstance(update, Update) and update.effective_chat is not None:
        await _sorry(update, context)


async def _sorry(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    desk: Desk = context.application.bot_data["desk"]
    user, chat = update.effective_user, update.effective_chat
    if chat is None or chat.type == "channel":
        return
    voice = desk.texts.voice(choose(user.language_code if user else None))
    try:
        await context.bot.send_message(chat.id, voice.label("odd.failed"))
    except TelegramError as error:
        log.warning("telegram: %s", type(error).__name__)
