"""Inline mode: `@bot words` in any chat lists hits; a tap posts summary and source there."""

from __future__ import annotations

from datetime import timedelta

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.families import Family
from bot.render.articles import card
from bot.render.hits import teaser_of
from bot.render.html import Html, join, plain
from bot.render.names import published
from bot.render.parts import shorten
from bot.talk import Talk
from digest.errors import Refused
from digest.model import StoredArticle

PAGE = 10
NEWEST_DAYS = 30
CACHE_SECONDS = 60
IN_PRIVATE = "ask"  # any payload that names nothing: the private chat opens with the greeting


async def inline(talk: Talk) -> None:
    """Answer an inline query; without words it shows the newest."""
    query = talk.inline
    if query is None:
        return
    offset = int(query.offset) if query.offset.isascii() and query.offset.isdigit() else 0
    found, total = await _found(talk, min(offset, 500))
    results = [_result(talk, stored) for stored in found]
    onward = str(offset + PAGE) if offset + PAGE < total else ""
    button = None
    if not results and not offset:
        label = talk.voice.label("inline.nothing")
        button = InlineQueryResultsButton(label, start_parameter=IN_PRIVATE)
    try:
        await query.answer(
            results,
            cache_time=CACHE_SECONDS,
            is_personal=True,
            next_offset=onward,
            button=button,
        )
    except BadRequest:
        return  # an inline query lives thirty seconds; the person has typed on


async def _found(talk: Talk, offset: int) -> tuple[list[StoredArticle], int]:
    if not talk.words.strip():
        since = talk.now - timedelta(days=NEWEST_DAYS)
        newest = await talk.run(talk.service.library.best, since=since, limit=PAGE)
        return newest, len(newest)
    try:
        asked = await talk.run(talk.service.lookup.understand, talk.words, today=talk.today)
    except Refused:
        return [], 0
    answer = await talk.run(
        talk.service.lookup.answer, asked, now=talk.now, offset=offset, limit=PAGE
    )
    return [hit.stored for hit in answer.hits], answer.total


def _result(talk: Talk, stored: StoredArticle) -> InlineQueryResultArticle:
    article = stored.article
    place = talk.names.place_of(article, talk.voice)
    facts = join(" · ", [place, published(article.published, talk.voice)])
    text = card(stored, talk.names, talk.voice)
    link = talk.voice.html("inline.more", link=talk.desk.deep_link(f"a_{stored.id}"))
    content = InputTextMessageContent(
        talk.voice.finish(Html(f"{text}\n\n{link}")),
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    about = " ".join(filter(None, [plain(facts), plain(teaser_of(stored))]))
    return InlineQueryResultArticle(
        id=stored.id[:64],
        title=talk.voice.finish(shorten(article.title, 120)),
        description=talk.voice.finish(shorten(about, 200)),
        input_message_content=content,
    )


FAMILY = Family("inline", events={"inline": inline})
