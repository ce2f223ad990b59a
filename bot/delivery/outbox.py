"""The store's outbox in the shape the delivery loop asks for: outcomes become settlements."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.delivery.outcomes import Gone, Later, Migrated, Outcome, Parked, Sent
from digest.recipients import Delivery
from digest.service import Service
from digest.service.settling import Settlement

# How long the lease outlives its last renewal: another process takes over after that.
LEASE_SECONDS = 15.0


class StoreOutbox:
    """The outbox of one service; implements `bot.delivery.loop.Outbox`."""

    def __init__(self, service: Service) -> None:
        self._deliveries, self._chats = service.deliveries, service.chats
        # Unique per process and start: a restarted process must not take itself for its dead self.
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._unsure: datetime | None = None

    def lease(self, now: datetime) -> bool:
        """Take or renew the sender lease."""
        return self._deliveries.lease(self.owner, now, LEASE_SECONDS)

    def release(self) -> None:
        """Give the lease back."""
        self._deliveries.release(self.owner)

    def recover(self, now: datetime, own: Sequence[int]) -> int:
        """Settle what a dead sender left on the wire."""
        return self._deliveries.recover(now, own)

    def ready(self, now: datetime, limit: int, without: Sequence[int]) -> list[Delivery]:
        """What may be sent, in order."""
        return self._deliveries.next_ready(now, limit, without)

    def write(
        self, fates: Sequence[tuple[Delivery, Outcome]], leaving: Sequence[Delivery], now: datetime
    ) -> list[bool]:
        """Write down outcomes, and what they mean beyond their own row (a chat's new number, a
        silence that Telegram asked for), and mark the next rows; for each whether it was ready.

        After a store error the same may be asked again with the same `now`."""
        for row, outcome in fates:
            if isinstance(outcome, Migrated):
                self._chats.migrate(row.chat_id, outcome.chat_id, now)
        settlements = [settlement(row, outcome, now) for row, outcome in fates]
        tried = now if now == self._unsure else None
        self._unsure = now
        ids = [row.id for row in leaving]
        _, marked = self._deliveries.write(settlements, ids, now, tried)
        self._unsure = None
        for row, outcome in fates:
            if isinstance(outcome, Later) and outcome.asked and outcome.seconds:
                until = now + timedelta(seconds=outcome.seconds)
                if outcome.asked == "all":
                    self._deliveries.hold(until, now)
                else:
                    self._deliveries.hold_chat(row.chat_id, until)
        return marked


def settlement(row: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """What an outcome means for its row."""
    match outcome:
        case Sent(message_id):
            return Settlement(row.id, "sent", message_id=message_id)
        case Later(error, seconds):
            return Settlement(row.id, "later", error, at=now + timedelta(seconds=seconds or 0))
        case Gone(error, state):
            return Settlement(row.id, "gone", error, state=state)
        case Parked(error):
            return Settlement(row.id, "parked", error)
        case Migrated():
            return Settlement(row.id, "later", "the group has another number now", at=now)
        case _:
            return Settlement(row.id, "unknown", getattr(outcome, "error", ""))
