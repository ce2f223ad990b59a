"""Which of the operator's topic digests run, and who gets them: opens a digest's streams to the
places and kinds of chats that its definition names. Whoever joined by hand has a stream already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from digest.limits import Freshness
from digest.recipients import Chat, ChatKind
from digest.service.agenda import topic_digests_in_force
from digest.store import chats as chat_rows
from digest.store import schedules as schedule_rows
from digest.store import streams
from digest.topic_digests import TopicDigest

KINDS: dict[str, tuple[ChatKind, ...]] = {
    "groups": ("group", "supergroup"),
    "channels": ("channel",),
}


def put_in_force(
    connection: Connection, wanted: Sequence[TopicDigest], now: datetime, freshness: Freshness
) -> None:
    """Let these topic digests run, and no others."""
    definitions = {one.name: one.dump() for one in wanted}
    for name in schedule_rows.replace(connection, definitions, now):
        if name in definitions:
            streams.reconsider(connection, schedule=name)
        else:
            streams.close(connection, name)
    open_streams(connection, now, freshness)


def open_streams(connection: Connection, now: datetime, freshness: Freshness) -> None:
    """Open the streams that are missing; a place that was never heard of is taken for a channel
    or group that the operator knows, and its chat is made."""
    for digest in topic_digests_in_force(connection).values():
        wanted = set(_places(connection, digest))
        missing = sorted(wanted - streams.places_of(connection, digest.name))
        for chat_id, _ in missing:
            if chat_rows.get(connection, chat_id) is None:
                chat_rows.add(connection, Chat(chat_id, _kind(chat_id)), now)
        since = now - freshness.first
        streams.open_(connection, missing, digest.name, window_from=since, now=now)


def _places(connection: Connection, digest: TopicDigest) -> Iterator[tuple[int, int]]:
    yield from digest.places
    for audience in digest.audiences:
        for chat_id in chat_rows.of_kinds(connection, KINDS.get(audience, ())):
            yield chat_id, 0


def _kind(chat_id: int) -> ChatKind:
    return "supergroup" if chat_id < 0 else "private"
