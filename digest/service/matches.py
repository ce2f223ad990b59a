"""All due rules matched with the articles of their windows at once: each distinct rule once, the
hits kept as arrays and handed out recipient by recipient, since a morning has millions of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

import numpy as np
from sqlalchemy import Connection

from digest.editions import FIT, MORE, Candidate, standing
from digest.following.interning import Longs, Postings
from digest.following.rule_index import RuleIndex
from digest.limits import Freshness
from digest.model import Rule
from digest.service.agenda import Due
from digest.service.newsstand import Newsstand

# What one recipient asks for: handed what it has got and how many items an edition shows, it gives
# the candidates of those items, and the ids behind “more” (None: compose them from the candidates).
Wanted = Callable[[Collection[str], int], tuple[list[Candidate], tuple[str, ...] | None]]


def given(candidates: Sequence[Candidate]) -> Wanted:
    """What was found for one recipient alone."""
    return lambda received, most: ([*candidates], None)


class Matches:
    """The articles that each of some due streams asks for."""

    def __init__(
        self,
        connection: Connection,
        dues: Sequence[Due],
        stand: Newsstand,
        freshness: Freshness,
        now: datetime,
    ) -> None:
        serving = [due.window_from - freshness.overlap for due in dues if due.rules]
        self._ids = list(stand.since(connection, min(serving))) if serving else []
        self.oldest = min(serving, default=now)
        self._know(stand, now)
        self._asked(dues)
        self._find(stand)
        read = np.array([stand.articles[one].read_at.timestamp() for one in self._ids])
        if len(self._article):
            late = freshness.overlap.total_seconds()
            self._keep(read[self._article] > self._since - late)
        self._rank(len(dues))

    def _know(self, stand: Newsstand, now: datetime) -> None:
        """What ranks articles whoever reads them: worth, story, and place in the order of ids."""
        found = [stand.articles[one] for one in self._ids]
        self._numbers = {one: number for number, one in enumerate(self._ids)}
        self._stories: dict[str, int] = {}
        self._story = [
            self._stories.setdefault(one.story or one.id, len(self._stories)) for one in found
        ]
        self._worth = np.array([standing(one, now) for one in found])
        self._by_id = np.empty(len(found), np.int64)
        self._by_id[np.argsort(np.array(self._ids, dtype=object))] = np.arange(len(found))

    def _asked(self, dues: Sequence[Due]) -> None:
        """Number the distinct rules, with who asks for each and under which key."""
        rules: dict[Rule, int] = {}
        asking = [
            (rules.setdefault(rule, len(rules)), at, key)
            for at, due in enumerate(dues)
            for key, rule, _ in due.rules
        ]
        table = np.array(asking, np.int64).reshape(-1, 3)
        self._who, self._under = table[:, 1], table[:, 2]
        self._from = np.array([since.timestamp() for due in dues for *_, since in due.rules])
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
        self._since = self._from[asked] if len(asked) else np.empty(0)
        self._article = np.repeat(np.repeat(np.arange(len(self._ids)), sizes), counts)
        self._strength = np.repeat(strengths, counts)

    def _keep(self, which: Longs | np.ndarray) -> None:
        for name in ("_due", "_key", "_article", "_strength"):
            setattr(self, name, getattr(self, name)[which])

    def _rank(self, dues: int) -> None:
        """One hit for each recipient and article, best first; its keys lie side by side."""
        self._keep(np.lexsort((self._key, self._article, self._due)))
        due, article = self._due, self._article
        new = np.ones(len(due), bool)
        new[1:] = (due[1:] != due[:-1]) | (article[1:] != article[:-1])
        starts = np.flatnonzero(new)
        best = np.maximum.reduceat(self._strength, starts) if len(starts) else self._strength
        due, article = due[starts], article[starts]
        rank = -(FIT * best + self._worth[article])
        order = np.lexsort((self._by_id[article], rank, due))
        self._hits, self._best = article[order], best[order]
        self._starts, self._ends = starts[order], np.append(starts[1:], len(new))[order]
        self._bounds = np.searchsorted(due[order], np.arange(dues + 1))

    def of(self, at: int) -> Wanted:
        """What the due stream number `at` asks for."""
        return partial(self._pick, at)

    def _pick(
        self, at: int, received: Collection[str], most: int
    ) -> tuple[list[Candidate], tuple[str, ...]]:
        """The candidates of the best stories that were not received, and the ids of the next
        best: what `editions.compose` would pick from all of them, found without making them."""
        first = int(self._bounds[at])
        told: dict[int, list[int]] = {}
        got = {self._numbers.get(one) for one in received}
        got_stories = {self._stories.get(one) for one in received}
        for hit, article in enumerate(self._hits[first : self._bounds[at + 1]].tolist(), first):
            story = self._story[article]
            if article not in got and story not in got_stories:
                told.setdefault(story, []).append(hit)
        ranked = list(told.values())
        candidates = [self._candidate(hit) for hits in ranked[:most] for hit in hits]
        more = (self._ids[self._hits[hits[0]]] for hits in ranked[most : most + MORE])
        return candidates, tuple(more)

    def _candidate(self, hit: int) -> Candidate:
        why = self._key[self._starts[hit] : self._ends[hit]].tolist()
        return Candidate(self._ids[self._hits[hit]], tuple(why), float(self._best[hit]))
