"""May the bot do this in that chat? Finds the chat of a call or refuses in Telegram's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request, forbidden, upgraded
from bot.sandbox.model import GROUPS, Chat, Member, Message
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.world import World


def known_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """The chat a call names, by id or @username, whether or not the bot may write there."""
    wanted = params.text(name).strip()
    if not wanted:
        raise bad_request("chat_id is empty")
    chat = world.chat_by_name(wanted)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def reachable_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """A chat the bot is in; 403 for blocked, kicked, left, deactivated, 400 for migrated."""
    chat = known_chat(world, params, name)
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to)
    if chat.gone:
        raise forbidden(f"the {chat.kind} was deleted")
    if chat.person is not None:
        _check_person(world, chat)
        return chat
    standing = bot_member(world, chat)
    if standing.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind}")
    if not standing.inside:
        raise forbidden(f"bot is not a member of the {chat.kind}")
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """A chat the bot may post in."""
    chat = reachable_chat(world, params)
    standing = bot_member(world, chat)
    if chat.type == "channel" and "can_post_messages" not in standing.rights:
        raise bad_request("need administrator rights in the channel chat")
    if chat.type in GROUPS and standing.status == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    return chat


def bot_member(world: World, chat: Chat) -> Member:
    """How the bot stands to a chat."""
    return chat.members.get(world.bot.id) or Member("left")


def _check_person(world: World, chat: Chat) -> None:
    person = chat.person
    assert person is not None
    if not person.active:
        raise forbidden("user is deactivated")
    if person.is_bot:
        raise forbidden("bot can't send messages to bots")
    standing = bot_member(world, chat)
    if standing.status == "kicked":
        raise forbidden("bot was blocked by the user")
    if not standing.inside:
        raise forbidden("bot can't initiate conversation with a user")


def topic_of(chat: Chat, params: Params) -> int | None:
    """The forum topic a send is meant for; refuses unknown and closed ones."""
    thread_id = params.number("message_thread_id")
    if not thread_id:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed:
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def message_in(chat: Chat, number: int, missing: str) -> Message:
    """A message that still stands in the chat; 400 with `missing` otherwise."""
    found = chat.messages.get(number)
    if found is None or found.deleted:
        raise bad_request(missing)
    return found
