"""What the documents say is what the code does."""

import os
import re
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from dotenv import dotenv_values

from groupscope.commands import COMMANDS
from groupscope.config import Config, keys
from groupscope.digest import discover
from groupscope.report import REPORTS
from groupscope.store.engine import open_engine
from groupscope.store.migrate import migrate
from groupscope.store.tables import metadata

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=str)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)|src=\"([^\"]+)\"")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a page."""
    return [body for kind, body in FENCE.findall(page(name)) if kind == language]


def rows(name: str) -> dict[str, list[str]]:
    """The table rows of a page, by the first thing in backticks, as cells."""
    cells = [line.strip("|").split(" | ") for line in page(name).splitlines() if line[:1] == "|"]
    return {
        found[1]: row for row in cells if (found := re.match(r"\s*`([^`]+)`", row[0])) is not None
    }


@pytest.fixture
def only_defaults(monkeypatch):
    for key in keys():
        monkeypatch.delenv(key, raising=False)


# Configuration


def test_env_holds_every_key_once_and_no_other():
    written = re.findall(r"^([A-Z_]+)=", page(".env"), re.MULTILINE)
    assert sorted(written) == sorted(keys())


def test_every_key_in_env_has_a_comment_above_it_or_above_its_neighbours():
    lines = page(".env").splitlines()
    for before, line in pairwise(lines):
        if "=" in line and not line.startswith("#"):
            assert before.startswith("#") or "=" in before, line


@pytest.mark.usefixtures("only_defaults")
def test_env_writes_down_the_defaults_of_the_code():
    def plain(config: Config) -> dict[str, object]:
        values = config.model_dump()
        return values | {"onebot_access_token": values["onebot_access_token"] or ""}

    assert plain(Config(_env_file=ROOT / ".env")) == plain(Config(_env_file=None))


@pytest.mark.parametrize("key", keys())
def test_every_key_is_explained_with_its_default(key):
    default = dotenv_values(ROOT / ".env")[key] or "empty"
    written = rows("docs/configuration.md")[key][1].strip().strip("`")
    assert written == default


def test_no_key_is_explained_that_does_not_exist():
    explained = {key for key in rows("docs/configuration.md") if key.isupper()}
    assert explained == set(keys())


# Commands and reports


def test_every_name_of_every_command_is_told():
    discover()
    told = page("docs/commands.md")
    untold = [name for one in COMMANDS.values() for name in one.names if f"`/{name}`" not in told]
    assert untold == []


def test_every_word_of_the_group_command_is_told():
    told = page("docs/commands.md")
    source = page("plugins/recorder/switching.py") + page("plugins/admin/__init__.py")
    words = [
        word
        for line in re.findall(
            r"^[A-Z]+ = frozenset\(\{(.+?)\}\)", source, re.MULTILINE | re.DOTALL
        )
        for word in re.findall(r'"([^"]+)"', line)
    ]
    assert {"开启", "off", "补录", "状态"} <= set(words)
    assert [word for word in words if f"`{word}`" not in told] == []


def test_every_command_of_the_command_line_is_told():
    told = page("docs/commands.md")
    modules = [path.stem for path in (ROOT / "groupscope/cli").glob("[a-z]*.py")]
    names = [name.strip("_").replace("_", "-") for name in modules]
    assert [name for name in names if f"`groupscope {name}" not in told] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_both_readmes_name_every_report(readme):
    discover()
    chinese = [next(n for n in one.command.names if not n.isascii()) for one in REPORTS.values()]
    assert [name for name in chinese if f"/{name}" not in page(readme)] == []


def test_every_report_has_its_tests():
    discover()
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests/reports").glob("test_*")}
    assert {one.__module__.rsplit(".", 1)[-1] for one in REPORTS.values()} <= tested


# The database


def test_every_column_of_every_table_is_explained():
    told = page("docs/schema.md")
    sections = {
        name: text
        for heading, text in re.findall(
            r"^## (.+?)\n(.*?)(?=^## |\Z)", told, re.MULTILINE | re.DOTALL
        )
        for name in heading.split(", ")
    }
    assert set(metadata.tables) <= set(sections)
    unexplained = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if f"`{column.name}`" not in sections[table.name]
        and f"`{table.name}.{column.name}`" not in sections[table.name]
    ]
    assert unexplained == []


async def test_the_example_queries_run(tmp_path, monkeypatch):
    database = tmp_path / "analyst.db"
    monkeypatch.setenv("GROUPSCOPE_DATABASE_URL", f"sqlite+aiosqlite:///{database}")
    engine = open_engine(Config(_env_file=None).database)
    await migrate(engine, tmp_path)
    await engine.dispose()
    said_at = 1_793_462_400  # 2026-11-01 00:00 in Shanghai
    with sqlite3.connect(database) as connection:
        for second, key in ((said_at - 1, 1), (said_at, 2), (said_at + 3600, 3)):
            connection.execute(
                "insert into message (group_id, sent_at, message_key, utc_offset, sender_id,"
                " self_id, kind, text) values (123456, ?, ?, 480, 30001, 10000, 1, '早')",
                (second, key),
            )
        queries = [one for one in blocks("docs/schema.md", "sql") if one.startswith("SELECT")]
        answers = [connection.execute(query).fetchall() for query in queries]
    assert len(answers) == 5
    per_day, by_hour, *_ = answers
    assert per_day == [("2026-11-01", 2)]  # the last second of October is not of November
    assert sorted(by_hour) == [(30001, 0, 1), (30001, 1, 1), (30001, 23, 1)]


# Pages


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    targets = [link or src for link, _, src in LINK.findall(path.read_text("utf-8"))]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_gives_the_two_commands_as_they_are(readme):
    commands = [line for block in blocks(readme, "console") for line in block.splitlines()]
    assert commands[0] == "pip install uv && uv run --no-dev bot.py"
    assert "pip install uv && uv run pytest" in commands


def test_the_readmes_are_twins():
    def shape(name: str) -> list[tuple[str, ...]]:
        """Headings, blocks that are typed, table rows and links, in their order."""
        text = page(name)
        return [
            tuple(re.findall(r"^(#+) ", text, re.MULTILINE)),
            tuple(blocks(name, "console")),
            tuple(re.findall(r"^(\|).*\|$", text, re.MULTILINE)),
            tuple(sorted(set(re.findall(r"\((docs/[^)]+)\)|src=\"([^\"]+)\"", text)))),
            tuple(re.findall(r"^(?:\d\.|-) ", text, re.MULTILINE)),
        ]

    assert shape("README.md") == shape("README.zh-CN.md")


def test_decisions_have_their_four_parts():
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        parts = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert parts == ["Status", "Context", "Decision", "Consequences"], path.name


def test_everything_at_the_top_has_its_place_on_the_map():
    told = page("docs/ARCHITECTURE.md")
    there = [*(ROOT / "groupscope").iterdir(), *(ROOT / "plugins").iterdir()]
    names = [path.name for path in there if path.suffix in ("", ".py")]
    missing = [
        name for name in names if not name.startswith("__") and not re.search(rf"\b{name}\b", told)
    ]
    assert missing == []


def test_the_statistic_to_copy_works():
    """In a process of its own: a report registers itself for good."""
    (example,) = blocks("docs/ARCHITECTURE.md", "python")
    use = """
import asyncio, numpy as np
from datetime import UTC, datetime
from groupscope.charts import draw
from groupscope.commands import find
from groupscope.periods import read_period
from groupscope.scope import Scope
from groupscope.store.coverage import Coverage, Stretch
from groupscope.store.summaries.activity import Activity

by_hour = np.zeros((2, 24), np.int64)
by_hour[0, 8], by_hour[1, 5], by_hour[1, 12] = 2, 5, 90

class Morning:
    async def summary(self, kind, scope): return Activity(np.array([30001, 30003]), by_hour)
    async def coverage(self, scope): return Coverage(97, Stretch(0, 86400))
    async def names(self, group_id, members): return {30001: "甲", 30003: "丙"}
    def group_name(self, group_id): return "番茄俱乐部"

period = read_period("昨天", datetime(2026, 11, 20, tzinfo=UTC))
larks = asyncio.run(Larks.load(Morning(), Scope(20001, period)))
assert find("早鸟") is Larks.command
assert larks.headline() == "昨天清早 丙 说了 5 条，最多"
assert larks.text().splitlines()[1:3] == ["1. 丙 5 条", "2. 甲 2 条"]
assert draw(larks.card()).startswith(b"\\x89PNG")
"""
    done = subprocess.run(
        [sys.executable, "-c", example + use],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
