"""Tables of the dashboard: who is logged in, which programs may read, what was answered there."""

from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, String, Table

from groupscope.store.schema import CLUSTERED, LongText, metadata

web_session = Table(
    "web_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("born_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    **CLUSTERED,
)
"""Who is logged in on the dashboard, by a hash of the session's secret."""

web_token = Table(
    "web_token",
    metadata,
    Column("token_id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("group_ids", LongText),
    Column("made_by", BigInteger, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    **CLUSTERED,
)
"""Which programs may read, by a hash; ``group_ids`` is a JSON list, NULL for every group."""

late_answer = Table(
    "late_answer",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("message_key", BigInteger, nullable=False),
    Column("said_at", BigInteger, nullable=False),
    Column("said_by", BigInteger, nullable=False),
    Column("text", LongText, nullable=False),
    PrimaryKeyConstraint("group_id", "sent_at", "message_key"),
    **CLUSTERED,
)
"""What was answered to a question on the page of its lesson, afterwards."""
