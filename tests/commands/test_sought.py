"""What is to be looked for, as people type it."""

from datetime import datetime

import pytest

from groupscope.commands import Command, Commands, Named, read, recognise
from groupscope.commands.errors import UnknownWordError
from tests.commands.kit import BOT, message
from tests.store.kit import GROUP, JIA, SHANGHAI, YI

NOW = datetime(2026, 11, 20, 21, tzinfo=SHANGHAI)
SEARCH = Command(
    key="search",
    names=("search", "搜"),
    period="全部",
    summary="谁说过什么",
    example="/搜 番茄",
    takes_words=True,
    options=frozenset({"所有群"}),
)


class Roster:
    """甲 is 番茄, and nobody else has a name."""

    async def named(self, _group_id: int, name: str) -> list[Named]:
        return [Named(JIA, name)] if name in ("番茄", "甲") else []


async def asked(*pieces: str | int):
    known = Commands()
    known.register(SEARCH)
    invocation = recognise(message(*pieces), self_id=BOT, commands=known)
    assert invocation is not None
    return await read(
        invocation, group_id=GROUP, asker_id=YI, now=NOW, roster=Roster(), may_look_into=True
    )


@pytest.mark.parametrize(
    ("typed", "words", "label", "member"),
    [
        ("/搜 番茄", ("番茄",), "全部", None),
        ("/搜 番茄 牛腩", ("番茄", "牛腩"), "全部", None),
        ("/搜 番茄 番茄", ("番茄",), "全部", None),
        ("/搜 番茄 上周", ("番茄",), "上周", None),
        ("/搜 近7天 番茄", ("番茄",), "近7天", None),
        ("/本周搜 番茄", ("番茄",), "本周", None),
        ("/搜 番茄 @甲", ("番茄",), "全部", JIA),
        ("/搜 @甲 本月 番茄 12345678", ("番茄", "12345678"), "本月", JIA),
        ("/搜 我的 番茄", ("番茄",), "全部", YI),
        ("/我的搜 番茄", ("番茄",), "全部", YI),
        ("/搜 昨天", ("昨天",), "全部", None),
        ("/搜 “昨天 开会” 上周", ("昨天 开会",), "上周", None),
        ('/搜 "a b" 番茄', ("a b", "番茄"), "全部", None),
        ("/搜 「上周」", ("上周",), "全部", None),
        ("/搜", (), "全部", None),
        ("/搜 Hello", ("Hello",), "全部", None),
    ],
)
async def test_words_periods_and_members_are_told_apart(typed, words, label, member):
    question = await asked(typed)
    assert (question.words, question.scope.period.label) == (words, label)
    assert question.scope.member_id == member


async def test_an_at_is_a_member():
    question = await asked("/搜 番茄 ", JIA)
    assert (question.words, question.scope.member_id) == (("番茄",), JIA)


async def test_an_option_is_not_looked_for():
    question = await asked("/搜 番茄 所有群")
    assert (question.words, question.options) == (("番茄",), ("所有群",))


async def test_who_is_unknown_is_told():
    with pytest.raises(UnknownWordError, match="香蕉"):
        await asked("/搜 番茄 @香蕉")
