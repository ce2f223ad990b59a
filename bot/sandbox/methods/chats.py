"""Methods about chats: what they are, who is in them, files, topics, leaving."""

from __future__ import annotations

from typing import Any

from bot.sandbox.access import bot_member, reachable_chat
from bot.sandbox.errors import bad_request
from bot.sandbox.files import MAX_DOWNLOAD
from bot.sandbox.membership import change_member
from bot.sandbox.model import Chat, Json, Member, Topic, member_json
from bot.sandbox.params import Params
from bot.sandbox.posting import post_service
from bot.sandbox.world import World

_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False
) | {"gifts_from_channels": False}


def get_chat(world: World, params: Params) -> Json:
    """The Bot API `ChatFullInfo`."""
    chat = reachable_chat(world, params)
    made: Json = chat.brief | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": _GIFTS,
    }
    if chat.description:
        made["description"] = chat.description
    if chat.linked_chat_id:
        made["linked_chat_id"] = chat.linked_chat_id
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[-1])):
        made["pinned_message"] = pinned.raw
    return made


def get_chat_member(world: World, params: Params) -> Json:
    """How one person stands to a chat."""
    chat = reachable_chat(world, params)
    number = params.number("user_id")
    person = world.bot if number == world.bot.id else world.people.get(number)
    if person is None:
        raise bad_request("user not found" if number <= 0 else "PARTICIPANT_ID_INVALID")
    default = Member("member" if chat.id == number else "left")
    return member_json(chat, person, chat.members.get(number) or default)


def get_chat_member_count(world: World, params: Params) -> int:
    """People in a chat, the bot included."""
    chat = reachable_chat(world, params)
    return 2 if chat.is_private else sum(member.inside for member in chat.members.values())


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Administrators of a group or channel; bots other than this one do not exist here."""
    chat = reachable_chat(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(chat, person, member)
        for number, member in chat.members.items()
        if member.is_admin
        and (person := world.bot if number == world.bot.id else world.people.get(number))
    ]


def get_file(world: World, params: Params) -> Json:
    """Where a file can be downloaded."""
    stored = world.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.as_json() | {"file_path": stored.path}


def leave_chat(world: World, params: Params) -> bool:
    """The bot leaves a group or channel."""
    chat = reachable_chat(world, params)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    change_member(world, chat, world.bot, world.bot, Member("left"))
    return True


def create_forum_topic(world: World, params: Params) -> Json:
    """A new topic in a forum."""
    chat = reachable_chat(world, params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if "can_manage_topics" not in bot_member(world, chat).rights:
        raise bad_request("not enough rights to create a topic")
    name = params.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    topic = open_topic(world, chat, name, None)
    return {
        "message_thread_id": topic.id,
        "name": topic.name,
        "icon_color": topic.icon_color,
    }


def open_topic(world: World, chat: Chat, name: str, person: Any) -> Topic:
    """Open a topic with its service message, which gives it its id."""
    created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
    message = post_service(world, chat, person, created)
    topic = Topic(message.id, name)
    chat.topics[topic.id] = topic
    message.raw |= {"message_thread_id": topic.id, "is_topic_message": True}
    world.announce_chat(chat)
    return topic


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "getFile": get_file,
    "leaveChat": leave_chat,
    "createForumTopic": create_forum_topic,
}
