"""The disk is full, or slow: messages wait in memory, nothing is lost, and questions are answered.

With a real bot, on a real file system.
"""

import asyncio
import contextlib
import signal
import subprocess

import pytest

from tests.bots import Chat, until
from tests.faults.power import need_strace

GROUP = 25001
MEGABYTE = 1 << 20


@pytest.fixture
def small_disk(tmp_path):
    """A file system of eight megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    try:
        done = subprocess.run(mounted, check=False, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount on this machine; see test_on_a_full_disk_messages_wait")
    if done.returncode:
        pytest.skip("nothing may be mounted here; see test_on_a_full_disk_messages_wait")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place) -> None:
    """Leave no byte free."""
    with (place / "ballast").open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while ballast.write(b"x" * MEGABYTE) or True:
            pass


async def test_on_a_full_disk_the_bot_waits_and_loses_nothing(new_bot, small_disk):
    bot = new_bot(GROUPSCOPE_DATABASE_URL=f"sqlite+aiosqlite:///{small_disk}/bot.db")
    bot.database = small_disk / "bot.db"
    await bot.start()
    chat = Chat(bot, GROUP)
    await chat.connect()
    await chat.say("甲", "还有地方")
    assert await chat.texts() == ["还有地方"]
    fill(small_disk)
    words = [f"第 {number} 句 " + "满" * 900 for number in range(200)]
    for one in words:
        await chat.say("甲", one)
    await until(lambda: "The database refuses" in bot.log)
    assert len(bot.messages(GROUP)) < 1 + len(words)
    (small_disk / "ballast").unlink()
    assert await chat.texts() == ["还有地方", *words]
    assert bot.rows("select count(*) from quarantine")[0][0] == 0
    await chat.close()
    await bot.stop()


async def test_on_a_slow_disk_everything_is_stored_and_questions_are_answered(bot, chat):
    """Every time that data is to reach the disk, it takes half a second."""
    need_strace()
    await chat.connect()
    await chat.say("甲", "早")
    await chat.stored()
    slowed = ["strace", "-f", "-p", str(bot.pid), "-o", str(bot.folder / "trace")]
    slowed += ["-e", "trace=fdatasync", "-e", "inject=fdatasync:delay_exit=500000"]
    strace = await asyncio.create_subprocess_exec(*slowed, stderr=subprocess.PIPE)
    try:
        line = (await strace.stderr.readline()).decode()
        if "attached" not in line:
            pytest.skip(f"strace may not attach here: {line.strip()}")
        for number in range(300):
            await chat.say("丙", f"第 {number} 句")
        await chat.ask("甲", "/rank")
        said = [row["text"] for row in await chat.stored() if not row["is_own"]]
        assert said == ["早", *(f"第 {number} 句" for number in range(300)), "/rank"]
    finally:
        strace.send_signal(signal.SIGINT)
        await strace.wait()
    synchronised = (bot.folder / "trace").read_text().count("fdatasync(")
    assert 0 < synchronised < 100  # many messages at once, not each by itself
