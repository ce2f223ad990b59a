"""Deliveries: what may be sent, what became of it, and what the operator asks about it. Every
call is one transaction; a step that is not legal from a row's present state changes nothing and
says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from digest.errors import NotFound
from digest.limits import BATCH, FRESHNESS, Freshness
from digest.recipients import Chat, ChatState, Delivery, DeliveryState, Part
from digest.schedules import quiet_end
from digest.service.composing import with_stories
from digest.service.leaving import due, mark
from digest.service.progress import Progress, progress
from digest.service.settling import Settlement, UnknownPolicy, mark_unknown, settle_all
from digest.store import chats as chat_rows
from digest.store import editions as edition_rows
from digest.store import lease, marks, outbox
from digest.store.database import Database
from digest.store.schema.outbox import outbox as table

ANNOUNCEMENT = "announcement"
UNKNOWN_SHOWN = timedelta(days=7)
KEEP_DAYS = 90

__all__ = ["ANNOUNCEMENT", "Deliveries", "Progress"]


class Deliveries:
    """The outbox of one store."""

    def __init__(
        self,
        database: Database,
        policy: UnknownPolicy | None = None,
        freshness: Freshness = FRESHNESS,
    ) -> None:
        self.policy = policy or UnknownPolicy()
        self._database = database
        self._freshness = freshness

    # What the sender asks and tells

    def recover(self, now: datetime, own: Collection[int] = ()) -> int:
        """What a dead sender left on the wire is of unknown fate; how many rows. Call it on
        taking the lease, with the rows that are on the caller's own wire."""
        with self._database.writing() as connection:
            left = select(table.c.id).where(table.c.state == "sending")
            ids = sorted(set(connection.execute(left).scalars()) - set(own))
            error = "the sender ended before the answer came"
            return sum(
                mark_unknown(connection, ids[start : start + BATCH], error, now, self.policy)
                for start in range(0, len(ids), BATCH)
            )

    def next_ready(
        self, now: datetime, limit: int, without: Collection[int] = ()
    ) -> list[Delivery]:
        """What may be sent now, in order, leaving out the chats in `without`: at most one row a
        chat and lane. What falls in its chat's quiet hours is put off to their end."""
        return due(self._database, now, limit, without)

    def sending(self, delivery_id: int, now: datetime) -> bool:
        """Mark a row as on the wire; False when it is not ready any more."""
        return self.sending_all([delivery_id], now)[0]

    def sending_all(self, ids: Sequence[int], now: datetime) -> list[bool]:
        """Mark rows as on the wire; for each whether it was ready."""
        return self.write([], ids, now)[1]

    def settle(self, settlements: Sequence[Settlement], now: datetime) -> list[bool]:
        """Write down what became of several sends; for each whether its row was on the wire."""
        return self.write(settlements, [], now)[0]

    def write(
        self,
        settlements: Sequence[Settlement],
        leaving: Sequence[int],
        now: datetime,
        tried: datetime | None = None,
    ) -> tuple[list[bool], list[bool]]:
        """Write down what became of several sends and mark the next rows as on the wire; for each
        whether it was on the wire, and whether it was ready (or marked at `tried` by the same
        caller, who never heard whether that try succeeded) and its chat is not in quiet hours."""
        with self._database.writing() as connection:
            settled = settle_all(connection, settlements, now, self.policy)
            marked = mark(connection, leaving, now, tried)
        return settled, [one in marked for one in leaving]

    def sent(self, delivery_id: int, message_id: int | None, now: datetime) -> bool:
        """Telegram answered: the message is there."""
        return self._one(Settlement(delivery_id, "sent", message_id=message_id), now)

    def later(
        self, delivery_id: int, at: datetime, error: str, now: datetime | None = None
    ) -> bool:
        """It was certainly not sent; try again at an instant."""
        return self._one(Settlement(delivery_id, "later", error, at=at), now or at)

    def unknown(self, delivery_id: int, error: str, now: datetime) -> bool:
        """The answer is lost; the policy of its lane applies."""
        return self._one(Settlement(delivery_id, "unknown", error), now)

    def gone(self, delivery_id: int, state: ChatState, reason: str, now: datetime) -> bool:
        """The chat cannot be written to any more: it is noted so, what waits is cancelled."""
        return self._one(Settlement(delivery_id, "gone", reason, state=state), now)

    def parked(self, delivery_id: int, error: str, now: datetime) -> bool:
        """Telegram refuses this message; it is kept for the operator."""
        return self._one(Settlement(delivery_id, "parked", error), now)

    def _one(self, settlement: Settlement, now: datetime) -> bool:
        return self.settle([settlement], now)[0]

    def hold(self, until: datetime, now: datetime) -> None:
        """Send nothing to anybody until then (kept across restarts)."""
        with self._database.writing() as connection:
            marks.hold(connection, until, now)

    def hold_chat(self, chat_id: int, until: datetime) -> None:
        """Send a chat no alert or digest until then (kept across restarts)."""
        with self._database.writing() as connection:
            chat_rows.change(connection, chat_id, free_at=until)

    def lease(self, owner: str, now: datetime, seconds: float) -> bool:
        """Take or renew the sender lease; False while another process holds it."""
        until = now + timedelta(seconds=seconds)
        with self._database.writing() as connection:
            return lease.take(connection, lease.SENDER, owner, now, until)

    def release(self, owner: str) -> bool:
        """Give the sender lease back."""
        with self._database.writing() as connection:
            return lease.release(connection, lease.SENDER, owner)

    def expire(self, now: datetime) -> int:
        """Note what was not sent in time; its articles may come with a later slot."""
        late = table.c.expires_at <= now
        return self._end_all(late, "expired", "it was not sent in time", now)

    def _end_all(
        self, waiting: ColumnElement[bool], state: DeliveryState, error: str, now: datetime
    ) -> int:
        """End what waits, some at a time, so that a morning's worth holds up nobody's answer."""
        count = 0
        while True:
            with self._database.writing() as connection:
                some = select(table.c.id).where(outbox.READY, waiting).limit(BATCH)
                ids = list(connection.execute(some).scalars())
                here = table.c.id.in_(ids)
                count += len(outbox.end(connection, here, ["ready"], state, error, now))
            if len(ids) < BATCH:
                return count

    # What chats ask

    def unknown_for(self, chat_id: int, now: datetime | None = None) -> list[Delivery]:
        """What may not have reached the chat, newest first (of the last week, if `now` is
        given)."""
        mine = [table.c.chat_id == chat_id, table.c.state == "unknown"]
        if now is not None:
            mine.append(table.c.settled_at > now - UNKNOWN_SHOWN)
        with self._database.reading() as connection:
            return outbox.listed(connection, 10, *mine)

    def resend(self, delivery_id: int, now: datetime) -> bool:
        """Send a row again after all, with the later parts that fell with it, as an answer to who
        asked for it: also in quiet hours. False when it is under way or was sent; raises
        NotFound."""
        over: list[DeliveryState] = ["unknown", "parked", "gone", "expired", "cancelled"]
        with self._database.writing() as connection:
            row = _row(connection, delivery_id)
            later = outbox.later_parts(row)
            again: dict[str, object] = {"not_before": now, "settled_at": None, "resent": True}
            again |= {"lane": "reply", "priority": outbox.PRIORITY["reply"]}
            again["expires_at"] = now + self._freshness.digest
            frozen = (table.c.id == delivery_id) & (table.c.content_id != outbox.NO_CONTENT)
            moved = outbox.step(connection, frozen, over, "ready", **again)
            if not moved:
                return False
            outbox.step(connection, later, ["cancelled", "expired", "ready"], "ready", **again)
            if row.edition_key and (edition := edition_rows.get(connection, row.edition_key)):
                ids = [item.article_id for item in edition.items]
                outbox.restore_received(connection, row, with_stories(ids, {}), now)
            return True

    def confirm(self, delivery_id: int, now: datetime) -> bool:
        """The chat says that an unknown delivery did arrive; its later parts may follow."""
        with self._database.writing() as connection:
            this = table.c.id == delivery_id
            return bool(outbox.step(connection, this, ["unknown"], "sent", settled_at=now))

    # What the operator asks

    def ledger(
        self,
        chat_id: int | None = None,
        slot: str | None = None,
        state: str | None = None,
        limit: int = 100,
    ) -> list[Delivery]:
        """Deliveries, newest first, of one chat, slot or state."""
        wanted = {table.c.chat_id: chat_id, table.c.slot: slot, table.c.state: state}
        conditions = [column == value for column, value in wanted.items() if value is not None]
        with self._database.reading() as connection:
            return outbox.listed(connection, limit, *conditions)

    def announce(
        self,
        html: str,
        *,
        now: datetime,
        chat_ids: Collection[int] | None = None,
        name: str = "",
    ) -> int:
        """Put a message for all active chats (or these) into the outbox; how many went in. One of
        the same `name` (or, without one, of the same instant and words) goes in once. Where it is
        quiet it waits for the morning, as everything does."""
        slot = name[:40] or f"{now:%Y-%m-%dT%H:%M:%S}Z/{outbox.content_id(Part(html))[:8]}"
        count = 0
        with self._database.writing() as connection:
            targets: Iterator[int] = (
                chat_rows.active_ids(connection) if chat_ids is None else iter(sorted(chat_ids))
            )
            while batch := list(islice(targets, BATCH)):
                known = chat_rows.many(connection, batch)
                drafts = [self._announcement(one, known.get(one), slot, html, now) for one in batch]
                count += outbox.add(connection, drafts, now)
        return count

    def _announcement(
        self, chat_id: int, chat: Chat | None, slot: str, html: str, now: datetime
    ) -> outbox.Draft:
        not_before = (quiet_end(chat.settings, now) if chat else None) or now
        return outbox.Draft(
            chat_id=chat_id,
            thread_id=0,
            schedule=ANNOUNCEMENT,
            slot=slot,
            part=0,
            parts=1,
            lane="digest",
            payload=Part(html),
            due=now,
            not_before=not_before,
            expires_at=not_before + self._freshness.announcement,
        )

    def progress(self, now: datetime) -> Progress:
        """Where the sending of the last 24 hours stands."""
        with self._database.reading() as connection:
            return progress(connection, now)

    def pause_all(self) -> None:
        """Hold alerts, digests and announcements back until `resume_all`; replies go on."""
        with self._database.writing() as connection:
            marks.set_number(connection, marks.BULK_PAUSED, 1)

    def resume_all(self) -> None:
        """End `pause_all`."""
        with self._database.writing() as connection:
            marks.set_number(connection, marks.BULK_PAUSED, 0)

    def cancel_all(self, now: datetime, schedule: str | None = None) -> int:
        """Cancel what waits (of one schedule, such as `announcement`); how many rows. What is on
        the wire may arrive, but is not tried again."""
        waiting: ColumnElement[bool] = table.c.lane != "reply"
        if schedule is not None:
            waiting = waiting & (table.c.schedule == schedule)
        why = "cancelled by the operator"
        count = self._end_all(waiting, "cancelled", why, now)
        with self._database.writing() as connection:
            outbox.close(connection, waiting, now)
        return count + self._end_all(waiting, "cancelled", why, now)

    def prune(self, now: datetime, keep_days: int = KEEP_DAYS) -> int:
        """Forget what was settled more than `keep_days` ago; how many rows went."""
        before = now - timedelta(days=keep_days)
        with self._database.writing() as connection:
            gone = outbox.prune(connection, before)
            edition_rows.prune(connection, before)
            chat_rows.forget_ended(connection, before)
        return gone


def _row(connection: Connection, delivery_id: int) -> Row[Any]:
    row = connection.execute(select(table).where(table.c.id == delivery_id)).first()
    if row is None:
        raise NotFound("there is no such delivery", where=str(delivery_id))
    return row
