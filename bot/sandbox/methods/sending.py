"""Methods that put something new into a chat: sendX, copyMessage, forwardMessage, chat actions."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.access import known_chat, message_in, topic_of, writable_chat
from bot.sandbox.content import CONTENT, caption_content, file_content, text_content
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_keyboard
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.params import Params
from bot.sandbox.posting import post_by_bot
from bot.sandbox.world import World

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_FILES = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendVideo": "video",
    "sendAnimation": "animation",
    "sendSticker": "sticker",
}


def send_message(world: World, params: Params) -> Json:
    """A text message."""
    content = text_content(world, params)
    return _send(world, params, content)


def _send(world: World, params: Params, content: Json) -> Json:
    """Check keyboard, chat, topic, reply and limits, in that order, and post."""
    keyboard = read_keyboard(params.parsed("reply_markup"))
    chat = writable_chat(world, params)
    thread_id = topic_of(chat, params)
    reply_to = _replied(chat, params)
    world.limits.count(chat)
    if params.flag("protect_content"):
        content["has_protected_content"] = True
    return post_by_bot(world, chat, content, thread_id, reply_to, keyboard).raw


def _replied(chat: Chat, params: Params) -> Message | None:
    """The message a send answers to."""
    wanted = params.parsed("reply_parameters")
    number, lenient = params.number("reply_to_message_id"), False
    if isinstance(wanted, dict):
        inner = Params(wanted)
        number, lenient = inner.number("message_id"), inner.flag("allow_sending_without_reply")
    lenient = lenient or params.flag("allow_sending_without_reply")
    if not number:
        return None
    found = chat.messages.get(number)
    if found is not None and not found.deleted:
        return found
    if lenient:
        return None
    raise bad_request("message to be replied not found")


def _send_file(kind: str) -> Any:
    def send(world: World, params: Params) -> Json:
        content = caption_content(world, params)
        writable_chat(world, params)
        return _send(world, params, file_content(world, params, kind) | content)

    return send


def send_media_group(world: World, params: Params) -> list[Json]:
    """An album of 2–10 pictures or files."""
    items = params.array("media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of items in the album: 2-10 expected")
    contents = [_album_item(world, params, item) for item in items]
    chat = writable_chat(world, params)
    thread_id, reply_to = topic_of(chat, params), _replied(chat, params)
    world.limits.count(chat, messages=len(contents))
    album = {"media_group_id": str(secrets.randbits(50))}
    return [
        post_by_bot(world, chat, content | album, thread_id, reply_to).raw for content in contents
    ]


def _album_item(world: World, params: Params, item: Any) -> Json:
    if not isinstance(item, dict) or item.get("type") not in ("photo", "document", "video"):
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    kind = str(item["type"])
    inner = Params(item | {kind: item.get("media")}, params.files)
    return file_content(world, inner, kind) | caption_content(world, inner)


def copy_message(world: World, params: Params) -> Json:
    """The content of a message again, without saying where it is from."""
    chat = known_chat(world, params, "from_chat_id")
    source = message_in(chat, params.number("message_id"), "message to copy not found")
    content = {key: source.raw[key] for key in CONTENT if key in source.raw}
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in params.values and "text" not in content:
        content = {key: value for key, value in content.items() if "caption" not in key}
        content |= caption_content(world, params)
    return {"message_id": _send(world, params, content)["message_id"]}


def forward_message(world: World, params: Params) -> Json:
    """A message again, saying where it is from."""
    chat = known_chat(world, params, "from_chat_id")
    source = message_in(chat, params.number("message_id"), "message to forward not found")
    content = {key: source.raw[key] for key in CONTENT if key in source.raw}
    if not content:
        raise bad_request("message can't be forwarded")
    return _send(world, params, content | {"forward_origin": _origin(source)})


def _origin(source: Message) -> Json:
    date = source.raw["date"]
    if source.chat.type == "channel":
        place: Json = {"type": "channel", "chat": source.chat.brief, "message_id": source.id}
        return place | {"date": date}
    return {"type": "user", "sender_user": source.raw["from"], "date": date}


def send_chat_action(world: World, params: Params) -> bool:
    """Show "typing …" in a chat for a few seconds."""
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(world, params)
    topic_of(chat, params)
    world.feed.publish("action", lambda: {"chat_id": chat.id, "action": action})
    return True


METHODS = {
    "sendMessage": send_message,
    **{name: _send_file(kind) for name, kind in _FILES.items()},
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendChatAction": send_chat_action,
}
