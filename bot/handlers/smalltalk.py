"""What people say to a bot besides asking: a greeting, a thank-you. Answered, not looked up."""

from __future__ import annotations

from bot.families import Command, Family
from bot.keyboards import Button
from bot.talk import Talk


async def hello(talk: Talk) -> None:
    """A greeting is returned, with the ways to begin."""
    await talk.say(talk.voice.html("smalltalk.hello"), _begin(talk))


async def thanks(talk: Talk) -> None:
    """Thanks are taken."""
    await talk.say(talk.voice.html("smalltalk.thanks"), _begin(talk))


def _begin(talk: Talk) -> list[list[Button]]:
    label = talk.voice.label
    return [
        [
            talk.button(label("button.topics"), "add"),
            talk.button(label("button.best"), "best"),
            talk.button(label("button.help"), "help"),
        ]
    ]


FAMILY = Family(
    "smalltalk",
    commands=(Command("hello", hello, where=()), Command("thanks", thanks, where=())),
)
