"""What is wrong is told to the owner once, and once when it is over; monitoring names nobody."""

import os
import re
import signal
import sqlite3
from contextlib import closing, suppress

import httpx
import psutil
import pytest

from tests.bots import ME, MY_OTHER_SELF, PATIENCE, Chat, until
from tests.hooks import hook

OWNER = 30009
GROUP = 20001


@pytest.fixture
async def watched(new_bot):
    """A bot whose owner wants to be told, with a webhook; ``await watched(KEY="…")``."""
    started = []
    with hook() as kept:

        async def made(**settings):
            bot = new_bot(
                GROUPSCOPE_ALARMS="on", GROUPSCOPE_WEBHOOKS=f"{kept.address}/hook", **settings
            )
            await bot.start()
            chat = Chat(bot, GROUP)
            started.append((bot, chat))
            return bot, chat, kept

        yield made
        for bot, chat in started:
            await chat.close()
            await bot.stop()


def told(*peers) -> list[str]:
    """What the owner has been told in private."""
    return [sent.text for peer in peers for sent in peer.sent if sent.user_id == OWNER]


async def test_a_database_that_refuses_is_told_once_and_told_when_it_is_over(watched):
    bot, chat, kept = await watched()
    peer = await chat.connect()
    await chat.stored()
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as thief:
        thief.execute("BEGIN IMMEDIATE")
        await chat.say("甲", "写不进去")
        await until(lambda: told(peer), bot.log)
        await chat.say("甲", "还是写不进去")
        thief.execute("ROLLBACK")
    await until(lambda: len(told(peer)) == 2, bot.log)
    begins, over = told(peer)
    assert begins.startswith("群镜：数据库暂时写不进去（OperationalError: database is locked）")
    assert "请检查磁盘空间和数据库" in begins
    assert over.startswith("群镜：数据库恢复写入，积压的消息都已存好，没有丢失。（")
    assert await chat.texts() == ["写不进去", "还是写不进去"]
    await until(lambda: len(kept.calls) == 2)
    assert [(one["event"], one["kind"]) for one in kept.bodies] == [
        ("began", "database"),
        ("over", "database"),
    ]


async def test_an_account_that_qq_logs_out_is_told_through_another_and_the_webhook(watched):
    bot, chat, kept = await watched()
    peer = await chat.connect()
    other = await chat.connect(account=MY_OTHER_SELF)
    await chat.bot.has_heard(peer, other)
    await peer.log_out()
    await until(lambda: told(other), bot.log)
    assert told(other)[0].startswith(f"群镜：账号 {ME} 被 QQ 踢下线了")
    assert "重新扫码登录" in told(other)[0]
    await until(lambda: kept.calls)
    [(path, body)] = kept.calls
    assert (path, body["event"], body["kind"]) == ("/hook", "began", "offline")
    assert str(ME) not in str(body)  # it passes through somebody else's machine
    await peer.restart()
    await until(lambda: len(kept.calls) == 2, bot.log)
    assert kept.bodies[1]["event"] == "over"
    await until(lambda: len(told(peer, other)) == 2, bot.log)
    assert f"账号 {ME} 重新登录了。" in "".join(told(peer, other))


async def test_what_nobody_could_tell_is_told_when_somebody_can(watched):
    bot, chat, kept = await watched(GROUPSCOPE_DISK_ALARM="1")
    await until(lambda: kept.calls, bot.log)
    assert kept.bodies[0]["kind"] == "disk"
    peer = await chat.connect()
    await until(lambda: told(peer), bot.log)
    [words] = told(peer)
    assert re.match(r"群镜：磁盘用了 \d+%，还剩 [\d,.]+ GB。\n删掉不用的文件", words)
    # A restart tells nothing again.
    await chat.close()
    await bot.stop()
    await bot.start()
    again = await chat.connect()
    await chat.ask("甲", "/rank")
    await until(lambda: bot.log.count("Trouble: disk") == 1)
    await until_looked(bot)
    assert told(again) == []
    assert len(kept.calls) == 1


async def until_looked(bot) -> None:
    """Wait until the watchdog has looked twice from now on."""
    file = bot.folder / "alive.json"
    for _ in range(2):
        before = file.stat().st_mtime_ns
        await until(lambda before=before: file.stat().st_mtime_ns != before)


def workers_of(bot) -> list[int]:
    """The processes of a bot that draw; those that died count no more."""
    return [child.pid for child in psutil.Process(bot.pid).children() if draws(child)]


def draws(process: psutil.Process) -> bool:
    with suppress(psutil.Error):  # it may have died while we ask
        return "groupscope.workers" in process.cmdline()
    return False


async def test_a_worker_that_dies_is_told_and_comes_back_by_itself(watched):
    bot, chat, kept = await watched()
    peer = await chat.connect()
    await chat.say("甲", "早")
    assert (await chat.ask("甲", "/rank")).pictures
    [worker] = workers_of(bot)
    os.kill(worker, signal.SIGKILL)
    await until(lambda: told(peer), bot.log)
    assert told(peer)[0].startswith("群镜：画图的后台进程意外退出（第 1 次）")
    await until(lambda: set(workers_of(bot)) - {worker})
    assert (await chat.ask("丙", "/rank 本周")).pictures
    await until(lambda: len(told(peer)) == 2, bot.log, seconds=2 * PATIENCE)
    assert told(peer)[1].startswith("群镜：画图的后台进程恢复正常。")
    await until(lambda: len(kept.calls) == 2)


async def test_a_digest_that_was_missed_is_told(watched):
    bot, chat, kept = await watched()
    await chat.connect()
    await chat.stored()
    with closing(sqlite3.connect(bot.database, timeout=PATIENCE)) as connection, connection:
        connection.execute(
            "insert into digest_run (group_id, rhythm, wall, due_at, claimed_at, token, state)"
            " values (?, 'daily', 1, unixepoch() - 60, unixepoch(), 'x', 'late')",
            (GROUP,),
        )
    await bot.stop()
    await bot.start()  # the database is asked once a minute, and at the start
    peer = await chat.connect()
    await until(lambda: told(peer), bot.log)
    assert told(peer)[0].startswith("群镜：1 个群有定时的日报、周报或月报没发出去。")
    await until(lambda: [one["kind"] for one in kept.bodies] == ["digest"])


async def test_monitoring_tells_figures_and_names_nobody(new_bot):
    bot = await new_bot(GROUPSCOPE_MONITORING="on").start()
    chat = Chat(bot, GROUP)
    await chat.connect()
    for text in ("早", "吃了吗", "走"):
        await chat.say("甲", text)
    await chat.stored()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bot.port}") as client:
        healthy = await client.get("/healthz")
        assert (healthy.status_code, healthy.json()) == (200, {"status": "ok", "troubles": []})
        metrics = (await client.get("/metrics")).text
        assert 'groupscope_accounts{state="online"} 1.0' in metrics
        assert "groupscope_frames_unreadable_total 0.0" in metrics
        assert "process_resident_memory_bytes" in metrics
        recorded = re.search(r"^groupscope_recorded_total (\S+)$", metrics, re.MULTILINE)
        assert float(recorded[1]) >= 4  # those three, the mark, and who they are
        assert not re.search(rf"\b({ME}|{GROUP}|30001|甲|番茄)\b", metrics)
        with closing(sqlite3.connect(bot.database, isolation_level=None)) as thief:
            thief.execute("BEGIN IMMEDIATE")
            await chat.say("甲", "写不进去")
            await until(lambda: "The database refuses" in bot.log)
            failing = await client.get("/healthz")
            assert failing.status_code == 503
            assert failing.json()["status"] == "failing"
            thief.execute("ROLLBACK")
    assert "/healthz" not in bot.log  # it is asked every few seconds
    await chat.close()
    await bot.stop()


async def test_nothing_is_served_unless_the_owner_wants_it(bot):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bot.port}") as client:
        assert (await client.get("/healthz")).status_code == 404
        assert (await client.get("/metrics")).status_code == 404
