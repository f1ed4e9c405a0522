"""What all tables have in common: types that the three databases agree on, and where they stand."""

from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData, SmallInteger, Text
from sqlalchemy.dialects.mysql import LONGBLOB, MEDIUMTEXT

metadata = MetaData()

LongText = Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
Blob = LargeBinary().with_variant(LONGBLOB(), "mysql", "mariadb")

# Clustered by primary key everywhere but on PostgreSQL; bytes compared as bytes on MariaDB, whose
# default collation would call "é" and "e" the same word.
UTF8: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}
CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False, **UTF8}


def flag(name: str) -> Column[int]:
    """Return a column that is 0 or 1."""
    return Column(name, SmallInteger, nullable=False, server_default="0")
