"""One planning run: wakes chats whose pause is over, works out when streams are due, and turns due
ones into rows of the outbox, some hundred recipients to a transaction. Matching is done for all of
a round before anything is locked; each transaction then looks again whether its streams are still
as they were, so that two processes that plan at once plan nothing twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection

from digest.editions import Renderer
from digest.limits import CLOCK_SKEW, Freshness
from digest.recipients import Edition, Part
from digest.service.agenda import Agenda, Due
from digest.service.composing import (
    Composer,
    Renderings,
    drafts,
    empty_said,
    frame_of,
    sending_of,
    with_stories,
)
from digest.service.matches import Matches, Wanted
from digest.service.newsstand import Newsstand
from digest.service.notices import Notices
from digest.store import chats as chat_rows
from digest.store import editions as edition_rows
from digest.store import marks, outbox, outbox_ahead, receipts, streams
from digest.store.outbox import Draft
from digest.store.streams import Stream

# Streams matched together, and recipients written in one transaction: a few hundred rows keep the
# one writer of SQLite free for answers; matching pays for its index once a round.
ROUND = 10_000
WRITTEN = 500


class Transactions(Protocol):
    """What gives transactions: a store, or a rehearsal that keeps nothing."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that only reads."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that may write."""
        ...


@dataclass(slots=True)
class PlanReport:
    """What a run did: rows planned, recipients skipped for want of news, slots dropped as stale,
    and a line on each."""

    planned: int = 0
    skipped: int = 0
    dropped: int = 0
    lines: list[str] = field(default_factory=list)


class Planner:
    """A run at one instant."""

    def __init__(
        self,
        store: Transactions,
        *,
        now: datetime,
        render: Renderer,
        freshness: Freshness,
        only: Collection[int] | None = None,
    ) -> None:
        self.report = PlanReport()
        self._store = store
        self._now = now
        self._freshness = freshness
        self._only = only
        self._renderings = Renderings(render)
        self.stand = Newsstand(now, freshness)
        self._composer = Composer(self.stand, now)

    @property
    def for_all(self) -> bool:
        """Whether the run is for every chat, so that what it dealt with is dealt with."""
        return self._only is None

    def concerns(self, chat_id: int) -> bool:
        """Whether the run is about this chat."""
        return self._only is None or chat_id in self._only

    def run(self) -> PlanReport:
        """Plan every stream that is due."""
        self.place()
        while found := self._due():
            self._serve(found)
        return self.report

    def wake(self) -> None:
        """Make chats active whose pause is over; what came meanwhile comes from one day back."""
        with self._store.reading() as connection:
            waking = chat_rows.waking(connection, self._now)
        for chat_id in waking:
            with self._store.writing() as connection:
                chat_rows.change(connection, chat_id, state="active", reason="", paused_until=None)
                streams.restart(connection, chat_id, self._now, self._now - timedelta(days=1))

    def place(self) -> None:
        """Work out the next slot of streams whose settings or rules changed."""
        with self._store.reading() as connection:
            tick = marks.instant(connection, marks.TICK)
        if tick is not None and tick > self._now + CLOCK_SKEW:
            with self._store.writing() as connection:
                outbox_ahead.take_back(connection, self._now)
                streams.set_back(connection, self._now)
        while True:
            with self._store.writing() as connection:
                found = streams.stale(connection, WRITTEN, self._only)
                agenda = Agenda(connection, found, self._freshness)
                placed = [agenda.placed(one, tick, self._now) for one in found]
                streams.save(connection, placed)
                if len(found) < WRITTEN:
                    if self.for_all:
                        marks.note(connection, marks.TICK, self._now)
                    return

    def _due(self) -> list[Due]:
        with self._store.reading() as connection:
            found = streams.due(connection, self._now, ROUND, self._only)
            agenda = Agenda(connection, found, self._freshness)
            return [agenda.decide(one, self._now) for one in found]

    def _serve(self, dues: Sequence[Due]) -> None:
        with self._store.reading() as connection:
            matches = Matches(connection, dues, self.stand, self._freshness, self._now)
        for start in range(0, len(dues), WRITTEN):
            some = range(start, min(start + WRITTEN, len(dues)))
            wanted = [matches.of(at) for at in some]
            with self._store.writing() as connection:
                marks.raise_number(connection, marks.PLANNER)
                self.write(connection, [dues[at] for at in some], wanted, matches.oldest)

    def write(
        self,
        connection: Connection,
        dues: Sequence[Due],
        wanted: Sequence[Wanted],
        oldest: datetime,
    ) -> None:
        """Compose and write the editions of due streams that are still as they were read;
        nothing of what they want was first read before `oldest`."""
        current = _current(connection, dues)
        # An article cannot have been received before it was first read, another paper's telling
        # of its story somewhat earlier.
        since = oldest - self._freshness.story
        chat_ids = {due.stream.chat_id for due in dues}
        received = receipts.of_chats(connection, chat_ids, since)
        notices = Notices(connection, dues, self._now)
        made: dict[str, Edition] = {}
        rows: list[Draft] = []
        notes: list[Draft] = []
        after: list[Stream] = []
        for due, want in zip(dues, wanted, strict=True):
            if current.get(_place(due.stream)) != due.stream:
                continue
            if due.after != due.stream:
                after.append(due.after)
            notes.extend(self._dropped(due))
            if due.slot:
                got = received[due.stream.chat_id]
                edition = self._composer.edition(frame_of(due, self._now), want, got)
                key = edition.key
                parts = self._parts(due, edition, key, notices)
                if parts:
                    made[key] = edition
                    rows.extend(self._rows(due, edition, key, parts, got))
        notices.withdraw(connection)
        edition_rows.keep(connection, made, self._now)
        self.report.planned += outbox.add(connection, rows, self._now)
        outbox.add(connection, notes, self._now)
        streams.save(connection, after)

    def _parts(self, due: Due, edition: Edition, key: str, notices: Notices) -> tuple[Part, ...]:
        if edition.items:
            notices.overtake(due.stream)
        elif not empty_said(due) or notices.needless(due.stream):
            self.report.skipped += 1
            self.report.lines.append(f"{_named(due)}: nothing new")
            return ()
        articles = self.stand.articles
        return self._renderings.parts(edition, key, articles, due.chat.settings)

    def _rows(
        self, due: Due, edition: Edition, key: str, parts: Sequence[Part], got: set[str]
    ) -> Iterator[Draft]:
        sending = sending_of(due, self._now, self._freshness)
        ids = [item.article_id for item in edition.items]
        got.update(with_stories(ids, self.stand.articles))
        self.report.lines.append(
            f"{_named(due)}: {len(ids)} articles in {len(parts)} parts"
            f", not before {sending.not_before:%Y-%m-%d %H:%M} UTC"
        )
        yield from drafts(edition, key, parts, self.stand.articles, sending)

    def _dropped(self, due: Due) -> Iterator[Draft]:
        for slot in due.dropped:
            self.report.dropped += 1
            self.report.lines.append(f"{_named(due)}: slot {slot.key} dropped, it is past")
            # A row of the ledger that was never to be sent: why the chat did not get this slot.
            yield Draft(
                chat_id=due.stream.chat_id,
                thread_id=due.stream.thread_id,
                schedule=due.stream.schedule,
                slot=slot.key,
                part=0,
                parts=1,
                lane="digest",
                payload=Part(""),
                due=slot.due,
                not_before=slot.due,
                expires_at=slot.due,
                state="expired",
                last_error="the slot passed while nothing was planned; a later one serves for it",
            )


def _current(connection: Connection, dues: Sequence[Due]) -> dict[tuple[int, int, str], Stream]:
    found = streams.of_chats(connection, {due.stream.chat_id for due in dues})
    return {_place(one): one for one in found}


def _place(stream: Stream) -> tuple[int, int, str]:
    return stream.chat_id, stream.thread_id, stream.schedule


def _named(due: Due) -> str:
    thread = f"/{due.stream.thread_id}" if due.stream.thread_id else ""
    slot = f" {due.slot.key}" if due.slot else ""
    return f"chat {due.stream.chat_id}{thread} {due.stream.schedule}{slot}"
