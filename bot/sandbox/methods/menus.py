"""Methods about command menus and the menu button."""

from __future__ import annotations

from bot.sandbox.commands import read_commands, read_scope
from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.world import World


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
        raise bad_request("invalid language code specified")
    return code


def set_my_commands(world: World, params: Params) -> bool:
    """Store a menu for a scope and language."""
    commands = read_commands(params.array("commands"))
    world.commands.set(read_scope(params.parsed("scope")), _language(params), commands)
    world.feed.publish("commands", dict)
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """The menu stored for exactly a scope and language."""
    return world.commands.get(read_scope(params.parsed("scope")), _language(params))


def delete_my_commands(world: World, params: Params) -> bool:
    """Remove a menu."""
    world.commands.delete(read_scope(params.parsed("scope")), _language(params))
    world.feed.publish("commands", dict)
    return True


def set_chat_menu_button(world: World, params: Params) -> bool:
    """Store the menu button of a private chat, or the default one."""
    button = params.parsed("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: Unsupported type specified")
    world.profile[f"menu_button:{params.text('chat_id')}"] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """The menu button of a private chat, or the default one."""
    stored = world.profile.get(f"menu_button:{params.text('chat_id')}")
    button: Json = stored or world.profile.get("menu_button:") or {"type": "default"}
    return button


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
