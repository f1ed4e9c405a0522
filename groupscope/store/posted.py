"""The table of what the bot posts by itself."""

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, String, Table

from groupscope.store.schema import CLUSTERED, metadata

digest_run = Table(
    "digest_run",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("rhythm", String(16), nullable=False),
    Column("wall", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("claimed_at", BigInteger, nullable=False),
    Column("token", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("self_id", BigInteger),
    Column("message_id", BigInteger),
    PrimaryKeyConstraint("group_id", "rhythm", "wall"),
    **CLUSTERED,
)
"""Every digest that was due, by the minute of the group's own clock, and what became of it."""
