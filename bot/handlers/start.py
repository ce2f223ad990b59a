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
    slug = talk.names.topics.get(talk.press.arg(0)).slug
    await _look_up(talk, talk.names.topic(slug, talk.voice, emoji=False), slug)


async def place(talk: Talk) -> None:
    """The newest of one place."""
    code = talk.names.places.get(talk.press.arg(0)).code
    await _look_up(talk, talk.names.place(code, talk.voice), code)


async def _look_up(talk: Talk, words: str, meant: str) -> None:
    """Look for a topic or place by its name in the reader's language, where that is read as this
    very one (several counties sound alike), else by its full Chinese name."""
    read = await talk.run(talk.service.lookup.understand, words, today=talk.today)
    topics, places = talk.names.topics, talk.names.places
    if (meant,) not in (read.topics, read.regions):
        words = (topics.get(meant) if meant in topics.slugs else places.get(meant)).name
    talk.words = words
    talk.anew()
    await talk.desk.registry.events["words"](talk)


FAMILY = Family(
    "start",
    commands=(Command("start", start),),
    actions=(Action("topic", topic), Action("place", place)),
)
