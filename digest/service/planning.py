"""Planning: what is due becomes rows of the outbox; what a person asks for at once is composed and
noted as received; a whole day can be rehearsed without keeping anything."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from digest import topic_digests
from digest.editions import Candidate, Frame, Renderer, compose, is_old, local_day
from digest.errors import NotFound
from digest.following.explanation import canonical, explain
from digest.limits import FRESHNESS, Freshness
from digest.model import StoredArticle
from digest.recipients import Edition, Part, Subscription
from digest.service.alerts import Alerts
from digest.service.audience import open_streams
from digest.service.composing import Renderings, with_stories
from digest.service.newsstand import Newsstand
from digest.service.planner import Planner, PlanReport
from digest.service.rehearsal import Message, Rehearsal
from digest.store import chats as chat_rows
from digest.store import editions as edition_rows
from digest.store import marks, receipts, streams, subscriptions
from digest.store import schedules as schedule_rows
from digest.store.database import Database
from digest.topic_digests import TopicDigest

# What a new subscriber sees at once: a handful, since it comes unasked-for in length.
FIRST = 5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Planning:
    """The editions of one store."""

    def __init__(self, database: Database, freshness: Freshness = FRESHNESS) -> None:
        self._database = database
        self._freshness = freshness
        self._alerts = Alerts(freshness)
        self._lock = threading.Lock()

    def plan(
        self, *, now: datetime, render: Renderer, only: Collection[int] | None = None
    ) -> PlanReport:
        """Plan all that is due at `now`: alerts, then digests; `only` for some chats. Planning
        the same again, here or in another process, plans nothing."""
        with self._lock:
            planner = Planner(
                self._database, now=now, render=render, freshness=self._freshness, only=only
            )
            planner.wake()
            self._alerts.plan(self._database, planner, now)
            with self._database.writing() as connection:
                open_streams(connection, now, self._freshness)
            return planner.run()

    def edition(self, key: str) -> Edition:
        """What an edition said, by the key its buttons carry; raises NotFound."""
        with self._database.reading() as connection:
            found = edition_rows.get(connection, key)
        if found is None:
            raise NotFound("this edition is no longer kept", where=key[:16])
        return found

    def now_digest(
        self, chat_id: int, *, now: datetime, render: Renderer, thread_id: int | None = None
    ) -> tuple[Part, ...]:
        """What the chat's rules have for it now, rendered, and from now on received; () when
        there is nothing new. Raises NotFound for a chat we do not know."""
        with self._database.writing() as connection:
            marks.raise_number(connection, marks.PLANNER)
            chat = chat_rows.get(connection, chat_id)
            if chat is None:
                raise NotFound("this chat is not known", where=str(chat_id), advice="send /start")
            own = [
                one
                for one in subscriptions.of_chats(connection, [chat_id])
                if one.thread_id == thread_id and not one.paused
            ]
            stand = Newsstand(now, self._freshness)
            ids = stand.since(connection, now - self._freshness.backfill)
            frame = Frame(
                chat_id=chat_id,
                thread_id=thread_id,
                schedule="now",
                slot=f"{now:%Y-%m-%dT%H:%M:%SZ}",
                title="",
                on=local_day(now, chat.settings.timezone),
                max_items=chat.settings.max_items,
            )
            edition = compose(
                frame,
                _candidates(own, ids, stand),
                stand.articles,
                receipts.of_chats(connection, [chat_id])[chat_id],
                now,
            )
            if not edition.items:
                return ()
            parts = Renderings(render).parts(edition, edition.key, stand.articles, chat.settings)
            shown = [item.article_id for item in edition.items]
            receipts.note(connection, chat_id, with_stories(shown, stand.articles), now)
            edition_rows.keep(connection, {edition.key: edition}, now)
        return parts

    def first_digest(self, chat_id: int, sub_id: int, now: datetime) -> list[StoredArticle]:
        """The best of the last days for a new rule, best first, and from now on received. Old
        papers count here, after all else: it is shown as a look back, not as news."""
        with self._database.writing() as connection:
            marks.raise_number(connection, marks.PLANNER)
            one = subscriptions.get(connection, chat_id, sub_id)
            if one is None:
                raise NotFound("this rule is gone", where=str(sub_id))
            stand = Newsstand(now, replace(self._freshness, paper=now - EPOCH))
            ids = stand.since(connection, now - self._freshness.backfill)
            frame = Frame(chat_id, one.thread_id, "first", str(sub_id), one.name, now.date(), FIRST)
            received = receipts.of_chats(connection, [chat_id])[chat_id]
            found = _candidates([one], ids, stand)
            fresh = [c for c in found if not is_old(stand.articles[c.article_id], now)]
            edition = compose(frame, fresh, stand.articles, received, now)
            if len(edition.items) < FIRST:
                edition = compose(frame, found, stand.articles, received, now)
            shown = [item.article_id for item in edition.items]
            receipts.note(connection, chat_id, with_stories(shown, stand.articles), now)
        return [stand.articles[article_id] for article_id in shown]

    def note_shown(self, chat_id: int, ids: Sequence[str], now: datetime) -> None:
        """Note that a chat was shown articles some other way, so that no edition brings them."""
        with self._database.writing() as connection:
            receipts.note(connection, chat_id, ids, now)

    def load_schedules(self, path: Path, *, now: datetime) -> tuple[TopicDigest, ...]:
        """Put the topic digests of a file in force, and no others; raises DataError naming the
        line of what does not hold, and then changes nothing."""
        wanted = topic_digests.read(path)
        with self._database.writing() as connection:
            definitions = {one.name: one.dump() for one in wanted}
            for name in schedule_rows.replace(connection, definitions, now):
                if name in definitions:
                    streams.reconsider(connection, schedule=name)
                else:
                    streams.close(connection, name)
            open_streams(connection, now, self._freshness)
        return wanted

    def topic_digests(self) -> tuple[TopicDigest, ...]:
        """The operator's topic digests in force, by name."""
        with self._database.reading() as connection:
            found = schedule_rows.definitions(connection)
        return tuple(topic_digests.load(found[name]) for name in sorted(found))

    def join(self, chat_id: int, name: str, *, now: datetime, thread_id: int | None = None) -> None:
        """Let a chat get a topic digest that is open to subscribers; raises NotFound."""
        offered = [one for one in self.topic_digests() if "subscribers" in one.audiences]
        if name not in {one.name for one in offered}:
            raise NotFound("there is no such digest to join", where=name[:40])
        with self._database.writing() as connection:
            place = [(chat_id, thread_id or 0)]
            since = now - self._freshness.first
            streams.open_(connection, place, name, window_from=since, now=now)

    def leave(self, chat_id: int, name: str) -> bool:
        """End a topic digest for a chat; whether it had it."""
        with self._database.writing() as connection:
            return streams.close(connection, name, chat_id) > 0

    def rehearse(
        self, day: date, *, render: Renderer, chat_ids: Collection[int] | None = None
    ) -> list[Message]:
        """Every message that a day (of Shanghai) would bring to each chat, in order, by a virtual
        clock over the articles the store has now. Nothing is kept."""
        rehearsal = Rehearsal(self._database, self._freshness, render, chat_ids)
        return rehearsal.of(day)


def _candidates(
    rules: Sequence[Subscription], ids: Sequence[str], stand: Newsstand
) -> list[Candidate]:
    asked = [(one.id, canonical(one.rule)) for one in rules]
    found = []
    for article_id in ids:
        prepared = stand.prepared(article_id)
        why = {key: match for key, rule in asked if (match := explain(rule, prepared))}
        if why:
            best = max(match.strength for match in why.values())
            found.append(Candidate(article_id, tuple(why), best))
    return found
