"""Who is in a chat and in which role: changes of it, the updates and service messages they cause.

The bot is told about itself by my_chat_member, about others by chat_member (only when asked for
and an administrator); groups show who came and left.
"""

from __future__ import annotations

from bot.sandbox.access import bot_member
from bot.sandbox.model import GROUPS, Chat, Json, Member, Person, member_json
from bot.sandbox.posting import post_service
from bot.sandbox.world import World


def change_member(world: World, chat: Chat, actor: Person, person: Person, new: Member) -> None:
    """Give `person` a new standing in `chat`, done by `actor`; tells the bot what it would hear."""
    old = chat.members.get(person.id) or Member("left")
    was_inside = bot_member(world, chat).inside
    chat.members[person.id] = new
    change = {
        "chat": chat.brief,
        "from": actor.as_json(),
        "date": int(world.clock()),
        "old_chat_member": member_json(chat, person, old),
        "new_chat_member": member_json(chat, person, new),
    }
    if person is world.bot:
        _about_the_bot(world, chat, change)
    elif was_inside and bot_member(world, chat).is_admin:
        world.updates.push("chat_member", change)
    _service(world, chat, actor, person, old, new)
    world.announce_chat(chat)


def _about_the_bot(world: World, chat: Chat, change: Json) -> None:
    """Private chats: only blocking and unblocking is told, not the first start."""
    first_start = chat.is_private and change["old_chat_member"]["status"] == "left"
    if not first_start:
        world.updates.push("my_chat_member", change)


def _service(
    world: World, chat: Chat, actor: Person, person: Person, old: Member, new: Member
) -> None:
    """Groups show arrivals and departures; the one who is gone does not hear of it."""
    if chat.type not in GROUPS:
        return
    if new.inside and not old.inside:
        post_service(world, chat, actor, {"new_chat_members": [person.as_json()]})
    elif old.inside and not new.inside:
        post_service(world, chat, actor, {"left_chat_member": person.as_json()})


def migrate(world: World, group: Chat, actor: Person) -> Chat:
    """Turn a basic group into a supergroup: a new chat with a new id, the old one only points."""
    new = world.new_chat("supergroup", group.title or "", None, None)
    new.members = dict(group.members)
    group.migrated_to = new.id
    post_service(world, group, actor, {"migrate_to_chat_id": new.id})
    post_service(world, new, actor, {"migrate_from_chat_id": group.id})
    world.announce_chat(group)
    return new


def all_rights(chat: Chat) -> frozenset[str]:
    """Every administrator right of the chat's type."""
    return frozenset(chat.rights_known())
