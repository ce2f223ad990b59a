"""The tables of chats: who is written to and how, what each follows, which schedules run to it
(a *stream* is one schedule's run to one chat or thread), and the operator's topic digests."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from digest.store.schema import metadata
from digest.store.types import UtcDateTime

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("settings", Text, nullable=False, default="{}"),
    Column("paused_until", UtcDateTime),
    Column("stopped_at", UtcDateTime),
    Column("free_at", UtcDateTime),
    Column("owner", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_chats_owner", "owner"),
    Index("ix_chats_paused_until", "paused_until"),
)

# `revision` grows with every change to any subscription, so that an index of rules kept in memory
# asks only for what changed. An ended row is kept for a while: it can be taken back.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "chat_id",
        BigInteger,
        ForeignKey("chats.chat_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("thread_id", BigInteger),
    Column("rule", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("cadence", String(8), nullable=False),
    Column("paused", Boolean, nullable=False, default=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("revision", BigInteger, nullable=False),
    Index("ix_subscriptions_chat_id", "chat_id"),
    Index("ix_subscriptions_revision", "revision"),
    Index(
        "ix_subscriptions_at_once",
        "id",
        sqlite_where=text("cadence = 'at_once'"),
        postgresql_where=text("cadence = 'at_once'"),
    ),
    sqlite_autoincrement=True,
)

# `stale` asks planning to work out `next_due` anew: settings or rules changed. `behind` holds, as
# JSON, the earlier windows of cadences that were not due at the stream's last slot.
streams = Table(
    "streams",
    metadata,
    Column(
        "chat_id",
        BigInteger,
        ForeignKey("chats.chat_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("schedule", String(40), primary_key=True),
    Column("window_from", UtcDateTime, nullable=False),
    Column("served_until", UtcDateTime, nullable=False),
    Column("next_due", UtcDateTime),
    Column("stale", Boolean, nullable=False, default=True),
    Column("note", Text, nullable=False, default=""),
    Column("behind", Text, nullable=False, default="", server_default=""),
    Index("ix_streams_next_due", "next_due"),
    Index("ix_streams_stale", "stale"),
    Index("ix_streams_schedule", "schedule"),
)

# Topic digests that the operator made, as read from their file.
schedules = Table(
    "schedules",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("definition", Text, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("changed_at", UtcDateTime, nullable=False),
)
