"""What became of a send, written down: one outcome at a time inside the caller's transaction.
Only rows on the wire are settled, save that an answer that comes late may still turn an unknown
row into a sent one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, select

from digest.recipients import ChatState, Lane
from digest.store import chats as chat_rows
from digest.store import outbox, outbox_steps
from digest.store.schema.outbox import outbox as table

Policy = Literal["hold", "resend"]
ERROR = 500  # characters of an error that the ledger keeps


@dataclass(frozen=True, slots=True)
class UnknownPolicy:
    """What to do with a send whose fate is unknown: hold it and ask, or send it again once."""

    digest: Policy = "hold"
    alert: Policy = "resend"
    reply: Policy = "hold"
    after: timedelta = timedelta(seconds=5)

    def of(self, lane: Lane) -> Policy:
        """The policy for a lane."""
        return {"digest": self.digest, "alert": self.alert, "reply": self.reply}[lane]


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome of one send. `message_id` goes with `sent`, `at` with `later`, `state` (blocked
    or gone) with `gone`."""

    delivery_id: int
    outcome: Literal["sent", "later", "unknown", "gone", "parked"]
    error: str = ""
    message_id: int | None = None
    at: datetime | None = None
    state: ChatState = "gone"


def _settle(connection: Connection, one: Settlement, now: datetime, policy: UnknownPolicy) -> bool:
    this, error = table.c.id == one.delivery_id, one.error[:ERROR]
    if one.outcome == "later":
        at = one.at or now
        return bool(
            outbox.step(connection, this, ["sending"], "ready", not_before=at, last_error=error)
        )
    if one.outcome == "unknown":
        return mark_unknown(connection, [one.delivery_id], error, now, policy) > 0
    if one.outcome == "parked":
        return bool(outbox.end(connection, this, ["sending"], "parked", error, now))
    return _gone(connection, one, error, now)


def settle_all(
    connection: Connection, ones: Sequence[Settlement], now: datetime, policy: UnknownPolicy
) -> list[bool]:
    """Write down several outcomes, those that arrived in one statement, since nearly every outcome
    is this one; for each whether its row was there to be settled."""
    arrived = {one.delivery_id: one.message_id for one in ones if one.outcome == "sent"}
    there = outbox_steps.mark_sent(connection, arrived, now)
    return [
        one.delivery_id in there if one.outcome == "sent" else _settle(connection, one, now, policy)
        for one in ones
    ]


def _gone(connection: Connection, one: Settlement, error: str, now: datetime) -> bool:
    chat_id = connection.execute(
        select(table.c.chat_id).where(table.c.id == one.delivery_id)
    ).scalar()
    this = table.c.id == one.delivery_id
    moved = outbox.end(connection, this, ["sending", "ready"], "gone", error, now)
    if moved and chat_id is not None:
        chat_rows.change(connection, chat_id, state=one.state, reason=error, paused_until=None)
        waiting = table.c.chat_id == chat_id
        outbox.end(connection, waiting, ["ready"], "cancelled", error, now)
    return bool(moved)


def mark_unknown(
    connection: Connection, ids: list[int], error: str, now: datetime, policy: UnknownPolicy
) -> int:
    """Rows on the wire whose answer is lost become unknown; those that the policy sends again,
    and that were not sent again before, are ready shortly after. How many rows there were."""
    if not ids:
        return 0
    moved = outbox.step(
        connection,
        table.c.id.in_(ids),
        ["sending"],
        "unknown",
        last_error=error,
        settled_at=now,
    )
    again = [lane for lane in outbox.PRIORITY if policy.of(lane) == "resend"]
    outbox.step(
        connection,
        table.c.id.in_(moved) & table.c.lane.in_(again) & table.c.resent.is_(False),
        ["unknown"],
        "ready",
        resent=True,
        settled_at=None,
        not_before=now + policy.after,
    )
    return len(moved)
