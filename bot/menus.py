"""Makes the command menus of every language and scope from the registry, and the card that a person
sees before the first message, and hands them over."""

from __future__ import annotations

import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.desk import Desk
from bot.families import Where
from bot.texts import Voice

log = logging.getLogger(__name__)
# Telegram's language codes are two letters: Chinese is the list without a code, for everyone
# else; `zh` is set as well so that an operator sees it named.
_CODES = {"": "zh", "zh": "zh", "en": "en"}
# Nobody is served before the menus are told; a server that leaves them unanswered delays the start
# by twice this.
_PATIENCE = 5.0


def menu(desk: Desk, voice: Voice, *places: Where) -> list[BotCommand]:
    """The commands shown in `places`, in the order of the registry."""
    unique = dict.fromkeys(desk.registry.commands.values())
    return [
        BotCommand(command.name, voice.label(f"command.{command.name}"))
        for command in unique
        if set(places) & set(command.where)
    ]


async def publish(bot: Bot, desk: Desk) -> None:
    """Set card and menus; a refusal is logged, since a bot without them still answers."""
    await _introduce(bot, desk)
    scopes: list[tuple[BotCommandScope, tuple[Where, ...]]] = [
        (BotCommandScopeDefault(), ("private",)),
        (BotCommandScopeAllPrivateChats(), ("private",)),
        (BotCommandScopeAllGroupChats(), ("group",)),
        *(
            (BotCommandScopeChat(operator), ("private", "operator"))
            for operator in desk.settings.operator_ids
        ),
    ]
    for scope, places in scopes:
        for code, language in _CODES.items():
            commands = menu(desk, desk.texts.voice(language), *places)
            try:
                await bot.set_my_commands(
                    commands, scope=scope, language_code=code or None, read_timeout=_PATIENCE
                )
            except TelegramError as error:
                log.warning("a menu was not taken (%s): %s", scope.type, error)
                if scope.type == BotCommandScope.DEFAULT:
                    return  # not for this one chat or language: the server takes none


async def _introduce(bot: Bot, desk: Desk) -> None:
    """What an empty chat shows above the start button, and what a shared contact says."""
    for code, language in _CODES.items():
        voice = desk.texts.voice(language)
        try:
            await bot.set_my_description(
                voice.label("card.description"), code or None, read_timeout=_PATIENCE
            )
            await bot.set_my_short_description(
                voice.label("card.short"), code or None, read_timeout=_PATIENCE
            )
        except TelegramError as error:
            log.warning("the card was not taken: %s", error)
            return
