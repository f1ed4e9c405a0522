"""Our accounts: who they are, which groups they are in, and since when each of them is heard."""

from dataclasses import replace

import pytest

from groupscope.playground import LLBOT, Faults
from groupscope.store import presence
from groupscope.store.groups import Recording
from tests.bots import ME, MY_OTHER_SELF, Chat, until

GROUP, OTHER_GROUP, SWITCHED = 28001, 28002, 28003


class Implementation:
    """An account that is in some groups, and answers for itself."""

    def __init__(self, account: int, *groups: int) -> None:
        self.self_id = str(account)
        self.groups = list(groups)
        self.asked: list[str] = []

    async def call_api(self, action: str, **_words: object) -> object:
        self.asked.append(action)
        if action == "get_group_list":
            return [{"group_id": group} for group in self.groups]
        if action == "get_group_member_list":
            return [{"user_id": 30001, "nickname": "甲"}]
        return {}

    def turns(self, *, online: bool) -> dict[str, object]:
        """The frame by which QQ logs it in or out."""
        return {
            "post_type": "notice",
            "notice_type": "bot_online" if online else "bot_offline",
            "self_id": int(self.self_id),
        }


@pytest.fixture
async def arrived(loaded, recorder):
    """``connected = await arrived(implementation)``: it is connected, and its groups are known."""
    from plugins.recorder import accounts

    here: list[Implementation] = []

    async def arrived(one: Implementation):
        accounts.arrive(one)
        here.append(one)
        connected = accounts.connected[int(one.self_id)]
        await until(lambda: connected.has_watched)
        return connected

    yield arrived
    for one in here:
        await accounts.disconnect(one)


async def test_an_account_that_comes_and_goes_is_looked_after_once(arrived, recorder):
    one = Implementation(28101, GROUP)
    connected = await arrived(one)
    for turn in range(1, 4):
        recorder.take(one.turns(online=False))
        recorder.take(one.turns(online=True))
        await until(lambda turn=turn: one.asked.count("get_group_list") == 1 + turn)
    await until(lambda: connected.has_watched and len(connected.tasks) == 1, f"{connected.tasks}")


async def test_an_account_that_is_back_before_it_was_seen_to_go_is_there(arrived):
    from plugins.recorder import accounts

    gone, back = Implementation(28105, GROUP), Implementation(28105, GROUP)
    before = await arrived(gone)
    after = await arrived(back)
    await accounts.disconnect(gone)
    assert accounts.connected[28105] is after
    await until(lambda: not before.tasks)


async def test_a_group_that_is_new_in_the_list_is_heard_from_then_on(arrived, loaded):
    from plugins.recorder import accounts

    one = Implementation(28102, GROUP)
    connected = await arrived(one)
    connected.since -= 1_000
    one.groups.append(OTHER_GROUP)
    await accounts._refresh(connected)
    async with loaded.store.engine.connect() as connection:
        told = await connection.exec_driver_sql(
            "select since_at from watch where self_id = 28102 and group_id = 28002"
        )
        assert told.scalar_one() >= connected.since + 1_000


async def test_a_group_list_that_fails_is_asked_for_again(chat):
    chat.room.remember("甲", "昨天说的", when=int(chat.world.clock()) - 3600)
    lists = frozenset({"get_group_list"})
    peer = await chat.connect(LLBOT, faults=Faults(unknown_actions=lists))
    await until(lambda: [1 for action, _ in peer.calls if action == "get_group_list"])
    assert await chat.texts() == []
    peer.faults = Faults()
    await until(lambda: chat.bot.messages(chat.group_id), "the history of a group in the list")
    assert await chat.texts() == ["昨天说的"]
    assert chat.bot.rows("select 1 from watch where group_id = ?", chat.group_id)


async def test_our_other_account_is_no_member_after_a_restart_either(new_bot):
    bot = await new_bot().start()
    chat = Chat(bot, GROUP)
    await chat.connect(account=ME)
    other = await chat.connect(account=MY_OTHER_SELF)
    await until(lambda: len(bot.rows("select 1 from account")) == 2)
    await other.disconnect()
    await bot.stop()
    await bot.start()
    await chat.peers[0].connect()
    await chat.say(MY_OTHER_SELF, "我是另一个号")
    (row,) = [row for row in await chat.stored() if row["text"] == "我是另一个号"]
    assert row["is_own"]
    await chat.close()
    await bot.stop()


async def test_a_robot_on_the_member_list_is_known_after_a_restart(new_bot):
    bot = await new_bot().start()
    chat = Chat(bot, GROUP)
    chat.room.keep(replace(chat.room.find("丙"), is_robot=True))
    peer = await chat.connect()
    await until(lambda: bot.rows("select 1 from member where user_id = 30003 and is_robot = 1"))
    await peer.disconnect()
    await bot.stop()
    await bot.start()
    peer.faults = Faults(unknown_actions=frozenset({"get_group_member_list"}))
    await peer.connect()
    await chat.say("丙", "我是机器人")
    (row,) = [row for row in await chat.stored() if row["text"] == "我是机器人"]
    assert row["is_bot"]
    await chat.close()
    await bot.stop()


async def test_a_group_switched_on_before_its_list_came_is_heard_from_then_on(arrived, loaded):
    from plugins.recorder import accounts

    one = Implementation(28103)
    accounts.arrive(one)
    on = accounts.connected[28103].since + 100
    await accounts.switch(SWITCHED, Recording.OFF, on - 50, by=30001)
    await accounts.switch(SWITCHED, Recording.ON, on, by=30001)
    one.groups.append(SWITCHED)
    await arrived(one)
    async with loaded.store.engine.connect() as connection:
        told = await connection.exec_driver_sql(
            "select since_at from watch where self_id = 28103 and group_id = 28003"
        )
        assert told.scalar_one() == on


async def test_a_connection_that_breaks_ends_no_sign_of_life(loaded, monkeypatch):
    from plugins.recorder import accounts

    async def breaks(*_words: object) -> None:
        raise EOFError("the connection was lost")

    monkeypatch.setattr(presence, "still_there", breaks)
    await accounts._note(28104, 0, None)


async def test_whoever_has_started_it_is_told_of_its_groups_and_how_history_comes_in(new_bot):
    bot = await new_bot().start()
    chat = Chat(bot, GROUP)
    chat.open(OTHER_GROUP)
    for words in ("昨晚说的", "又一句"):
        chat.room.remember("甲", words, when=int(chat.world.clock()) - 3600)
    await chat.connect(LLBOT)
    await until(lambda: "历史补录完成，找到 2 条。现在可以在群里发 /词云 试试。" in bot.log)
    assert "QQ 已连接，已记录 2 个群。" in bot.log
    await chat.close()
    await bot.stop()
