"""/trends: what the papers wrote about in the last weeks: a picture where charts are installed,
with the numbers as text beneath for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.constants import ChatAction

from bot.families import Command, Family
from bot.keyboards import Button, grid
from bot.render import charts
from bot.render.html import Html, units
from bot.talk import Talk

if TYPE_CHECKING:
    from digest.store.trends import Line, Trends

WEEKS, TOPICS, PLACES, DRAWN = 8, 6, 8, 6
CAPTION_UNITS = 1_000


async def trends(talk: Talk) -> None:
    """Topics over weeks and places by count."""
    seen = await talk.run(talk.service.library.trends, talk.now, WEEKS)
    if not sum(seen.articles):
        best = [[talk.button(talk.voice.label("button.topics"), "add")]]
        await talk.say(talk.voice.html("trends.none", weeks=WEEKS), best)
        return
    text, rows = _text(talk, seen), _rows(talk, seen)
    picture = None
    if charts.available() and units(text) <= CAPTION_UNITS:
        await talk.busy(ChatAction.UPLOAD_PHOTO)
        picture = await talk.run(_draw, talk, seen)
    if picture is not None:
        await talk.show(picture, text, rows)
    else:
        await talk.say(text, rows)


def _text(talk: Talk, seen: Trends) -> Html:
    html = talk.voice.html
    lines = [html("trends.head", weeks=len(seen.starts), total=sum(seen.articles))]
    lines += [
        _line(talk, talk.names.topic(one.key, talk.voice), one) for one in seen.topics[:TOPICS]
    ]
    places = talk.voice.label("list.separator").join(
        f"{talk.names.region(one.key, talk.voice)} {one.total}" for one in seen.regions[:PLACES]
    )
    if places:
        lines.append(html("trends.places", places=places))
    keys = {one.name: one for one in (*seen.topics, *seen.regions)}
    before = sum(seen.articles[:-1])  # in a library of one week everything would be new
    for key, found in (("trends.new", seen.new), ("trends.rising", seen.rising)):
        if not before:
            break
        named = [_name(talk, keys[name]) for name in found if name in keys]
        if named:
            lines.append(html(key, names=talk.voice.label("list.separator").join(named[:PLACES])))
    return Html("\n".join(lines))


def _name(talk: Talk, line: Line) -> str:
    if line.key in talk.names.topics.slugs:
        return talk.names.topic(line.key, talk.voice)
    return talk.names.region(line.key, talk.voice)


def _line(talk: Talk, name: str, line: Line) -> Html:
    last = line.weekly[-1]
    if last == line.total:
        return talk.voice.html("trends.line_young", name=name, total=line.total)
    return talk.voice.html("trends.line", name=name, total=line.total, last=last)


def _rows(talk: Talk, seen: Trends) -> list[list[Button]]:
    return grid(
        [
            talk.button(talk.names.topic(one.key, talk.voice, short=True), "topic", one.key)
            for one in seen.topics[:4]
            if one.key in talk.names.topics.slugs
        ],
        2,
    )


def _draw(talk: Talk, seen: Trends) -> bytes | None:
    finish, voice = talk.voice.finish, talk.voice
    weeks = [f"{start:%m-%d}" for start in seen.starts]
    topics = [
        (finish(talk.names.topic(one.key, voice, emoji=False, short=True)), one.weekly)
        for one in seen.topics[:DRAWN]
    ]
    counts = {one.key: one.total for one in seen.regions}
    provinces = {
        place.code: (finish(talk.names.tile(place.code, voice)), counts.get(place.code, 0))
        for place in talk.names.places.children(None)
    }
    return charts.draw(voice.label("trends.title", weeks=len(weeks)), weeks, topics, provinces)


FAMILY = Family("trends", commands=(Command("trends", trends),))
