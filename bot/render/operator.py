"""Turns readings and ledger rows into lines for the operator's chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, get_args

from bot.render.html import Html, bold, esc, join
from bot.render.names import Names
from bot.render.parts import shorten
from bot.texts import Voice
from digest.model import PageReading
from digest.recipients import Delivery, DeliveryState

if TYPE_CHECKING:
    from digest.service.deliveries import Progress
    from digest.store.browsing import Stats

TITLE_UNITS = 80
REASON_UNITS = 160
LISTED = 8


def reading(page: PageReading, names: Names, voice: Voice) -> list[Html]:
    """What was read of a page: its articles, its doubts, what no article took."""
    blocks = [
        voice.html(
            "operator.read",
            source=bold(page.page.source),
            articles=len(page.articles),
            doubts=len(page.doubts),
            leftovers=len(page.leftovers),
        )
    ]
    for article in page.articles:
        place = names.place_of(article, voice)
        facts = join(" · ", [place, names.topic_list((t.slug for t in article.topics[:2]), voice)])
        title = bold(f"{article.position}. {shorten(article.title, TITLE_UNITS)}")
        doubts = [voice.html("operator.doubt", why=doubt) for doubt in article.doubts]
        blocks.append(Html("\n".join(filter(None, [title, facts, *doubts]))))
    blocks += [
        voice.html("operator.page_doubt", lines=_lines(doubt.lines), why=doubt.reason)
        for doubt in page.doubts
    ]
    return blocks


def stats(
    kept: Stats, sending: Progress, chats: Mapping[str, int], names: Names, voice: Voice
) -> Html:
    """How much there is, who is served, and where the day's sending stands."""
    between = voice.label("list.separator")
    topics = [f"{names.topic(slug, voice)} {count}" for slug, count in kept.topics[:LISTED]]
    provinces = [f"{names.region(code, voice)} {count}" for code, count in kept.provinces[:LISTED]]
    states = [
        f"{voice.label(f'delivery.{state}')} {getattr(sending, state)}"
        for state in get_args(DeliveryState)
        if getattr(sending, state)
    ]
    return voice.html(
        "operator.stats",
        articles=kept.articles,
        hidden=kept.hidden,
        waiting=kept.waiting,
        pages=kept.pages,
        first=kept.first or "–",
        last=kept.last or "–",
        topics=between.join(topics) or "–",
        provinces=between.join(provinces) or "–",
        chats=between.join(f"{voice.label(f'chat.{s}')} {n}" for s, n in chats.items()) or "–",
        deliveries=between.join(states) or "–",
        pace=_pace(sending, voice),
    )


def _pace(sending: Progress, voice: Voice) -> Html:
    if sending.paused:
        return voice.html("operator.held")
    if sending.seconds_left is None:
        return voice.html("operator.idle")
    minutes = max(1, round(sending.seconds_left / 60))
    return voice.html("operator.pace", per_minute=sending.per_minute, minutes=minutes)


def _lines(numbers: Iterable[int]) -> str:
    listed = sorted(numbers)
    return "–".join(map(str, dict.fromkeys([listed[0], listed[-1]]))) if listed else "?"


def _clock(at: datetime) -> str:
    return f"{at:%m-%d %H:%M}"


def deliveries(rows: Iterable[Delivery], voice: Voice) -> list[Html]:
    """The ledger, one block a row: when, to whom, how it stands and why."""
    blocks = []
    for row in rows:
        state = voice.label(f"delivery.{row.state}")
        if row.state == "ready":
            state = voice.label("operator.ready", at=_clock(row.not_before))
        when = _clock(row.sent_at or row.sending_at or row.not_before)
        head = f"{when} UTC · {row.chat_id} · {row.schedule} {row.slot}"
        reason = shorten(row.last_error, REASON_UNITS)
        blocks.append(Html("\n".join(filter(None, [esc(head), bold(state), esc(reason)]))))
    return blocks
