"""The table of what was brought in from files: one row for each chat of each import."""

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, String, Table

from groupscope.store.schema import CLUSTERED, LongText, metadata

imported = Table(
    "imported",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("file", String(255), nullable=False),
    Column("format", String(32), nullable=False),
    Column("state", String(8), nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("stored", BigInteger, nullable=False),
    Column("already", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    Column("notices", BigInteger, nullable=False),
    Column("reactions", BigInteger, nullable=False),
    Column("since_at", BigInteger),
    Column("until_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("detail", LongText),
    PrimaryKeyConstraint("group_id", "began_at", "digest"),
    **CLUSTERED,
)
"""``began_at`` in milliseconds; ``entries``: how far into the file; ``detail``: JSON."""
