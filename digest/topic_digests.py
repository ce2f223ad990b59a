"""The operator's topic digests, from a TOML file to values: what each is about, when it appears,
and where. Refuses a file that does not hold, naming the file and the line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import time
from pathlib import Path
from typing import Any, Literal, get_args

from digest import datafiles, gazetteer
from digest.errors import DataError, Refused
from digest.limits import CHATS
from digest.model import Rule
from digest.recipients import Cadence
from digest.schedules import Plan, zone
from digest.understanding import taxonomy

Audience = Literal["subscribers", "groups", "channels"]
_NAME = re.compile(r"[a-z][a-z0-9_-]{1,31}")
_RESERVED = frozenset(("chat", "alert", "now", "announcement", "reply"))
_TEXTS = frozenset(("name", "title", "cadence", "timezone"))
_LISTS = frozenset(("topics", "regions", "hours", "to"))
_KEYS = _TEXTS | _LISTS | {"weekday", "pin", "max_items", "empty_notice"}
_CADENCES = frozenset(get_args(Cadence)) - {"at_once"}


@dataclass(frozen=True, slots=True)
class TopicDigest:
    """One topic digest: `audiences` are kinds of recipients, `places` are (chat, thread) numbers,
    thread 0 for the chat itself."""

    name: str
    title: str
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    cadence: Cadence
    hours: tuple[str, ...]
    weekday: int
    timezone: str
    audiences: tuple[Audience, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    pin: bool = False
    max_items: int = 10
    empty_notice: bool = False

    @property
    def rule(self) -> Rule:
        """What an article must be to stand in it."""
        return Rule(regions=self.regions, topics=self.topics)

    @property
    def plan(self) -> Plan:
        """When it is due."""
        hours = tuple(time.fromisoformat(hour) for hour in self.hours)
        return Plan(frozenset((self.cadence,)), hours, self.weekday, self.timezone)

    def dump(self) -> str:
        """The digest as JSON text; equal digests give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def load(text: str) -> TopicDigest:
    """A digest from `dump`."""
    said = json.loads(text)
    places = tuple((chat, thread) for chat, thread in said.pop("places"))
    lists: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return TopicDigest(places=places, **lists)


def read(path: Path) -> tuple[TopicDigest, ...]:
    """The digests of a file. Raises DataError naming the file and line of what does not hold."""
    return _File(datafiles.read(path)).digests()


class _File:
    def __init__(self, file: datafiles.DataFile) -> None:
        self._file = file
        self._heads = file.heads("digest")

    def digests(self) -> tuple[TopicDigest, ...]:
        tables = self._file.tables
        unknown = sorted(tables.keys() - {"digest"})
        if unknown:
            raise self._wrong(f"“{unknown[0]}” is not known here", 1, unknown[0])
        listed = tables.get("digest", [])
        if not isinstance(listed, list) or len(listed) != len(self._heads):
            raise self._wrong("each digest must begin with a line [[digest]]", 1)
        found = tuple(self._digest(t, h) for t, h in zip(listed, self._heads, strict=True))
        names = [one.name for one in found]
        for at, name in enumerate(names):
            if name in names[:at]:
                raise self._wrong(f"the name “{name}” stands twice", self._heads[at], "name")
        return found

    def _digest(self, table: Mapping[str, Any], head: int) -> TopicDigest:
        for key in sorted(table.keys() - _KEYS):
            raise self._wrong(f"“{key}” is not known", head, key)
        audiences, places = self._to(table.get("to"), head)
        digest = TopicDigest(
            name=self._name_of(table.get("name"), head),
            title=self._text(table, "title", head),
            topics=self._topics(table, head),
            regions=self._regions(table, head),
            cadence=self._one_of(table, "cadence", _CADENCES, head),
            hours=self._hours(table, head),
            weekday=self._number(table, "weekday", 1, 7, 1, head),
            timezone=self._zone(table, head),
            audiences=audiences,
            places=places,
            pin=self._flag(table, "pin", head),
            max_items=self._number(table, "max_items", 1, CHATS.max_items, 10, head),
            empty_notice=self._flag(table, "empty_notice", head),
        )
        if digest.rule.empty:
            raise self._wrong("names neither topics nor regions", head)
        return digest

    def _name_of(self, name: object, head: int) -> str:
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _RESERVED:
            raise self._wrong("“name” is 2–32 of a–z, 0–9, - and _", head, "name")
        return name

    def _text(self, table: Mapping[str, Any], key: str, head: int) -> str:
        text = table.get(key)
        if not isinstance(text, str) or not 0 < len(text.strip()) <= 60:
            raise self._wrong(f"“{key}” must be 1–60 characters", head, key)
        return text.strip()

    def _strings(self, table: Mapping[str, Any], key: str, head: int) -> list[str]:
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._wrong(f"“{key}” must be a list of texts", head, key)
        return values

    def _topics(self, table: Mapping[str, Any], head: int) -> tuple[str, ...]:
        slugs = []
        for text in self._strings(table, "topics", head):
            slug = taxonomy.load().named(text)
            if slug is None:
                raise self._wrong(f"there is no topic “{text}”", head, "topics")
            slugs.append(slug)
        return tuple(sorted(set(slugs)))

    def _regions(self, table: Mapping[str, Any], head: int) -> tuple[str, ...]:
        table_of_places = gazetteer.load()
        codes: set[str] = set()
        for text in self._strings(table, "regions", head):
            named = [place.code for place in table_of_places.named(text)]
            found = table_of_places.macro(text) or named or [c for c in [text] if _known(c)]
            if not found or (len(found) > 1 and found == named):
                raise self._wrong(f"“{text}” names {len(found)} places", head, "regions")
            codes.update(found)
        return tuple(sorted(codes))

    def _hours(self, table: Mapping[str, Any], head: int) -> tuple[str, ...]:
        hours = self._strings(table, "hours", head)
        try:
            parsed = sorted({time.fromisoformat(hour) for hour in hours})
        except ValueError as error:
            raise self._wrong('“hours” are times such as "08:00"', head, "hours") from error
        if not 0 < len(parsed) <= CHATS.hours:
            raise self._wrong(f"“hours” needs 1–{CHATS.hours} times", head, "hours")
        return tuple(f"{hour:%H:%M}" for hour in parsed)

    def _zone(self, table: Mapping[str, Any], head: int) -> str:
        name = table.get("timezone", "Asia/Shanghai")
        try:
            return zone(str(name)).key
        except Refused as error:
            raise self._wrong(error.what, head, "timezone") from error

    def _to(
        self, to: object, head: int
    ) -> tuple[tuple[Audience, ...], tuple[tuple[int, int], ...]]:
        audiences: list[Audience] = []
        places: list[tuple[int, int]] = []
        for target in to if isinstance(to, list) and to else [None]:
            if isinstance(target, str) and target in get_args(Audience):
                audiences.append(target)  # type: ignore[arg-type]  # checked the line before
            elif isinstance(target, int) and not isinstance(target, bool):
                places.append((target, 0))
            elif isinstance(target, dict) and _place(target):
                places.append((target["chat"], target.get("thread", 0)))
            else:
                what = "“to” lists subscribers, groups, channels, chat numbers or {chat, thread}"
                raise self._wrong(what, head, "to")
        return tuple(dict.fromkeys(audiences)), tuple(dict.fromkeys(places))

    def _one_of(
        self, table: Mapping[str, Any], key: str, allowed: frozenset[str], head: int
    ) -> Any:
        value = table.get(key)
        if value not in allowed:
            raise self._wrong(f"“{key}” is one of {', '.join(sorted(allowed))}", head, key)
        return value

    def _number(
        self, table: Mapping[str, Any], key: str, low: int, high: int, default: int, head: int
    ) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._wrong(f"“{key}” is a number {low}–{high}", head, key)
        return value

    def _flag(self, table: Mapping[str, Any], key: str, head: int) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(f"“{key}” is true or false", head, key)
        return value

    def _wrong(self, what: str, head: int, key: str | None = None) -> DataError:
        line = self._file.line_of(key, head) if key else head
        return self._file.wrong(what, line, advice="see the sample digest/data/schedules.toml")


def _known(code: str) -> bool:
    return bool(re.fullmatch(r"\d{6}", code)) and gazetteer.load().within(code, code)


def _place(target: Mapping[str, Any]) -> bool:
    numbers = target.get("chat"), target.get("thread", 0)
    return target.keys() <= {"chat", "thread"} and all(type(n) is int for n in numbers)
