"""The values of the sending side: chats and their settings, subscriptions, schedules, editions
and deliveries. Frozen and free of effects, like `digest.model`; nothing here knows Telegram
beyond the fact that a chat has a number, a kind and perhaps a thread."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from digest.model import Rule

ChatKind = Literal["private", "group", "supergroup", "channel"]
ChatState = Literal["active", "paused", "blocked", "gone"]
Cadence = Literal["at_once", "daily", "workdays", "weekly", "minute"]
Lane = Literal["reply", "alert", "digest"]
DeliveryState = Literal[
    "ready", "sending", "sent", "parked", "gone", "unknown", "expired", "cancelled"
]


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How one chat wants its editions. Times are wall times in `timezone` (IANA name)."""

    language: str = "zh"
    timezone: str = "Asia/Shanghai"
    hours: tuple[time, ...] = (time(8, 0),)
    weekday: int = 1
    quiet_from: time | None = None
    quiet_until: time | None = None
    max_items: int = 10
    compact: bool = False
    silent: bool = False
    empty_notice: bool = False
    cover: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat we know: Telegram's number, kind, state (only *active* ones are sent to), settings.

    `owner` is the user who manages a channel from a private chat, if any."""

    chat_id: int
    kind: ChatKind
    state: ChatState = "active"
    reason: str = ""
    settings: ChatSettings = field(default_factory=ChatSettings)
    paused_until: datetime | None = None
    owner: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A rule plus its chat (and thread) and cadence."""

    id: int
    chat_id: int
    rule: Rule
    name: str
    cadence: Cadence = "daily"
    thread_id: int | None = None
    paused: bool = False
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A point of a schedule: its key (stable, unique within the schedule: the local date and wall
    time), and the instant in UTC at which it is due."""

    key: str
    due: datetime


@dataclass(frozen=True, slots=True)
class EditionItem:
    """One line of an edition: the article's id, why it is in, how many papers carried it."""

    article_id: str
    why: tuple[int, ...]
    strength: float
    carriers: int = 1
    group: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One composed digest for one recipient and one slot. `more` counts what the cap left out."""

    chat_id: int
    thread_id: int | None
    schedule: str
    slot: str
    title: str
    on: date
    items: tuple[EditionItem, ...]
    more: tuple[str, ...] = ()
    pin: bool = False
    grouped_by: str = ""

    @property
    def key(self) -> str:
        """A short stable name of what the edition says, whoever gets it: editions of equal
        content share it, and buttons carry it (`planning.edition(key)` finds the edition)."""
        shown = [(i.article_id, i.carriers, i.group) for i in self.items]
        said = [self.schedule, self.title, self.on.isoformat(), shown, self.more, self.pin]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a rendered edition, frozen: HTML text, keyboard as JSON, options.

    `articles` are the ids of the items that stand in this part; when no part of an edition names
    any, the first part answers for all of them."""

    html: str
    keyboard: str | None = None
    silent: bool = False
    photo: bytes | None = None
    pin: bool = False
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox: one part of one edition on its way to one chat."""

    id: int
    chat_id: int
    thread_id: int | None
    schedule: str
    slot: str
    part: int
    parts: int
    lane: Lane
    state: DeliveryState
    payload: Part
    not_before: datetime
    expires_at: datetime
    attempts: int = 0
    last_error: str = ""
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    message_id: int | None = None
    article_ids: tuple[str, ...] = ()
