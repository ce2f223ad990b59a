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
from digest.schedules import Plan, due_cadences, next_slot, quiet_end, slots_within, zone
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
    count for it by key, each with the start of its window, and the stream as it stands
    afterwards."""

    stream: Stream
    after: Stream
    chat: Chat
    slot: Slot | None
    dropped: tuple[Slot, ...]
    rules: tuple[tuple[int, Rule, datetime], ...]
    digest: TopicDigest | None = None

    @property
    def window_from(self) -> datetime:
        """The start of the longest window among its rules."""
        return min((since for *_, since in self.rules), default=self.stream.window_from)


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

    def as_of(self, stream: Stream, at: datetime, otherwise: datetime) -> Stream:
        """The stream as it stood at an instant if each slot before was served: windows begin at
        the last slot of their cadence, or at `otherwise`."""
        plan = self._plan(stream)
        last = (
            {one: _last(replace(plan, cadences=frozenset({one})), at) for one in plan.cadences}
            if plan
            else {}
        )
        window = max((due for due in last.values() if due), default=otherwise)
        behind = sorted((one, due or otherwise) for one, due in last.items() if due != window)
        return replace(
            stream,
            window_from=window,
            behind=tuple(behind),
            served_until=at,
            next_due=None,
            stale=True,
        )

    def decide(self, stream: Stream, now: datetime) -> Due:
        """What to do for a stream that is due: the newest missed slot is served if it is not
        stale, older ones are dropped."""
        chat = self._chats[stream.chat_id]
        if stream.schedule == ALERTS:
            return self._held_alert(stream, chat, now)
        plan = self._plan(stream)
        missed = self._missed(stream, plan, now)
        fresh = [one for one in missed if now - one.due <= self._freshness.slot]
        cadences = _cadences_at(plan, fresh) if plan else frozenset()
        if plan and cadences == {"minute"} and (until := quiet_end(chat.settings, fresh[-1].due)):
            # Each minute of the night would queue an edition of its own for the morning.
            after = replace(stream, next_due=_rather(plan, fresh[-1].due, until))
            return Due(stream, after, chat, None, (), ())
        slot = fresh[-1] if fresh else None
        dropped = tuple(missed[:-1] if slot else missed)
        after = replace(
            self._served(stream, plan, cadences, now) if slot else stream,
            served_until=now,
            next_due=self._next(stream, now),
            note=f"{len(dropped)} dropped" if dropped else "",
        )
        rules = self._due_rules(stream, cadences) if slot else ()
        return Due(stream, after, chat, slot, dropped, rules, self._digests.get(stream.schedule))

    def _served(
        self, stream: Stream, plan: Plan | None, cadences: frozenset[Cadence], now: datetime
    ) -> Stream:
        """The stream once a slot for these cadences is served: a daily rule must take nothing
        from the window of a weekly one."""
        rest = sorted(plan.cadences - cadences) if plan and stream.schedule == OWN else []
        behind = tuple((one, stream.window_of(one)) for one in rest)
        return replace(stream, window_from=now, behind=behind)

    def _held_alert(self, stream: Stream, chat: Chat, now: datetime) -> Due:
        slot = Slot(f"{now:%Y-%m-%dT%H:%M:%SZ}", stream.next_due or now)
        after = replace(stream, served_until=now, next_due=None, window_from=now)
        rules = [
            (one.id, one.rule, stream.window_from)
            for one in self._rules_of(stream)
            if one.cadence == "at_once"
        ]
        return Due(stream, after, chat, slot, (), tuple(rules))

    def _missed(self, stream: Stream, plan: Plan | None, now: datetime) -> list[Slot]:
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

    def _due_rules(
        self, stream: Stream, due: frozenset[Cadence]
    ) -> tuple[tuple[int, Rule, datetime], ...]:
        digest = self._digests.get(stream.schedule)
        if digest is not None:
            return ((0, digest.rule, stream.window_from),)
        rules = (one for one in self._rules_of(stream) if one.cadence in due)
        return tuple((one.id, one.rule, stream.window_of(one.cadence)) for one in rules)

    def _rules_of(self, stream: Stream) -> list[Subscription]:
        return self._rules[stream.chat_id, stream.thread_id]


def _last(plan: Plan, at: datetime) -> datetime | None:
    found = slots_within(plan, at - LOOK_BACK, at)
    return found[-1].due if found else None


def _rather(plan: Plan, after: datetime, until: datetime) -> datetime:
    """When a plan by the minute goes on that keeps silence: then, or for an hour of the others."""
    others = replace(plan, cadences=plan.cadences - {"minute"})
    slot = next_slot(others, after) if others.cadences else None
    return min(slot.due, until) if slot else until


def _cadences_at(plan: Plan, slots: Sequence[Slot]) -> frozenset[Cadence]:
    """Which cadences some slots serve: one that makes up for others serves theirs too."""
    return frozenset().union(*(_cadences_of(plan, slot) for slot in slots))


def _cadences_of(plan: Plan, slot: Slot) -> frozenset[Cadence]:
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
