"""Updates, chats and members of any Bot API server, into what python-telegram-bot can read.

The library insists on every field that the newest Bot API calls required, down to the kinds of
gifts a chat takes. Servers written to an older one, or to a part of it, leave such fields out:
they are filled in here as “no”, “none” or “unknown”. An update that still cannot be read is cut to
what handlers look at, and to an empty one as the last resort, so that its number is confirmed and
it is not fetched for ever.
"""

from __future__ import annotations

import inspect
import logging
from typing import Any

from telegram import (
    AcceptedGiftTypes,
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberOwner,
    ChatMemberRestricted,
    Update,
)

log = logging.getLogger(__name__)

# The day that a server without clock gives its messages; 0 means “no longer accessible”.
_NO_DATE = 1
_MILLISECONDS_FROM = 100_000_000_000  # the year 5138 in seconds, 1973 in milliseconds
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
# Who is named as sender where somebody speaks as the group, or as a channel (Bot API, `from`).
_ANONYMOUS_ADMIN, _CHANNEL_VOICE = 1087968824, 136817688
# What handlers look at in a message: all that is left of one that cannot be read whole.
_LOOKED_AT = frozenset(
    ("message_id", "date", "chat", "from", "sender_chat", "text", "caption", "document")
) | frozenset(
    ("message_thread_id", "is_topic_message", "migrate_to_chat_id", "migrate_from_chat_id")
)
_OF_CHATS = frozenset(("id", "type", "title", "is_forum"))
_OF_PEOPLE = frozenset(("id", "is_bot", "first_name", "language_code"))


def _required(kind: type) -> dict[str, Any]:
    """The fields that the library insists on, each as “no”."""
    parameters = inspect.signature(kind).parameters.values()
    return {one.name: False for one in parameters if one.default is one.empty}


_MEMBERS = {
    "creator": _required(ChatMemberOwner),
    "administrator": _required(ChatMemberAdministrator),
    "member": {},
    "restricted": _required(ChatMemberRestricted)
    | {"is_member": True, "until_date": 0, "can_react_to_messages": False},
    "left": {},
    "kicked": _required(ChatMemberBanned) | {"until_date": 0},
}
_FULL_CHAT = _required(ChatFullInfo) | {
    "accent_color_id": 0,
    "max_reaction_count": 0,
    "accepted_gift_types": _required(AcceptedGiftTypes),
}


def update(raw: dict[str, Any]) -> dict[str, Any]:
    """An update that the library can read: whole, or cut to what is looked at (entities without
    an offset must not cost an answer), or an empty one of the same number."""
    for form in (_filled, _cut):
        try:
            found = form(raw)
            Update.de_json(found, None)
        except Exception as error:  # the library raises whatever its constructors do
            log.warning("an update could not be read: %s", type(error).__name__)
        else:
            return found
    return {"update_id": raw["update_id"]}


def _filled(raw: dict[str, Any]) -> dict[str, Any]:
    found = dict(raw)
    for name in _MESSAGES:
        if name in found:
            found[name] = message(found[name])
    for name, fill in (
        ("callback_query", _press),
        ("inline_query", _inline),
        ("my_chat_member", _change),
    ):
        if name in found:
            found[name] = fill(found[name])
    return found


def _cut(raw: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in raw.items() if key in ("update_id", "my_chat_member")}
    for name in _MESSAGES:
        if name in raw:
            found[name] = _less(raw[name])
    if "callback_query" in raw:
        press = raw["callback_query"]
        found["callback_query"] = {
            **{key: press[key] for key in ("id", "data") if key in press},
            "from": _only(press["from"], _OF_PEOPLE),
            "message": _less(press["message"]),
        }
    return _filled(found)


def _less(raw: dict[str, Any]) -> dict[str, Any]:
    found = _only(raw, _LOOKED_AT)
    for name, fields in (("chat", _OF_CHATS), ("sender_chat", _OF_CHATS), ("from", _OF_PEOPLE)):
        if isinstance(found.get(name), dict):
            found[name] = _only(found[name], fields)
    return found


def _only(raw: dict[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key in fields}


def message(raw: dict[str, Any]) -> dict[str, Any]:
    """A message with its chat, its sender, its day."""
    found = dict(raw)
    found["message_id"] = whole(found.get("message_id"))
    found["date"] = day(found.get("date"))
    found["chat"] = chat(found["chat"])
    if isinstance(found.get("sender_chat"), dict):
        found["sender_chat"] = chat(found["sender_chat"])
    if (sender := _sender(found)) is not None:
        found["from"] = sender
    if isinstance(found.get("reply_to_message"), dict):
        found["reply_to_message"] = message(found["reply_to_message"])
    if isinstance(found.get("document"), dict):
        found["document"] = {"file_unique_id": "", **found["document"]}
    if found["chat"].get("is_forum") and whole(found.get("message_thread_id")):
        found.setdefault("is_topic_message", True)
    _only_texts(found, "text", "caption")
    _no_nonsense(found)
    return found


def _sender(found: dict[str, Any]) -> dict[str, Any] | None:
    """Who speaks: as told, or in private whom the chat is named by, or the stand-in that Telegram
    names where somebody speaks as a chat."""
    if isinstance(found.get("from"), dict):
        return user(found["from"])
    if found["chat"]["type"] == "private":
        return user({"id": found["chat"]["id"], "first_name": found["chat"].get("first_name")})
    if isinstance(found.get("sender_chat"), dict) and found["chat"]["type"] != "channel":
        own = found["sender_chat"]["id"] == found["chat"]["id"]
        return user({"id": _ANONYMOUS_ADMIN if own else _CHANNEL_VOICE, "is_bot": True})
    return None


def _no_nonsense(found: dict[str, Any]) -> None:
    for name in ("migrate_to_chat_id", "migrate_from_chat_id"):
        if not whole(found.get(name)):
            found.pop(name, None)
    for name in ("entities", "caption_entities"):
        if not isinstance(found.get(name), list):
            found.pop(name, None)


def _press(raw: dict[str, Any]) -> dict[str, Any]:
    found = {"chat_instance": "", **raw, "id": str(raw.get("id", "")), "from": user(raw["from"])}
    _only_texts(found, "data")
    if isinstance(found.get("message"), dict):
        found["message"] = message(found["message"])
        if not found["message"]["message_id"]:
            found["message"]["date"] = 0  # not to be edited: it is answered anew
    return found


def _inline(raw: dict[str, Any]) -> dict[str, Any]:
    found = {**raw, "id": str(raw.get("id", "")), "from": user(raw["from"])}
    _only_texts(found, "query", "offset")
    return {"query": "", "offset": "", **found}


def _change(raw: dict[str, Any]) -> dict[str, Any]:
    found = {**raw, "chat": chat(raw["chat"]), "from": user(raw["from"])}
    found["date"] = day(found.get("date"))
    # Who is not told to have been in the chat was not.
    found["old_chat_member"] = member(found.get("old_chat_member") or {"status": "left"})
    found["new_chat_member"] = member(found["new_chat_member"])
    return found


def user(raw: Any) -> dict[str, Any]:
    """A user or bot with everything the library insists on."""
    found = dict(raw) if isinstance(raw, dict) else {}
    found["id"] = whole(found.get("id"))
    found.setdefault("is_bot", False)
    found["first_name"] = str(found.get("first_name") or "")
    return found


def member(raw: Any) -> dict[str, Any]:
    """A member of a chat with every right that the newest Bot API knows; untold ones as “no”."""
    found = dict(raw) if isinstance(raw, dict) else {}
    status = str(found.get("status") or "left")
    about = {"status": status, "user": user(found.get("user"))}
    return {**_MEMBERS.get(status, {}), **found, **about}


def full_chat(raw: Any, asked: Any) -> dict[str, Any]:
    """What `getChat` tells, with what only the newest Bot API tells; `asked` is the chat's id."""
    found = dict(raw) if isinstance(raw, dict) else {}
    return {**_FULL_CHAT, **chat({"id": asked, **found})}


def chat(raw: dict[str, Any]) -> dict[str, Any]:
    """A chat with its number and kind."""
    found = dict(raw)
    found["id"] = whole(found.get("id"))
    found.setdefault("type", "private" if found["id"] >= 0 else "supergroup")
    return found


def whole(value: Any) -> int:
    """A number, also one written as a string; 0 for anything else."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0


def day(value: Any) -> int:
    """Seconds since 1970, also from milliseconds; 1 where none are told."""
    if value == 0:
        return 0
    seconds = whole(value)
    if seconds >= _MILLISECONDS_FROM:
        seconds //= 1000
    return seconds if 0 < seconds < _MILLISECONDS_FROM else _NO_DATE


def _only_texts(found: dict[str, Any], *names: str) -> None:
    """Take out what should be words and is not."""
    for name in names:
        if name in found and not isinstance(found[name], str):
            del found[name]
