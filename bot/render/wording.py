"""Writes a rule the way a person would type it, so that it can be read, copied and read back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.render.names import Names
from bot.texts import Voice
from digest.errors import NotFound, RuleRefused
from digest.following import rules
from digest.model import Rule


def readable(rule: Rule, names: Names, today: date, voice: Voice) -> str:
    """The rule in plain words, the reader's own where they mean the same, else in its exact
    notation."""
    if voice.language == "en":
        places = _either(" ".join(_path(code, names, voice)) for code in rule.regions)
        topics = _either(names.topic(slug, voice, emoji=False) for slug in rule.topics)
        if told := _told(rule, places, topics, today):
            return told
    places = _either("".join(_path(code, names)) for code in rule.regions)
    topics = _either(_topic(slug, names) for slug in rule.topics)
    return _told(rule, places, topics, today) or rules.to_text(rule)


def _told(rule: Rule, places: str, topics: str, today: date) -> str:
    """The rule in these words; empty where they would be read as another rule."""
    some = "|".join(rule.some)
    unwanted = [f"-{word}" for word in rule.no]
    words = " ".join(filter(None, [places, topics, *rule.every, some, *unwanted]))
    try:
        same = not rule.own_level and rules.parse(words, today) == rule
    except RuleRefused:
        same = False
    return words if same else ""


def _path(code: str, names: Names, voice: Voice | None = None) -> list[str]:
    try:
        chain = [names.places.get(one) for one in (code, *names.places.ancestors(code))]
    except NotFound:
        return [code]
    return [names.place(one.code, voice) if voice else one.short for one in reversed(chain)]


def _either(names: Iterable[str]) -> str:
    return "|".join(names)


def _topic(slug: str, names: Names) -> str:
    return names.topics.get(slug).name if slug in names.topics.slugs else f"#{slug}"
