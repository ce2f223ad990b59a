"""The articles that planning weighs: loaded once for a run, prepared for matching once each,
narrowed to a window by when they were first read. Old papers and hidden pieces are left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from digest.editions import is_news
from digest.following.features import Features, features
from digest.limits import WINDOW_ARTICLES, Freshness
from digest.model import StoredArticle
from digest.store import articles as shelf
from digest.store.schema.library import articles as table


class Newsstand:
    """What was first read up to `now`, as far back as anybody asked."""

    def __init__(self, now: datetime, freshness: Freshness) -> None:
        self.articles: dict[str, StoredArticle] = {}
        self._now = now
        self._freshness = freshness
        self._since: datetime | None = None
        self._order: list[str] = []
        self._read_at: list[datetime] = []
        self._prepared: dict[str, Features] = {}

    def since(self, connection: Connection, instant: datetime) -> Sequence[str]:
        """The ids of the news first read after an instant, oldest first."""
        instant = max(instant, self._now - self._freshness.window)
        if self._since is None or instant < self._since:
            self._load(connection, instant)
        return self._order[bisect_right(self._read_at, instant) :]

    def prepared(self, article_id: str) -> Features:
        """An article made ready for matching."""
        found = self._prepared.get(article_id)
        if found is None:
            found = self._prepared[article_id] = features(self.articles[article_id].article)
        return found

    def _load(self, connection: Connection, instant: datetime) -> None:
        wanted = select(table).where(
            table.c.read_at > instant, table.c.read_at <= self._now, table.c.hidden.is_(False)
        )
        if self._since is not None:
            wanted = wanted.where(table.c.read_at <= self._since)
        newest = wanted.order_by(table.c.read_at.desc(), table.c.no.desc())
        found = shelf.selected(connection, newest.limit(WINDOW_ARTICLES))[::-1]
        news = [one for one in found if is_news(one, self._now, self._freshness)]
        self.articles |= {one.id: one for one in news}
        self._order[:0] = [one.id for one in news]
        self._read_at[:0] = [one.read_at for one in news]
        self._since = instant
