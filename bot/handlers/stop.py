"""/stop ends everything sent to the chat in one tap, with a way back."""

from __future__ import annotations

from bot.families import Action, Command, Family
from bot.talk import Talk


async def stop(talk: Talk) -> None:
    """End everything; rules are kept for the undo button."""
    ended = await talk.run(talk.service.chats.stop, talk.target, now=talk.now)
    label = talk.voice.label
    rows = [
        [talk.button(label("button.undo"), "restart")],
        [talk.button(label("button.erase"), "erase")],
    ]
    text = talk.voice.html("stop.done", count=ended) if ended else talk.voice.html("stop.none")
    await talk.say(text, rows)


async def restart(talk: Talk) -> None:
    """Take the stop back."""
    await talk.run(talk.service.chats.restart, talk.target, now=talk.now)
    rows = [[talk.button(talk.voice.label("button.rules"), "rules")]]
    await talk.say(talk.voice.html("stop.undone"), rows, in_place=True)


FAMILY = Family(
    "stop",
    commands=(Command("stop", stop, change=True),),
    actions=(Action("restart", restart, change=True),),
)
