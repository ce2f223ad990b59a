"""Checks of `reply_markup`: what Telegram takes as a keyboard, and its words for the rest.

Turns the parsed JSON of a keyboard into the form messages carry; refuses buttons without exactly
one action, callback data outside 1–64 bytes, bad addresses and too many buttons.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import button_link
from bot.sandbox.model import Json

MAX_CALLBACK_BYTES = 64
MAX_BUTTONS = 100
MAX_COPY = 256
_ACTIONS = (
    "callback_data",
    "url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "web_app",
    "login_url",
    "pay",
    "callback_game",
)
_STYLES = ("danger", "success", "primary")


def read_keyboard(markup: Any) -> Json | None:
    """The keyboard of a message, None when there is none; refuses what Telegram refuses."""
    if markup is None or markup == "" or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return inline_keyboard(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply_keyboard(markup)
    if markup.get("remove_keyboard"):
        return {"remove_keyboard": True, "selective": bool(markup.get("selective"))}
    if markup.get("force_reply"):
        return {key: markup[key] for key in markup if key in _FORCE_REPLY}
    return None


_FORCE_REPLY = ("force_reply", "input_field_placeholder", "selective")


def read_inline_keyboard(markup: Any) -> Json | None:
    """As `read_keyboard`, for edits, where only inline keyboards are taken."""
    keyboard = read_keyboard(markup)
    if keyboard is not None and "inline_keyboard" not in keyboard:
        raise bad_request("inline keyboard expected")
    return keyboard


def inline_keyboard(rows: Any) -> Json | None:
    """Checked rows of an inline keyboard; empty rows go, an empty keyboard is none."""
    checked = [[_button(button) for button in row] for row in _rows(rows) if row]
    _count(checked)
    return {"inline_keyboard": checked} if checked else None


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(
            'can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array'
        )
    for row in rows:
        if not isinstance(row, list):
            raise bad_request("can't parse inline keyboard: row must be an Array")
    return rows


def _count(rows: list[list[Json]]) -> None:
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unparsable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _unparsable('Field "text" must be of type String' if not text else "Text is empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable("exactly one action must be specified")
    made = {"text": text, actions[0]: _action(actions[0], button[actions[0]])}
    if button.get("style") in _STYLES:
        made["style"] = button["style"]
    return made


def _action(name: str, value: Any) -> Any:
    match name:
        case "callback_data":
            if not isinstance(value, str) or not 1 <= len(value.encode()) <= MAX_CALLBACK_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
        case "url":
            return _url(value)
        case "copy_text":
            text = value.get("text") if isinstance(value, dict) else None
            if not isinstance(text, str) or not 1 <= len(text) <= MAX_COPY:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "switch_inline_query" | "switch_inline_query_current_chat":
            if not isinstance(value, str):
                raise _unparsable(f'Field "{name}" must be of type String')
        case "web_app" | "login_url":
            if not isinstance(value, dict) or not str(value.get("url", "")).startswith("https://"):
                raise bad_request("BUTTON_URL_INVALID")
    return value


def _url(value: Any) -> str:
    checked = button_link(value) if isinstance(value, str) else None
    if checked is None:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    return checked


def _reply_keyboard(markup: Json) -> Json:
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'can\'t parse reply keyboard markup: Field "keyboard" must be of type Array'
        )
    checked = [[_reply_button(button) for button in row] for row in rows if row]
    _count(checked)
    if not checked:
        raise bad_request("reply keyboard must not be empty")
    options = {key: value for key, value in markup.items() if key != "keyboard"}
    return {"keyboard": checked, **options}


def _reply_button(button: Any) -> Json:
    made = {"text": button} if isinstance(button, str) else button
    if not isinstance(made, dict) or not isinstance(made.get("text"), str) or not made["text"]:
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    return made
