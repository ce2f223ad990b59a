"""Settings, rules and editions as the JSON text the store keeps, and back. A field that a newer
or older version wrote is passed over, so that a settings row never keeps a chat from its digest."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date, time
from functools import lru_cache
from typing import Any

from digest.model import Rule
from digest.recipients import ChatSettings, Edition, EditionItem

_DEFAULTS = ChatSettings()
_SAID = ("schedule", "slot", "title", "on", "more", "pin", "grouped_by")


def dump_settings(settings: ChatSettings) -> str:
    """The settings that differ from the defaults, as JSON."""
    changed = {k: v for k, v in asdict(settings).items() if v != getattr(_DEFAULTS, k)}
    return json.dumps(changed, ensure_ascii=False, default=_plain)


@lru_cache(maxsize=4_096)
def load_settings(text: str) -> ChatSettings:
    """Settings from `dump_settings`."""
    known = {field.name for field in fields(ChatSettings)}
    values = {k: v for k, v in json.loads(text).items() if k in known}
    if "hours" in values:
        values["hours"] = tuple(time.fromisoformat(hour) for hour in values["hours"])
    for name in ("quiet_from", "quiet_until"):
        if values.get(name):
            values[name] = time.fromisoformat(values[name])
    return ChatSettings(**values)


def dump_rule(rule: Rule) -> str:
    """The parts of a rule that say something, as JSON; equal rules give equal text."""
    said = {name: value for name, value in asdict(rule).items() if value}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=65_536)
def load_rule(text: str) -> Rule:
    """A rule from `dump_rule`."""
    said: dict[str, Any] = json.loads(text)
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return Rule(**values)


def dump_edition(edition: Edition) -> str:
    """What an edition says, without whom it goes to."""
    said = {name: getattr(edition, name) for name in _SAID}
    said["items"] = [[i.article_id, i.strength, i.carriers, i.group] for i in edition.items]
    return json.dumps(said, ensure_ascii=False, default=_plain)


def load_edition(text: str) -> Edition:
    """An edition from `dump_edition`, addressed to nobody."""
    said = json.loads(text)
    items = tuple(EditionItem(name, (), *rest) for name, *rest in said.pop("items"))
    said |= {"on": date.fromisoformat(said["on"]), "more": tuple(said["more"])}
    return Edition(chat_id=0, thread_id=None, items=items, **said)


def _plain(value: object) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")
