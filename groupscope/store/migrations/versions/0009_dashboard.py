# ruff: noqa: S608 -- these views are made of constants alone
"""Sessions, tokens and late answers of the dashboard; views for those who analyse with SQL."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")
CLUSTERED: dict[str, Any] = {
    "sqlite_with_rowid": False,
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}

SQLITE = {
    "time": "datetime({seconds}, 'unixepoch')",
    "date": "date({seconds}, 'unixepoch')",
    "whole": "/",
    "last_digits": "'…' || substr('0000' || user_id, -4)",
    "words": "json_each(words)",
    "word": "json_each.value",
}
POSTGRESQL = {
    "time": "(timestamp '1970-01-01' + ({seconds}) * interval '1 second')",
    "date": "(date '1970-01-01' + (({seconds}) / 86400)::int)",
    "whole": "/",
    "last_digits": "'…' || right('0000' || user_id::text, 4)",
    "words": "json_array_elements_text(words::json) AS said(word)",
    "word": "said.word",
}
MARIADB = {
    "time": "DATE_ADD('1970-01-01 00:00:00', INTERVAL ({seconds}) SECOND)",
    "date": "DATE_ADD(DATE '1970-01-01', INTERVAL (({seconds}) DIV 86400) DAY)",
    "whole": "DIV",
    "last_digits": "CONCAT('…', RIGHT(CONCAT('0000', user_id), 4))",
    "words": "JSON_TABLE(words, '$[*]' COLUMNS (word VARCHAR(255) PATH '$')) AS said",
    "word": "said.word",
}
LOCAL = "(sent_at + utc_offset * 60)"
COUNTS = (
    "is_command = 0 AND is_bot = 0 AND is_own = 0 AND is_anonymous = 0 AND is_withheld = 0 "
    "AND recalled_at IS NULL"
)
KINDS = (
    "CASE kind WHEN 0 THEN 'empty' WHEN 1 THEN 'text' WHEN 2 THEN 'image' WHEN 3 THEN 'sticker' "
    "WHEN 4 THEN 'face' WHEN 5 THEN 'voice' WHEN 6 THEN 'video' WHEN 7 THEN 'file' "
    "WHEN 8 THEN 'card' WHEN 9 THEN 'forward' ELSE 'other' END"
)


def upgrade() -> None:
    op.create_table(
        "web_session",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("born_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        **CLUSTERED,
    )
    op.create_table(
        "web_token",
        sa.Column("token_id", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("group_ids", LONG_TEXT),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("token_id"),
        **CLUSTERED,
    )
    op.create_table(
        "late_answer",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("message_key", sa.BigInteger(), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("said_by", sa.BigInteger(), nullable=False),
        sa.Column("text", LONG_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "sent_at", "message_key"),
        **CLUSTERED,
    )
    for name, query in views(op.get_bind().dialect.name).items():
        op.execute(sa.text(f"CREATE VIEW {name} AS {query}".replace(":", r"\:")))


def views(backend: str) -> dict[str, str]:
    dialect = {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(backend, MARIADB)
    whole = dialect["whole"]
    time = dialect["time"].format(seconds=LOCAL)
    date = dialect["date"].format(seconds=LOCAL)
    hour = f"MOD({LOCAL} {whole} 3600, 24)" if backend != "sqlite" else f"{LOCAL} / 3600 % 24"
    week = f"{LOCAL} {whole} 86400 + 3"
    weekday = f"MOD({week}, 7)" if backend != "sqlite" else f"({week}) % 7"
    name = f"COALESCE(NULLIF(TRIM(card), ''), NULLIF(TRIM(nickname), ''), {dialect['last_digits']})"
    return {
        "v_group": """
            SELECT chat_group.group_id, COALESCE(name, '') AS name, member_count,
                   COALESCE(time_zone, '') AS time_zone,
                   (SELECT COUNT(*) FROM member WHERE member.group_id = chat_group.group_id
                      AND left_at IS NULL) AS members_known
            FROM chat_group""",
        "v_member": f"""
            SELECT group_id, user_id, {name} AS name, nickname, card, role, title,
                   COALESCE(sex, 'unknown') AS sex, joined_at, left_at,
                   CASE WHEN left_at IS NULL THEN 1 ELSE 0 END AS is_here
            FROM member""",
        "v_message": f"""
            SELECT group_id, sent_at, message_key, {time} AS local_time, {date} AS local_day,
                   {hour} AS hour, {weekday} AS weekday, sender_id, {KINDS} AS kind, text,
                   mood / 1000.0 AS mood, is_question
            FROM message WHERE {COUNTS}""",
        "v_activity_hour": f"""
            SELECT group_id, {date} AS local_day, {hour} AS hour, COUNT(*) AS messages,
                   COUNT(DISTINCT sender_id) AS members, COUNT(mood) AS scored,
                   AVG(mood) / 1000.0 AS mood
            FROM message WHERE {COUNTS} GROUP BY group_id, {date}, {hour}""",
        "v_member_day": f"""
            SELECT group_id, {date} AS local_day, sender_id AS user_id, COUNT(*) AS messages,
                   COUNT(mood) AS scored, AVG(mood) / 1000.0 AS mood,
                   SUM(is_question) AS questions
            FROM message WHERE {COUNTS} GROUP BY group_id, {date}, sender_id""",
        "v_word": f"""
            SELECT group_id, {date} AS local_day, sender_id AS user_id, {dialect["word"]} AS word
            FROM message, {dialect["words"]} WHERE words IS NOT NULL AND {COUNTS}""",
    }
