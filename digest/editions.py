"""Composes an edition: which articles, in which order, for one recipient and slot. Near-duplicates
become one item with a count of papers, the best come first within their group, what is over the
cap goes behind “more”, and nothing that the chat has got comes again. Pure: equal values in, equal
edition out; articles whose paper is too old, and hidden ones, are refused as news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from digest.limits import FRESHNESS, Freshness
from digest.model import StoredArticle
from digest.recipients import ChatSettings, Edition, EditionItem, Part

# What makes an item come first, together 1: how well it fits the rules, how new it is, how much
# it matters. Fit leads, since it is what the reader asked for; the rest breaks near-ties.
FIT, FRESH, WEIGHT = 0.5, 0.3, 0.2
# After this long an item counts as no longer fresh at all.
FADES = timedelta(days=7)
# One group heading is worth a line from this many items on.
GROUPED_FROM = 4
# “More” opens a list, not an archive: what is over this count is left to lookup.
MORE = 50


class Renderer(Protocol):
    """Turns an edition into messages. Equal editions must give equal bytes."""

    def edition(
        self, edition: Edition, articles: Mapping[str, StoredArticle], settings: ChatSettings
    ) -> tuple[Part, ...]:
        """The messages of one edition; `articles` holds every item's article by id."""
        ...


@runtime_checkable
class SharedRenderer(Renderer, Protocol):
    """A renderer whose parts can be made once for all chats that get the same edition: it is
    handed an edition addressed to nobody (chat 0), and addresses the finished part to each chat,
    for instance by sealing its buttons."""

    def address(self, part: Part, chat_id: int) -> Part:
        """The part as it goes to one chat."""
        ...


class Candidate(NamedTuple):
    """An article that one of the recipient's rules asks for: the rules and the best strength. A
    named tuple since a morning has millions of them."""

    article_id: str
    why: tuple[int, ...]
    strength: float


Ranked = tuple[float, str, Candidate]


@dataclass(frozen=True, slots=True)
class Frame:
    """What an edition has beside its items: where it goes and how it is headed."""

    chat_id: int
    thread_id: int | None
    schedule: str
    slot: str
    title: str
    on: date
    max_items: int
    pin: bool = False


def is_news(stored: StoredArticle, now: datetime, freshness: Freshness = FRESHNESS) -> bool:
    """Whether an article may be sent as news: shown, and not from an old paper. An article
    without a date, or dated by month or year, counts by the end of what is known."""
    return not stored.hidden and not is_old(stored, now, freshness)


def is_old(stored: StoredArticle, now: datetime, freshness: Freshness = FRESHNESS) -> bool:
    """Whether the paper is known to be older than the limit. A date that reading only inferred
    from the text withholds nothing: a story of today may speak of a November two years ago."""
    published = stored.article.published
    if published is None or published.basis == "inferred":
        return False
    last = published.date
    if published.precision == "year":
        last = last.replace(month=12, day=31)
    elif published.precision == "month":
        last = (last.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return last < (now - freshness.paper).date()


def compose(
    frame: Frame,
    candidates: Iterable[Candidate],
    articles: Mapping[str, StoredArticle],
    received: Collection[str],
    now: datetime,
    standings: dict[str, tuple[str, float]] | None = None,
) -> Edition:
    """The edition of `candidates` for one recipient, best first; it may be empty.

    `received` are ids of articles, or of the stories they belong to, that the chat has got.
    `standings` remembers each article's story and what it is worth by itself from one recipient to
    the next."""
    known = {} if standings is None else standings
    stories: dict[str, list[Ranked]] = {}
    for one in candidates:
        name = one.article_id
        if name not in known:
            known[name] = articles[name].story or name, standing(articles[name], now)
        story, worth = known[name]
        if name not in received and story not in received:
            rank = -(FIT * one.strength + worth)
            stories.setdefault(story, []).append((rank, name, one))
    for told in stories.values():
        told.sort()
    ranked = sorted(stories.values())  # by rank, then id; no two articles share an id
    shown = [_item(told, articles) for told in ranked[: frame.max_items]]
    grouped_by, items = _grouped(shown, articles)
    return Edition(
        chat_id=frame.chat_id,
        thread_id=frame.thread_id,
        schedule=frame.schedule,
        slot=frame.slot,
        title=frame.title,
        on=frame.on,
        items=items,
        more=tuple(told[0][1] for told in ranked[frame.max_items : frame.max_items + MORE]),
        pin=frame.pin,
        grouped_by=grouped_by,
    )


def _item(told: Sequence[Ranked], articles: Mapping[str, StoredArticle]) -> EditionItem:
    """One item for all articles that tell a story: the best of them, with all their rules."""
    best = told[0][2]
    why = sorted({number for _, _, one in told for number in one.why})
    carriers = max(len(told), *(articles[name].carriers for _, name, _ in told))
    return EditionItem(best.article_id, tuple(why), best.strength, carriers)


def standing(stored: StoredArticle, now: datetime) -> float:
    """What an article is worth whoever reads it: its share of freshness and weight."""
    age = max(now - stored.read_at, timedelta())
    return FRESH * max(0.0, 1 - age / FADES) + WEIGHT * importance(stored)


def importance(stored: StoredArticle) -> float:
    """How much an article matters by itself, in 0–1: a headline, a place, several papers that
    carry it, more than a brief, and a sure reading speak for it."""
    article = stored.article
    told = {"news": 1.0, "feature": 1.0, "column": 0.7, "brief": 0.5, "photo": 0.3}[article.kind]
    carried = min(stored.carriers - 1, 3) / 3
    known = (bool(article.headline) + bool(article.primary_region)) / 2
    return 0.4 * told + 0.3 * carried + 0.2 * known + 0.1 * article.confidence


def _grouped(
    items: Sequence[EditionItem], articles: Mapping[str, StoredArticle]
) -> tuple[str, tuple[EditionItem, ...]]:
    """The items under headings: by topic, or by province where one topic rules the edition.
    Groups come in the order of their best item; single leftovers come last, under none."""
    if len(items) < GROUPED_FROM:
        return "", tuple(items)
    by_topic = {item.article_id: _topic(articles[item.article_id]) for item in items}
    top = Counter(by_topic.values()).most_common(1)[0][1]
    kind = "region" if top > len(items) * 0.7 else "topic"
    if kind == "region":
        by_topic = {item.article_id: _province(articles[item.article_id]) for item in items}
    sizes = Counter(by_topic.values())
    named = [_under(item, by_topic[item.article_id], sizes) for item in items]
    if len({item.group for item in named}) < 2:
        return "", tuple(items)
    order = list(dict.fromkeys(item.group for item in named if item.group))
    ranks = {group: rank for rank, group in enumerate([*order, ""])}
    return kind, tuple(sorted(named, key=lambda item: ranks[item.group]))


def _under(item: EditionItem, group: str, sizes: Mapping[str, int]) -> EditionItem:
    heading = group if sizes[group] > 1 else ""
    return EditionItem(item.article_id, item.why, item.strength, item.carriers, heading)


def _topic(stored: StoredArticle) -> str:
    best = max(stored.article.topics, key=lambda topic: (topic.score, topic.slug), default=None)
    return best.slug if best else ""


def _province(stored: StoredArticle) -> str:
    place = stored.article.primary_region
    return place.name.split("/")[0] if place else ""


def local_day(at: datetime, timezone: str) -> date:
    """The date that an instant has where the chat lives."""
    return at.astimezone(ZoneInfo(timezone)).date()
