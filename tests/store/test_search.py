"""Finding what was said: whatever the database, whether the index knows it already or not."""

import pytest
from sqlalchemy import select

from groupscope.access import EVERY_GROUP
from groupscope.scope import Scope
from groupscope.store.bigrams import hashes_of
from groupscope.store.erasing import erase_member, freeze_before
from groupscope.store.search import looks_up, search
from groupscope.store.tables import bigram, day
from tests.store.kit import GROUP, JIA, NOON, OTHER_GROUP, YI, period, recalled, said

A_DAY = 86_400
SINCE, UNTIL = NOON - 400 * A_DAY, NOON + 2 * A_DAY


async def found(chat, *words, group=GROUP, by=None, since=SINCE, until=UNTIL, most=10) -> list[str]:
    """The texts that are found, the newest first."""
    await chat.writer.flush()
    async with chat.store.snapshot() as db:
        rows = await search(db, Scope(group, period(since, until), by), words, most)
    return [row.text for row in rows]


async def index(chat) -> int:
    await chat.writer.flush()
    return await chat.store.indexing.catch_up(int(chat.store.clock()))


@pytest.fixture(params=["read", "indexed"])
def prepared(request, chat):
    """Whether the days are indexed before they are searched."""

    async def prepare() -> None:
        if request.param == "indexed":
            assert await index(chat)
            assert not await index(chat)

    return prepare


async def test_the_newest_come_first_and_no_more_than_wanted(chat, prepared):
    for number in range(5):
        await chat.tell(said(JIA, f"第 {number} 次吃番茄炒蛋", NOON - number * A_DAY))
    await prepared()
    assert await found(chat, "番茄", most=3) == [f"第 {number} 次吃番茄炒蛋" for number in range(3)]
    assert len(await found(chat, "番茄")) == 5


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (["茄牛"], ["番茄牛腩真好吃"]),
        (["番茄牛腩"], ["番茄牛腩真好吃"]),
        (["番茄", "好吃"], ["番茄牛腩真好吃"]),
        (["番茄", "牛"], ["番茄牛腩真好吃"]),
        (["番茄", "炒蛋"], []),
        (["牛番"], []),
        (["HELLO"], ["Hello, World"]),
        (["lo, w"], ["Hello, World"]),
        (["привет"], ["ПРИВЕТ 大家"]),
        (["😂"], ["笑死😂"]),
        (["100%"], ["打折 100%"]),
        (["1_0"], []),
        (["吃\\"], ["斜线好吃\\的"]),
    ],
)
async def test_any_two_characters_are_found_whatever_their_case(chat, prepared, words, texts):
    lines = ["番茄牛腩真好吃", "Hello, World", "ПРИВЕТ 大家", "笑死😂", "打折 100%", "斜线好吃\\的"]
    await chat.tell(*(said(JIA, text, NOON - A_DAY + place) for place, text in enumerate(lines)))
    await prepared()
    assert await found(chat, *words) == texts


async def test_a_member_a_group_and_a_period_are_kept_to(chat, prepared):
    await chat.tell(
        said(JIA, "番茄一", NOON - 3 * A_DAY),
        said(YI, "番茄二", NOON - 2 * A_DAY),
        said(YI, "番茄三", NOON - 2 * A_DAY, group=OTHER_GROUP),
        said(JIA, "番茄四", NOON - A_DAY),
    )
    await prepared()
    assert await found(chat, "番茄") == ["番茄四", "番茄二", "番茄一"]
    assert await found(chat, "番茄", by=JIA) == ["番茄四", "番茄一"]
    assert await found(chat, "番茄", group=OTHER_GROUP) == ["番茄三"]
    assert await found(chat, "番茄", until=NOON - A_DAY) == ["番茄二", "番茄一"]
    assert await found(chat, "番茄", since=NOON - 2 * A_DAY) == ["番茄四", "番茄二"]


async def test_all_groups_are_searched_at_once(chat, prepared):
    await chat.tell(
        said(JIA, "番茄一", NOON - 3 * A_DAY),
        said(YI, "番茄二", NOON - 2 * A_DAY, group=OTHER_GROUP),
        said(JIA, "番茄三", NOON - 60 * A_DAY, group=OTHER_GROUP),
        said(YI, "香蕉", NOON - A_DAY),
    )
    await prepared()
    assert await found(chat, "番茄", group=EVERY_GROUP) == ["番茄二", "番茄一", "番茄三"]
    assert await found(chat, "番茄", group=EVERY_GROUP, most=2) == ["番茄二", "番茄一"]
    assert await found(chat, "番茄", group=EVERY_GROUP, by=YI) == ["番茄二"]


async def test_what_counts_nowhere_is_not_found(chat, prepared):
    await chat.tell(
        said(JIA, "番茄，收回", NOON - A_DAY, id=1),
        said(JIA, "/番茄", NOON - A_DAY + 1, is_command=True),
        said(JIA, "我是机器人番茄", NOON - A_DAY + 2, is_bot=True),
        said(JIA, "我自己说番茄", NOON - A_DAY + 3, is_own=True),
        said(YI, "还有番茄", NOON - A_DAY + 4),
        recalled(1, NOON - A_DAY + 60),
    )
    await prepared()
    assert await found(chat, "番茄") == ["还有番茄"]


async def bits(chat) -> int:
    """How many pairs the index has of the group, on whatever days."""
    return sum(len(row.days) // 8 for row in await chat.rows(bigram))


async def test_what_goes_is_gone_from_the_index_too(chat):
    await chat.tell(
        said(JIA, "番茄牛腩", NOON - A_DAY, id=1), said(YI, "香蕉", NOON - 2 * A_DAY, id=2)
    )
    await index(chat)
    assert await bits(chat) == len(hashes_of(["番茄牛腩", "香蕉"]))
    await erase_member(chat.writer, chat.store.tombstones, GROUP, JIA, NOON)
    assert await found(chat, "番茄") == []
    await index(chat)
    assert await bits(chat) == 1
    await chat.tell(recalled(2))
    assert await found(chat, "香蕉") == []
    await index(chat)
    assert await bits(chat) == 0


async def test_frozen_days_are_emptied(chat):
    await chat.tell(said(JIA, "番茄", NOON - 40 * A_DAY), said(JIA, "香蕉", NOON - A_DAY))
    await index(chat)
    today = (NOON + 8 * 3600) // A_DAY
    await freeze_before(chat.writer, chat.store.sealer, GROUP, today - 10)
    assert await found(chat, "番茄") == []
    assert await index(chat)
    assert await bits(chat) == 1
    assert not await index(chat)


async def test_a_late_message_is_found_at_once(chat):
    await chat.tell(said(JIA, "香蕉", NOON - 5 * A_DAY))
    await index(chat)
    await chat.tell(said(YI, "番茄", NOON - 5 * A_DAY + 1))
    assert await found(chat, "番茄") == ["番茄"]
    assert await index(chat) == 1
    assert await found(chat, "番茄") == ["番茄"]
    assert await found(chat, "香蕉") == ["香蕉"]


async def test_groups_of_which_nothing_is_left_are_swept_out(chat):
    await chat.tell(
        said(JIA, "番茄", NOON - A_DAY), said(JIA, "番茄", NOON - A_DAY, group=OTHER_GROUP)
    )
    await index(chat)
    assert await chat.store.indexing.sweep() == 0
    async with chat.writer.transaction() as connection:
        await connection.execute(day.delete().where(day.c.group_id == OTHER_GROUP))
    assert await chat.store.indexing.sweep() == 1
    async with chat.store.engine.connect() as connection:
        assert set((await connection.scalars(select(bigram.c.group_id))).all()) == {GROUP}


def test_two_characters_or_an_emoji_can_be_looked_for():
    assert [word for word in ("番茄", "ab", "😂", "12", "❤") if not looks_up(word)] == []
    assert [word for word in ("番", "a", " ", "", "a b") if looks_up(word)] == []
