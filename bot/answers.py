"""What any Bot API server answers, into what python-telegram-bot can read.

Telegram's own answers pass unchanged in meaning. Servers that only resemble it (emulators, test
doubles, proxies) leave out what the library insists on: `is_bot`, `chat_instance`, the sent
message, a description of the error. What is missing is filled in, here or in `bot.filling`, and a
method that the server lacks is a refusal of that call, not of the token. Nothing is made up that a
person said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.filling import chat, day, full_chat, member, update, user, whole

Fields = Mapping[str, Any]

# Without these nothing can be served: their 404 speaks about the token or the address.
_ESSENTIAL = frozenset({"getMe", "getUpdates", "sendMessage"})
_LACKING = re.compile(
    r"(method|route|path|endpoint)\b.*\bnot\b|unknown method|not implemented", re.I
)
_NOT_THERE, _NOT_ALLOWED, _NOT_IMPLEMENTED = 404, 405, 501


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
    if method == "getChatMember":
        return member(result)
    if method == "getChat":
        return full_chat(result, asked.get("chat_id"))
    if method == "getFile":
        return {"file_unique_id": "", **(result if isinstance(result, dict) else {})}
    if method.startswith("edit"):
        return True  # nobody looks at the message as it is after an edit
    if method.startswith("send") and method != "sendChatAction":
        return _sent(result, asked)
    return True if result is None else result


def _sent(result: Any, asked: Fields) -> dict[str, Any]:
    """A sent message cut to what is used of it: some servers echo the request's own strings where
    the library expects objects."""
    found = result if isinstance(result, dict) else {}
    place = found.get("chat")
    return {
        "message_id": whole(found.get("message_id")),
        "date": day(found.get("date")),
        "chat": chat(place if isinstance(place, dict) else {"id": asked.get("chat_id")}),
    }


def _numbered(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
