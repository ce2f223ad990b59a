"""Many rules held so that an article finds the few it fits: one large segment of rules built at
once, one small one for rules added since, and the set of those taken out. What it finds is what
`matching.match` says of each rule alone; the work grows with hits, not with rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from digest.following.explanation import canonical, explain
from digest.following.features import Features, features
from digest.following.segment import Segment
from digest.model import Article, Match, Rule

# Rules added one by one are kept in a segment of their own until there are this many of them (or
# a tenth of all): building 1,000 rules takes about 3 ms, and a chat saves one rule at a time.
FEW = 1_000


class RuleIndex:
    """Rules by key (an integer, such as a subscription's id); one rule for each key."""

    def __init__(self) -> None:
        self._main = Segment(())
        self._added: dict[int, Rule] = {}
        self._delta: Segment | None = None
        self._dead: set[int] = set()

    @classmethod
    def build(cls, rules: Iterable[tuple[int, Rule]]) -> RuleIndex:
        """An index of many rules at once; a later rule of the same key replaces an earlier one."""
        index = cls()
        index._main = Segment((key, canonical(rule)) for key, rule in rules)
        return index

    def __len__(self) -> int:
        return len(self._main) - len(self._dead) + len(self._added)

    def add(self, key: int, rule: Rule) -> None:
        """Put in one rule, or another rule under a key that is there."""
        self.discard(key)
        self._added[key] = canonical(rule)
        self._delta = None
        if len(self._added) > max(FEW, len(self._main) // 10):
            self._merge()

    def discard(self, key: int) -> None:
        """Take out the rule of `key`, if there is one."""
        if self._added.pop(key, None) is not None:
            self._delta = None
        elif self._main.holds(key):
            self._dead.add(key)

    def found(self, prepared: Features) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The keys of all rules that fit, and how strongly, as two arrays of equal length."""
        keys, strengths = self._main.expand(*self._main.found(prepared))
        if self._dead:
            alive = ~np.isin(keys, np.fromiter(self._dead, np.int64, len(self._dead)))
            keys, strengths = keys[alive], strengths[alive]
        if not self._added:
            return keys, strengths
        more, more_strengths = self._small().expand(*self._small().found(prepared))
        return np.concatenate([keys, more]), np.concatenate([strengths, more_strengths])

    def hits(self, article: Article | Features) -> Iterator[tuple[int, Match]]:
        """Each fitting rule's key with the reasons, equal to what `matching.match` gives."""
        prepared = article if isinstance(article, Features) else features(article)
        yield from self._explained(self._main, prepared, self._dead)
        if self._added:
            yield from self._explained(self._small(), prepared, set())

    def _small(self) -> Segment:
        if self._delta is None:
            self._delta = Segment(self._added.items())
        return self._delta

    def _explained(
        self, segment: Segment, prepared: Features, dead: set[int]
    ) -> Iterator[tuple[int, Match]]:
        for predicate in segment.found(prepared)[0].tolist():
            match = explain(segment.rule(predicate), prepared)
            if match is not None:
                yield from ((key, match) for key in segment.keys_of(predicate) if key not in dead)

    def _merge(self) -> None:
        kept = ((key, rule) for key, rule in self._main.rules() if key not in self._dead)
        merged = Segment((*kept, *self._added.items()))
        self._main, self._added, self._delta, self._dead = merged, {}, None, set()
