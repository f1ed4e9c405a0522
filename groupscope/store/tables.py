"""The tables, the same on SQLite, PostgreSQL and MariaDB.

Times are epoch seconds (BIGINT), because the three databases disagree about zoned datetimes; local
time is ``at + utc_offset * 60`` in integer arithmetic. Every id is 64 bit. Lists are JSON text.
docs/schema.md tells analysts what each column means. What people tell the bot about their group has
its tables in ``told``.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
)

from groupscope.store.entered import late_answer, web_session, web_token
from groupscope.store.imported import imported
from groupscope.store.indexed import bigram
from groupscope.store.posted import digest_run
from groupscope.store.schema import CLUSTERED, UTF8, Blob, LongText, flag, metadata
from groupscope.store.told import (
    lesson,
    lookup,
    opt_out,
    question_mark,
    rereading,
    rewriting,
    setting,
    setting_change,
    vocabulary,
    word,
)

__all__ = [
    "account",
    "bigram",
    "chat_group",
    "connection",
    "day",
    "day_summary",
    "digest_run",
    "filled",
    "imported",
    "keyed_value",
    "late_answer",
    "lesson",
    "lookup",
    "member",
    "message",
    "metadata",
    "name_history",
    "notice",
    "opt_out",
    "quarantine",
    "question_mark",
    "reaction",
    "rereading",
    "rewriting",
    "setting",
    "setting_change",
    "tombstone",
    "vocabulary",
    "watch",
    "web_session",
    "web_token",
    "word",
]

message = Table(
    "message",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("message_key", BigInteger, nullable=False),
    Column("utc_offset", SmallInteger, nullable=False),
    Column("sender_id", BigInteger, nullable=False),
    Column("self_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("kind", SmallInteger, nullable=False),
    Column("text", LongText, nullable=False),
    Column("segments", LongText),
    Column("reply_to_id", BigInteger),
    Column("reply_to_at", BigInteger),
    Column("reply_to_key", BigInteger),
    Column("mentions", LongText),
    Column("media", LongText),
    Column("links", LongText),
    Column("files", LongText),
    Column("alias", String(255)),
    flag("is_command"),
    flag("is_bot"),
    flag("is_own"),
    flag("is_anonymous"),
    flag("is_provisional"),
    flag("is_withheld"),
    Column("recalled_at", BigInteger),
    Column("recalled_by", BigInteger),
    Column("words", LongText),
    Column("mood", SmallInteger),
    flag("is_question"),
    Column("language_version", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("group_id", "sent_at", "message_key"),
    **CLUSTERED,
)

reaction = Table(
    "reaction",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("reacted_at", BigInteger, nullable=False),
    Column("event_key", BigInteger, nullable=False),
    Column("user_id", BigInteger),
    Column("emoji", String(64), nullable=False),
    Column("is_added", SmallInteger, nullable=False),
    Column("count", Integer),
    Column("message_id", BigInteger),
    Column("message_at", BigInteger),
    Column("message_key", BigInteger),
    PrimaryKeyConstraint("group_id", "reacted_at", "event_key"),
    **CLUSTERED,
)

notice = Table(
    "notice",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("happened_at", BigInteger, nullable=False),
    Column("event_key", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("user_id", BigInteger),
    Column("operator_id", BigInteger),
    Column("message_id", BigInteger),
    Column("message_at", BigInteger),
    Column("message_key", BigInteger),
    Column("detail", LongText),
    PrimaryKeyConstraint("group_id", "happened_at", "event_key"),
    **CLUSTERED,
)

chat_group = Table(
    "chat_group",
    metadata,
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(255)),
    Column("member_count", Integer),
    Column("recording", String(8)),
    Column("recorded_since", BigInteger),
    Column("time_zone", String(64)),
    Column("introduced_at", BigInteger),
    Column("refreshed_at", BigInteger),
    **CLUSTERED,
)

member = Table(
    "member",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("nickname", String(255)),
    Column("card", String(255)),
    Column("role", String(16)),
    Column("title", String(255)),
    Column("level", String(32)),
    Column("sex", String(16)),
    Column("joined_at", BigInteger),
    Column("left_at", BigInteger),
    Column("is_robot", SmallInteger),
    PrimaryKeyConstraint("group_id", "user_id"),
    **CLUSTERED,
)

name_history = Table(
    "name_history",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("name", String(255), nullable=False),
    PrimaryKeyConstraint("group_id", "user_id", "kind", "seen_at"),
    **CLUSTERED,
)
"""Cards and nicknames of members; the group's own names stand under user 0, kind ``group``."""

account = Table(
    "account",
    metadata,
    Column("self_id", BigInteger, primary_key=True, autoincrement=False),
    Column("nickname", String(255)),
    Column("implementation", String(128)),
    Column("version", String(64)),
    Column("has_history", SmallInteger),
    **CLUSTERED,
)

connection = Table(
    "connection",
    metadata,
    Column("self_id", BigInteger, nullable=False),
    Column("connected_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ended_by", String(16)),
    PrimaryKeyConstraint("self_id", "connected_at"),
    **CLUSTERED,
)
"""When an account was online, from its connection to its last sign of life."""

watch = Table(
    "watch",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("self_id", BigInteger, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
    PrimaryKeyConstraint("group_id", "self_id", "since_at"),
    **CLUSTERED,
)
"""When an account was in a group that was being recorded."""

filled = Table(
    "filled",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("until_at", BigInteger, nullable=False),
    Column("source", String(16), nullable=False),
    PrimaryKeyConstraint("group_id", "since_at", "until_at"),
    **CLUSTERED,
)
"""Stretches fetched afterwards (backfill, import): offline, yet not missing."""

day = Table(
    "day",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("built", Integer, nullable=False, server_default="0"),
    Column("frozen", SmallInteger, nullable=False, server_default="0"),
    Column("refused", Integer, nullable=False, server_default="0"),
    Column("indexed", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("group_id", "day"),
    **CLUSTERED,
)
"""A local day that has messages (days since 1970-01-01): clean where ``built == changed``."""

day_summary = Table(
    "day_summary",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("version", SmallInteger, nullable=False),
    Column("names_members", SmallInteger, nullable=False),
    Column("blob", Blob, nullable=False),
    PrimaryKeyConstraint("group_id", "kind", "day"),
    **CLUSTERED,
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("digest", String(64), nullable=False),
    Column("group_id", BigInteger, nullable=False),
    Column("before_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("digest", "group_id"),
    **CLUSTERED,
)
"""Who has been erased, as a salted hash: nothing sent before ``before_at`` comes back."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("quarantine_id", Integer, primary_key=True, autoincrement=True),
    Column("put_aside_at", BigInteger, nullable=False),
    Column("what", String(32), nullable=False),
    Column("self_id", BigInteger),
    Column("group_id", BigInteger),
    Column("message_id", BigInteger),
    Column("reason", String(255), nullable=False),
    **UTF8,
)

keyed_value = Table(
    "keyed_value",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    **CLUSTERED,
)
"""Small facts of the installation, such as the salt of the tombstones."""
