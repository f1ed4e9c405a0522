"""What is found wrong, at which moment, and what is said of it."""

from dataclasses import replace

import pytest

from groupscope.config import Config
from groupscope.health import AccountLive, Level, Live, Vitals
from groupscope.health.disk import LONGEST, Disk, days_left
from groupscope.health.findings import troubles
from groupscope.health.reading import KnownAccount, Stored
from groupscope.health.remarks import (
    forecast_words,
    of_config,
    of_forecast,
    of_live,
    of_stored,
    speechless,
)

HEALTHY = Live(at=0, pid=1, version="1", uptime=0, queue_limit=1000)
GIGABYTE = 10**9


def keys(live: Live, disk: Disk | None = None, alarm: int = 85, already=()) -> list[str]:
    return [found.key for found in troubles(live, disk, alarm, already)]


def test_a_healthy_bot_has_no_trouble():
    account = AccountLive(10000, True, True, 5, silent=2, speechless=9999, heartbeat=30)
    live = replace(HEALTHY, accounts=(account,), worker="idle", clock_ago=59)
    assert keys(live, Disk(50 * GIGABYTE, 50 * GIGABYTE)) == []


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        (AccountLive(1, is_connected=False, is_online=True, standing=119), []),
        (AccountLive(1, is_connected=False, is_online=True, standing=120), ["away:1"]),
        (AccountLive(1, is_connected=True, is_online=False, standing=0), ["offline:1"]),
        (AccountLive(1, True, True, 900, silent=179, heartbeat=30), []),
        (AccountLive(1, True, True, 900, silent=180, heartbeat=30), ["silent:1"]),
        # Three signs of life are missed before it is silence.
        (AccountLive(1, True, True, 900, silent=299, heartbeat=100), []),
        (AccountLive(1, True, True, 900, silent=300, heartbeat=100), ["silent:1"]),
        # Who announces none cannot miss any.
        (AccountLive(1, True, True, 90000, silent=90000, heartbeat=None), []),
    ],
)
def test_an_account(account, expected):
    assert keys(replace(HEALTHY, accounts=(account,))) == expected


def test_after_a_restart_an_account_that_was_gone_is_gone_until_it_comes():
    gone = AccountLive(1, is_connected=False, is_online=True, standing=1)
    assert keys(replace(HEALTHY, accounts=(gone,)), already=("away:1",)) == ["away:1"]


def test_the_disk_does_not_flicker():
    def used(percent: int) -> Disk:
        return Disk(percent * GIGABYTE, (100 - percent) * GIGABYTE)

    assert keys(HEALTHY, used(84)) == []
    assert keys(HEALTHY, used(85)) == ["disk"]
    assert keys(HEALTHY, used(84), already=("disk",)) == ["disk"]
    assert keys(HEALTHY, used(82), already=("disk",)) == []
    assert keys(HEALTHY, used(99), alarm=100) == []
    [found] = troubles(HEALTHY, used(85), 85)
    assert found.words == "磁盘用了 85%，还剩 15.0 GB。"


def test_the_worker_and_the_clock():
    assert keys(replace(HEALTHY, worker_deaths=1, worker_died_ago=29)) == ["worker"]
    assert keys(replace(HEALTHY, worker_deaths=1, worker_died_ago=31)) == []
    # As long as none of its jobs succeeds it is not back.
    assert keys(replace(HEALTHY, worker_deaths=1, worker_died_ago=31, worker_failures=1))
    assert keys(replace(HEALTHY, worker_failures=2)) == []
    assert keys(replace(HEALTHY, worker_failures=3)) == ["worker"]
    assert keys(replace(HEALTHY, clock_ago=299)) == []
    assert keys(replace(HEALTHY, clock_ago=300)) == ["clock"]


def test_a_backup_that_failed():
    live = replace(HEALTHY, backup_failure="NoRoomError: no room: it takes 12 MB")
    assert keys(live) == ["backup"]


def test_a_refusing_database_says_what_waits_and_what_was_lost():
    [found] = troubles(replace(HEALTHY, refused_since=1, refusal="x", queue=12), None, 85)
    assert found.words == (
        "数据库暂时写不进去（x）。新消息先放在内存里，最多 1,000 条，现在有 12 条。"
    )
    assert found.over == "数据库恢复写入，积压的消息都已存好，没有丢失。"
    [found] = troubles(replace(HEALTHY, refused_since=1, lost=3), None, 85)
    assert found.over.endswith("其中 3 条因为超过上限丢失。")


def test_an_account_that_brings_no_messages_where_there_always_are_some():
    mute = AccountLive(1, True, True, 9000, silent=3, speechless=1800, heartbeat=30)
    assert list(speechless(mute, usual=19)) == []
    [found] = speechless(mute, usual=20)
    assert found.words.startswith("账号 1 连着，但 30 分钟没有一条群消息；平时这段时间至少有 20 条")
    assert list(speechless(replace(mute, speechless=1799), usual=500)) == []


def test_the_running_bot_remarks():
    assert list(of_live(HEALTHY)) == []
    live = replace(HEALTHY, queue=501, lost=2, unreadable=3)
    assert [(one.key, one.level) for one in of_live(live)] == [
        ("queue", Level.WARNING),
        ("lost", Level.WARNING),
        ("unreadable", Level.NOTE),
    ]


def test_the_database_remarks():
    account = KnownAccount(1, "群镜", "Old", "1.0", False, None, None)
    stored = Stored((account,), (), 0, 2, "too long", 0, 3, (), None)
    assert [one.key for one in of_stored(stored)] == ["quarantine", "unsealed", "history:1"]
    may = replace(account, has_history=None)
    assert list(of_stored(Stored((may,), (), 0, 0, "", 0, 0, (), None))) == []


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("", Level.NOTE),
        ("12345678901234567890" * 2, None),
        ("a" * 40, Level.WARNING),
        ("short-but-odd", Level.WARNING),
    ],
)
def test_the_secret(token, expected):
    config = Config(_env_file=None, ONEBOT_ACCESS_TOKEN=token, SUPERUSERS={"30009"})
    assert [one.level for one in of_config(config)] == ([] if expected is None else [expected])


def test_an_owner_must_be_named():
    config = Config(_env_file=None, ONEBOT_ACCESS_TOKEN="0123456789abcdef")
    assert [one.key for one in of_config(config)] == ["owner"]


def test_for_how_long_there_is_room():
    assert days_left(1000, 0, 500, 0) is None
    assert days_left(1000, 2.5, 500, 0) == 400
    # The backups grow as the database does: twice as large, three times as much a day.
    assert days_left(1000, 2.5, 500, 1000) == 133
    assert days_left(10**15, 1, 1, 0) == LONGEST
    assert (forecast_words(400), forecast_words(None)) == ("还能记 400 天", "")
    assert forecast_words(LONGEST) == "还能记 10 年以上"
    assert [one.words for one in of_forecast(29)] == ["按现在的增长，磁盘只够再记 29 天。"]
    assert list(of_forecast(30)) == []


class Clocks:
    """A wall clock that somebody may set, and one that nobody can."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_000_000.0, 50.0

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


class Idle:
    """What the writer and the worker tell when nothing happens."""

    waiting = 0
    state = "off"
    deaths = failures = 0
    died_ago = None

    class health:  # noqa: N801 -- stands for a value
        recorded = repeated = lost = put_aside = 0
        written_at = refused_since = None
        write_seconds = slow_write_seconds = 0.0
        refusal = ""


def test_vitals_follow_an_account_and_no_clock_that_jumps():
    clocks = Clocks()
    vitals = Vitals(lambda: clocks.wall, lambda: clocks.steady)

    def account() -> AccountLive:
        [one] = vitals.live(Idle(), Idle(), 1000).accounts
        return one

    vitals.expect([10000])
    clocks.pass_by(7)
    assert (account().is_connected, account().standing) == (False, 7)
    vitals.connected(10000)
    vitals.heard(10000, "meta_event", 30000)
    clocks.pass_by(10)
    vitals.heard(10000, "message")
    clocks.wall += 86_400  # somebody sets the clock
    clocks.pass_by(5)
    vitals.heard(10000, "notice")
    clocks.pass_by(1)
    now = account()
    assert (now.silent, now.speechless, now.standing, now.heartbeat) == (1, 6, 16, 30)
    assert now.message_at == 1_000_017
    assert vitals.is_online(10000)
    vitals.turned(10000, online=False)
    assert not vitals.is_online(10000)
    vitals.disconnected(10000)
    assert account().silent is None
    vitals.heard(10001, "message")  # nobody we know
    vitals.heard(None, {"odd": 1}, [])
    assert vitals.frames == 5
