"""What was said while nobody was there is fetched afterwards, once, and no more than needed."""

import asyncio
import json

import pytest

from groupscope.playground import LAGRANGE, LLBOT, NAPCAT, SNOWLUMA, Faults
from tests.bots import Chat, until

DIALECTS = pytest.mark.parametrize(
    "dialect", [NAPCAT, LLBOT, SNOWLUMA, LAGRANGE], ids=lambda dialect: dialect.name
)
GROUP = 20001


def asked_for_history(peer) -> int:
    return len([1 for action, _ in peer.calls if action == "get_group_msg_history"])


async def is_filled(chat) -> None:
    await until(
        lambda: chat.bot.rows("select 1 from filled where group_id = ?", chat.group_id),
        "a gap to be filled",
    )


def is_there(chat, words: str) -> bool:
    return bool(chat.bot.rows("select 1 from message where text = ?", words))


async def a_second_after(chat, said) -> None:
    """Wait until the clock has left a message's second behind: gaps are told in seconds."""
    await until(lambda: int(chat.world.clock()) > said.happened_at)


async def missed(chat, who: str, words: str) -> None:
    """Let something be said while nobody of ours is there."""
    await a_second_after(chat, chat.room.remember(who, words))


async def switched_on(chat) -> None:
    said = await chat.say("甲", "/群镜 开启")
    await until(
        lambda: any(sent.text.startswith(("大家好", "已开启")) for sent in chat.peers[0].sent)
    )
    await a_second_after(chat, said)


def remember(chat, count: int, *, ago: int, every: int = 1) -> list[str]:
    """Let things be said while nobody of ours is there; return them."""
    words = [f"第 {number} 条" for number in range(count)]
    began = int(chat.world.clock()) - ago
    for number, text in enumerate(words):
        chat.room.remember("甲", text, when=began + number * every)
    return words


@DIALECTS
async def test_the_first_connection_fetches_the_last_hours(chat, dialect):
    words = remember(chat, 250, ago=3600, every=10)
    await chat.connect(dialect)
    await is_filled(chat)
    assert await chat.texts() == words


async def test_what_is_older_than_that_is_left_alone(chat):
    chat.room.remember("甲", "前天说的", when=int(chat.world.clock()) - 50 * 3600)
    chat.room.remember("甲", "今天说的", when=int(chat.world.clock()) - 3600)
    await chat.connect(LLBOT)
    await is_filled(chat)
    assert await chat.texts() == ["今天说的"]


@DIALECTS
async def test_equal_lines_in_one_second_are_all_fetched(chat, dialect):
    when = int(chat.world.clock()) - 600
    for _ in range(3):
        chat.room.remember("甲", "哈哈", when=when)
    await chat.connect(dialect)
    await is_filled(chat)
    assert await chat.texts() == ["哈哈", "哈哈", "哈哈"]


@DIALECTS
async def test_what_is_there_already_is_not_doubled(chat, dialect):
    peer = await chat.connect(dialect)
    for words in ("一", "二", "二"):
        await chat.say("甲", words)
    await chat.stored()
    await peer.disconnect()
    chat.room.remember("甲", "三")
    peer.account.ids.restart()
    await peer.connect()
    await until(lambda: "三" in [row["text"] for row in chat.bot.messages(chat.group_id)])
    await chat.say("甲", "四")
    assert sorted(await chat.texts()) == sorted(["一", "二", "二", "三", "四"])


async def test_a_recalled_message_in_history_says_nothing(chat):
    said = chat.room.remember("甲", "说错了", when=int(chat.world.clock()) - 600)
    chat.room.recalled.add(said.sequence)
    chat.room.remember("甲", "留着", when=int(chat.world.clock()) - 500)
    await chat.connect(LLBOT)
    await is_filled(chat)
    assert "留着" in await chat.texts()


async def test_an_implementation_without_history_is_asked_once_and_left_alone(chat):
    remember(chat, 3, ago=600)
    peer = await chat.connect(account=10100, faults=Faults(without_history=True))
    await until(lambda: asked_for_history(peer))
    await until(
        lambda: chat.bot.rows(
            "select 1 from account where self_id = 10100 and has_history = 0",
        )
    )
    await peer.disconnect()
    await peer.connect()
    await until(lambda: len([1 for action, _ in peer.calls if action == "get_group_list"]) == 2)
    await until(
        lambda: len([1 for action, _ in peer.calls if action == "get_group_member_list"]) == 2
    )
    await chat.ask("甲", "/help")
    assert asked_for_history(peer) == 1


async def test_groups_that_are_not_recorded_are_not_asked_about(new_bot):
    bot = await new_bot(GROUPSCOPE_NEW_GROUPS="ask").start()
    chat = Chat(bot, GROUP)
    remember(chat, 3, ago=600)
    other = chat.open(20002)
    peer = await chat.connect()
    said = await other.say("甲", "/群镜 开启")
    await until(lambda: bot.rows("select 1 from chat_group where recording = 'on'"))
    await a_second_after(chat, said)
    await peer.disconnect()
    await a_second_after(chat, other.remember("甲", "记录的群"))
    await peer.connect()
    await until(lambda: "记录的群" in [row["text"] for row in bot.messages(20002)])
    asked = {
        params["group_id"] for action, params in peer.calls if action == "get_group_msg_history"
    }
    assert asked == {20002}
    assert bot.messages(GROUP) == []
    await chat.close()
    await bot.stop()


async def test_an_admin_has_more_fetched(chat):
    remember(chat, 5, ago=40 * 3600)
    peer = await chat.connect(LLBOT)
    await is_filled(chat)
    assert await chat.texts() == []
    refused = await chat.ask("丙", "/群镜 补录 48")
    assert "群主和管理员" in refused.text
    for words in ("abc", "0", "721", "-1", "48 72x"):
        told = (await chat.ask("甲", f"/群镜 补录 {words}")).text
        assert told == "补录写最近多少小时，1 到 720，例如：/群镜 补录 48", words
    question = await chat.say("甲", "/群镜 补录 48 小时")
    await until(lambda: len(chat.answers(question)) == 2)
    assert chat.answers(question)[1].text == "补录完成，新增 5 条。"
    texts = await chat.texts()
    assert [f"第 {number} 条" for number in range(5)] == texts[:5]
    assert peer.is_online


@pytest.mark.parametrize("dialect", [NAPCAT, LLBOT, LAGRANGE], ids=lambda dialect: dialect.name)
async def test_after_a_kill_nothing_is_missing_and_nothing_is_there_twice(new_bot, dialect):
    """Killed under load, seconds down, started again; NapCat's message ids have changed then."""
    bot = await new_bot().start()
    chat = Chat(bot, GROUP)
    peer = await chat.connect(dialect)
    await chat.say("甲", "先说一句")
    await chat.stored()
    said = 1
    for said in range(1, 200):
        await chat.say("甲" if said % 2 else "丙", f"{said}" if said % 5 else "哈哈")
        if said == 120:
            await bot.kill()
            await peer.abort()
        if said > 120:
            await asyncio.sleep(0.01)
    peer.account.ids.restart()
    await bot.start()
    await peer.connect()
    await chat.say("丁", "又在了")
    await until(
        lambda: len(bot.messages(GROUP)) >= 201,
        f"{len(bot.messages(GROUP))} of 201",
    )
    await is_filled(chat)
    rows = await chat.stored()
    expected = [(one.happened_at, one.sender.user_id, one.text) for one in chat.room.history]
    assert sorted((row["sent_at"], row["sender_id"], row["text"]) for row in rows) == sorted(
        expected
    )
    await chat.close()
    await bot.stop()


async def test_a_short_break_costs_a_page_or_two(chat):
    remember(chat, 600, ago=6000, every=10)
    peer = await chat.connect(LLBOT)
    await is_filled(chat)
    assert asked_for_history(peer) >= 3
    await missed(chat, "甲", "等一下")
    asked = asked_for_history(peer)
    for number in range(3):
        await peer.disconnect()
        await missed(chat, "甲", f"没听到 {number}")
        await peer.connect()
        await until(lambda number=number: is_there(chat, f"没听到 {number}"))
    assert asked_for_history(peer) - asked <= 3 * 2


async def test_replies_to_what_was_fetched_find_their_target(chat):
    first = chat.room.remember("甲", "问题", when=int(chat.world.clock()) - 600)
    await chat.connect(NAPCAT)
    await is_filled(chat)
    await chat.say("丙", "回答", reply_to=first)
    target, answer = await chat.stored()
    assert answer["reply_to_key"] == target["message_key"]
    assert json.loads(answer["segments"])[0]["type"] == "reply"


@pytest.mark.parametrize("is_restarted", [True, False], ids=["a new process", "the same process"])
async def test_what_was_said_while_recording_was_off_is_never_fetched(new_bot, is_restarted):
    bot = await new_bot().start()
    chat = Chat(bot, GROUP)
    peer = await chat.connect(LLBOT)
    await chat.say("甲", "记下")
    await chat.ask("甲", "/群镜 关闭")
    await chat.say("丙", "不记")
    await switched_on(chat)
    await peer.disconnect()
    if is_restarted:
        await bot.stop()
        await bot.start()
    await missed(chat, "丙", "离线时说的")
    await peer.connect()
    await until(lambda: "离线时说的" in [row["text"] for row in bot.messages(GROUP)])
    await is_filled(chat)
    texts = await chat.texts()
    assert "记下" in texts
    assert "不记" not in texts
    (on,) = bot.rows("select recorded_since from chat_group where group_id = ?", GROUP)
    assert all(row["since_at"] > on["recorded_since"] for row in bot.rows("select * from filled"))
    await chat.close()
    await bot.stop()


async def test_what_was_said_before_an_admin_agreed_is_never_fetched(new_bot):
    bot = await new_bot(GROUPSCOPE_NEW_GROUPS="ask").start()
    chat = Chat(bot, GROUP)
    remember(chat, 3, ago=600)
    peer = await chat.connect(LLBOT)
    await chat.say("丙", "还没有同意")
    await switched_on(chat)
    question = await chat.say("甲", "/群镜 补录 48")
    await until(lambda: len(chat.answers(question)) == 2)
    await peer.disconnect()
    await missed(chat, "丙", "同意以后")
    await peer.connect()
    await until(lambda: "同意以后" in [row["text"] for row in bot.messages(GROUP)])
    texts = await chat.texts()
    assert not {"第 0 条", "第 1 条", "第 2 条", "还没有同意"} & set(texts)
    await chat.close()
    await bot.stop()


@pytest.mark.usefixtures("loaded")
class TestNumbers:
    """Which sequence numbers a fetch has brought: 1 to 160 were there before, at 1 to 160 s."""

    before = {number: number for number in range(1, 161)}  # noqa: RUF012 -- never changed

    @pytest.mark.parametrize(
        ("later", "are_missing"),
        [
            ([201], True),  # 40 of 41 in the gap
            ([161], False),
            ([*range(161, 261)], False),
            ([*range(161, 200), *range(204, 261)], False),  # 4 in a row: notices
            ([*range(161, 200), *range(220, 261)], True),  # 20 in a row
            ([*range(161, 261, 2)], True),  # every second one
            ([], False),
        ],
    )
    def test_numbers_missing_in_a_gap_are_not_hidden_by_those_before_it(self, later, are_missing):
        from plugins.recorder.holes import has_holes

        numbered = {**self.before, **{number: number + 1_000 for number in later}}
        assert has_holes(numbered, 1_000) is are_missing


async def test_a_fetch_under_way_ends_when_recording_is_switched_off(new_bot):
    bot = await new_bot(GROUPSCOPE_BACKFILL_PAUSE="0.3").start()
    chat = Chat(bot, GROUP)
    remember(chat, 3_000, ago=3_500)
    peer = await chat.connect(LLBOT)
    await until(lambda: asked_for_history(peer) == 2)
    await chat.ask("甲", "/群镜 关闭")
    stored, asked = len(bot.messages(GROUP)), asked_for_history(peer)
    await asyncio.sleep(1.5)  # five pauses: were it not over, five pages more
    assert asked_for_history(peer) <= asked + 1
    assert len(bot.messages(GROUP)) <= stored + 200
    await chat.close()
    await bot.stop()
