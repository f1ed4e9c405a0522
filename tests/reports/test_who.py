"""谁艾特我: who has mentioned a member or replied to them."""

import pytest

from groupscope.report import HEADLINE_LENGTH
from groupscope.reports.who import Mentions, NobodyTurnedError
from tests.reports.kit import FRIDAY, LONG_PERIODS, THURSDAY
from tests.store.kit import BING, JIA, YI, recalled, said

NOON = FRIDAY + 12 * 3600


async def test_mentions_and_replies_since_one_was_away_come_first(group):
    await group.tell(
        said(YI, "@甲 早", THURSDAY, mentions=(JIA,)),
        said(JIA, "我先走了", NOON, id=1),
        said(YI, "@甲 回来", NOON + 60, mentions=(BING, JIA)),
        said(BING, "好的", NOON + 120, reply_to=1),
        said(BING, "再说一句", NOON + 180, mentions=(JIA,), reply_to=1),
    )
    asked = await group.ask(Mentions, "近7天", JIA)
    assert asked.headline() == "甲 离开后（11-20 12:00 起）有 2 人来找，3 次"
    assert asked.text().splitlines()[1:5] == [
        "1. 丙（新 · 回复，11-20 12:03）：再说一句",
        "2. 丙（新 · 回复，11-20 12:02）：好的",
        "3. 乙（新 · @，11-20 12:01）：@甲 回来",
        "4. 乙（@，11-19 00:00）：@甲 早",
    ]
    assert [row.note for row in asked.card().marks[0].rows][-1] == "@"


async def test_who_has_spoken_since_is_told_of_the_period(group):
    await group.tell(said(YI, "@甲 早", THURSDAY, mentions=(JIA,)), said(JIA, "我在", THURSDAY + 1))
    assert (await group.ask(Mentions, "近7天", JIA)).headline() == "近7天有 1 人找 甲，共 1 次"


async def test_who_never_spoke_may_have_been_looked_for(group):
    await group.tell(said(YI, "@甲 早", THURSDAY, mentions=(JIA,)))
    asked = await group.ask(Mentions, "近7天", JIA)
    assert asked.headline() == "近7天有 1 人找 甲，共 1 次"
    assert "新" not in asked.text()


async def test_neither_everybody_nor_oneself_nor_what_is_gone_counts(group):
    await group.tell(
        said(YI, "@全体成员 开会", NOON, mentions=(0,)),
        said(JIA, "@甲 我自己", NOON + 1, mentions=(JIA,), id=1),
        said(JIA, "回我自己", NOON + 2, reply_to=1),
        said(YI, "@甲的邻居", NOON + 3, mentions=(JIA * 10,)),
        said(YI, "@甲 收回", NOON + 4, mentions=(JIA,), id=9),
        recalled(9, NOON + 60),
    )
    with pytest.raises(NobodyTurnedError, match="^今天没有人 @ 甲，也没有人回复。可以看长一点"):
        await group.ask(Mentions, "今天", JIA)


@pytest.mark.parametrize("words", LONG_PERIODS)
async def test_a_headline_fits_beside_a_picture(group, words):
    await group.tell(said(YI, "@甲 早", FRIDAY + 20 * 3600 + 60, mentions=(JIA,)))
    assert len((await group.ask(Mentions, words, JIA)).headline()) <= HEADLINE_LENGTH
