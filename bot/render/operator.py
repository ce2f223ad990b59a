"""Turns readings and ledger rows into lines for the operator's chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

from bot.render.html import Html, bold, esc, join
from bot.render.names import Names
from bot.render.parts import shorten
from bot.texts import Voice
from digest.model import Article, Doubt, PageReading
from digest.reading.confidence import Sign
from digest.recipients import Delivery, DeliveryState

if TYPE_CHECKING:
    from digest.service.deliveries import Progress
    from digest.store.browsing import Stats

TITLE_UNITS = 80
REASON_UNITS = 160
LISTED = 8
_SIGNS: Mapping[str, str] = {sign.value: sign.name.lower() for sign in Sign}


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
        doubts = _doubts(page, article, voice)
        blocks.append(Html("\n".join(filter(None, [title, facts, *doubts]))))
    shown = {article.position for article in page.articles}
    blocks += [_told(doubt, voice) for doubt in page.doubts if doubt.position not in shown]
    return blocks


def _doubts(page: PageReading, article: Article, voice: Voice) -> list[Html]:
    """The doubts of one article, with their lines where the page names them."""
    told = [doubt for doubt in page.doubts if doubt.position == article.position]
    known = {doubt.reason for doubt in told}
    others = [
        voice.html("operator.doubt", why=_why(reason, voice))
        for reason in article.doubts
        if reason not in known
    ]
    return [*(_told(doubt, voice) for doubt in told), *others]


def _told(doubt: Doubt, voice: Voice) -> Html:
    why = _why(doubt.reason, voice)
    return voice.html("operator.page_doubt", lines=_lines(doubt.lines), why=why)


def _why(reason: str, voice: Voice) -> Html:
    """What speaks against a reading, in the operator's language; other words as they are."""
    return voice.html(f"doubt.{_SIGNS[reason]}") if reason in _SIGNS else esc(reason)


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


def deliveries(rows: Iterable[Delivery], voice: Voice, zone: ZoneInfo) -> list[Html]:
    """The ledger, one block a row: to whom, how it stands, when (by the operator's clock), why."""

    def clock(at: datetime) -> str:
        return f"{at.astimezone(zone):%m-%d %H:%M}"

    blocks = []
    for row in rows:
        if row.state == "ready":
            state = voice.label("operator.ready", at=clock(row.not_before))
        else:
            when = clock(row.sent_at or row.sending_at or row.not_before)
            state = f"{voice.label(f'delivery.{row.state}')} · {when}"
        head = f"{row.chat_id} · {row.schedule} {row.slot}"
        reason = shorten(row.last_error, REASON_UNITS)
        blocks.append(Html("\n".join(filter(None, [esc(head), bold(state), esc(reason)]))))
    return blocks
