"""Whether a rule fits an article, and why: the plain definition that everything else must equal.
AND across kinds: all of `every`, one of `some`, none of `no`, one of `regions`, one of `topics`.
A rule that asks for nothing fits nothing. `RuleIndex` answers the same for many rules at once."""

from __future__ import annotations

from digest.following.explanation import canonical, explain
from digest.following.features import Features, features
from digest.following.rule_index import RuleIndex
from digest.model import Article, Match, Rule

__all__ = ["Features", "RuleIndex", "canonical", "explain", "features", "match"]


def match(rule: Rule, article: Article) -> Match | None:
    """The match of one rule with one article, or None."""
    return explain(canonical(rule), features(article))
