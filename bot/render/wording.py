"""Writes a rule the way a person would type it, so that it can be read, copied and read back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.render.names import Names
from digest.errors import RuleRefused
from digest.following import rules
from digest.model import Rule


def readable(rule: Rule, names: Names, today: date) -> str:
    """The rule in plain words where they mean the same, else in its exact notation."""
    places = _either(names.region(code).replace("·", "") for code in rule.regions)
    topics = _either(_topic(slug, names) for slug in rule.topics)
    some = "|".join(rule.some)
    unwanted = [f"-{word}" for word in rule.no]
    words = " ".join(filter(None, [places, topics, *rule.every, some, *unwanted]))
    try:
        same = not rule.own_level and rules.parse(words, today) == rule
    except RuleRefused:
        same = False
    return words if same else rules.to_text(rule)


def _either(names: Iterable[str]) -> str:
    return "|".join(names)


def _topic(slug: str, names: Names) -> str:
    return names.topics.get(slug).name if slug in names.topics.slugs else f"#{slug}"
