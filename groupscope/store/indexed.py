"""The table by which words are found without reading every message."""

from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, SmallInteger, Table

from groupscope.store.schema import CLUSTERED, Blob, metadata

bigram = Table(
    "bigram",
    metadata,
    Column("bucket", SmallInteger, nullable=False),
    Column("span", Integer, nullable=False),
    Column("group_id", BigInteger, nullable=False),
    Column("days", Blob, nullable=False),
    PrimaryKeyConstraint("bucket", "span", "group_id"),
    **CLUSTERED,
)
"""On which days of a group two characters stand side by side; one row has a 64th of all pairs.

A span is 32 local days. ``days`` is a table of two columns: a pair's hash, and a bit for each day.
"""
