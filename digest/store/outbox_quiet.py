"""Rows that wait for the end of their chat's quiet hours: which settings say so, and the step back
to waiting. A row that waits for that has not been tried, and loses none of its time."""

from __future__ import annotations

from collections import defaultdict
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


def waiting(
    connection: Connection, chat_ids: Collection[int], now: datetime
) -> dict[tuple[int, int, str], list[tuple[int, str]]]:
    """The editions that wait for a time to come in some chats, by chat, thread and schedule: the
    number of each row and the key of its edition."""
    found: defaultdict[tuple[int, int, str], list[tuple[int, str]]] = defaultdict(list)
    for chunk in chunks(sorted(chat_ids)):
        place = outbox.c.chat_id, outbox.c.thread_id, outbox.c.schedule
        rows = select(outbox.c.id, outbox.c.edition_key, *place).where(
            READY,
            outbox.c.chat_id.in_(chunk),
            outbox.c.not_before > now,
            outbox.c.edition_key.is_not(None),
        )
        for number, key, *where in connection.execute(rows):
            chat_id, thread_id, schedule = where
            found[chat_id, thread_id, schedule].append((number, key))
    return dict(found)
