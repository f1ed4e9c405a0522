"""How messages felt: sums, squares, shares and hours, over any days, of everybody and of each."""

from collections import defaultdict

import pytest

from groupscope.store.days import local_day
from groupscope.store.erasing import erase_member, freeze_before
from groupscope.store.summaries.moods import Moods, MoodTally
from groupscope.store.tones import FELT
from tests.store.kit import BING, GROUP, JIA, YI, at, history, recalled, said

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{number} 00:00") for number in (16, 17, 20))
SATURDAY = FRIDAY + 86_400
AN_HOUR = 3600


async def three_days(chat) -> None:
    await chat.felt(
        (JIA, MONDAY + 1, 900),
        (JIA, MONDAY + 2, -1000),
        (YI, MONDAY + 23 * AN_HOUR, FELT),
        (YI, TUESDAY + 1, FELT - 1),
        (BING, TUESDAY + 2, None),
        (BING, TUESDAY + 5 * AN_HOUR, -FELT),
        (JIA, FRIDAY + 5 * AN_HOUR, 1000),
        (YI, FRIDAY + 5 * AN_HOUR, -FELT + 1),
    )


async def recount(chat, since: int, until: int, *, by: int | None) -> dict[int, MoodTally]:
    """Add up the stored rows one by one, by hour."""
    hours: defaultdict[int, MoodTally] = defaultdict(MoodTally)
    for row in await chat.rows():
        is_meant = row.group_id == GROUP and since <= row.sent_at < until
        is_said = not (row.is_command or row.is_bot or row.is_own or row.is_anonymous)
        is_meant = is_meant and is_said and row.recalled_at is None and by in (None, row.sender_id)
        if is_meant and row.mood is not None:
            is_glad, is_sad = row.mood >= FELT, row.mood <= -FELT
            hours[(row.sent_at // AN_HOUR + 8) % 24] += MoodTally(
                1, row.mood, row.mood**2, int(is_glad), int(is_sad)
            )
    return dict(hours)


async def look_everywhere(chat) -> None:
    stretches = [
        (MONDAY, SATURDAY),
        (MONDAY, TUESDAY),
        (MONDAY + 2, TUESDAY + 2),
        (TUESDAY + 2, SATURDAY),
        (FRIDAY, FRIDAY + 5 * AN_HOUR),
    ]
    for since, until in stretches:
        for by in (None, JIA, YI, BING):
            counted = await recount(chat, since, until, by=by)
            moods = await chat.mood(since, until, by=by)
            assert moods.by_hour() == counted
            assert moods.tally == sum(counted.values(), start=MoodTally())


@pytest.mark.parametrize("sealed", [False, True])
async def test_moods_are_added_up_exactly(chat, sealed):
    await three_days(chat)
    if sealed:
        assert await chat.seal() == 2
    tally = (await chat.mood(MONDAY, SATURDAY)).tally
    assert tally == MoodTally(
        messages=7,
        total=900 - 1000 + FELT + (FELT - 1) - FELT + 1000 - (FELT - 1),
        squares=810_000 + 2 * 1_000_000 + 2 * FELT**2 + 2 * (FELT - 1) ** 2,
        positive=3,
        negative=2,
    )
    assert tally.neutral == 2
    assert tally.mean == pytest.approx(0.9 / 7)
    his = (await chat.mood(MONDAY, SATURDAY, by=JIA)).tally
    assert his == MoodTally(3, 900, 2_810_000, 2, 1)
    await look_everywhere(chat)


@pytest.mark.parametrize("sealed", [False, True])
async def test_moods_by_hour_are_by_the_groups_clock(chat, sealed):
    await three_days(chat)
    if sealed:
        await chat.seal()
    hours = (await chat.mood(MONDAY, SATURDAY)).by_hour()
    assert {hour: tally.messages for hour, tally in hours.items()} == {0: 3, 5: 3, 23: 1}
    assert hours[0] == MoodTally(3, FELT - 101, 1_810_000 + (FELT - 1) ** 2, 1, 1)


def test_the_variance_is_that_of_the_sample():
    """1, 0 and −1: the squared distances are 1, 0 and 1, and one less than three divides them."""
    assert MoodTally(3, 0, 2_000_000).variance == pytest.approx(1.0)
    assert MoodTally(2, 1000, 500_000).variance == pytest.approx(0.0)
    assert MoodTally(1, 1000, 1_000_000).variance == MoodTally().variance == 0


async def test_of_nothing_there_is_no_mood(chat):
    empty = await chat.mood(MONDAY, SATURDAY)
    assert isinstance(empty, Moods)
    assert (empty.tally, empty.by_hour(), empty.tally.mean) == (MoodTally(), {}, 0.0)


async def test_whatever_happens_the_summaries_equal_a_recount(chat):
    await three_days(chat)
    await chat.seal()
    await chat.tell(recalled(1, MONDAY + 60))
    assert (await chat.mood(MONDAY, TUESDAY)).tally.negative == 0
    await look_everywhere(chat)
    await chat.fetch(history(BING, "太棒了", MONDAY + 7 * AN_HOUR, id=20))
    assert (await chat.mood(MONDAY, TUESDAY, by=BING)).tally.positive == 1
    await chat.seal()
    await look_everywhere(chat)
    await erase_member(chat.writer, chat.store.tombstones, GROUP, YI, FRIDAY)
    assert (await chat.mood(MONDAY, SATURDAY, by=YI)).tally.messages == 1
    await look_everywhere(chat)
    await chat.seal()
    await look_everywhere(chat)


async def test_a_frozen_day_keeps_its_mood_but_not_whose_it_was(chat):
    await three_days(chat)
    before = (await chat.mood(MONDAY, SATURDAY)).by_hour()
    await freeze_before(chat.writer, chat.store.sealer, GROUP, local_day(FRIDAY, 480))
    assert (await chat.mood(MONDAY, SATURDAY)).by_hour() == before
    assert (await chat.mood(MONDAY, SATURDAY, by=JIA)).tally == MoodTally(1, 1000, 1_000_000, 1)
    assert (await chat.mood(MONDAY, FRIDAY, by=YI)).tally == MoodTally()


async def test_what_does_not_count_has_no_mood(chat):
    await chat.tell(
        said(JIA, "/心情 太棒了", is_command=True),
        said(YI, "太棒了", is_bot=True),
        said(YI, "太棒了！", is_own=True),
        said(BING, "太棒了！！", is_anonymous=True),
        said(BING, "。。。"),
    )
    assert (await chat.mood(MONDAY, SATURDAY)).tally == MoodTally()
