"""The two steps that nearly every row of the outbox takes, each one prepared statement for many
rows: ready → sending right before the request, sending → sent once the answer is there. The rows
travel as parameters of one kind, so that neither SQLAlchemy nor the engine makes anything anew."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    and_,
    bindparam,
    func,
    or_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from digest.store.listed import Among, Listed
from digest.store.outbox_quiet import KEEPS_QUIET
from digest.store.schema.outbox import outbox
from digest.store.types import UtcDateTime

NOW = bindparam("now", type_=UtcDateTime)
# Wrapped, so that rows are looked up by number: SQLite would rather walk all that are ready.
STATE = func.coalesce(outbox.c.state, "")
# A mark whose commit was carried out while its confirmation was lost is found by its instant.
TRIED = bindparam("tried", type_=UtcDateTime)
MAY_LEAVE = or_(STATE == "ready", and_(STATE == "sending", outbox.c.sending_at == TRIED))
# An answer that comes late may still turn an unknown row into a sent one.
MAY_BE_SENT = or_(STATE == "sending", STATE == "unknown")


def _leaving(among: Among) -> Executable:
    return (
        update(outbox)
        .where(among(outbox.c.id), MAY_LEAVE, outbox.c.expires_at > NOW)
        .values(state="sending", sending_at=NOW, attempts=outbox.c.attempts + 1)
        .returning(outbox.c.id, outbox.c.chat_id, KEEPS_QUIET.label("settings"))
    )


def _arrived(number: ColumnElement[int], message: ColumnElement[int]) -> Executable:
    return (
        update(outbox)
        .where(outbox.c.id == number, MAY_BE_SENT)
        .values(state="sent", message_id=message, sent_at=NOW, settled_at=NOW, last_error="")
        .returning(outbox.c.id)
    )


def _arrived_in_json() -> Executable:
    pair = func.json_each(bindparam("pairs")).table_valued("value").c.value
    return _arrived(func.json_extract(pair, "$[0]"), func.json_extract(pair, "$[1]"))


def _arrived_in_arrays() -> Executable:
    numbers = ARRAY(BigInteger)
    pairs = func.unnest(bindparam("ids", type_=numbers), bindparam("messages", type_=numbers))
    pair = pairs.table_valued("id", "message").render_derived()
    return _arrived(pair.c.id, pair.c.message)


LEAVING = Listed(_leaving)
ARRIVED_SQLITE, ARRIVED_SERVER = _arrived_in_json(), _arrived_in_arrays()


def mark_sending(
    connection: Connection, ids: Sequence[int], now: datetime, tried: datetime | None = None
) -> dict[int, tuple[int, str | None]]:
    """Mark rows as on the wire; of those that were ready and in time, or were marked by a try of
    the same caller at `tried`, of which it never heard: the chat and, where they name quiet hours,
    its settings."""
    if not ids:
        return {}
    marked = LEAVING.run(connection, ids, now=now, tried=tried)
    return {number: (chat_id, settings) for number, chat_id, settings in marked}


def mark_sent(
    connection: Connection, messages: Mapping[int, int | None], now: datetime
) -> set[int]:
    """Write down which message each row became; the ids of those that were on the wire, or of
    unknown fate."""
    if not messages:
        return set()
    if connection.dialect.name == "sqlite":
        pairs = {"pairs": json.dumps([*messages.items()]), "now": now}
        return set(connection.execute(ARRIVED_SQLITE, pairs).scalars())
    lists = {"ids": [*messages], "messages": [*messages.values()], "now": now}
    return set(connection.execute(ARRIVED_SERVER, lists).scalars())
