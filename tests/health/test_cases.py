"""Trouble is told when it begins and when it is over; what flickers is not told without end."""

from datetime import UTC
from zoneinfo import ZoneInfo

from groupscope.health import Finding, Level, alive
from groupscope.health.cases import Case, Cases
from groupscope.health.vitals import AccountLive, Live

DISK = Finding("disk", Level.TROUBLE, "磁盘满了。", "删文件。", "磁盘又有空间了。")
AWAY = Finding("away:1", Level.TROUBLE, "断开了。", "看看。", "又连上了。")


def test_what_goes_on_is_told_once():
    cases = Cases()
    [begins] = cases.take([DISK], 1000)
    assert (begins.finding, begins.since, begins.is_over) == (DISK, 1000, False)
    assert cases.take([DISK], 1010) == []
    [other] = cases.take([DISK, AWAY], 1020)
    assert other.finding == AWAY
    assert cases.keys == {"disk", "away:1"}
    [over] = cases.take([AWAY], 1075)
    assert (over.finding, over.since, over.until) == (DISK, 1000, 1075)
    assert over.text(UTC) == "磁盘又有空间了。（01-01 00:16 起，持续 1 分钟）"
    assert begins.text(ZoneInfo("Asia/Shanghai")) == "磁盘满了。\n删文件。"


def test_short_trouble_is_told_in_seconds():
    cases = Cases()
    cases.take([DISK], 1000)
    [over] = cases.take([], 1007)
    assert over.text(UTC).endswith("持续 7 秒）")


def test_what_flickers_is_told_three_times_an_hour():
    cases = Cases()
    told = []
    for at in range(0, 1000, 100):
        for found in ([DISK], []):
            told += [at for _ in cases.take(found, at) if not cases.flickers("disk", at)]
    assert told == [0, 0, 100, 100, 200, 200]
    cases.take([DISK], 5000)
    assert not cases.flickers("disk", 5000)


def test_a_restart_remembers_what_was_told(tmp_path):
    account = AccountLive(10000, True, False, 3.5, message_at=12.5)
    live = Live(at=100, pid=7, version="1", uptime=3, accounts=(account,), refused_since=None)
    cases = Cases()
    cases.take([DISK, AWAY], 50)
    cases.told("disk")
    alive.write(tmp_path, alive.Shown(live, cases.open))
    shown = alive.read(tmp_path)
    assert shown == alive.Shown(live, (Case(DISK, 50, is_told=True), Case(AWAY, 50)))
    assert (shown.is_fresh(160), shown.is_fresh(161)) == (True, False)
    again = Cases(shown.cases)
    assert again.take([DISK, AWAY], 200) == []


def test_a_file_of_another_version_is_none(tmp_path):
    assert alive.read(tmp_path) is None
    (tmp_path / alive.NAME).write_text('{"live": {"at": 1}}')
    assert alive.read(tmp_path) is None
    (tmp_path / alive.NAME).write_text("{")
    assert alive.read(tmp_path) is None
