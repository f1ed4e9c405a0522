"""The watchdog looks, as time passes that a test lets pass."""

import pytest

from groupscope.config import Config
from groupscope.health import Vitals
from groupscope.health.cases import News
from groupscope.health.watch import Watch
from groupscope.model import Message
from groupscope.store import Store, presence
from groupscope.store.migrate import migrate
from groupscope.workers import Worker
from tests.bots import until

ME, GROUP, NOW = 10000, 20001, 1_795_000_000
MINUTE, A_DAY = 60, 86_400


class World:
    """A store, two clocks, and an owner who listens."""

    def __init__(self, folder) -> None:
        self.now, self.steady = float(NOW), 0.0
        self.config = Config(
            _env_file=None,
            database_url=f"sqlite+aiosqlite:///{folder}/x.db",
            data_dir=folder,
            disk_alarm=100,
        )
        self.store = Store(self.config, clock=lambda: self.now)
        self.told: list[str] = []
        self.is_there = True
        self.begin()

    def begin(self) -> None:
        """Begin anew, as after a restart."""
        self.vitals = Vitals(lambda: self.now, lambda: self.steady)
        self.watch = Watch(self.config, self.store, Worker(), self.vitals)
        self.watch.tell_by(self.listen)

    async def listen(self, news: News, zone) -> bool:
        if self.is_there:
            self.told.append(news.text(zone))
        return self.is_there

    async def pass_by(self, seconds: float) -> list[str]:
        """Let time pass; return what the owner is told at the next look."""
        self.now += seconds
        self.steady += seconds
        return await self.look()

    async def look(self) -> list[str]:
        before = len(self.told)
        await self.watch._look()
        if self.watch._telling:
            await self.watch._telling
        return self.told[before:]


@pytest.fixture
async def world(tmp_path):
    world = World(tmp_path)
    await migrate(world.store.engine, tmp_path)
    await world.store.open(is_warm=False)
    yield world
    await world.watch.stop()
    await world.store.close()


async def test_silence_is_told_and_its_end(world):
    world.vitals.connected(ME)
    world.vitals.heard(ME, "meta_event", 30_000)
    assert await world.pass_by(179) == []
    assert await world.pass_by(1) == [
        (
            "账号 10000 连着，但 3 分钟没有发来任何东西，连心跳也没有。\n"
            "多半是 NapCat / LLBot 卡住了，重启它。"
        )
    ]
    assert await world.pass_by(600) == []
    world.vitals.heard(ME, "meta_event", 30_000)
    [over] = await world.look()
    assert over.startswith("账号 10000 又有消息来了。（")
    assert over.endswith("起，持续 10 分钟）")


async def test_a_clock_that_jumps_alarms_nobody(world):
    world.vitals.connected(ME)
    world.vitals.heard(ME, "meta_event", 30_000)
    world.vitals.looked()
    await world.look()
    world.now += 10 * A_DAY
    assert await world.look() == []
    world.now -= 20 * A_DAY
    assert await world.look() == []


async def test_messages_that_stop_while_heartbeats_go_on(world):
    for day in range(1, 8):
        for second in range(20):
            at = NOW + 40 * MINUTE - day * A_DAY - MINUTE - second
            said = Message(
                self_id=ME, group_id=GROUP, sender_id=30001, sent_at=at, text=f"{day} {second}"
            )
            world.store.writer.record(said)
    async with world.store.writer.transaction() as connection:
        await presence.describe_account(connection, ME, "群镜", "NapCat", "4")
        await presence.watches(connection, ME, [GROUP], NOW - 8 * A_DAY)
    await world.store.writer.flush()
    world.vitals.connected(ME)
    assert await world.pass_by(29 * MINUTE) == []
    [told] = await world.pass_by(11 * MINUTE)
    assert told.startswith("账号 10000 连着，但 40 分钟没有一条群消息；平时这段时间至少有 20 条。")
    world.vitals.heard(ME, "message")
    [over] = await world.pass_by(MINUTE)
    assert over.startswith("账号 10000 又有群消息了。")


async def test_what_nobody_could_tell_is_told_by_its_end_alone(world):
    world.vitals.expect([ME])
    world.is_there = False
    assert await world.pass_by(120) == []
    world.vitals.connected(ME)
    assert await world.pass_by(480) == []
    world.is_there = True
    [told] = await world.look()
    assert told.startswith("账号 10000 又连上了。（")
    assert told.endswith("起，持续 8 分钟）")


async def test_over_a_restart_nothing_is_told_twice_and_the_end_is_told(world):
    world.vitals.expect([ME])
    assert len(await world.pass_by(120)) == 1
    await world.watch.stop()
    world.begin()
    await world.watch.start()
    world.vitals.expect([ME])
    assert await world.look() == []
    world.vitals.connected(ME)  # at which it looks by itself
    await until(lambda: len(world.told) == 2)
    assert world.told[1].startswith("账号 10000 又连上了。")
