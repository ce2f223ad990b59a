"""Faults a test orders: slow answers, server errors, cut connections, storms of 429, refusals.

A `Fault` says which calls it hits (method, chat, how often, with what probability, for how long)
and what happens to them. `delivered` decides whether the call takes effect before the answer is
spoilt; that difference is what delivery code has to survive.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from bot.sandbox.errors import ApiError, too_many_requests, upgraded
from bot.sandbox.model import Json

Body = Literal["json", "html", "garbage", "empty"]
MAX_FAULTS = 1000
_REASONS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


@dataclass(slots=True)
class Fault:
    """One ordered fault.

    Which calls: `method` (name, "a|b", or "*"; never getUpdates unless named), `chat_id`,
    `text_contains`, `skip` (let the first N pass), `times` (hit N calls, None = all),
    `probability` with `seed`, `seconds` (from the first hit on, by the sandbox clock).
    What happens: `delay_before` / `delay_after` seconds around the effect; `cut` the connection;
    `status` with `body` in place of the answer; `retry_after` (429); `error_code` with
    `description` (a refusal, such as 403); `migrate_to` a new chat id.
    `delivered`: whether a spoilt call takes effect all the same (refusals never do).
    """

    method: str = "*"
    chat_id: int | None = None
    text_contains: str | None = None
    skip: int = 0
    times: int | None = None
    probability: float = 1.0
    seed: int | None = None
    seconds: float | None = None
    delay_before: float = 0.0
    delay_after: float = 0.0
    cut: bool = False
    status: int | None = None
    body: Body = "json"
    retry_after: int | None = None
    error_code: int | None = None
    description: str | None = None
    migrate_to: int | None = None
    delivered: bool = False
    hits: int = 0
    _until: float | None = field(default=None, repr=False)
    _random: random.Random = field(default_factory=random.Random, repr=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - not a secret

    def matches(self, method: str, params: Json, now: float) -> bool:
        """Whether this call is hit; counts skips, hits and time as it goes."""
        if self.spent(now) or not self._concerns(method, params):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.probability < 1.0 and self._random.random() >= self.probability:
            return False
        if self.seconds is not None and self._until is None:
            self._until = now + self.seconds
        self.hits += 1
        return True

    def spent(self, now: float) -> bool:
        """Whether it can hit no more."""
        used_up = self.times is not None and self.hits >= self.times
        return used_up or (self._until is not None and now >= self._until)

    def _concerns(self, method: str, params: Json) -> bool:
        if self.method == "*":
            if method == "getupdates":
                return False
        elif method not in self.method.lower().split("|"):
            return False
        if self.chat_id is not None and str(params.get("chat_id")) != str(self.chat_id):
            return False
        text = str(params.get("text") or params.get("caption") or "")
        return self.text_contains is None or self.text_contains in text

    @property
    def spoils(self) -> bool:
        """Whether the proper answer is withheld."""
        return self.cut or self.status is not None or self.body in ("garbage", "empty")

    def refusal(self) -> ApiError | None:
        """The refusal ordered, None when the call may go on."""
        if self.retry_after is not None:
            return too_many_requests(self.retry_after)
        if self.migrate_to is not None:
            return upgraded(self.migrate_to)
        if self.error_code is not None:
            return ApiError(self.error_code, self.description or "Bad Request: ordered fault")
        return None

    def spoilt_body(self) -> tuple[int, bytes, str]:
        """Status, body and content type sent in place of the answer."""
        status = self.status or 200
        reason = _REASONS.get(status, "Error")
        if self.body == "html":
            page = f"<html><head><title>{status} {reason}</title></head><body></body></html>"
            return status, page.encode(), "text/html"
        if self.body == "garbage":
            return status, b'{"ok":tru\xff\x00<<', "application/json"
        if self.body == "empty":
            return status, b"", "application/json"
        text = f'{{"ok":false,"error_code":{status},"description":"{reason}"}}'
        return status, text.encode(), "application/json"

    def as_json(self) -> Json:
        """For the control page: the orders and how often they were carried out."""
        return {key: value for key, value in asdict(self).items() if key[0] != "_"}


_FIELDS = {item.name for item in fields(Fault) if item.name[0] != "_" and item.name != "hits"}
_NUMBERS = {
    "chat_id", "skip", "times", "probability", "seed", "seconds", "delay_before", "delay_after",
    "status", "retry_after", "error_code", "migrate_to",
}  # fmt: skip
_TEXTS = {"method", "text_contains", "description", "body"}


def read_fault(order: Any) -> Fault:
    """A fault from JSON; ValueError for unknown or wrongly typed fields."""
    if not isinstance(order, dict):
        raise ValueError("a fault must be a JSON object")
    if unknown := sorted(set(order) - _FIELDS):
        raise ValueError(f"unknown fault fields: {', '.join(unknown)}; known: {sorted(_FIELDS)}")
    for name, value in order.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        wanted = number if name in _NUMBERS else isinstance(value, str if name in _TEXTS else bool)
        if value is not None and not wanted:
            raise ValueError(f"fault field {name} has a value of the wrong type")
    if order.get("body", "json") not in ("json", "html", "garbage", "empty"):
        raise ValueError("body must be json, html, garbage or empty")
    if not 0 <= (order.get("delay_before") or 0) <= 600 >= (order.get("delay_after") or 0) >= 0:
        raise ValueError("delays must be between 0 and 600 seconds")
    if (status := order.get("status")) is not None and not 200 <= status <= 599:
        raise ValueError("status must be between 200 and 599")
    return Fault(**order)


class Faults:
    """The faults in force; the first one that matches a call decides."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, fault: Fault | None = None, **order: Any) -> Fault:
        """Order a fault (ready made, or by its fields)."""
        made = fault or Fault(**order)
        if len(self._faults) >= MAX_FAULTS:
            raise ValueError(f"more than {MAX_FAULTS} faults")
        self._faults.append(made)
        return made

    def clear(self) -> None:
        """Lift all faults."""
        self._faults.clear()

    def hit(self, method: str, params: Json) -> Fault | None:
        """The fault that strikes this call, if any; spent ones are dropped."""
        now = self._clock()
        for fault in self._faults:
            if fault.matches(method, params, now):
                return fault
        if any(fault.spent(now) for fault in self._faults):
            self._faults = [fault for fault in self._faults if not fault.spent(now)]
        return None

    def as_json(self) -> list[Json]:
        """All faults in force."""
        return [fault.as_json() for fault in self._faults]
