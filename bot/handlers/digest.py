"""/digest: what the chat's rules have for it now, without waiting for the next slot."""

from __future__ import annotations

import json

from telegram import InlineKeyboardMarkup

from bot.families import Action, Command, Family
from bot.render.html import Html
from bot.replies import Place, send
from bot.talk import Talk
from digest.recipients import Part


async def digest(talk: Talk) -> None:
    """Send what is new for this chat now."""
    rules = await talk.run(talk.service.follow.of, talk.target)
    label = talk.voice.label
    if not rules:
        rows = [[talk.button(label("button.add_rule"), "add")]]
        await talk.say(talk.voice.html("digest.no_rules"), rows)
        return
    parts = await talk.run(
        talk.service.planning.now_digest,
        talk.target,
        now=talk.now,
        render=talk.desk.editions,
        thread_id=talk.thread,
    )
    if not parts:
        rows = [
            [
                talk.button(label("button.best"), "best"),
                talk.button(label("button.rules"), "rules"),
            ]
        ]
        await talk.say(talk.voice.html("digest.nothing"), rows)
    for part in parts:
        await _send(talk, part)


async def _send(talk: Talk, part: Part) -> None:
    markup = None
    if part.keyboard:
        markup = InlineKeyboardMarkup.de_json(json.loads(part.keyboard), talk.bot)
    place = Place(talk.chat_id, talk.thread_id)
    await send(talk.bot, place, Html(part.html), markup, silent=part.silent)


FAMILY = Family(
    "digest",
    commands=(Command("digest", digest),),
    actions=(Action("now", digest),),
)
