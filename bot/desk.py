"""What every handler works with: the service behind one thread helper, texts, names, buttons.

The service is synchronous; `Desk.run` is the only place where the bot crosses into threads. What
is kept here between updates is small, bounded and may be lost at a restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.families import Registry
from bot.keyboards import Codec
from bot.logs import Ids
from bot.memory import Bounded, Recall
from bot.render.editions import Editions
from bot.render.names import Names
from bot.settings import Settings
from bot.texts import Texts
from digest.language.variants import fold, simplify
from digest.model import PageReading, Query, Rule

if TYPE_CHECKING:
    from digest.service import Service

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 4  # the store serves one writer at a time; more threads only fight over the GIL
PROMPT_SECONDS = 900


def utc_now() -> datetime:
    """The clock of the running bot; tests hand in their own."""
    return datetime.now(UTC)


def alias_key(words: str) -> str:
    """Words typed in place of a command, however they are written: 設定！, Hello."""
    return fold(simplify(words[:60])).strip(" !.~。")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the next message of a person answers: a registered prompt and its arguments."""

    name: str
    args: tuple[str, ...]
    target: int | None
    asked_at: datetime


@dataclass(slots=True)
class Desk:
    """Shared by all handlers of one application."""

    service: Service
    settings: Settings
    texts: Texts
    codec: Codec
    names: Names
    registry: Registry
    editions: Editions
    clock: Callable[[], datetime] = utc_now
    ids: Ids = field(default_factory=Ids)
    aliases: dict[str, str] = field(default_factory=dict)
    username: str = ""
    bot_id: int = 0
    prompts: Bounded[tuple[int, int], Prompt] = field(default_factory=lambda: Bounded(20_000))
    queries: Recall[Query] = field(default_factory=Recall)
    rules: Recall[Rule] = field(default_factory=Recall)
    words: Recall[str] = field(default_factory=Recall)
    readings: Bounded[str, PageReading] = field(default_factory=lambda: Bounded(20))
    wrote: Bounded[tuple[int, date], int] = field(default_factory=lambda: Bounded(20_000))
    told: Bounded[int, bool] = field(default_factory=lambda: Bounded(20_000))
    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(THREADS, thread_name_prefix="service")
    )

    async def run(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the service in a thread; its errors come through."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, partial(work, *args, **kwargs))

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock()

    def today(self, timezone: str) -> date:
        """The present day where the chat lives."""
        return self.now().astimezone(ZoneInfo(timezone)).date()

    def deep_link(self, payload: str) -> str:
        """A t.me link that opens the private chat with `payload`; empty while we do not know our
        own name (`bot plan` where Telegram cannot be reached)."""
        return f"https://t.me/{self.username}?start={payload}" if self.username else ""

    def is_operator(self, user_id: int | None) -> bool:
        """Whether this user may use the operator's commands."""
        return user_id in self.settings.operator_ids
