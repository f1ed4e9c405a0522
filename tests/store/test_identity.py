"""Which message is which: told twice it is stored once, said twice it is stored twice."""

from groupscope.model import Source
from tests.store.kit import (
    BING,
    GROUP,
    JIA,
    LAGRANGE,
    LLBOT,
    NAPCAT,
    NOON,
    OTHER_GROUP,
    YI,
    history,
    said,
)


async def test_two_accounts_that_number_tell_of_one_message(chat):
    assert await chat.tell(
        said(JIA, "早", number=7, id=70, told_by=NAPCAT),
        said(JIA, "早", number=7, id=71, told_by=LLBOT),
    ) == [True, False]
    assert await chat.texts() == ["早"]


async def test_two_accounts_that_do_not_number_tell_of_one_message(chat):
    assert await chat.tell(
        said(JIA, "早", id=70, told_by=LAGRANGE),
        said(JIA, "早", id=71, told_by=LAGRANGE + 100),
    ) == [True, False]
    assert await chat.texts() == ["早"]


async def test_of_two_accounts_one_numbers_and_comes_first(chat):
    assert await chat.tell(
        said(JIA, "早", number=7, id=70, told_by=NAPCAT),
        said(JIA, "早", id=71, told_by=LAGRANGE),
    ) == [True, False]
    assert await chat.texts() == ["早"]


async def test_of_two_accounts_one_numbers_and_comes_second(chat):
    assert await chat.tell(
        said(JIA, "早", id=71, told_by=LAGRANGE),
        said(JIA, "早", number=7, id=70, told_by=NAPCAT),
    ) == [True, False]
    assert await chat.texts() == ["早"]


async def test_three_accounts_and_one_trims_the_text(chat):
    assert await chat.tell(
        said(JIA, "早 ", id=71, told_by=LAGRANGE),
        said(JIA, "早", number=7, id=70, told_by=NAPCAT),
        said(JIA, "  早", number=7, id=72, told_by=LLBOT),
    ) == [True, False, False]


async def test_a_number_told_again_with_another_time_is_the_same_message(chat):
    await chat.tell(
        said(JIA, "早", id=71, told_by=LAGRANGE),
        said(JIA, "早", number=7, id=70, told_by=NAPCAT),
        said(JIA, "早", NOON + 1, number=7, id=72, told_by=LLBOT),
    )
    assert await chat.texts() == ["早"]


async def test_a_line_said_three_times_in_a_second_stays_three_messages(chat):
    lines = [said(JIA, "哈", number=number, id=number) for number in (1, 2, 3)]
    again = [said(JIA, "哈", id=number + 100, told_by=LAGRANGE) for number in (1, 2, 3)]
    assert await chat.tell(*lines, *again) == [True] * 3 + [False] * 3
    assert await chat.texts() == ["哈"] * 3


async def test_repeated_lines_of_two_accounts_may_come_in_any_order(chat):
    await chat.tell(
        said(JIA, "哈", id=101, told_by=LAGRANGE),
        said(JIA, "哈", number=1, id=1, told_by=NAPCAT),
        said(JIA, "哈", number=2, id=2, told_by=NAPCAT),
        said(JIA, "哈", id=102, told_by=LAGRANGE),
    )
    assert await chat.texts() == ["哈", "哈"]


async def test_the_same_line_of_two_members_is_two_messages(chat):
    assert await chat.tell(said(JIA, "+1", id=1), said(YI, "+1", id=2)) == [True, True]
    assert await chat.texts() == ["+1", "+1"]


async def test_the_same_line_a_second_later_is_another_message(chat):
    assert await chat.tell(said(JIA, "早", id=1), said(JIA, "早", NOON + 1, id=2)) == [True, True]


async def test_the_same_line_in_two_groups_is_two_messages(chat):
    await chat.tell(said(JIA, "早", number=1, id=1), said(JIA, "早", number=1, id=1, group=20002))
    assert len(await chat.rows()) == 2


async def test_a_frame_that_comes_twice_is_one_message(chat):
    frame = said(JIA, "早", id=1, told_by=LAGRANGE)
    assert await chat.tell(frame, frame) == [True, False]
    assert await chat.texts() == ["早"]


async def test_an_id_that_comes_again_much_later_is_another_message(chat):
    """NapCat's ids are 31-bit hashes: two messages may share one."""
    assert await chat.tell(said(JIA, "早", id=1), said(YI, "晚", NOON + 9, id=1)) == [True, True]
    assert await chat.texts() == ["早", "晚"]


ME = NAPCAT


def sent(text: str, when: int = NOON, *, id: int) -> object:  # noqa: A002 -- what QQ calls it
    return said(ME, text, when, id=id, source=Source.SENT, is_own=True)


def echo(text: str, when: int = NOON, *, told_by: int = NAPCAT, **more) -> object:
    return said(ME, text, when, told_by=told_by, is_own=True, **more)


async def test_our_own_post_is_stored_once_when_its_echo_comes_later(chat):
    await chat.tell(sent("你好", NOON, id=5))
    assert [row.is_provisional for row in await chat.rows()] == [1]
    await chat.tell(echo("你好", NOON + 1, id=5, number=9))
    rows = await chat.rows()
    assert [(row.text, row.message_key, row.sent_at) for row in rows] == [("你好", 9, NOON + 1)]
    assert rows[0].is_provisional == 0


async def test_our_own_post_is_stored_once_when_its_echo_comes_in_the_same_batch(chat):
    await chat.tell(sent("你好", NOON, id=5), echo("你好", NOON, id=5, number=9))
    assert [(row.message_key, row.is_provisional) for row in await chat.rows()] == [(9, 0)]


async def test_our_own_post_is_stored_once_when_its_echo_comes_first(chat):
    await chat.tell(echo("你好", NOON, id=5, number=9), sent("你好", NOON + 1, id=5))
    assert [(row.message_key, row.is_provisional) for row in await chat.rows()] == [(9, 0)]


async def test_our_clock_may_differ_from_the_servers(chat):
    await chat.tell(echo("你好", NOON, id=5, number=9), sent("你好", NOON + 7, id=5))
    assert await chat.texts() == ["你好"]


async def test_we_may_say_the_same_twice_in_a_second(chat):
    await chat.tell(
        sent("你好", id=5),
        sent("你好", id=6),
        echo("你好", NOON + 1, id=5),
        echo("你好", NOON + 1, id=6),
    )
    assert [(row.text, row.is_provisional) for row in await chat.rows()] == [("你好", 0)] * 2


async def test_our_post_is_stored_once_when_our_other_account_hears_it_too(chat):
    """NapCat posts; Lagrange, which numbers nothing, hears it before NapCat's echo comes."""
    await chat.tell(
        sent("你好", NOON, id=5),
        echo("你好", NOON + 2, id=77, told_by=LAGRANGE),
        echo("你好", NOON + 2, id=5, number=9),
    )
    assert [(row.text, row.is_provisional) for row in await chat.rows()] == [("你好", 0)]


async def test_our_post_is_stored_once_when_our_other_account_hears_it_after_the_echo(chat):
    await chat.tell(
        sent("你好", NOON, id=5),
        echo("你好", NOON + 2, id=5),
        echo("你好", NOON + 2, id=77, number=9, told_by=LLBOT),
    )
    assert [(row.text, row.is_provisional) for row in await chat.rows()] == [("你好", 0)]


async def test_our_post_is_stored_once_when_only_our_other_account_echoes_it(chat):
    await chat.tell(sent("你好", NOON, id=5), echo("你好", NOON + 2, id=77, told_by=LLBOT))
    assert [(row.text, row.is_provisional) for row in await chat.rows()] == [("你好", 0)]


async def test_a_post_without_an_echo_gets_its_place_from_history(chat):
    await chat.tell(sent("你好", NOON, id=5))
    await chat.fetch(history(ME, "你好", NOON + 3, number=9, id=5, is_own=True))
    assert [(row.message_key, row.is_provisional) for row in await chat.rows()] == [(9, 0)]


async def test_an_id_that_comes_again_with_another_number_is_another_message(chat):
    """Also within a second, as where an implementation gives all messages the same id."""
    await chat.tell(said(JIA, "早", number=1, id=5), said(YI, "晚", number=2, id=5))
    assert await chat.texts() == ["早", "晚"]
    assert await chat.fetch(history(BING, "夜", number=3, id=5)) == 1


async def test_posts_to_two_groups_with_one_number_in_one_second_are_two(chat):
    for group in (GROUP, OTHER_GROUP):
        assert await chat.tell(echo("你好", number=9, id=group, group=group)) == [True]
    for group in (GROUP, OTHER_GROUP):
        post = said(ME, "你好", group=group, source=Source.SENT, is_own=True)
        assert await chat.tell(post) == [False]
    assert [(row.group_id, row.is_provisional) for row in await chat.rows()] == [
        (GROUP, 0),
        (OTHER_GROUP, 0),
    ]
