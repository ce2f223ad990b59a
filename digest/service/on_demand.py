"""What a person asks for at once: the news of a chat's rules now, and a look back for a new rule.
The store narrows the articles down before anything is locked; the lock is only held to leave out
what the chat has got and to note what it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from digest.editions import Candidate, Frame, Renderer, compose, is_old, local_day
from digest.errors import NotFound
from digest.following.explanation import canonical, explain
from digest.following.features import features
from digest.limits import Freshness
from digest.model import StoredArticle
from digest.recipients import Chat, Edition, Part, Subscription
from digest.service.composing import Renderings, with_stories
from digest.store import chats as chat_rows
from digest.store import editions as edition_rows
from digest.store import marks, previews, receipts, subscriptions
from digest.store.database import Database

# What a new subscriber sees at once: a handful, since it comes unasked-for in length.
FIRST = 5
# Articles weighed for one rule, newest first: an answer to a tap, not a search.
WEIGHED = 100


@dataclass(slots=True)
class Found:
    """What some rules ask for: articles by id, and for each why."""

    articles: dict[str, StoredArticle] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)


class OnDemand:
    """Editions made for somebody who waits."""

    def __init__(self, database: Database, freshness: Freshness) -> None:
        self._database = database
        self._freshness = freshness

    def now(
        self, chat_id: int, now: datetime, render: Renderer, thread_id: int | None
    ) -> tuple[Part, ...]:
        """What the chat's rules have for it now, rendered and noted; () when there is nothing."""
        with self._database.reading() as connection:
            chat = chat_rows.get(connection, chat_id)
            if chat is None:
                raise NotFound("this chat is not known", where=str(chat_id), advice="send /start")
            every = subscriptions.of_chats(connection, [chat_id])
            own = [one for one in every if one.thread_id == thread_id and not one.paused]
            found = _found(connection, own, now, self._freshness)
        news = [c for c in found.candidates if not is_old(found.articles[c.article_id], now)]
        frame = _frame(chat, thread_id, now)
        with self._database.writing() as connection:
            marks.raise_number(connection, marks.PLANNER)
            edition = _composed(connection, frame, found, news, now)
            if not edition.items:
                return ()
            edition_rows.keep(connection, {edition.key: edition}, now)
        made = Renderings(render)
        return made.parts(edition, edition.key, found.articles, chat.settings)

    def first(self, chat_id: int, sub_id: int, now: datetime) -> list[StoredArticle]:
        """The best of the last days for a new rule, best first, noted. Old papers count here, but
        after all else: it is shown as a look back, not as news."""
        with self._database.reading() as connection:
            one = subscriptions.get(connection, chat_id, sub_id)
            if one is None:
                raise NotFound("this rule is gone", where=str(sub_id), advice="see /rules")
            found = _found(connection, [one], now, self._freshness)
        frame = Frame(chat_id, one.thread_id, "first", str(sub_id), one.name, now.date(), FIRST)
        old = {name for name, stored in found.articles.items() if is_old(stored, now)}
        fresh = [c for c in found.candidates if c.article_id not in old]
        late = [c for c in found.candidates if c.article_id in old]
        shown: list[str] = []
        with self._database.writing() as connection:
            marks.raise_number(connection, marks.PLANNER)
            for some in (fresh, late):
                edition = _composed(connection, frame, found, some, now, FIRST - len(shown))
                shown += [item.article_id for item in edition.items]
        return [found.articles[name] for name in shown]


def _frame(chat: Chat, thread_id: int | None, now: datetime) -> Frame:
    return Frame(
        chat_id=chat.chat_id,
        thread_id=thread_id,
        schedule="now",
        slot=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        title="",
        on=local_day(now, chat.settings.timezone),
        max_items=chat.settings.max_items,
    )


def _found(
    connection: Connection, rules: Sequence[Subscription], now: datetime, freshness: Freshness
) -> Found:
    found = Found()
    asked = [(one.id, canonical(one.rule)) for one in rules]
    since = now - freshness.backfill
    for _, rule in asked:
        newest = previews.newest(connection, rule, since, now, WEIGHED)
        found.articles |= {stored.id: stored for stored in newest}
    for name, stored in found.articles.items():
        prepared = features(stored.article)
        why = {key: match for key, rule in asked if (match := explain(rule, prepared))}
        if why:
            best = max(match.strength for match in why.values())
            found.candidates.append(Candidate(name, tuple(why), best))
    return found


def _composed(
    connection: Connection,
    frame: Frame,
    found: Found,
    candidates: Sequence[Candidate],
    now: datetime,
    most: int | None = None,
) -> Edition:
    """Compose without what the chat has got, and note what it gets."""
    received = receipts.of_chats(connection, [frame.chat_id])[frame.chat_id]
    edition = compose(frame, candidates, found.articles, received, now)
    items = edition.items if most is None else edition.items[:most]
    shown = with_stories([item.article_id for item in items], found.articles)
    receipts.note(connection, frame.chat_id, shown, now)
    return edition if most is None else replace(edition, items=items)
