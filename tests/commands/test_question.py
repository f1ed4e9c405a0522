"""What a command asks. It is Thursday, 19 November 2026, 15:00; 甲 asks in group 90010."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupscope.commands import Invocation, Named, Question, read, recognise
from groupscope.errors import QuestionError
from groupscope.periods import read_period
from groupscope.scope import Scope

from .kit import BOT, RANK, commands, message

NOW = datetime(2026, 11, 19, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
GROUP, OTHER = 90010, 123456
A, B, C, D, TOM = 20001, 20002, 30003, 40004, 50005
KNOWN = commands()


class Book:
    """A roster in memory; it notes where it was looked up."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.people = {
            GROUP: [
                Named(A, "甲"),
                Named(B, "乙"),
                Named(C, "小明"),
                Named(D, "小明"),
                Named(C, "明哥"),
                Named(TOM, "Tom Lee"),
            ],
            OTHER: [Named(77777, "乙")],
        }

    async def named(self, group_id: int, name: str) -> Sequence[Named]:
        self.asked.append(group_id)
        wanted = name.casefold()
        return [one for one in self.people.get(group_id, []) if one.name.casefold() == wanted]


async def asked(*pieces, book: Book | None = None, may_look_into: bool = False) -> Question:
    invocation = recognise(message(*pieces), self_id=BOT, commands=KNOWN)
    assert invocation is not None
    return await read(
        invocation,
        group_id=GROUP,
        asker_id=A,
        now=NOW,
        roster=book or Book(),
        may_look_into=may_look_into,
    )


def about(period: str, member_id: int | None = None, group_id: int = GROUP) -> Scope:
    return Scope(group_id, read_period(period, NOW).clamped(NOW), member_id)


@pytest.mark.parametrize(
    ("pieces", "scope"),
    [
        (("/rank",), about("今天")),
        (("/龙王",), about("近30天")),
        (("/rank 本周",), about("本周")),
        (("/本周排行",), about("本周")),
        (("/rank this week",), about("本周")),
        (("/rank 近 7 天",), about("近7天")),
        (("/rank 2026 年 11 月 1 日",), about("11-01")),
        (("/rank ", B), about("今天", B)),
        (("/rank", B, "上周"), about("上周", B)),
        (("/rank 上周", B), about("上周", B)),
        (("/rank 上周 乙",), about("上周", B)),
        (("/rank 乙 上周",), about("上周", B)),
        (("/rank@乙 上周",), about("上周", B)),
        (("/rank ＠乙",), about("今天", B)),
        (("/rank 123456789",), about("今天", 123456789)),
        (("/rank @123456789 2026",), about("2026", 123456789)),
        (("/rank tom lee",), about("今天", TOM)),
        (("/rank 本周 TOM LEE",), about("本周", TOM)),
        (("/rank @Tom Lee 本周",), about("本周", TOM)),
        (("/rank 明哥",), about("今天", C)),
        (("/rank 2026-11-18 20:00~22:00 乙",), about("2026-11-18 20:00~22:00", B)),
        (("/rank 乙 2026-11-18 20:00 ~ 22:00",), about("2026-11-18 20:00~22:00", B)),
        (("/rank ", B, " 昨天 20:00~22:00"), about("昨天 20:00~22:00", B)),
        (("/我的词云",), about("今天", A)),
        (("/我的词云 本周", A), about("本周", A)),
        (("/我的本周词云",), about("本周", A)),
        (("/rank 我",), about("今天", A)),
        (("/rank me 7d",), about("7d", A)),
        (("/rank ", B, B), about("今天", B)),
        (("/rank ", B, " 乙"), about("今天", B)),
        (("/help",), about("全部")),
        (("/rank in 90010 乙",), about("今天", B)),
    ],
)
async def test_words_come_in_any_order(pieces, scope):
    assert (await asked(*pieces)).scope == scope


async def test_an_unfinished_period_ends_when_one_asks():
    question = await asked("/rank 本周")
    assert question.scope.period.end == NOW
    assert question.scope.period.label == "本周"
    assert question.scope.period.is_unfinished


async def test_options_are_the_words_that_a_command_knows():
    question = await asked("/rank 全 本周 乙 FULL full")
    assert question == Question(about("本周", B), ("全", "full"))


@pytest.mark.parametrize(
    "text", ["/rank in 123456 乙", "/rank 乙 in123456", "/rank 群123456 乙", "/rank 乙 群 123456"]
)
async def test_who_may_look_into_another_group_finds_its_members(text):
    book = Book()
    question = await asked(text, book=book, may_look_into=True)
    assert question.scope == about("今天", 77777, OTHER)
    assert set(book.asked) == {OTHER}


async def test_nobody_else_even_learns_who_is_there():
    book = Book()
    with pytest.raises(QuestionError, match="机器人的主人"):
        await asked("/rank in 123456 乙", book=book)
    assert book.asked == []


@pytest.mark.parametrize(
    ("pieces", "sentence"),
    [
        (
            ("/rank 小明",),
            "「小明」可能是小明（QQ 尾号 0003）、小明（QQ 尾号 0004），请 @ TA 或者写 QQ 号。",
        ),
        (
            ("/rank 咕咕",),
            "没看懂「咕咕」：不是时间，也没找到叫这个名字的群友。可以这样问：/rank 本周",
        ),
        (("/rank 乙 咕咕",), "没看懂「咕咕」"),
        (("/rank @",), "没看懂「@」"),
        (("/rank " + "啊" * 100,), f"没看懂「{'啊' * 20}…」"),
        (("/rank" + " 啊" * 30,), "没看懂「啊」"),
        (("/rank 小",), "没看懂「小」"),
        (("/rank ", B, C), "一次只能看一个人"),
        (("/rank ", C, " 乙"), "一次只能看一个人"),
        (("/rank 甲 乙",), "一次只能看一个人"),
        (("/我的排行 ", B), "一次只能看一个人"),
        (("/rank 今天 本周",), "「今天」和「本周」只能选一个"),
        (("/本周排行 上周",), "「本周」和「上周」只能选一个"),
        (("/rank 2026-13",), "日历上找不到「2026-13」"),
        (("/rank2026-13",), "日历上找不到「2026-13」"),
        (("/rank 11-18 20:00",), "还缺一个结束时间"),
        (("/rank 2027",), "还没到呢"),
        (("/help 本周",), "/帮助 不分时间，不用写「本周」：/help"),
        (("/龙王 ", B), "/龙王 只看全群，不能看某个人：/龙王 上月"),
        (("/我的龙王",), "只看全群"),
        (("/rank in 123456 群 654321",), "一次只能看一个群"),
        (("/rank in 乙",), "没看懂「in」"),
    ],
)
async def test_a_mistake_is_answered_with_one_sentence(pieces, sentence):
    with pytest.raises(QuestionError) as mistake:
        await asked(*pieces)
    assert sentence in str(mistake.value)


async def test_one_member_found_twice_is_one_member():
    book = Book()
    book.people[GROUP] = [Named(B, "乙"), Named(B, "乙")]
    assert (await asked("/rank 乙", book=book)).scope.member_id == B


async def test_many_of_one_name_are_not_all_listed():
    book = Book()
    book.people[GROUP] = [Named(100000 + number, "甲") for number in range(12)]
    with pytest.raises(QuestionError) as mistake:
        await asked("/rank 甲", book=book)
    assert str(mistake.value).count("尾号") == 5
    assert "等 12 人" in str(mistake.value)


WORDS = st.one_of(
    st.text(min_size=1, max_size=8),
    st.sampled_from(["in", "群", "我的", "甲", "乙", "小明", "本周", "7d", "20:00~22:00"]),
    st.sampled_from(["昨天", "~", "123456", "2026", "全", "@乙"]),
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=8), st.booleans(), st.lists(st.integers(1, 3), max_size=2))
async def test_any_words_are_understood_or_answered_with_a_sentence(words, rights, mentions):
    invocation = Invocation(RANK, tuple(words), tuple(mentions))
    try:
        question = await read(
            invocation,
            group_id=GROUP,
            asker_id=A,
            now=NOW,
            roster=Book(),
            may_look_into=rights,
        )
    except QuestionError:
        return
    assert question.scope.group_id == GROUP or rights
    assert question.scope.period.end <= NOW
