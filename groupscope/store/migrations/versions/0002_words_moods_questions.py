"""What is understood of messages: words, mood, questions; the words that groups add.

And since when a group is recorded, where somebody has switched that on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")
UTF8: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}
CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False, **UTF8}


def upgrade() -> None:
    # Plain ADD COLUMN: SQLite does it at once, where a copied table would take minutes.
    op.add_column("message", sa.Column("words", LONG_TEXT))
    op.add_column("message", sa.Column("mood", sa.SmallInteger()))
    op.add_column(
        "message", sa.Column("is_question", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.add_column(
        "message", sa.Column("language_version", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("chat_group", sa.Column("recorded_since", sa.BigInteger()))
    op.create_table(
        "word",
        sa.Column("word_id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("word", sa.String(64), nullable=False, unique=True),
        **UTF8,
    )
    op.create_table(
        "vocabulary",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("word", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("group_id", "word"),
        **CLUSTERED,
    )
    op.create_table(
        "rereading",
        sa.Column("group_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("message_key", sa.BigInteger(), nullable=False),
        sa.Column("is_finished", sa.SmallInteger(), nullable=False),
        **CLUSTERED,
    )
    op.create_table(
        "question_mark",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("message_key", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.Column("done_by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "sent_at", "message_key"),
        **CLUSTERED,
    )
