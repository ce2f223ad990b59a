"""/privacy says what is kept and why; /mydata shows it, hands it over as a file, erases it."""

from __future__ import annotations

import json

from telegram import InputFile

from bot.families import Action, Command, Family
from bot.keyboards import Button
from bot.talk import Talk


async def privacy(talk: Talk) -> None:
    """What is kept, why, for how long."""
    await talk.say(talk.voice.html("privacy"), _rows(talk))


def _rows(talk: Talk) -> list[list[Button]]:
    label = talk.voice.label
    return [
        [
            talk.button(label("button.export_data"), "data"),
            talk.button(label("button.erase"), "erase"),
        ]
    ]


async def mydata(talk: Talk) -> None:
    """What is kept about this chat, in a line or two."""
    if talk.chat is None:
        await talk.say(talk.voice.html("mydata.nothing"))
        return
    rules = await talk.run(talk.service.follow.of, talk.target)
    language = talk.voice.label(f"language.{talk.settings.language}")
    text = talk.voice.html(
        "mydata.shown",
        chat=talk.target,
        language=language,
        timezone=talk.settings.timezone,
        rules=len(rules),
    )
    await talk.say(text, _rows(talk))


async def export(talk: Talk) -> None:
    """Everything kept about the chat as a JSON file."""
    kept = await talk.run(talk.service.chats.export, talk.target)
    data = json.dumps(kept, ensure_ascii=False, indent=2, default=str).encode()
    file = InputFile(data, filename="mydata.json")
    await talk.hand_over(file, talk.voice.label("mydata.file"))


async def confirm(talk: Talk) -> None:
    """Erasing cannot be taken back: ask once."""
    label = talk.voice.label
    rows = [
        [
            talk.button(label("button.erase_now"), "erase!"),
            talk.button(label("button.keep"), "cancel"),
        ]
    ]
    talk.anew()
    await talk.say(talk.voice.html("mydata.confirm"), rows)


async def erase(talk: Talk) -> None:
    """Erase everything kept about the chat."""
    await talk.run(talk.service.chats.erase, talk.target)
    await talk.say(talk.voice.html("mydata.erased"), in_place=True)


FAMILY = Family(
    "privacy",
    commands=(
        Command("privacy", privacy),
        Command("mydata", mydata, where=("private",), change=True),
    ),
    actions=(
        Action("data", export, change=True),
        Action("erase", confirm, change=True),
        Action("erase!", erase, change=True),
    ),
)
