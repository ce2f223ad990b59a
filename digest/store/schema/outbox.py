"""The tables of the sending side: editions, their frozen contents, the outbox itself, what each
chat has received (or is about to), the sender's lease and a few counters."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from digest.store.schema import metadata
from digest.store.types import UtcDateTime

# SQLite numbers rows by itself only in a column declared INTEGER.
ROW_ID = BigInteger().with_variant(Integer, "sqlite")

editions = Table(
    "editions",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("definition", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_editions_created_at", "created_at"),
)

# Text and picture of a message, once for all chats that get the same bytes.
contents = Table(
    "contents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("html", Text, nullable=False),
    Column("photo", LargeBinary),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_contents_created_at", "created_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, default=0),
    Column("schedule", String(40), nullable=False),
    Column("slot", String(40), nullable=False),
    Column("part", SmallInteger, nullable=False),
    Column("parts", SmallInteger, nullable=False),
    Column("lane", String(6), nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", String(9), nullable=False),
    Column("content_id", String(32), nullable=False),
    Column("keyboard", Text),
    Column("silent", Boolean, nullable=False, default=False),
    Column("pin", Boolean, nullable=False, default=False),
    Column("edition_key", String(16)),
    Column("due", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("window_from", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("resent", Boolean, nullable=False, default=False),
    Column("last_error", Text, nullable=False, default=""),
    Column("sending_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("message_id", BigInteger),
    UniqueConstraint("chat_id", "thread_id", "schedule", "slot", "part"),
    Index(
        "ix_outbox_ready",
        "priority",
        "due",
        "part",
        "id",
        sqlite_where=text("state = 'ready'"),
        postgresql_where=text("state = 'ready'"),
    ),
    Index(
        "ix_outbox_open",
        "chat_id",
        "priority",
        "id",
        sqlite_where=text("state IN ('ready', 'sending')"),
        postgresql_where=text("state IN ('ready', 'sending')"),
    ),
    Index("ix_outbox_state", "state", "id"),
    Index("ix_outbox_slot", "slot"),
    Index("ix_outbox_content_id", "content_id"),
    Index("ix_outbox_settled_at", "settled_at"),
    sqlite_autoincrement=True,
)

# An article a chat has got or will get: by a row of the outbox, or (without one) shown on demand.
# The row goes when the outbox row ends otherwise than sent or unknown.
received = Table(
    "received",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", String(12), primary_key=True),
    Column("delivery_id", ROW_ID),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_received_delivery_id", "delivery_id"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

# Numbers and instants that only grow: the revision of rules, how far alerts have read, the last
# planning tick, and how long the sender must hold its breath.
marks = Table(
    "marks",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", BigInteger, nullable=False, default=0),
    Column("at", UtcDateTime),
)
