"""Questions and their answers come out of sealed days as they come out of messages."""

from groupscope.scope import Scope
from groupscope.store.asked import Board, board_of
from groupscope.store.erasing import erase_member
from tests.store.kit import BING, GROUP, JIA, YI, Chat, at, history, period, recalled, said

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{day} 00:00") for day in (16, 17, 20))
NIGHT = TUESDAY - 60


async def board(chat: Chat, since: int = MONDAY, until: int = FRIDAY) -> Board:
    await chat.writer.flush()
    async with chat.store.snapshot() as db:
        return await board_of(db, Scope(GROUP, period(since, until)))


async def became(chat: Chat, since: int = MONDAY, until: int = FRIDAY) -> list[tuple]:
    """(key, asker, who answered, when) in the order of the board; nobody is -1."""
    found = await board(chat, since, until)
    return [
        (key, asker, by, when)
        for (_, key, asker), (when, _, by) in zip(
            found.questions.tolist(), found.answers.tolist(), strict=True
        )
    ]


async def test_an_answer_after_midnight_belongs_to_the_question(chat):
    await chat.tell(
        said(JIA, "明天谁去？", NIGHT, number=1, id=1),
        said(YI, "几点集合？", NIGHT + 1, number=2, id=2),
        said(BING, "我去", NIGHT + 100, number=3, reply_to=1),
        said(BING, "@乙 八点", NIGHT + 120, number=4, mentions=(YI,)),
    )
    expected = [(2, YI, BING, NIGHT + 120), (1, JIA, BING, NIGHT + 100)]
    assert await became(chat) == await became(chat, MONDAY, TUESDAY) == expected
    await chat.seal()
    assert await became(chat) == await became(chat, MONDAY, TUESDAY) == expected
    assert await became(chat, TUESDAY, FRIDAY) == []


async def test_a_question_that_is_a_reply_may_answer_one(chat):
    await chat.tell(
        said(JIA, "明天谁去？", NIGHT, number=1, id=1),
        said(YI, "去哪里？", NIGHT + 5, number=2, id=2, reply_to=1),
        said(BING, "@乙 哪里都行吗？", NIGHT + 6, number=3, id=3, mentions=(YI,)),
    )
    await chat.seal()
    expected = [(3, BING, -1, -1), (2, YI, -1, -1), (1, JIA, YI, NIGHT + 5)]
    assert await became(chat) == expected


async def test_each_asker_is_answered_by_who_mentions_them_first_within_a_day(chat):
    await chat.tell(
        said(JIA, "谁有笔记？", NIGHT, number=1),
        said(JIA, "谁有课表？", NIGHT + 50, number=2),
        said(JIA, "@甲 我自己找", NIGHT + 55, number=3, mentions=(JIA,)),
        said(YI, "@甲 我有", NIGHT + 60, number=4, mentions=(JIA, JIA, BING)),
        said(BING, "谁有尺子？", NIGHT + 61, number=5),
        said(JIA, "@丙 我", NIGHT + 61 + 86_401, number=6, mentions=(BING,)),
    )
    expected = [(5, BING, -1, -1), (2, JIA, YI, NIGHT + 60), (1, JIA, YI, NIGHT + 60)]
    assert await became(chat) == expected
    await chat.seal()
    assert await became(chat) == expected


async def test_what_changes_an_answer_on_the_day_after_is_seen(chat):
    """The question's own day stays as it was sealed."""
    await chat.tell(
        said(JIA, "明天谁去？", NIGHT, number=1, id=1),
        said(YI, "我去", NIGHT + 100, number=2, id=2, reply_to=1),
    )
    await chat.seal()
    await chat.tell(recalled(2, NIGHT + 110))
    await chat.seal()
    assert await became(chat) == [(1, JIA, -1, -1)]
    await chat.fetch(history(BING, "我去", NIGHT + 130, id=3, number=3, reply_to=1))
    await chat.seal()
    assert await became(chat) == [(1, JIA, BING, NIGHT + 130)]
    await erase_member(chat.writer, chat.store.tombstones, GROUP, BING, FRIDAY)
    assert await became(chat) == [(1, JIA, -1, -1)]


async def test_texts_are_read_of_those_that_are_shown(chat):
    await chat.tell(*(said(JIA, f"第{n}个怎么弄？", NIGHT + n, number=n) for n in range(1, 6)))
    await chat.seal()
    found = await board(chat)
    async with chat.store.snapshot() as db:
        shown = await found.first(db, 2)
    assert (found.total, found.open_count) == (5, 5)
    assert [(one.text, one.asker_id) for one in shown] == [
        ("第5个怎么弄？", JIA),
        ("第4个怎么弄？", JIA),
    ]


async def test_within_a_second_the_sequence_tells_what_came_after_a_question(chat):
    await chat.tell(
        said(YI, "@甲 早", NIGHT, number=1, mentions=(JIA,)),
        said(JIA, "明天谁去？", NIGHT, number=2),
        said(BING, "@甲 我去", NIGHT, number=3, mentions=(JIA,)),
    )
    assert await became(chat) == [(2, JIA, BING, NIGHT)]
