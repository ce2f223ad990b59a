"""/start: a greeting, three taps to the first subscription, and deep links into topics, places,
articles (`t_SLUG`, `r_CODE`, `a_ID`; `e_KEY` for the rest of an edition)."""

from __future__ import annotations

from bot.families import Action, Command, Family
from bot.rights import may_change
from bot.talk import Talk

GREETING = "hello"
LINKS = {"t": "topic", "r": "place", "a": "open", "e": "more"}


async def start(talk: Talk) -> None:
    """Greet, and open what a deep link asks for."""
    # Meeting ends a stop, and in a group only admins decide on that.
    if talk.chat is None or await may_change(talk):
        await talk.meet()
    kind, _, name = talk.words.partition("_")
    if kind in LINKS and name:
        await talk.act(LINKS[kind], name)
    elif talk.private:
        await talk.act("add", GREETING)
    else:
        await _in_group(talk)


async def _in_group(talk: Talk) -> None:
    add = talk.button(talk.voice.label("button.add_rule"), "add")
    await talk.say(talk.voice.html("start.group", bot=talk.desk.username), [[add]])


async def topic(talk: Talk) -> None:
    """The newest of one topic, and how to follow it."""
    talk.words = talk.names.topics.get(talk.press.arg(0)).name
    talk.anew()
    await talk.desk.registry.events["words"](talk)


async def place(talk: Talk) -> None:
    """The newest of one place."""
    talk.words = talk.names.places.get(talk.press.arg(0)).name
    talk.anew()
    await talk.desk.registry.events["words"](talk)


FAMILY = Family(
    "start",
    commands=(Command("start", start),),
    actions=(Action("topic", topic), Action("place", place)),
)
