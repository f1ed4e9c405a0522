"""Which two characters stand side by side in which days of a group: where to look for words."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BLOB = sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")
CLUSTERED: dict[str, Any] = {
    "sqlite_with_rowid": False,
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}


def upgrade() -> None:
    op.create_table(
        "bigram",
        sa.Column("bucket", sa.SmallInteger(), nullable=False),
        sa.Column("span", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("days", BLOB, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "span", "group_id"),
        **CLUSTERED,
    )
    op.add_column("day", sa.Column("indexed", sa.Integer(), nullable=False, server_default="0"))
