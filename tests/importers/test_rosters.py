"""Member lists from tables."""

from datetime import datetime

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from groupscope.cli import main
from groupscope.importers.errors import ClosedFileError
from groupscope.importers.rosters import NoColumnError, roster_of
from groupscope.model import Member
from tests.importers.kit import SHANGHAI

JOINED = int(datetime(2026, 1, 2, 3, 4, tzinfo=SHANGHAI).timestamp())
TABLE = """QQ号,昵称,群名片,身份,性别,入群时间
10001,甲,一班甲,群主,男,2026-01-02 03:04
10002,乙,,,女,去年
没有号码,丙,,,,

10001,甲,后来的名片,群主,男,2026-01-02 03:04
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_of_text(write, encoding):
    roster = roster_of(write(TABLE, "x.csv", encoding=encoding), SHANGHAI)
    assert roster.members == (
        Member(10001, "甲", "后来的名片", "owner", sex="male", joined_at=JOINED),
        Member(10002, "乙", sex="female"),
    )
    assert roster.left_out == (4,)
    assert roster.odd == ((3, "joined"),)


def test_a_sheet_of_excel(tmp_path):
    book = Workbook()
    book.active.append(["id", "name", "joined"])
    book.active.append([10001, "甲", datetime(2026, 1, 2, 3, 4)])  # noqa: DTZ001 -- as Excel has it
    book.active.append([10002.0, "乙", None])
    path = tmp_path / "x.xlsx"
    book.save(path)
    assert roster_of(path, SHANGHAI).members == (
        Member(10001, "甲", joined_at=JOINED), Member(10002, "乙")
    )  # fmt: skip


def test_a_table_without_numbers_is_refused(write):
    with pytest.raises(NoColumnError, match="id 这一列"):
        roster_of(write("name\n甲\n", "x.csv"), SHANGHAI)


def test_what_only_looks_like_a_sheet_is_refused(write):
    with pytest.raises(ClosedFileError, match="Excel"):
        roster_of(write(b"PK\x03\x04rubbish", "x.xlsx"), SHANGHAI)


def test_the_command_tells_what_became_of_it(write, tmp_path, monkeypatch):
    monkeypatch.setenv("GROUPSCOPE_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/x.db")
    monkeypatch.setenv("GROUPSCOPE_DATA_DIR", str(tmp_path))
    path = write(TABLE, "x.csv")
    done = CliRunner().invoke(main, ["import-members", str(path), "--group", "20001"])
    assert done.exit_code == 0, done.output
    assert "导入了 2 个成员" in done.output
    assert "第 4 行" in done.output
