"""Chats, what they follow, the streams that run to them, and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "chats",
    "subscriptions",
    "streams",
    "schedules",
    "editions",
    "contents",
    "outbox",
    "received",
    "leases",
    "marks",
)


def upgrade() -> None:
    _chats()
    _subscriptions()
    _streams()
    _schedules()
    _editions()
    _contents()
    _outbox()
    _received()
    _leases()
    _marks()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("paused_until", UtcDateTime()),
        sa.Column("stopped_at", UtcDateTime()),
        sa.Column("free_at", UtcDateTime()),
        sa.Column("owner", sa.BigInteger()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chats"),
    )
    op.create_index("ix_chats_owner", "chats", ["owner"])
    op.create_index("ix_chats_paused_until", "chats", ["paused_until"])


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cadence", sa.String(length=8), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.chat_id"],
            name="fk_subscriptions_chat_id_chats",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_subscriptions_at_once",
        "subscriptions",
        ["id"],
        sqlite_where=sa.text("cadence = 'at_once'"),
        postgresql_where=sa.text("cadence = 'at_once'"),
    )
    op.create_index("ix_subscriptions_chat_id", "subscriptions", ["chat_id"])
    op.create_index("ix_subscriptions_revision", "subscriptions", ["revision"])


def _streams() -> None:
    op.create_table(
        "streams",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("schedule", sa.String(length=40), nullable=False),
        sa.Column("window_from", UtcDateTime(), nullable=False),
        sa.Column("served_until", UtcDateTime(), nullable=False),
        sa.Column("next_due", UtcDateTime()),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.chat_id"], name="fk_streams_chat_id_chats", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "thread_id", "schedule", name="pk_streams"),
    )
    op.create_index("ix_streams_next_due", "streams", ["next_due"])
    op.create_index("ix_streams_schedule", "streams", ["schedule"])
    op.create_index("ix_streams_stale", "streams", ["stale"])


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_schedules"),
    )


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_editions"),
    )
    op.create_index("ix_editions_created_at", "editions", ["created_at"])


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("photo", sa.LargeBinary()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contents"),
    )
    op.create_index("ix_contents_created_at", "contents", ["created_at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("schedule", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("parts", sa.SmallInteger(), nullable=False),
        sa.Column("lane", sa.String(length=6), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("content_id", sa.String(length=32), nullable=False),
        sa.Column("keyboard", sa.Text()),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("pin", sa.Boolean(), nullable=False),
        sa.Column("edition_key", sa.String(length=16)),
        sa.Column("due", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("window_from", UtcDateTime()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("resent", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("sending_at", UtcDateTime()),
        sa.Column("sent_at", UtcDateTime()),
        sa.Column("settled_at", UtcDateTime()),
        sa.Column("message_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint(
            "chat_id",
            "thread_id",
            "schedule",
            "slot",
            "part",
            name="uq_outbox_chat_id_thread_id_schedule_slot_part",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_content_id", "outbox", ["content_id"])
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["chat_id", "priority", "id"],
        sqlite_where=sa.text("state IN ('ready', 'sending')"),
        postgresql_where=sa.text("state IN ('ready', 'sending')"),
    )
    op.create_index(
        "ix_outbox_ready",
        "outbox",
        ["priority", "due", "part", "id"],
        sqlite_where=sa.text("state = 'ready'"),
        postgresql_where=sa.text("state = 'ready'"),
    )
    op.create_index("ix_outbox_settled_at", "outbox", ["settled_at"])
    op.create_index("ix_outbox_slot", "outbox", ["slot"])
    op.create_index("ix_outbox_state", "outbox", ["state", "id"])


def _received() -> None:
    op.create_table(
        "received",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(length=12), nullable=False),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "article_id", name="pk_received"),
    )
    op.create_index("ix_received_delivery_id", "received", ["delivery_id"])


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _marks() -> None:
    op.create_table(
        "marks",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime()),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
