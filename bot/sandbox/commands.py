"""The bot's command menus by scope and language, and which one a person sees in a chat.

Refuses names and descriptions Telegram refuses. Looking up follows the documented order: the
narrowest scope first, in each the person's language before the list without one.
"""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.model import Chat, Json, Person

MAX_COMMANDS = 100
_NAME = re.compile(r"/?([a-z0-9_]{1,32})\Z")
_BROAD = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
Key = tuple[str, int, int]


def read_scope(scope: Any) -> Key:
    """(type, chat id, user id) of a `BotCommandScope`; the default one when missing."""
    if scope is None:
        return ("default", 0, 0)
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _BROAD:
        return (str(kind), 0, 0)
    if kind not in ("chat", "chat_administrators", "chat_member"):
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat, user = _number(scope.get("chat_id")), _number(scope.get("user_id"))
    if not chat:
        raise bad_request("chat not found")
    return (str(kind), chat, user if kind == "chat_member" else 0)


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def read_commands(items: list[Any] | None) -> list[Json]:
    """Checked commands; names lose a leading slash, as on Telegram."""
    if items is None:
        raise bad_request("can't parse commands JSON object: expected an Array")
    if len(items) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(item) for item in items]


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = item.get("command"), item.get("description")
    matched = _NAME.match(name) if isinstance(name, str) else None
    if matched is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description.strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": matched[1], "description": description.strip()}


class Commands:
    """Menus by (scope, language)."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Key, str], list[Json]] = {}

    def set(self, scope: Key, language: str, commands: list[Json]) -> None:
        """Store a menu; an empty one deletes."""
        if commands:
            self._menus[scope, language] = commands
        else:
            self.delete(scope, language)

    def get(self, scope: Key, language: str) -> list[Json]:
        """The menu stored for exactly this scope and language."""
        return self._menus.get((scope, language), [])

    def delete(self, scope: Key, language: str) -> None:
        """Remove a menu."""
        self._menus.pop((scope, language), None)

    def seen_by(self, person: Person, chat: Chat) -> list[Json]:
        """The menu a person sees in a chat."""
        language = (person.language_code or "")[:2]
        for scope in _scopes(person, chat):
            for wanted in dict.fromkeys((language, "")):
                if menu := self._menus.get((scope, wanted)):
                    return menu
        return []


def _scopes(person: Person, chat: Chat) -> list[Key]:
    """Scopes that reach a person in a chat, narrowest first."""
    if chat.is_private:
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
    member = chat.members.get(person.id)
    admin = member is not None and member.is_admin
    scopes: list[Key] = [("chat_member", chat.id, person.id)]
    if admin:
        scopes.append(("chat_administrators", chat.id, 0))
    scopes.append(("chat", chat.id, 0))
    if admin:
        scopes.append(("all_chat_administrators", 0, 0))
    return [*scopes, ("all_group_chats", 0, 0), ("default", 0, 0)]
