"""Who takes no part in statistics, which messages are theirs, and who was asked about."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CLUSTERED: dict[str, Any] = {
    "sqlite_with_rowid": False,
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}


def upgrade() -> None:
    op.add_column(
        "message", sa.Column("is_withheld", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.create_table(
        "opt_out",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("is_out", sa.SmallInteger(), nullable=False),
        sa.Column("is_applied", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("group_id", "user_id"),
        **CLUSTERED,
    )
    op.create_table(
        "lookup",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("command", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "group_id", "day", "command"),
        **CLUSTERED,
    )
