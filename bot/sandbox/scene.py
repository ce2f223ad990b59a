"""A furnished stand-in for the demo: people, a group, a forum and a channel to try the bot in.

Ids come out the same at every start, so what the bot remembers of them still fits.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.actors import User
from bot.sandbox.places import Channel, Group
from bot.sandbox.server import Sandbox


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
    worker = sandbox.user("小王", username="xiaowang")
    guest = sandbox.user("Emily", language_code="en", username="emily")
    operator = sandbox.user("值班员老李", username="operator_li")
    group = sandbox.group("骑手之家", worker, [guest, operator], bot=None)
    forum = sandbox.supergroup(
        "工会小组论坛", operator, [worker, guest], bot=None, forum=True, username="union_forum"
    )
    forum.topic("疗休养")
    forum.topic("技能竞赛")
    channel = sandbox.channel(
        "工会资讯精选", operator, readers=[worker, guest], bot=None, username="union_picks"
    )
    return Scene(worker, guest, operator, group, forum, channel)
