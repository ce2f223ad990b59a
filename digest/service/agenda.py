"""What is due: turns streams, chats, their rules and the operator's digests into slots to serve,
slots to drop, and the instant each stream is due next. It reads the store and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from digest import topic_digests
from digest.limits import Freshness
from digest.model import Rule
from digest.recipients import Cadence, Chat, Slot, Subscription
from digest.schedules import Plan, due_cadences, next_slot, slots_within, zone
from digest.store import chats as chat_rows
from digest.store import schedules as schedule_rows
from digest.store import subscriptions
from digest.store.streams import ALERTS, OWN, Stream
from digest.topic_digests import TopicDigest

# How far back missed slots are counted one by one; what lies further back is simply past.
LOOK_BACK = timedelta(days=14)
LOOK_BACK_MINUTES = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Due:
    """A stream with a slot to serve (or none, when all that was missed is stale), the rules that
    count for it by key, and the stream as it stands afterwards."""

    stream: Stream
    after: Stream
    chat: Chat
    slot: Slot | None
    dropped: tuple[Slot, ...]
    rules: tuple[tuple[int, Rule], ...]
    digest: TopicDigest | None = None


class Agenda:
    """Everything needed to decide for a set of streams, read in a few statements."""

    def __init__(
        self, connection: Connection, found: Sequence[Stream], freshness: Freshness
    ) -> None:
        self._freshness = freshness
        self._chats = chat_rows.many(connection, {one.chat_id for one in found})
        self._digests = topic_digests_in_force(connection)
        owners = {one.chat_id for one in found if one.schedule in (OWN, ALERTS)}
        self._rules: defaultdict[tuple[int, int], list[Subscription]] = defaultdict(list)
        for one in subscriptions.of_chats(connection, owners):
            if not one.paused:
                self._rules[one.chat_id, one.thread_id or 0].append(one)

    def placed(self, stream: Stream, tick: datetime | None, now: datetime) -> Stream:
        """The stream with its next slot worked out: not before what it has served, nor before
        planning last looked (a change of settings brings back no hour that is past)."""
        if stream.schedule == ALERTS:
            return replace(stream, stale=False)
        after = max(stream.served_until, min(tick or stream.served_until, now))
        return replace(stream, stale=False, next_due=self._next(stream, after))

    def last_before(self, stream: Stream, at: datetime) -> datetime | None:
        """When the stream's last slot before an instant was due."""
        plan = self._plan(stream)
        found = slots_within(plan, at - LOOK_BACK, at) if plan else ()
        return found[-1].due if found else None

    def decide(self, stream: Stream, now: datetime) -> Due:
        """What to do for a stream that is due: the newest missed slot is served if it is not
        stale, older ones are dropped."""
        chat = self._chats[stream.chat_id]
        if stream.schedule == ALERTS:
            return self._held_alert(stream, chat, now)
        missed = self._missed(stream, now)
        slot = missed[-1] if missed and now - missed[-1].due <= self._freshness.slot else None
        dropped = tuple(missed[:-1] if slot else missed)
        after = replace(
            stream,
            served_until=now,
            next_due=self._next(stream, now),
            window_from=now if slot else stream.window_from,
            note=f"{len(dropped)} dropped" if dropped else "",
        )
        rules = self._due_rules(stream, slot) if slot else ()
        return Due(stream, after, chat, slot, dropped, rules, self._digests.get(stream.schedule))

    def _held_alert(self, stream: Stream, chat: Chat, now: datetime) -> Due:
        slot = Slot(f"{now:%Y-%m-%dT%H:%M:%SZ}", stream.next_due or now)
        after = replace(stream, served_until=now, next_due=None, window_from=now)
        at_once = (one for one in self._rules_of(stream) if one.cadence == "at_once")
        return Due(stream, after, chat, slot, (), tuple((one.id, one.rule) for one in at_once))

    def _missed(self, stream: Stream, now: datetime) -> list[Slot]:
        plan = self._plan(stream)
        if plan is None or stream.next_due is None:
            return []
        reach = LOOK_BACK_MINUTES if "minute" in plan.cadences else LOOK_BACK
        start = max(stream.next_due - timedelta(seconds=1), now - reach)
        return list(slots_within(plan, start, now))

    def _next(self, stream: Stream, after: datetime) -> datetime | None:
        plan = self._plan(stream)
        slot = next_slot(plan, after) if plan else None
        return slot.due if slot else None

    def _plan(self, stream: Stream) -> Plan | None:
        if stream.schedule != OWN:
            digest = self._digests.get(stream.schedule)
            return digest.plan if digest else None
        cadences = frozenset(one.cadence for one in self._rules_of(stream)) - {"at_once"}
        settings = self._chats[stream.chat_id].settings
        if not cadences:
            return None
        return Plan(cadences, settings.hours, settings.weekday, settings.timezone)

    def _due_rules(self, stream: Stream, slot: Slot) -> tuple[tuple[int, Rule], ...]:
        digest = self._digests.get(stream.schedule)
        if digest is not None:
            return ((0, digest.rule),)
        plan = self._plan(stream)
        if plan is None:
            return ()
        due = _cadences_at(plan, slot)
        return tuple((one.id, one.rule) for one in self._rules_of(stream) if one.cadence in due)

    def _rules_of(self, stream: Stream) -> list[Subscription]:
        return self._rules[stream.chat_id, stream.thread_id]


def _cadences_at(plan: Plan, slot: Slot) -> frozenset[Cadence]:
    """Which cadences a slot serves; a minute's slot, keyed in UTC, serves the hour it falls on."""
    if not slot.key.endswith("Z"):
        wall = datetime.fromisoformat(slot.key)
        return due_cadences(plan, wall.date(), wall.time())
    local = slot.due.astimezone(zone(plan.timezone))
    on_the_hour = local.time() in plan.hours
    of_the_hour = due_cadences(plan, local.date(), local.time()) if on_the_hour else frozenset()
    return of_the_hour | {"minute"}


def topic_digests_in_force(connection: Connection) -> dict[str, TopicDigest]:
    """The operator's digests by name."""
    found = schedule_rows.definitions(connection)
    return {name: topic_digests.load(text) for name, text in found.items()}
