"""Methods about the bot itself: getMe, logOut, close, its name and descriptions."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.world import World

_LIMITS = {"description": 512, "short_description": 120, "name": 64}


def get_me(world: World, params: Params) -> Json:
    """The bot's own account with its abilities."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }
    return world.bot_json | abilities


def settle(world: World, params: Params) -> bool:
    """logOut and close: nothing to do here, always true."""
    return True


def _set(field: str) -> Any:
    def set_text(world: World, params: Params) -> bool:
        text, language = params.text(field), params.text("language_code")
        if len(text) > _LIMITS[field]:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        world.profile[f"{field}:{language}"] = text
        world.feed.publish("bot", dict)
        return True

    return set_text


def _get(field: str) -> Any:
    def get_text(world: World, params: Params) -> Json:
        texts, language = world.profile, params.text("language_code")
        fallback = world.bot.first_name if field == "name" else ""
        text = texts.get(f"{field}:{language}") or texts.get(f"{field}:") or fallback
        return {field: text}

    return get_text


METHODS = {
    "getMe": get_me,
    "logOut": settle,
    "close": settle,
    "setMyName": _set("name"),
    "getMyName": _get("name"),
    "setMyDescription": _set("description"),
    "getMyDescription": _get("description"),
    "setMyShortDescription": _set("short_description"),
    "getMyShortDescription": _get("short_description"),
}
