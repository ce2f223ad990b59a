"""Rows that wait for the end of their chat's quiet hours: which settings say so, and the step back
to waiting. A row that waits for that has not been tried, and loses none of its time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import (
    Connection,
    ScalarSelect,
    SmallInteger,
    bindparam,
    literal_column,
    select,
    update,
)

from digest.store.articles import chunks
from digest.store.outbox import PRIORITY, READY
from digest.store.schema.chats import chats
from digest.store.schema.outbox import outbox

# The settings of a row's chat where they name quiet hours and the row is no answer: NULL for most
# rows, so that nothing travels and nothing is weighed for them. Settings hold what differs from
# the defaults, by name (`recipients_codec`). The row's own columns are written out, since in a
# RETURNING clause for SQLite SQLAlchemy leaves out their table, and `chat_id = chat_id` is true.
_keeper = chats.alias("keeper")
KEEPS_QUIET: ScalarSelect[str | None] = (
    select(_keeper.c.settings)
    .where(
        _keeper.c.chat_id == literal_column("outbox.chat_id"),
        _keeper.c.settings.contains('"quiet_from"'),
        literal_column("outbox.priority", SmallInteger) != PRIORITY["reply"],
    )
    .scalar_subquery()
)


def put_off(connection: Connection, silences: Mapping[int, datetime], now: datetime) -> None:
    """Let what is ready for some chats, save answers, wait until an instant for each, with as much
    time left then as it has now; doing it again changes nothing more."""
    moved = []
    for chunk in chunks(sorted(silences)):
        wanted = select(outbox.c.id, outbox.c.chat_id, outbox.c.not_before, outbox.c.expires_at)
        mine = outbox.c.chat_id.in_(chunk), outbox.c.priority != PRIORITY["reply"]
        for row in connection.execute(wanted.where(READY, *mine, outbox.c.expires_at > now)):
            until, since = silences[row.chat_id], max(now, row.not_before)
            if until > since:
                lasts = row.expires_at + (until - since)
                moved.append({"of_row": row.id, "until": until, "lasts": lasts})
    if moved:
        later = update(outbox).where(outbox.c.id == bindparam("of_row"), READY)
        later = later.values(not_before=bindparam("until"), expires_at=bindparam("lasts"))
        connection.execute(later, moved)


def turn_back(connection: Connection, ids: Collection[int]) -> None:
    """Rows that were marked in this transaction and must not leave after all: ready again, and
    the try that was not made does not count."""
    for chunk in chunks(sorted(ids)):
        marked = update(outbox).where(outbox.c.id.in_(chunk), outbox.c.state == "sending")
        untried = outbox.c.attempts - 1
        connection.execute(marked.values(state="ready", attempts=untried, sending_at=None))
