"""All due rules matched with the articles of their windows at once: each distinct rule once, the
hits kept as arrays and handed out recipient by recipient, since a morning has millions of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
from sqlalchemy import Connection

from digest.editions import Candidate
from digest.following.interning import Longs, Postings
from digest.following.rule_index import RuleIndex
from digest.limits import Freshness
from digest.model import Rule
from digest.service.agenda import Due
from digest.service.newsstand import Newsstand


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one recipient asks for: made only when it is needed, since recipients that ask for the
    same (`sameness`; None when nobody else may) get the same edition. `oldest` is the earliest
    instant at which any of it was first read."""

    candidates: Callable[[], list[Candidate]]
    why: Callable[[Sequence[str]], list[tuple[int, ...]]]
    sameness: Hashable
    oldest: datetime


def given(candidates: Sequence[Candidate], oldest: datetime) -> Wanted:
    """What was found for one recipient alone."""
    by_id = {one.article_id: one.why for one in candidates}
    return Wanted(lambda: [*candidates], lambda ids: [by_id[one] for one in ids], None, oldest)


class Matches:
    """The articles that each of some due streams asks for."""

    def __init__(
        self, connection: Connection, dues: Sequence[Due], stand: Newsstand, freshness: Freshness
    ) -> None:
        self._dues = dues
        self._since = since = [due.stream.window_from - freshness.overlap for due in dues]
        serving = [start for start, due in zip(since, dues, strict=True) if due.rules]
        self._ids = list(stand.since(connection, min(serving))) if serving else []
        self._numbers = {one: number for number, one in enumerate(self._ids)}
        self._asked(dues)
        self._find(stand)
        starts = np.array([start.timestamp() for start in since])
        read = np.array([stand.articles[one].read_at.timestamp() for one in self._ids])
        if len(self._article):
            self._keep(read[self._article] > starts[self._due])
        order = np.lexsort((self._key, self._article, self._due))
        self._keep(order)
        self._bounds = np.searchsorted(self._due, np.arange(len(dues) + 1))

    def _asked(self, dues: Sequence[Due]) -> None:
        """Number the distinct rules, with who asks for each and under which key."""
        rules: dict[Rule, int] = {}
        asking = [
            (rules.setdefault(rule, len(rules)), at, key)
            for at, due in enumerate(dues)
            for key, rule in due.rules
        ]
        self._rules: list[list[int]] = [[] for _ in dues]
        for number, at, _ in asking:
            self._rules[at].append(number)
        table = np.array(asking, np.int64).reshape(-1, 3)
        self._who, self._under = table[:, 1], table[:, 2]
        self._askers = Postings.of_arrays(len(rules), table[:, 0], np.arange(len(table)))
        self._index = RuleIndex.build((number, rule) for rule, number in rules.items())

    def _find(self, stand: Newsstand) -> None:
        found = [self._index.found(stand.prepared(one)) for one in self._ids]
        sizes = np.array([len(numbers) for numbers, _ in found], np.int64)
        empty: Longs = np.empty(0, np.int64)
        numbers = np.concatenate([numbers for numbers, _ in found]) if found else empty
        strengths = np.concatenate([worth for _, worth in found]) if found else np.empty(0)
        asked, counts = self._askers.gather(numbers)
        self._due, self._key = self._who[asked], self._under[asked]
        self._article = np.repeat(np.repeat(np.arange(len(self._ids)), sizes), counts)
        self._strength = np.repeat(strengths, counts)

    def _keep(self, which: Longs | np.ndarray) -> None:
        for name in ("_due", "_key", "_article", "_strength"):
            setattr(self, name, getattr(self, name)[which])

    def of(self, at: int) -> Wanted:
        """What the due stream number `at` asks for."""
        same = (tuple(sorted(self._rules[at])), self._since[at])
        return Wanted(partial(self._candidates, at), partial(self._why, at), same, self._since[at])

    def _span(self, at: int) -> slice:
        return slice(int(self._bounds[at]), int(self._bounds[at + 1]))

    def _why(self, at: int, ids: Sequence[str]) -> list[tuple[int, ...]]:
        articles, keys = self._article[self._span(at)], self._key[self._span(at)]
        return [tuple(keys[articles == self._numbers[one]].tolist()) for one in ids]

    def _candidates(self, at: int) -> list[Candidate]:
        hits: dict[int, tuple[list[int], float]] = {}
        rows = (column[self._span(at)] for column in (self._article, self._key, self._strength))
        for article, key, strength in zip(*(row.tolist() for row in rows), strict=True):
            if article in hits:
                keys, best = hits[article]
                keys.append(key)
                hits[article] = (keys, max(best, strength))
            else:
                hits[article] = ([key], strength)
        return [Candidate(self._ids[n], tuple(why), best) for n, (why, best) in hits.items()]
