"""The Bot API methods, by name; each is a function (World, Params) → the `result` of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.methods import chats, editing, menus, profile, queries, receiving, sending
from bot.sandbox.params import Params
from bot.sandbox.world import World

Method = Callable[[World, Params], Any | Awaitable[Any]]

_MODULES = (profile, menus, receiving, sending, editing, queries, chats)
# Telegram takes method names in any case.
METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, function)
    for module in _MODULES
    for name, function in module.METHODS.items()
}

__all__ = ["METHODS", "Method"]
