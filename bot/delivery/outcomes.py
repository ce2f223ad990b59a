"""The few things that can become of a request to send, as values (design §7). Knows no Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from digest.recipients import Delivery


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram answered: the message is there under this number."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Not sent; try the same bytes again after `seconds` (None: a back-off that begins with
    `at_least` seconds).

    `asked` when Telegram itself asked for the pause, and for whom: this chat or all of us."""

    error: str
    seconds: float | None = None
    asked: Literal["", "chat", "all"] = ""
    at_least: float = 1.0


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was on the wire and the answer is lost: it may or may not have been sent."""

    error: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat cannot be reached until it comes back by itself: it is paused, its rules kept."""

    error: str
    state: Literal["blocked", "gone"]


@dataclass(frozen=True, slots=True)
class Parked:
    """Refused for what it is: kept for the operator, never tried again by itself."""

    error: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup with another number; the same bytes go there."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing can be sent at all (the token is refused): the loop must stop and say so."""

    error: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The row was no longer ours to send when its turn came; nothing left the house."""


Outcome = Sent | Later | Unknown | Gone | Parked | Migrated | Stopped | Withdrawn

# Called after the pacing gate and right before the request: marks the row `sending` and says
# whether the row is still ours. Design §7: a row is marked at the wire, not when it is picked.
AtTheWire = Callable[[], Awaitable[bool]]


class Sender(Protocol):
    """What the loop needs of a messenger."""

    async def send(self, delivery: Delivery, at_the_wire: AtTheWire) -> Outcome:
        """Send one part. Never raises for what a messenger or network can do."""
        ...

    async def pin(self, delivery: Delivery, message_id: int) -> None:
        """Pin a part that was sent. Never raises for what a messenger or network can do."""
        ...
