"""Putting messages into chats: by people, by the bot, by Telegram itself; and who sees them.

Every message is kept once (`World.keep`); what a person writes becomes an update if privacy mode
lets the bot see it, what appears in a channel is copied into its discussion group.
"""

from __future__ import annotations

from bot.sandbox.access import bot_member
from bot.sandbox.entities import finish
from bot.sandbox.model import GROUPS, Chat, Json, Message, Person
from bot.sandbox.world import ANONYMOUS_ADMIN, CHANNEL_SENDER, SERVICE_ACCOUNT, World

_SERVICE = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "pinned_message",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_closed",
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
    ]
)


def user_text(text: str) -> Json:
    """Text typed by a person, with the entities Telegram finds in it."""
    content: Json = {"text": text}
    if entities := finish(text, []):
        content["entities"] = entities
    return content


def post_by_person(
    world: World,
    chat: Chat,
    person: Person,
    content: Json,
    *,
    thread_id: int | None = None,
    reply_to: Message | None = None,
    as_channel: Chat | None = None,
) -> Message:
    """A person's message; the update follows when the bot may see it."""
    raw = _sender(chat, person, as_channel) | _thread(chat, thread_id) | _reply(reply_to) | content
    message = world.keep(chat, raw, person.id, False)
    tell_bot(world, message)
    _discuss(world, message)
    return message


def post_by_bot(
    world: World,
    chat: Chat,
    content: Json,
    thread_id: int | None = None,
    reply_to: Message | None = None,
    keyboard: Json | None = None,
) -> Message:
    """The bot's message; no update is sent about it."""
    if keyboard is not None and "inline_keyboard" in keyboard:
        content["reply_markup"] = keyboard
    sender: Json = {"sender_chat": chat.brief}
    if chat.type != "channel":
        sender = {"from": world.bot_json}
    if thread_id is not None or reply_to is not None:
        sender |= _thread(chat, thread_id) | _reply(reply_to)
    message = world.keep(chat, sender | content, world.bot.id, True, keyboard)
    if chat.linked_chat_id is not None:
        _discuss(world, message)
    return message


def post_service(world: World, chat: Chat, person: Person | None, content: Json) -> Message:
    """A service message (someone came, left, pinned …)."""
    actor = person or world.bot
    raw: Json = {"sender_chat": chat.brief} if chat.type == "channel" else {}
    if chat.type != "channel":
        raw = {"from": actor.as_json()}
    message = world.keep(chat, raw | content, actor.id, actor is world.bot)
    tell_bot(world, message)
    return message


def _sender(chat: Chat, person: Person, as_channel: Chat | None) -> Json:
    """Who the message says it is from: anonymous administrators and channels hide the person."""
    if chat.type == "channel":
        return {"sender_chat": chat.brief}
    if as_channel is not None:
        return {"from": CHANNEL_SENDER.as_json(), "sender_chat": as_channel.brief}
    member = chat.members.get(person.id)
    if member is not None and member.is_anonymous and chat.type == "supergroup":
        return {"from": ANONYMOUS_ADMIN.as_json(), "sender_chat": chat.brief}
    return {"from": person.as_json()}


def _thread(chat: Chat, thread_id: int | None) -> Json:
    if thread_id is None or not chat.is_forum:
        return {}
    return {"message_thread_id": thread_id, "is_topic_message": True}


def _reply(reply_to: Message | None) -> Json:
    if reply_to is None:
        return {}
    inner = {key: value for key, value in reply_to.raw.items() if key != "reply_to_message"}
    return {"reply_to_message": inner}


def tell_bot(world: World, message: Message, edited: bool = False) -> None:
    """Queue the update about a person's message if the bot may see it."""
    if not bot_sees(world, message):
        return
    kind = "channel_post" if message.chat.type == "channel" else "message"
    world.updates.push(f"edited_{kind}" if edited else kind, dict(message.raw))


def bot_sees(world: World, message: Message) -> bool:
    """Membership and privacy mode: what reaches the bot of what is said in a chat."""
    chat, raw = message.chat, message.raw
    standing = bot_member(world, chat)
    if not standing.inside:
        return False
    if chat.type not in GROUPS or standing.is_admin or not world.privacy:
        return True
    if any(key in _SERVICE for key in raw):
        return True
    replied = raw.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id
    via = raw.get("via_bot", {}).get("id") == world.bot.id
    return replied or via or _addressed(world, message)


def _addressed(world: World, message: Message) -> bool:
    """A command for this bot (or for any), or its @name."""
    name = "@" + str(world.bot.username).lower()
    for entity in message.entities:
        said = entity_text(message.text, entity).lower()
        if entity["type"] == "mention" and said == name:
            return True
        if entity["type"] == "bot_command" and ("@" not in said or said.endswith(name)):
            return True
    return False


def entity_text(text: str, entity: Json) -> str:
    """The stretch of `text` an entity covers."""
    wide = text.encode("utf-16-le")
    start = 2 * int(entity["offset"])
    return wide[start : start + 2 * int(entity["length"])].decode("utf-16-le", "replace")


def _discuss(world: World, message: Message) -> None:
    """Copy a channel post into the linked discussion group, as Telegram's account 777000."""
    channel = message.chat
    group = world.chats.get(channel.linked_chat_id or 0)
    if channel.type != "channel" or group is None:
        return
    skipped = ("message_id", "chat", "date", "sender_chat", "reply_markup", "reply_to_message")
    content = {key: value for key, value in message.raw.items() if key not in skipped}
    origin = {
        "type": "channel",
        "chat": channel.brief,
        "message_id": message.id,
        "date": message.raw["date"],
    }
    raw: Json = {"from": SERVICE_ACCOUNT.as_json(), "sender_chat": channel.brief}
    raw |= {"forward_origin": origin, "is_automatic_forward": True}
    copy = world.keep(group, raw | content, SERVICE_ACCOUNT.id, False)
    tell_bot(world, copy)
