"""Following: rules tried out, saved, changed and ended, and the answers to “why did I get this”
and “less like this”. Refuses what the chat's limits do not allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from digest.errors import NotFound, RuleRefused
from digest.following import rules
from digest.following.matching import match
from digest.limits import CHATS, FRESHNESS, RULES, Freshness
from digest.model import Match, Query, Rule, StoredArticle
from digest.recipients import Cadence, Subscription
from digest.service import rule_files
from digest.store import articles as shelf
from digest.store import chats as chat_rows
from digest.store import previews, streams, subscriptions
from digest.store.database import Database
from digest.store.streams import OWN

EVERY_THREAD = -1
DAYS = 30
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would have brought: articles first read in the last 30 days, how many that is a
    day (counted over the days the store has), and the newest three."""

    hits: int
    per_day: float
    young: bool  # nothing was read before the days looked at
    samples: tuple[StoredArticle, ...]


class Follow:
    """The subscriptions of one store."""

    def __init__(self, database: Database, freshness: Freshness = FRESHNESS) -> None:
        self._database = database
        self._freshness = freshness

    def rule(self, text: str, *, today: date) -> Rule:
        """The rule that a person typed; raises RuleRefused."""
        return rules.parse(text, today)

    def from_query(self, query: Query) -> Rule:
        """The rule that goes on finding what a lookup found; raises RuleRefused."""
        return rules.from_query(query)

    def preview(self, rule: Rule, *, now: datetime) -> Preview:
        """What the rule would have brought in the last 30 days."""
        rule = rules.canonical(rule)
        since = now - timedelta(days=DAYS)
        with self._database.reading() as connection:
            hits, samples = previews.tried(connection, rule, since, now, SAMPLES)
            first = previews.first_read(connection, since)
            young = previews.first_read(connection) == first
        days = max(1.0, (now - max(first or now, since)) / timedelta(days=1))
        return Preview(hits, round(hits / days, 1), young, tuple(samples))

    def add(
        self,
        chat_id: int,
        rule: Rule,
        *,
        cadence: Cadence,
        now: datetime,
        thread_id: int | None = None,
        name: str | None = None,
    ) -> Subscription:
        """Follow a rule. The same rule in the same place is changed, not doubled. Raises
        RuleRefused (`too_many_rules` over the chat's limit) and NotFound for an unknown chat."""
        rule = rules.canonical(rule)
        rules.validate(rule)
        with self._database.writing() as connection:
            return self._add(connection, chat_id, rule, cadence, now, thread_id, name)

    def _add(
        self,
        connection: Connection,
        chat_id: int,
        rule: Rule,
        cadence: Cadence,
        now: datetime,
        thread_id: int | None,
        name: str | None,
    ) -> Subscription:
        chat = chat_rows.get(connection, chat_id)
        if chat is None:
            raise NotFound("this chat is not known", where=str(chat_id), advice="send /start")
        if chat.reason == chat_rows.STOPPED:
            chat_rows.change(connection, chat_id, state="active", reason="", stopped_at=None)
            streams.restart(connection, chat_id, now, now - self._freshness.first)
        known = list(subscriptions.of_chats(connection, [chat_id]))
        same = next((o for o in known if o.rule == rule and o.thread_id == thread_id), None)
        if same:
            subscriptions.change(connection, same.id, cadence=cadence, paused=False)
            added = replace(same, cadence=cadence, paused=False)
        elif len(known) >= CHATS.subscriptions:
            raise RuleRefused(
                "too_many_rules",
                f"the chat follows {len(known)} rules already",
                advice="delete one first",
                values={"limit": CHATS.subscriptions},
            )
        else:
            named = (name or rules.describe(rule))[: RULES.name]
            new = Subscription(0, chat_id, rule, named, cadence, thread_id)
            added = subscriptions.add(connection, new, now)
        since = now - self._freshness.first
        place = [(chat_id, thread_id or 0)]
        streams.open_(connection, place, OWN, window_from=since, now=now)
        streams.reconsider(connection, chat_id=chat_id)
        return added

    def of(self, chat_id: int, thread_id: int | None = EVERY_THREAD) -> list[Subscription]:
        """The chat's subscriptions, oldest first; of one thread (None: the chat itself), if
        given."""
        with self._database.reading() as connection:
            found = list(subscriptions.of_chats(connection, [chat_id]))
        return [one for one in found if thread_id in (EVERY_THREAD, one.thread_id)]

    def get(self, chat_id: int, sub_id: int) -> Subscription:
        """One of the chat's subscriptions; raises NotFound."""
        with self._database.reading() as connection:
            return _known(subscriptions.get(connection, chat_id, sub_id), sub_id)

    def any(self) -> bool:
        """Whether anybody follows anything."""
        with self._database.reading() as connection:
            return subscriptions.count(connection) > 0

    def rename(self, chat_id: int, sub_id: int, name: str) -> Subscription:
        """Give a subscription another name; raises NotFound, RuleRefused (`name`)."""
        name = " ".join(name.split())
        if not 0 < len(name) <= RULES.name:
            raise RuleRefused(
                "name",
                f"a name has 1–{RULES.name} characters",
                advice="choose a shorter one",
                values={"limit": RULES.name},
            )
        return self._change(chat_id, sub_id, name=name)

    def pause(self, chat_id: int, sub_id: int) -> Subscription:
        """Let a subscription rest."""
        return self._change(chat_id, sub_id, paused=True)

    def resume(self, chat_id: int, sub_id: int) -> Subscription:
        """Wake a resting subscription."""
        return self._change(chat_id, sub_id, paused=False)

    def set_cadence(self, chat_id: int, sub_id: int, cadence: Cadence) -> Subscription:
        """Change how often a subscription brings something."""
        return self._change(chat_id, sub_id, cadence=cadence)

    def change_rule(self, chat_id: int, sub_id: int, rule: Rule) -> Subscription:
        """Follow another rule under the same subscription; raises RuleRefused."""
        rule = rules.canonical(rule)
        rules.validate(rule)
        return self._change(chat_id, sub_id, lambda one: _with_rule(one, rule))

    def delete(self, chat_id: int, sub_id: int, now: datetime | None = None) -> Subscription:
        """End a subscription; what it was. It is kept out of sight until the store is pruned."""
        one = self.get(chat_id, sub_id)
        ended_at = now or one.created_at
        self._change(chat_id, sub_id, ended_at=ended_at)
        return one

    def _change(
        self,
        chat_id: int,
        sub_id: int,
        change: Callable[[Subscription], dict[str, Any]] | None = None,
        **columns: Any,
    ) -> Subscription:
        with self._database.writing() as connection:
            one = _known(subscriptions.get(connection, chat_id, sub_id), sub_id)
            values = change(one) if change else columns
            subscriptions.change(connection, sub_id, **values)
            streams.reconsider(connection, chat_id=chat_id)
            return subscriptions.get(connection, chat_id, sub_id) or one

    def less_like(self, chat_id: int, sub_id: int, article_id: str, now: datetime) -> Subscription:
        """Narrow a subscription so that articles like this one no longer come: the article's most
        telling phrase becomes unwanted. Raises NotFound, RuleRefused (`nothing_to_exclude`)."""
        with self._database.reading() as connection:
            article = shelf.stored(connection, [shelf.row_of(connection, article_id)])[0].article
            one = _known(subscriptions.get(connection, chat_id, sub_id), sub_id)
        narrowed = rules.narrowed(one.rule, article)
        rules.validate(narrowed)
        return self.change_rule(chat_id, sub_id, narrowed)

    def why(self, chat_id: int, article_id: str) -> list[tuple[Subscription, Match]]:
        """Which of the chat's subscriptions an article fits, strongest first, and how; raises
        NotFound when the article is gone."""
        with self._database.reading() as connection:
            article = shelf.stored(connection, [shelf.row_of(connection, article_id)])[0].article
            own = list(subscriptions.of_chats(connection, [chat_id]))
        found = [(one, hit) for one in own if (hit := match(one.rule, article))]
        return sorted(found, key=lambda pair: (-pair[1].strength, pair[0].id))

    def export_rules(self, chat_id: int) -> str:
        """The chat's rules as a file that people can read and `import_rules` takes."""
        return rule_files.write(self.of(chat_id))

    def import_rules(self, chat_id: int, text: str, now: datetime) -> list[Subscription]:
        """Follow the rules of a file, all or none; raises RuleRefused naming the line."""
        read = rule_files.read(text, now.date())
        with self._database.writing() as connection:
            return [
                self._add(connection, chat_id, one.rule, one.cadence, now, one.thread_id, one.name)
                for one in read
            ]


def _with_rule(one: Subscription, rule: Rule) -> dict[str, Any]:
    from digest.store.recipients_codec import dump_rule

    # A name nobody chose goes along with its rule.
    unnamed = one.name == rules.describe(one.rule)[: RULES.name]
    name = rules.describe(rule)[: RULES.name] if unnamed else one.name
    return {"rule": dump_rule(rule), "name": name}


def _known(one: Subscription | None, sub_id: int) -> Subscription:
    if one is None:
        raise NotFound("this rule is gone", where=str(sub_id), advice="see /rules for the list")
    return one


__all__: Sequence[str] = ("Follow", "Preview")
