"""The first tables: messages, what happens around them, who was there, day summaries."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")
BLOB = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
UTF8: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}
CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False, **UTF8}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("self_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("nickname", sa.String(length=255), nullable=True),
        sa.Column("implementation", sa.String(length=128), nullable=True),
        sa.Column("version", sa.String(length=64), nullable=True),
        sa.Column("has_history", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("self_id"),
        **CLUSTERED,
    )
    op.create_table(
        "chat_group",
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("recording", sa.String(length=8), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.Column("introduced_at", sa.BigInteger(), nullable=True),
        sa.Column("refreshed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("group_id"),
        **CLUSTERED,
    )
    op.create_table(
        "connection",
        sa.Column("self_id", sa.BigInteger(), nullable=False),
        sa.Column("connected_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_by", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("self_id", "connected_at"),
        **CLUSTERED,
    )
    op.create_table(
        "day",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("built", sa.Integer(), server_default="0", nullable=False),
        sa.Column("frozen", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("refused", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("group_id", "day"),
        **CLUSTERED,
    )
    op.create_table(
        "day_summary",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("names_members", sa.SmallInteger(), nullable=False),
        sa.Column("blob", BLOB, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "kind", "day"),
        **CLUSTERED,
    )
    op.create_table(
        "filled",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "since_at", "until_at"),
        **CLUSTERED,
    )
    op.create_table(
        "keyed_value",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        **CLUSTERED,
    )
    op.create_table(
        "member",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("nickname", sa.String(length=255), nullable=True),
        sa.Column("card", sa.String(length=255), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("title", sa.String(length=255), nullable=True),
        sa.Column("level", sa.String(length=32), nullable=True),
        sa.Column("sex", sa.String(length=16), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=True),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("is_robot", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("group_id", "user_id"),
        **CLUSTERED,
    )
    op.create_table(
        "message",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("message_key", sa.BigInteger(), nullable=False),
        sa.Column("utc_offset", sa.SmallInteger(), nullable=False),
        sa.Column("sender_id", sa.BigInteger(), nullable=False),
        sa.Column("self_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("text", LONG_TEXT, nullable=False),
        sa.Column("segments", LONG_TEXT, nullable=True),
        sa.Column("reply_to_id", sa.BigInteger(), nullable=True),
        sa.Column("reply_to_at", sa.BigInteger(), nullable=True),
        sa.Column("reply_to_key", sa.BigInteger(), nullable=True),
        sa.Column("mentions", LONG_TEXT, nullable=True),
        sa.Column("media", LONG_TEXT, nullable=True),
        sa.Column("links", LONG_TEXT, nullable=True),
        sa.Column("files", LONG_TEXT, nullable=True),
        sa.Column("alias", sa.String(length=255), nullable=True),
        sa.Column("is_command", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("is_bot", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("is_own", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("is_anonymous", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("is_provisional", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("recalled_at", sa.BigInteger(), nullable=True),
        sa.Column("recalled_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("group_id", "sent_at", "message_key"),
        **CLUSTERED,
    )
    op.create_table(
        "name_history",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "user_id", "kind", "seen_at"),
        **CLUSTERED,
    )
    op.create_table(
        "notice",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", sa.BigInteger(), nullable=False),
        sa.Column("event_key", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("operator_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("message_at", sa.BigInteger(), nullable=True),
        sa.Column("message_key", sa.BigInteger(), nullable=True),
        sa.Column("detail", LONG_TEXT, nullable=True),
        sa.PrimaryKeyConstraint("group_id", "happened_at", "event_key"),
        **CLUSTERED,
    )
    op.create_table(
        "quarantine",
        sa.Column("quarantine_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("put_aside_at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("self_id", sa.BigInteger(), nullable=True),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("quarantine_id"),
        **UTF8,
    )
    op.create_table(
        "reaction",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("reacted_at", sa.BigInteger(), nullable=False),
        sa.Column("event_key", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("emoji", sa.String(length=64), nullable=False),
        sa.Column("is_added", sa.SmallInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("message_at", sa.BigInteger(), nullable=True),
        sa.Column("message_key", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("group_id", "reacted_at", "event_key"),
        **CLUSTERED,
    )
    op.create_table(
        "tombstone",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("before_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "group_id"),
        **CLUSTERED,
    )
    op.create_table(
        "watch",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("self_id", sa.BigInteger(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("group_id", "self_id", "since_at"),
        **CLUSTERED,
    )
