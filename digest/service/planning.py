"""Planning: what is due becomes rows of the outbox; what a person asks for at once is composed and
noted as received; a whole day can be rehearsed without keeping anything."""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from digest import topic_digests
from digest.editions import Renderer
from digest.errors import NotFound
from digest.limits import FRESHNESS, Freshness
from digest.model import StoredArticle
from digest.recipients import Edition, Part
from digest.service.alerts import Alerts
from digest.service.audience import open_streams, put_in_force
from digest.service.on_demand import OnDemand
from digest.service.planner import Planner, PlanReport
from digest.service.rehearsal import Message, Rehearsal
from digest.store import editions as edition_rows
from digest.store import schedules as schedule_rows
from digest.store import streams
from digest.store.database import Database
from digest.topic_digests import TopicDigest


class Planning:
    """The editions of one store."""

    def __init__(self, database: Database, freshness: Freshness = FRESHNESS) -> None:
        self._database = database
        self._freshness = freshness
        self._alerts = Alerts(freshness)
        self._on_demand = OnDemand(database, freshness)
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
        return self._on_demand.now(chat_id, now, render, thread_id)

    def first_digest(self, chat_id: int, sub_id: int, now: datetime) -> list[StoredArticle]:
        """The best of the last days for a new rule, best first, and from now on received. Old
        papers count here, after all else: it is shown as a look back, not as news."""
        return self._on_demand.first(chat_id, sub_id, now)

    def load_schedules(self, path: Path, *, now: datetime) -> tuple[TopicDigest, ...]:
        """Put the topic digests of a file in force, and no others; raises DataError naming the
        line of what does not hold, and then changes nothing."""
        wanted = topic_digests.read(path)
        with self._database.writing() as connection:
            put_in_force(connection, wanted, now, self._freshness)
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
        self,
        day: date,
        *,
        render: Renderer,
        chat_ids: Collection[int] | None = None,
        schedules: Path | None = None,
    ) -> list[Message]:
        """Every message that a day (of Shanghai) would bring to each chat, in order, by a virtual
        clock over the articles the store has now; with the topic digests of a file instead of
        those in force, if one is given (DataError when it does not hold). Nothing is kept."""
        wanted = topic_digests.read(schedules) if schedules else None
        rehearsal = Rehearsal(self._database, self._freshness, render, chat_ids, wanted)
        return rehearsal.of(day)
