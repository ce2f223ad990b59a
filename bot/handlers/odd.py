"""What is left over: unknown commands, stickers, photos, vanished things, refusals. Each gets one
kind answer and a next step; nothing here is ever silent in a private chat."""

from __future__ import annotations

from difflib import get_close_matches

from bot.families import Family
from bot.keyboards import Button
from bot.render.parts import shorten
from bot.talk import Talk

_NOT_THE_WORDS = frozenset(("refused.too_many_rules", "refused.other"))


def _steps(talk: Talk) -> list[list[Button]]:
    label = talk.voice.label
    return [
        [
            talk.button(label("button.help"), "help"),
            talk.button(label("button.topics"), "add"),
            talk.button(label("button.feedback"), "fb"),
        ]
    ]


async def unknown_command(talk: Talk) -> None:
    """A command there is not: name the nearest one there is."""
    if not talk.private and f"@{talk.desk.username}".lower() not in _text(talk).lower():
        return  # in a group it may well be meant for another bot
    known = [c.name for c in talk.desk.registry.commands.values() if "private" in c.where]
    near = get_close_matches(talk.command.lower(), known, n=1, cutoff=0.6)
    command = shorten(talk.command, 32)
    if near:
        text = talk.voice.html("odd.near_command", command=command, near=near[0])
    else:
        text = talk.voice.html("odd.command", command=command)
    await talk.say(text, _steps(talk))


def _text(talk: Talk) -> str:
    return (talk.message.text or "") if talk.message else ""


async def not_text(talk: Talk) -> None:
    """A sticker, a photo, a voice message …: words given with it are looked up."""
    if talk.words:
        await talk.desk.registry.events["words"](talk)
    elif talk.private and not _service(talk):
        await talk.say(talk.voice.html("odd.not_text"), _steps(talk))


def _service(talk: Talk) -> bool:
    """Whether this is Telegram's own note (a pin, a timer) rather than something a person sent."""
    message = talk.message
    return message is not None and (
        message.pinned_message is not None
        or message.message_auto_delete_timer_changed is not None
        or message.write_access_allowed is not None
    )


async def refused(talk: Talk) -> None:
    """Something asked for that cannot be done as asked: say why and how else."""
    error = talk.refusal
    key = f"refused.{error.reason}" if error else "refused.other"
    values = dict(error.values) if error else {}
    if "line" in values:
        key, values = _of_line(talk, key, values)
    if not talk.voice.asks_only(key, values):
        key, values = "refused.other", {}
    text = talk.voice.html(key, **values)
    if talk.prompt is not None and key not in _NOT_THE_WORDS:
        # A slip in an answer must not cost the question: it stays open until it is given up.
        await talk.ask(text, talk.prompt.name, *talk.prompt.args)
    else:
        await talk.say(text, _steps(talk))


def _of_line(talk: Talk, key: str, values: dict[str, object]) -> tuple[str, dict[str, object]]:
    """One line of a file of rules: which one, and what is wrong with it."""
    if key == "refused.file_line" or not talk.voice.asks_only(key, values):
        return "refused.file_line", values
    why = talk.voice.html(key, **values)
    return "refused.file_line_why", {"line": values["line"], "why": why}


async def not_found(talk: Talk) -> None:
    """A button or link to something that is gone."""
    talk.anew()
    await talk.say(talk.voice.html("odd.gone"), _steps(talk))


async def busy(talk: Talk) -> None:
    """The store cannot be reached just now."""
    await talk.say(talk.voice.html("odd.busy"))


FAMILY = Family(
    "odd",
    events={
        "unknown_command": unknown_command,
        "not_text": not_text,
        "refused": refused,
        "not_found": not_found,
        "busy": busy,
    },
)
