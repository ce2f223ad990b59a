"""The definition of a match: one canonical rule and one prepared article in, the reasons with
their strength out, or None. Strength is the mean worth of every condition that the rule sets, so
that a rule of one word is not beaten by a rule of four only for being short."""

from __future__ import annotations

from collections.abc import Iterable

from digest.following.features import Features, normal_word, value_of_word
from digest.model import Match, Rule


def canonical(rule: Rule) -> Rule:
    """The same rule with its words in normal form, each once, everything sorted, a lone
    alternative among the required words: two rules that ask for the same are equal."""
    some = _words(rule.some)
    return Rule(
        every=_words((*rule.every, *some) if len(some) == 1 else rule.every),
        some=() if len(some) == 1 else some,
        no=_words(rule.no),
        regions=tuple(sorted(set(rule.regions))),
        own_level=rule.own_level and bool(rule.regions),
        topics=tuple(sorted(set(rule.topics))),
    )


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({normal for word in words if (normal := normal_word(word))}))


def explain(rule: Rule, prepared: Features) -> Match | None:
    """Why the canonical `rule` fits the prepared article, or None if it does not."""
    if rule.empty or any(value_of_word(word, prepared) is not None for word in rule.no):
        return None
    every = {word: value_of_word(word, prepared) for word in rule.every}
    some = _present({word: value_of_word(word, prepared) for word in rule.some})
    places = prepared.own if rule.own_level else prepared.places
    regions = _present({code: places.get(code) for code in rule.regions})
    topics = _present({slug: prepared.topics.get(slug) for slug in rule.topics})
    asked = (rule.some, rule.regions, rule.topics)
    found = (some, regions, topics)
    if None in every.values() or any(a and not f for a, f in zip(asked, found, strict=True)):
        return None
    hits = _present(every)
    worth = [*hits.values(), *(max(values.values()) for values in found if values)]
    return Match(strength(sum(worth), len(worth)), (*hits, *some), (*regions,), (*topics,))


def strength(total: int, conditions: int) -> float:
    """The mean of worths in thousandths as a number in 0–1, to three places."""
    return round(total / conditions) / 1000


def _present(values: dict[str, int | None]) -> dict[str, int]:
    return {name: value for name, value in values.items() if value is not None}
