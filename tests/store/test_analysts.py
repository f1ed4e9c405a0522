"""The role for analysts, made as docs/analysts.md says: it reads the views and nothing else."""

import re
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import DBAPIError

from groupscope.store.tables import metadata
from tests.databases import plain_engine
from tests.store.kit import JIA, YI, said

PAGE = (Path(__file__).resolve().parents[2] / "docs/analysts.md").read_text("utf-8")
VIEWS = ("v_group", "v_member", "v_message", "v_activity_hour", "v_member_day", "v_word")
ADVICE = {
    "postgresql": ("PostgreSQL:", "DROP OWNED BY {role}; DROP ROLE {role}"),
    "mariadb": ("MariaDB", "DROP USER {role}"),
}
"""Where on the page a server's statements stand, and what takes them back."""
WORDS_OF_REFUSAL = re.compile("denied|read-only transaction", re.IGNORECASE)


def statements(begin: str, role: str, database: str) -> list[str]:
    """The statements of the page below some words, for a role and a database of our own."""
    told = PAGE.partition("## A role that only reads")[2].partition(f"\n{begin}")[2]
    block = re.search(r"```sql\n(.*?)```", told, re.DOTALL)[1]
    ours = block.replace("analyst", role).replace("groupscope.", f"{database}.")
    return [one.strip() for one in ours.split(";") if one.strip()]


async def run(url: URL, *told: str) -> list[object]:
    """Run statements as whoever the address names; return what the last one gives."""
    engine = plain_engine(url)
    try:
        async with engine.connect() as connection:
            for statement in told:
                result = await connection.execute(text(statement))
            return list(result.all()) if result.returns_rows else []
    finally:
        await engine.dispose()


@pytest.fixture
async def analyst(backend, furnished_url):
    """The address by which an analyst gets in, once the statements of the page were run."""
    if backend == "sqlite":
        pytest.skip("SQLite has no roles")
    owner, role = make_url(furnished_url), f"analyst_{secrets.token_hex(4)}"
    begin, end = ADVICE[backend]
    await run(owner, *statements(begin, role, owner.database))
    yield owner.set(username=role, password="choose-one")
    await run(owner, *end.format(role=role).split(";"))


async def test_analysts_read_every_view(analyst, chat):
    await chat.tell(said(JIA, "今天的番茄牛腩真好吃", number=1), said(YI, "在哪里买？", number=2))
    counts = {view: (await run(analyst, f"SELECT COUNT(*) FROM {view}"))[0][0] for view in VIEWS}  # noqa: S608 -- names of ours
    assert counts["v_message"] == 2
    assert counts["v_activity_hour"] == 1
    assert counts["v_member_day"] == 2
    assert counts["v_word"] >= 2


async def test_analysts_read_and_write_nothing_else(analyst, chat):
    refused = [f"SELECT * FROM {table.name}" for table in metadata.sorted_tables]  # noqa: S608 -- names of ours
    refused += ["DELETE FROM v_member", "CREATE TABLE ours (number int)", "DROP VIEW v_group"]
    for statement in refused:
        with pytest.raises(DBAPIError, match=WORDS_OF_REFUSAL):
            await run(analyst, statement)


async def test_a_copy_of_sqlite_is_whole_while_the_bot_runs(backend, furnished_url, chat, tmp_path):
    if backend != "sqlite":
        pytest.skip("servers have roles")
    await chat.tell(said(JIA, "今天的番茄牛腩真好吃", number=1))
    (statement,) = re.findall(r"\"(VACUUM INTO '[^']+')\"", PAGE)
    copy = tmp_path / "for-analysts.db"
    with closing(sqlite3.connect(make_url(furnished_url).database)) as connection:
        connection.execute(statement.replace("data/for-analysts.db", str(copy)))
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT text FROM v_message").fetchall() == [
            ("今天的番茄牛腩真好吃",)
        ]
