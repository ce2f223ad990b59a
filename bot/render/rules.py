"""Turns rules, previews and subscriptions into the lines a person checks before saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render.hits import head
from bot.render.html import Html, bold
from bot.render.names import Names
from bot.render.parts import shorten
from bot.texts import Voice
from digest.following import rules
from digest.model import Rule
from digest.recipients import Subscription

if TYPE_CHECKING:
    from digest.service.follow import Preview

SAMPLE_UNITS = 90


def called(subscription: Subscription, names: Names, voice: Voice) -> str:
    """A rule's name: what a person called it, else what it asks for, in the reader's language."""
    rule = subscription.rule
    if voice.language != "en" or subscription.name != rules.describe(rule):
        return subscription.name
    groups = (
        "/".join(names.place(code, voice) for code in rule.regions),
        "/".join(names.topic(slug, voice, emoji=False) for slug in rule.topics),
        " ".join(rule.every),
        "/".join(rule.some),
    )
    return " ".join([*filter(None, groups), *(f"-{word}" for word in rule.no)])


def describe(rule: Rule, names: Names, voice: Voice) -> Html:
    """What a rule asks for, one line for each kind."""
    between = voice.label("list.separator")
    regions = names.region_list(rule.regions, voice)
    place = "rule.regions_own" if rule.own_level else "rule.regions"
    lines = [
        voice.html("rule.every", words=between.join(rule.every)) if rule.every else "",
        voice.html("rule.some", words=between.join(rule.some)) if rule.some else "",
        voice.html(place, words=regions) if rule.regions else "",
        voice.html("rule.topics", words=names.topic_list(rule.topics, voice))
        if rule.topics
        else "",
        voice.html("rule.no", words=between.join(rule.no)) if rule.no else "",
    ]
    return Html("\n".join(line for line in lines if line))


def preview(words: str, rule: Rule, seen: Preview, names: Names, voice: Voice) -> Html:
    """The dry run: what the rule says, how much it would bring, three samples."""
    lines = [head("🔔", words), describe(rule, names, voice), ""]
    if seen.hits:
        # A library of a few days: “one in 30 days, about one a day” would contradict itself.
        key = "follow.expect_young" if seen.young else "follow.expect"
        lines.append(voice.html(key, hits=seen.hits, per_day=_rate(seen.per_day)))
        titles = [shorten(one.article.title, SAMPLE_UNITS) for one in seen.samples]
        lines += [voice.html("follow.sample", title=title) for title in titles]
    else:
        lines.append(voice.html("follow.expect_none"))
    return Html("\n".join([*lines, "", voice.html("follow.how_often")]))


def _rate(per_day: float) -> str:
    return f"{per_day:g}" if per_day >= 0.1 else "< 0.1"


def line(number: int, subscription: Subscription, names: Names, voice: Voice) -> Html:
    """One subscription in the list."""
    state = "rules.line_paused" if subscription.paused else "rules.line"
    return voice.html(
        state,
        number=number,
        name=bold(called(subscription, names, voice)),
        cadence=voice.label(f"cadence.{subscription.cadence}"),
    )
