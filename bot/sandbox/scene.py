"""A furnished stand-in for the demo: people, a group, a forum and a channel to try the bot in.

Ids come out the same at every start, so what the bot remembers of them still fits.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.actors import User
from bot.sandbox.places import Channel, Group
from bot.sandbox.server import Sandbox

WORKER, GUEST, OPERATOR = "xiaowang", "emily", "operator_li"
FORUM, CHANNEL = "union_forum", "union_picks"


@dataclass(slots=True, frozen=True)
class Scene:
    """Who and what `furnish` put there; `operator.id` goes into OPERATOR_IDS."""

    worker: User
    guest: User
    operator: User
    group: Group
    forum: Group
    channel: Channel


def furnish(sandbox: Sandbox) -> Scene:
    """A worker, an English speaker, an operator; a group, a forum with topics, a channel."""
    if known := _restored(sandbox):
        return known
    worker = sandbox.user("小王", username=WORKER)
    guest = sandbox.user("Emily", language_code="en", username=GUEST)
    operator = sandbox.user("值班员老李", username=OPERATOR, started=True)
    group = sandbox.group("骑手之家", worker, [guest, operator], bot=None)
    forum = sandbox.supergroup(
        "工会小组论坛", operator, [worker, guest], bot=None, forum=True, username=FORUM
    )
    forum.topic("疗休养")
    forum.topic("技能竞赛")
    channel = sandbox.channel(
        "工会资讯精选", operator, readers=[worker, guest], bot=None, username=CHANNEL
    )
    return Scene(worker, guest, operator, group, forum, channel)


def _restored(sandbox: Sandbox) -> Scene | None:
    """The scene as kept from an earlier run; None when somebody or something is missing."""
    people = {user.person.username: user for user in sandbox.people}
    try:
        worker, guest, operator = people[WORKER], people[GUEST], people[OPERATOR]
    except KeyError:
        return None
    world = sandbox.world
    group = next((chat for chat in world.chats.values() if chat.type == "group"), None)
    forum, channel = world.chat_by_name(f"@{FORUM}"), world.chat_by_name(f"@{CHANNEL}")
    if group is None or forum is None or channel is None:
        return None
    return Scene(
        worker,
        guest,
        operator,
        Group(world, group, worker.person),
        Group(world, forum, operator.person),
        Channel(world, channel, operator.person),
    )
