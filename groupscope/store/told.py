"""Tables of what people tell the bot about their group: its words, settled questions, lessons."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
)

from groupscope.store.schema import CLUSTERED, UTF8, LongText, flag, metadata


def passing(name: str) -> Table:
    """Return a table of how far a group's messages were gone through anew.

    ``sent_at`` and ``message_key`` are the last message that was; ``version`` and ``revision`` say
    by what.
    """
    return Table(
        name,
        metadata,
        Column("group_id", BigInteger, primary_key=True, autoincrement=False),
        Column("version", Integer, nullable=False),
        Column("revision", BigInteger, nullable=False),
        Column("sent_at", BigInteger, nullable=False),
        Column("message_key", BigInteger, nullable=False),
        Column("is_finished", SmallInteger, nullable=False),
        **CLUSTERED,
    )


word = Table(
    "word",
    metadata,
    Column("word_id", Integer, primary_key=True, autoincrement=True),
    Column("word", String(64), nullable=False, unique=True),
    **UTF8,
)
"""Words by number, for the day summaries; filled when a day is sealed."""

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("word", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", BigInteger),
    PrimaryKeyConstraint("group_id", "word"),
    **CLUSTERED,
)
"""Words that a group (0: the installation) has added or ignores; ``changed_at`` in milliseconds."""

rereading = passing("rereading")
"""How far a group's messages were read anew, by which version and vocabulary."""

question_mark = Table(
    "question_mark",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("message_key", BigInteger, nullable=False),
    Column("done_at", BigInteger, nullable=False),
    Column("done_by", BigInteger, nullable=False),
    PrimaryKeyConstraint("group_id", "sent_at", "message_key"),
    **CLUSTERED,
)
"""Questions that somebody has marked as done."""

lesson = Table(
    "lesson",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(64), nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("until_at", BigInteger),
    Column("opened_by", BigInteger),
    Column("closed_by", BigInteger),
    PrimaryKeyConstraint("group_id", "number"),
    **CLUSTERED,
)
"""Named stretches that admins open and close; without an end one is open."""

setting = Table(
    "setting",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("name", String(32), nullable=False),
    Column("value", LongText),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", BigInteger),
    PrimaryKeyConstraint("group_id", "name"),
    **CLUSTERED,
)
"""What a group has set, as JSON; NULL: nothing any more. ``changed_at`` in milliseconds.

Under group 0 stands what the owner's configuration said when the bot was last started.
"""

setting_change = Table(
    "setting_change",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("name", String(32), nullable=False),
    Column("changed_by", BigInteger),
    Column("was", LongText),
    Column("became", LongText),
    PrimaryKeyConstraint("group_id", "changed_at", "name"),
    **CLUSTERED,
)
"""Every change of a setting; ``changed_at`` in milliseconds."""

rewriting = passing("rewriting")
"""How far a group's messages were brought in line with what it has set, as ``rereading``."""

opt_out = Table(
    "opt_out",
    metadata,
    Column("group_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("since_at", BigInteger, nullable=False),
    Column("is_out", SmallInteger, nullable=False),
    flag("is_applied"),
    PrimaryKeyConstraint("group_id", "user_id"),
    **CLUSTERED,
)
"""Who takes no part in a group's statistics (0: in any group's), or takes part again.

``is_applied``: what is stored of them already has been brought in line with it.
"""

lookup = Table(
    "lookup",
    metadata,
    Column("user_id", BigInteger, nullable=False),
    Column("group_id", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    Column("command", String(32), nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("user_id", "group_id", "day", "command"),
    **CLUSTERED,
)
"""How often a member was asked about on a day by others, by command; never by whom."""
