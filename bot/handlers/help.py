"""/help made from the commands themselves, /about, and a word to the operator from any dead end."""

from __future__ import annotations

import logging

from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.families import Action, Command, Family, Where
from bot.keyboards import Button
from bot.render.html import Html, bold, esc
from bot.render.parts import shorten
from bot.talk import Talk
from digest.limits import CHATS

log = logging.getLogger(__name__)
FEEDBACK_UNITS = 2_000


async def helped(talk: Talk) -> None:
    """Every command the speaker may use, in the order of the registry."""
    head = "help.head" if talk.private else "help.head_group"
    blocks = [
        talk.voice.html(head, bot=talk.desk.username),
        _lines(talk, "private" if talk.private else "group"),
    ]
    if talk.private and talk.desk.is_operator(talk.user_id):
        mine = _lines(talk, "operator")
        blocks.append(Html(f"{bold(talk.voice.label('help.operator'))}\n{mine}"))
    blocks.append(talk.voice.html("help.foot"))
    await talk.say(Html("\n\n".join(blocks)), _rows(talk))


def _lines(talk: Talk, place: Where) -> Html:
    commands = dict.fromkeys(talk.desk.registry.commands.values())
    shown = [command.name for command in commands if place in command.where]
    return Html("\n".join(f"/{name} {talk.voice.html(f'help.{name}')}" for name in shown))


def _rows(talk: Talk, *, feedback: bool = True) -> list[list[Button]]:
    label = talk.voice.label
    row = [
        talk.button(label("button.topics"), "add"),
        talk.button(label("button.rules"), "rules"),
    ]
    return [[*row, talk.button(label("button.feedback"), "fb")] if feedback else row]


async def about(talk: Talk) -> None:
    """What this is and where its texts come from."""
    await talk.say(talk.voice.html("about"), _rows(talk))


async def ask_feedback(talk: Talk) -> None:
    """Ask what should reach the operator."""
    if talk.words:
        await feedback(talk)
    elif _wrote(talk) >= CHATS.feedback:
        await _enough(talk)
    else:
        talk.anew()
        await talk.ask(talk.voice.html("feedback.ask"), "feedback")


async def feedback(talk: Talk) -> None:
    """Pass the words on to every operator."""
    if not talk.words:
        await talk.ask(talk.voice.html("feedback.ask"), "feedback")
        return
    if _wrote(talk) >= CHATS.feedback:
        await _enough(talk)
        return
    reached = 0
    for operator in talk.desk.settings.operator_ids:
        reached += await _pass_on(talk, operator)
    if reached:
        talk.desk.wrote.put((talk.user_id, talk.today), _wrote(talk) + 1)
    key = "feedback.sent" if reached else "feedback.nobody"
    await talk.say(talk.voice.html(key), _rows(talk))


def _wrote(talk: Talk) -> int:
    """How often this person has written to the operators today."""
    return talk.desk.wrote.get((talk.user_id, talk.today)) or 0


async def _enough(talk: Talk) -> None:
    talk.anew()
    await talk.say(
        talk.voice.html("feedback.enough", limit=CHATS.feedback), _rows(talk, feedback=False)
    )


async def _pass_on(talk: Talk, operator: int) -> bool:
    words = shorten(talk.words, FEEDBACK_UNITS)
    voice = talk.desk.texts.voice("zh")
    text = voice.html("feedback.passed", chat=talk.chat_id, words=esc(words))
    try:
        await talk.bot.send_message(operator, text, parse_mode=ParseMode.HTML)
    except TelegramError as error:  # an operator who never opened the bot cannot be written to
        log.warning("feedback was not taken: %s", error.message)
        return False
    return True


FAMILY = Family(
    "help",
    commands=(
        Command("help", helped),
        Command("about", about),
        Command("feedback", ask_feedback, where=("private",)),
    ),
    actions=(Action("help", helped), Action("fb", ask_feedback)),
    prompts={"feedback": feedback},
    free=("feedback",),
)
