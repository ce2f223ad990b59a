"""What any Bot API server answers, into what python-telegram-bot can read.

Telegram's own answers pass unchanged in meaning. Servers that only resemble it (emulators, test
doubles, proxies) leave out what the library insists on: `is_bot`, `chat_instance`, the sent
message, a description of the error. What is missing is filled in here, an update that cannot be
read at all becomes an empty one (so that its number is confirmed and it is not fetched for ever),
and a method that the server lacks is a refusal of that call, not of the token. Nothing is made up
that a person said.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from telegram import Update

log = logging.getLogger(__name__)
Fields = Mapping[str, Any]

# Without these nothing can be served: their 404 speaks about the token or the address.
_ESSENTIAL = frozenset({"getMe", "getUpdates", "sendMessage"})
_LACKING = re.compile(
    r"(method|route|path|endpoint)\b.*\bnot\b|unknown method|not implemented", re.I
)
_NOT_THERE, _NOT_ALLOWED, _NOT_IMPLEMENTED = 404, 405, 501
# The day that a server without clock gives its messages; 0 means “no longer accessible”.
_NO_DATE = 1
_MILLISECONDS_FROM = 100_000_000_000  # the year 5138 in seconds, 1973 in milliseconds
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")


def read(method: str, code: int, payload: bytes, asked: Fields) -> tuple[int, bytes]:
    """Status and body of the answer to `method` called with `asked`, as Telegram would give it."""
    try:
        body = json.loads(payload)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        lacking = code >= 400 and _lacks(method, code, "")
        return _refused(method) if lacking else (code, payload)
    if code < 300 and body.get("ok") is False:
        given = body.get("error_code")
        code = given if isinstance(given, int) and 400 <= given < 600 else 400
    if code >= 400:
        return _failure(method, code, body)
    body["result"] = _result(method, body.get("result"), asked)
    return code, json.dumps(body).encode()


def _failure(method: str, code: int, body: dict[str, Any]) -> tuple[int, bytes]:
    words = (body.get(key) for key in ("description", "message", "detail", "error"))
    body["description"] = next((word for word in words if isinstance(word, str) and word), "")
    if not isinstance(body.get("parameters", {}), dict):
        del body["parameters"]
    if _lacks(method, code, body["description"]):
        return _refused(method)
    return code, json.dumps(body).encode()


def _lacks(method: str, code: int, words: str) -> bool:
    """Whether the server says that it does not know the method."""
    if method in _ESSENTIAL:
        return False
    return code in {_NOT_THERE, _NOT_ALLOWED, _NOT_IMPLEMENTED} or bool(_LACKING.search(words))


def _refused(method: str) -> tuple[int, bytes]:
    if method == "deleteWebhook":
        # Polling begins with it; where it is not known there is no webhook to be in the way.
        return 200, b'{"ok": true, "result": true}'
    words = f"Bad Request: this server does not know {method}"
    return 400, json.dumps({"ok": False, "error_code": 400, "description": words}).encode()


def _result(method: str, result: Any, asked: Fields) -> Any:
    if method == "getMe":
        return user(result)
    if method == "getUpdates":
        found = result if isinstance(result, list) else []
        return [update(one) for one in found if _numbered(one)]
    if method.startswith("edit"):
        return True  # nobody looks at the message as it is after an edit
    if method.startswith("send") and method != "sendChatAction":
        return _sent(result, asked)
    return True if result is None else result


def _sent(result: Any, asked: Fields) -> dict[str, Any]:
    """A sent message cut to what is used of it: some servers echo the request's own strings where
    the library expects objects."""
    found = result if isinstance(result, dict) else {}
    chat = found.get("chat")
    return {
        "message_id": _whole(found.get("message_id")),
        "date": _date(found.get("date")),
        "chat": _chat(chat if isinstance(chat, dict) else {"id": asked.get("chat_id")}),
    }


def user(raw: Any) -> dict[str, Any]:
    """A user or bot with everything the library insists on."""
    found = dict(raw) if isinstance(raw, dict) else {}
    found["id"] = _whole(found.get("id"))
    found.setdefault("is_bot", False)
    found["first_name"] = str(found.get("first_name") or "")
    return found


def _numbered(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def update(raw: dict[str, Any]) -> dict[str, Any]:
    """An update that the library can read; an empty one of the same number when it cannot be."""
    try:
        found = _filled(raw)
        Update.de_json(found, None)
    except Exception as error:  # the library raises whatever its constructors do
        log.warning("an update could not be read: %s", type(error).__name__)
        return {"update_id": raw["update_id"]}
    return found


def _filled(raw: dict[str, Any]) -> dict[str, Any]:
    found = dict(raw)
    for name in _MESSAGES:
        if name in found:
            found[name] = _message(found[name])
    if "callback_query" in found:
        press = found["callback_query"] = dict(found["callback_query"])
        press["id"] = str(press.get("id", ""))
        press.setdefault("chat_instance", "")
        _only_texts(press, "data")
        press["from"] = user(press["from"])
        if isinstance(press.get("message"), dict):
            press["message"] = _message(press["message"])
            if not press["message"]["message_id"]:
                press["message"]["date"] = 0  # not to be edited: it is answered anew
    if "inline_query" in found:
        asked = found["inline_query"] = dict(found["inline_query"])
        asked["id"], asked["from"] = str(asked.get("id", "")), user(asked["from"])
        _only_texts(asked, "query", "offset")
        asked.setdefault("query", "")
        asked.setdefault("offset", "")
    return found


def _message(raw: dict[str, Any]) -> dict[str, Any]:
    found = dict(raw)
    found["message_id"] = _whole(found.get("message_id"))
    found["date"] = _date(found.get("date"))
    chat = found["chat"] = _chat(found["chat"])
    if isinstance(found.get("from"), dict):
        found["from"] = user(found["from"])
    elif chat["type"] == "private":
        found["from"] = user({"id": chat["id"], "first_name": chat.get("first_name")})
    if isinstance(found.get("reply_to_message"), dict):
        found["reply_to_message"] = _message(found["reply_to_message"])
    _only_texts(found, "text", "caption")
    for name in ("migrate_to_chat_id", "migrate_from_chat_id"):
        if not _whole(found.get(name)):
            found.pop(name, None)
    for name in ("entities", "caption_entities"):
        if not isinstance(found.get(name), list):
            found.pop(name, None)
    return found


def _only_texts(found: dict[str, Any], *names: str) -> None:
    """Take out what should be words and is not."""
    for name in names:
        if name in found and not isinstance(found[name], str):
            del found[name]


def _chat(raw: dict[str, Any]) -> dict[str, Any]:
    found = dict(raw)
    found["id"] = _whole(found.get("id"))
    found.setdefault("type", "private" if found["id"] >= 0 else "supergroup")
    return found


def _whole(value: Any) -> int:
    """A number, also one written as a string; 0 for anything else."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


def _date(value: Any) -> int:
    if value == 0:
        return 0
    seconds = _whole(value)
    if seconds >= _MILLISECONDS_FROM:
        seconds //= 1000
    return seconds if 0 < seconds < _MILLISECONDS_FROM else _NO_DATE
