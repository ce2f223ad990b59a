"""At-once rules: matches articles read since the last look with all of them, and plans one bundle
for each chat that one of its rules asks for. The rules stay in an index that is brought up to date
by revision; chats in their quiet hours are held for the end of them."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from digest.editions import Candidate
from digest.following.rule_index import RuleIndex
from digest.limits import BATCH, Freshness
from digest.recipients import Chat, Slot, Subscription
from digest.schedules import quiet_end
from digest.service.agenda import Due
from digest.service.matches import given
from digest.service.newsstand import Newsstand
from digest.service.planner import Planner, Transactions
from digest.store import chats as chat_rows
from digest.store import marks, streams, subscriptions
from digest.store.schema.library import articles as table
from digest.store.streams import ALERTS, Stream

Place = tuple[int, int]


class AlertIndex:
    """All at-once rules by subscription id, kept up to date with the store by revision."""

    def __init__(self) -> None:
        self.rules = RuleIndex()
        self._revision = 0
        self._lock = threading.Lock()

    def refresh(self, connection: Connection) -> None:
        """Take in what changed since the last time; the first time, everything."""
        with self._lock:
            newest = marks.number(connection, marks.RULES)
            if newest == self._revision:
                return
            changed = subscriptions.changed_since(connection, self._revision, "at_once")
            if self._revision == 0:
                live = (one.subscription for one in changed if one.live)
                self.rules = RuleIndex.build((one.id, one.rule) for one in live)
            else:
                for one in changed:
                    self.rules.discard(one.subscription.id)
                    if one.live:
                        self.rules.add(one.subscription.id, one.subscription.rule)
            self._revision = newest


@dataclass(frozen=True, slots=True)
class Call:
    """One chat or thread and the articles that its at-once rules ask for."""

    chat: Chat
    place: Place
    candidates: tuple[Candidate, ...]
    oldest: datetime


class Alerts:
    """Plans alerts; remembers which articles of the overlap it has matched already."""

    def __init__(self, freshness: Freshness) -> None:
        self._freshness = freshness
        self._index = AlertIndex()
        self._seen: set[str] = set()

    def plan(self, store: Transactions, planner: Planner, now: datetime) -> None:
        """Plan what has become known since the last look."""
        stand = planner.stand
        with store.reading() as connection:
            self._index.refresh(connection)
            # A clock that ran ahead and was put right must not silence alerts until then.
            noted = marks.instant(connection, marks.ALERTS)
            read_up_to = min(noted, now) if noted else None
            known, new, calls = set[str](), list[str](), list[Call]()
            if len(self._index.rules):
                known, new = self._new_articles(connection, stand, read_up_to, now)
                calls = self._calls(connection, stand, new) if new else []
        calls = [call for call in calls if planner.concerns(call.chat.chat_id)]
        for start in range(0, len(calls), BATCH):
            with store.writing() as connection:
                marks.raise_number(connection, marks.PLANNER)
                self._write(connection, planner, calls[start : start + BATCH], now)
        if planner.for_all:
            self._note(store, stand, new, read_up_to, now)
            self._seen = known

    def _note(
        self,
        store: Transactions,
        stand: Newsstand,
        new: Sequence[str],
        read_up_to: datetime | None,
        now: datetime,
    ) -> None:
        """Note how far alerts have read; while nobody asks for any, every now and then."""
        newest = max((stand.articles[one].read_at for one in new), default=None)
        if not len(self._index.rules) and (
            read_up_to is None or read_up_to < now - self._freshness.overlap
        ):
            newest = now
        if newest is not None:
            with store.writing() as connection:
                marks.note(connection, marks.ALERTS, max(newest, read_up_to or newest))

    def _new_articles(
        self,
        connection: Connection,
        stand: Newsstand,
        read_up_to: datetime | None,
        now: datetime,
    ) -> tuple[set[str], list[str]]:
        """The ids of all that was read lately, and of the news among it not matched before."""
        reach = now - self._freshness.first  # after downtime: one catch-up of the last day
        since = max(read_up_to - self._freshness.overlap, reach) if read_up_to else reach
        wanted = select(table.c.id).where(table.c.read_at > since, table.c.read_at <= now)
        known = set(connection.execute(wanted).scalars())
        if known <= self._seen:
            return known, []
        return known, [one for one in stand.since(connection, since) if one not in self._seen]

    def _calls(self, connection: Connection, stand: Newsstand, new: Sequence[str]) -> list[Call]:
        hits: list[tuple[str, int, float]] = []
        for article_id in new:
            keys, strengths = self._index.rules.found(stand.prepared(article_id))
            hits += zip([article_id] * len(keys), keys.tolist(), strengths.tolist(), strict=True)
        asking = subscriptions.by_id(connection, {key for _, key, _ in hits})
        chats = chat_rows.many(connection, {one.chat_id for one in asking.values()})
        by_place: defaultdict[Place, dict[str, list[tuple[int, float]]]] = defaultdict(dict)
        for article_id, key, strength in hits:
            one = asking.get(key)
            if one and _asked_before(one, stand.articles[article_id].read_at):
                place = by_place[one.chat_id, one.thread_id or 0]
                place.setdefault(article_id, []).append((key, strength))
        return [
            Call(
                chats[place[0]],
                place,
                tuple(_candidate(name, why) for name, why in found.items()),
                min(stand.articles[name].read_at for name in found),
            )
            for place, found in sorted(by_place.items())
            if place[0] in chats and chats[place[0]].state == "active"
        ]

    def _write(
        self, connection: Connection, planner: Planner, calls: Sequence[Call], now: datetime
    ) -> None:
        loud: list[Call] = []
        for call in calls:
            until = quiet_end(call.chat.settings, now)
            if until is None:
                loud.append(call)
            else:
                streams.hold(connection, [call.place], call.oldest - self._freshness.overlap, until)
        places = [call.place for call in loud]
        streams.open_(connection, places, ALERTS, window_from=now, now=now)
        current = {
            (one.chat_id, one.thread_id): one
            for one in streams.of_chats(connection, {chat for chat, _ in places})
            if one.schedule == ALERTS
        }
        dues = [_due(call, current[call.place], now) for call in loud]
        if dues:
            wanted = [given(call.candidates) for call in loud]
            planner.write(connection, dues, wanted, min(call.oldest for call in loud))


def _due(call: Call, stream: Stream, now: datetime) -> Due:
    slot = Slot(f"{now:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z", now)
    return Due(stream, stream, call.chat, slot, (), ())


def _asked_before(one: Subscription, read_at: datetime) -> bool:
    return one.created_at is None or one.created_at <= read_at


def _candidate(article_id: str, why: Collection[tuple[int, float]]) -> Candidate:
    keys = tuple(sorted(key for key, _ in why))
    return Candidate(article_id, keys, max(strength for _, strength in why))
