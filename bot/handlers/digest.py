"""/digest: what the chat's rules have for it now, without waiting for the next slot; and the best
of the last days when there is nothing new."""

from __future__ import annotations

import json
from datetime import timedelta

from telegram import InlineKeyboardMarkup

from bot.families import Action, Command, Family
from bot.keyboards import grid
from bot.render import hits as shown
from bot.render.html import Html
from bot.replies import Place, send, send_picture
from bot.talk import Talk
from digest.recipients import Part

BEST, BEST_DAYS, REST = 5, 30, 30


async def digest(talk: Talk) -> None:
    """Send what is new for this chat now."""
    parts = await _parts(talk)
    if not parts:
        await _nothing(talk)
    for part in parts:
        await _send(talk, part)


async def post(talk: Talk) -> None:
    """Send what is new for a channel now, at its admin's wish."""
    parts = await _parts(talk)
    for part in parts:
        await _send(talk, part)
    if parts:
        await talk.say(talk.voice.html("channel.posted"))
    else:
        await _nothing(talk)


async def _parts(talk: Talk) -> tuple[Part, ...]:
    if talk.chat is None:
        return ()
    return await talk.run(
        talk.service.planning.now_digest,
        talk.target,
        now=talk.now,
        render=talk.desk.editions,
        thread_id=talk.thread,
    )


async def _nothing(talk: Talk) -> None:
    rules = await talk.run(talk.service.follow.of, talk.target)
    label = talk.voice.label
    best = talk.button(label("button.best"), "best")
    if rules:
        rows = [[best, talk.button(label("button.rules"), "rules")]]
        await talk.say(talk.voice.html("digest.nothing"), rows)
    else:
        rows = [[talk.button(label("button.add_rule"), "add"), best]]
        await talk.say(talk.voice.html("digest.no_rules"), rows)


async def _send(talk: Talk, part: Part) -> None:
    markup, place = None, Place(talk.target, talk.thread)
    if part.keyboard:
        markup = InlineKeyboardMarkup.de_json(json.loads(part.keyboard), talk.bot)
    if part.photo is not None:
        await send_picture(talk.bot, place, part.photo, Html(part.html), markup)
        return
    await send(talk.bot, place, Html(part.html), markup, silent=part.silent)


async def rest(talk: Talk) -> None:
    """What an edition had no room for."""
    edition = await talk.run(talk.service.planning.edition, talk.press.arg(0))
    found = await talk.run(talk.service.library.articles, edition.more[:REST])
    numbers = [talk.button(str(n), "open", one.id) for n, one in enumerate(found, 1)]
    blocks = shown.listing(found, talk.names, talk.voice)
    await talk.say([talk.voice.html("digest.rest"), *blocks], grid(numbers, 5))


async def best(talk: Talk) -> None:
    """The best of the last weeks, whatever the chat follows."""
    found = await talk.run(
        talk.service.library.best, since=talk.now - timedelta(days=BEST_DAYS), limit=BEST
    )
    if not found:
        await talk.say(talk.voice.html("digest.no_best"))
        return
    numbers = [talk.button(str(n), "open", one.id) for n, one in enumerate(found, 1)]
    blocks = shown.listing(found, talk.names, talk.voice)
    await talk.say([talk.voice.html("digest.best"), *blocks], grid(numbers, 5))


FAMILY = Family(
    "digest",
    commands=(Command("digest", digest),),
    actions=(
        Action("more", rest, link="e_"),
        Action("post", post, change=True),
        Action("best", best),
    ),
)
