"""The gladdest and the saddest messages of a member and of all, out of sealed days."""

from groupscope.scope import Scope
from groupscope.store.packing import table_of
from groupscope.store.summaries.extremes import EXTREMES, furthest
from tests.store.kit import GROUP, JIA, YI, Chat, at, period, recalled, said

MONDAY, FRIDAY = at("2026-11-16 00:00"), at("2026-11-20 00:00")


async def keys(chat: Chat, member: int | None = None) -> tuple[list[int], list[int]]:
    """The keys of the gladdest and of the saddest."""
    await chat.writer.flush()
    async with chat.store.snapshot() as db:
        value = await db.summary(EXTREMES, Scope(GROUP, period(MONDAY, FRIDAY)))
    return tuple([key for _, key, *_ in value.most(member, upwards=up)] for up in (True, False))


def test_two_are_kept_of_each_member_each_way_the_later_of_equals():
    cells = [
        [1, 1, JIA, 500],
        [2, 2, JIA, 500],
        [3, 3, JIA, 500],
        [4, 4, JIA, -300],
        [5, 5, YI, 900],
        [6, 6, YI, -200],
        [7, 7, YI, -800],
        [8, 8, YI, -400],
    ]
    kept = sorted(furthest(table_of(cells, 4))[:, 1].tolist())
    assert kept == [2, 3, 4, 5, 7, 8]
    assert len(furthest(table_of([], 4))) == 0


async def test_they_are_the_same_of_sealed_days_and_of_messages(chat):
    day = 86_400
    await chat.tell(
        said(JIA, "太棒了太开心了", MONDAY + 10, number=1),
        said(YI, "难过死了", MONDAY + 20, number=2),
        said(JIA, "太棒了太开心了", MONDAY + day, number=3),
        said(YI, "太棒了太开心了", MONDAY + 2 * day, number=4, id=4),
        said(JIA, "今天星期三", MONDAY + 2 * day + 1, number=5),
        said(JIA, "太棒了太开心了", MONDAY + 2 * day + 2, number=6, is_command=True),
    )
    assert await keys(chat) == ([4, 3], [2])
    await chat.seal()
    assert await keys(chat) == ([4, 3], [2])
    assert await keys(chat, JIA) == ([3, 1], [])
    assert await keys(chat, YI) == ([4], [2])
    await chat.tell(recalled(4, MONDAY + 2 * day + 60))
    assert await keys(chat) == ([3, 1], [2])
    await chat.seal()
    assert await keys(chat) == ([3, 1], [2])
