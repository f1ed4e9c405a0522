"""Upgrading and going back, as docs/deployment.md tells it, with two real programs."""

import shutil
from pathlib import Path

import pytest

from groupscope.playground import LLBOT
from groupscope.store.migrate import revisions
from tests.bots import ROOT, Chat, until

GROUP = 25501
NEWER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade() -> None:
    op.create_table("future", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("UPDATE message SET text = 'changed by the newer one'")
"""


@pytest.fixture
def newer(tmp_path) -> Path:
    """The program of tomorrow: ours, and a change of the database's layout."""
    folder = tmp_path / "newer"
    for part in ("groupscope", "plugins"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("bot.py", ".env", "pyproject.toml"):
        shutil.copy(ROOT / file, folder)
    migration = folder / "groupscope/store/migrations/versions/9999_future.py"
    migration.write_text(NEWER.format(head=revisions()[-1]), "utf-8")
    return folder


async def test_there_is_a_copy_before_the_upgrade_and_a_way_back(new_bot, newer):
    bot = await new_bot().start()
    chat = Chat(bot, GROUP)
    peer = await chat.connect(LLBOT)
    for number in range(50):
        await chat.say("甲", f"第 {number} 句")
    before = [tuple(row) for row in await chat.stored()]
    await peer.disconnect()
    await bot.stop()

    bot.script, bot.cwd = newer / "bot.py", newer
    await bot.start()
    (copy,) = (bot.folder / "backups").glob("before-migration-from-*.db")
    assert str(copy) in bot.log
    assert bot.rows("select count(*) from future")[0][0] == 0
    assert {row["text"] for row in bot.messages(GROUP)} == {"changed by the newer one"}
    await peer.connect()
    await chat.say("丙", "升级以后说的")
    await chat.stored()
    await peer.disconnect()
    await bot.stop()

    bot.script, bot.cwd = ROOT / "bot.py", ROOT
    await bot.launch()
    assert await bot.ended() != 0
    refusal = bot.log.splitlines()[-1]
    assert "比这份程序新" in refusal
    assert "groupscope restore --replace data/backups/before-migration-" in refusal

    assert "恢复好了" in await bot.command("restore", "--replace", copy)
    await bot.start()
    rows = [tuple(row) for row in bot.messages(GROUP)]
    assert rows == before
    await peer.connect()
    # What was said in between comes back with the history.
    texts = lambda: [row["text"] for row in bot.messages(GROUP)]  # noqa: E731
    await until(lambda: "升级以后说的" in texts())
    assert "甲 50 条" in (await chat.ask("甲", "/rank")).text
    await chat.close()
    await bot.stop()
