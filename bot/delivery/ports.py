"""What the delivery loop needs of the store, as a protocol: few calls, each one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.delivery.outcomes import Outcome
from digest.recipients import Delivery

# A row that is about to leave, or a row and what became of it.
Step = tuple[Delivery, Outcome | None]


class Outbox(Protocol):
    """What the loop needs of the store; each call is one transaction."""

    def lease(self, now: datetime) -> bool:
        """Take or renew the sender lease; False when another process holds it."""
        ...

    def release(self) -> None:
        """Give the lease back."""
        ...

    def recover(self, now: datetime, own: Sequence[int]) -> int:
        """Rows that a dead sender left on the wire become unknown, save our own; how many."""
        ...

    def ready(self, now: datetime, limit: int, without: Sequence[int]) -> list[Delivery]:
        """What may be sent, in order, leaving out the chats in `without`."""
        ...

    def write(
        self, fates: Sequence[tuple[Delivery, Outcome]], leaving: Sequence[Delivery], now: datetime
    ) -> list[bool]:
        """Write down what became of sends and mark the next rows `sending`; for each of these
        whether it was still ready and ours to send. The same again changes nothing more."""
        ...
