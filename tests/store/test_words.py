"""Which words were said in how many messages: over any days, by anybody, in any tone."""

import json
import tracemalloc
from collections import Counter

import numpy as np
import pytest

from groupscope.store.days import local_day
from groupscope.store.dictionary import LONGEST_WORD, Dictionary
from groupscope.store.erasing import erase_member, freeze_before
from groupscope.store.summaries.words import MEMBER_WORDS, WORDS, Said, WordBag
from groupscope.store.tables import word
from groupscope.store.tones import Tone, tone_of
from tests.store.kit import BING, GROUP, JIA, OTHER_GROUP, YI, at, history, recalled, said

MONDAY, TUESDAY, FRIDAY = (at(f"2026-11-{number} 00:00") for number in (16, 17, 20))
SATURDAY = FRIDAY + 86_400
NOON = 12 * 3600


async def talk_on_three_days(chat) -> None:
    """火锅 on Monday by 甲 twice and 乙, 奶茶 on Tuesday by 乙 and 丙, both today by 甲."""
    await chat.tell(
        said(JIA, "火锅太棒了", MONDAY + 60, id=1),
        said(JIA, "火锅 火锅 火锅", MONDAY + 120, id=2),
        said(YI, "火锅好难过", MONDAY + NOON, id=3),
        said(YI, "奶茶 太棒了", TUESDAY + 60, id=4),
        said(BING, "奶茶", TUESDAY + 86_399, id=5),
        said(JIA, "火锅 奶茶", FRIDAY + 60, id=6),
    )


EVERYTHING = {"火锅": 4, "奶茶": 3, "太棒了": 2, "难过": 1}


async def recount(chat, since: int, until: int, *, by=None, tone=None) -> dict[str, int]:
    """Count the stored rows one by one."""
    counts: Counter[str] = Counter()
    for row in await chat.rows():
        is_meant = row.group_id == GROUP and since <= row.sent_at < until
        is_said = not (row.is_command or row.is_bot or row.is_own or row.is_anonymous)
        if is_meant and is_said and row.recalled_at is None and by in (None, row.sender_id):
            words = json.loads(row.words or "[]")
            assert len(set(words)) == len(words)
            if tone in (None, tone_of(row.mood)):
                counts.update(words)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


async def look_everywhere(chat) -> None:
    """Whole days, cut ones, everybody and each, in every tone: all as the rows say."""
    stretches = [
        (MONDAY, SATURDAY),
        (MONDAY, TUESDAY),
        (MONDAY + 61, TUESDAY + 86_399),
        (MONDAY + NOON, FRIDAY),
        (TUESDAY, TUESDAY + 61),
        (FRIDAY, SATURDAY),
    ]
    for since, until in stretches:
        for by in (None, JIA, YI, BING):
            for tone in (None, *Tone):
                counted = await recount(chat, since, until, by=by, tone=tone)
                told = await chat.words(since, until, by=by, tone=tone)
                assert list(told.items()) == list(counted.items())


async def test_a_word_counts_once_a_message(chat):
    await chat.tell(said(JIA, "火锅 火锅 火锅"), said(JIA, "火锅！", FRIDAY))
    assert await chat.words(FRIDAY, SATURDAY) == {"火锅": 2}


@pytest.mark.parametrize("sealed", [False, True])
async def test_words_of_everybody_and_of_each(chat, sealed):
    await talk_on_three_days(chat)
    if sealed:
        assert await chat.seal() == 2
    assert await chat.words(MONDAY, SATURDAY) == EVERYTHING
    assert list(await chat.words(MONDAY, SATURDAY)) == ["火锅", "奶茶", "太棒了", "难过"]
    assert await chat.words(MONDAY, SATURDAY, by=JIA) == {"火锅": 3, "太棒了": 1, "奶茶": 1}
    assert await chat.words(MONDAY, SATURDAY, by=YI) == {
        "太棒了": 1,
        "奶茶": 1,
        "火锅": 1,
        "难过": 1,
    }
    assert await chat.words(MONDAY, SATURDAY, by=BING) == {"奶茶": 1}
    assert await chat.words(MONDAY, TUESDAY, by=BING) == {}
    await look_everywhere(chat)


@pytest.mark.parametrize("sealed", [False, True])
async def test_words_of_a_tone_are_those_of_its_messages(chat, sealed):
    await talk_on_three_days(chat)
    if sealed:
        await chat.seal()
    assert await chat.words(MONDAY, SATURDAY, tone=Tone.POSITIVE) == {
        "太棒了": 2,
        "奶茶": 1,
        "火锅": 1,
    }
    assert await chat.words(MONDAY, SATURDAY, tone=Tone.NEGATIVE) == {"火锅": 1, "难过": 1}
    assert await chat.words(MONDAY, SATURDAY, tone=Tone.PLAIN) == {"奶茶": 2, "火锅": 2}
    assert await chat.words(MONDAY, SATURDAY, by=YI, tone=Tone.NEGATIVE) == {"火锅": 1, "难过": 1}
    assert await chat.words(MONDAY, SATURDAY, by=BING, tone=Tone.NEGATIVE) == {}


async def test_days_that_are_cut_give_their_part(chat):
    await talk_on_three_days(chat)
    await chat.seal()
    assert await chat.words(MONDAY + 61, TUESDAY + 86_399) == {
        "火锅": 2,
        "太棒了": 1,
        "奶茶": 1,
        "难过": 1,
    }
    await look_everywhere(chat)


async def test_whatever_happens_the_summaries_equal_a_recount(chat):
    await talk_on_three_days(chat)
    await chat.seal()
    await chat.tell(recalled(2, MONDAY + 3600), recalled(6, FRIDAY + 3600))
    assert await chat.words(MONDAY, SATURDAY) == {"奶茶": 2, "太棒了": 2, "火锅": 2, "难过": 1}
    await look_everywhere(chat)
    await chat.fetch(history(BING, "火锅 西瓜", MONDAY + 7200, id=7))
    assert await chat.words(MONDAY, TUESDAY, by=BING) == {"火锅": 1, "西瓜": 1}
    await chat.seal()
    await look_everywhere(chat)
    await erase_member(chat.writer, chat.store.tombstones, GROUP, YI, FRIDAY)
    assert await chat.words(MONDAY, SATURDAY) == {"火锅": 2, "太棒了": 1, "奶茶": 1, "西瓜": 1}
    assert await chat.words(MONDAY, SATURDAY, by=YI) == {}
    await look_everywhere(chat)
    await chat.seal()
    await look_everywhere(chat)


async def test_a_frozen_day_keeps_its_words_but_not_who_said_them(chat):
    await talk_on_three_days(chat)
    await freeze_before(chat.writer, chat.store.sealer, GROUP, local_day(FRIDAY, 480))
    assert await chat.words(MONDAY, SATURDAY) == EVERYTHING
    assert await chat.words(MONDAY, SATURDAY, tone=Tone.NEGATIVE) == {"火锅": 1, "难过": 1}
    assert await chat.words(MONDAY, SATURDAY, by=JIA) == {"奶茶": 1, "火锅": 1}
    assert await chat.words(MONDAY, FRIDAY, by=YI) == {}
    await chat.tell(said(YI, "西瓜", MONDAY + 61, id=9))
    await chat.seal()
    assert await chat.words(MONDAY, SATURDAY) == EVERYTHING


async def test_what_does_not_count_has_no_words(chat):
    await chat.tell(
        said(JIA, "/词云 火锅", is_command=True),
        said(YI, "火锅", is_bot=True),
        said(YI, "火锅 火锅", is_own=True),
        said(BING, "火锅 奶茶", is_anonymous=True),
        said(JIA, "火锅", MONDAY, group=OTHER_GROUP),
    )
    await chat.seal()
    assert await chat.words(MONDAY, SATURDAY) == {}


@pytest.mark.parametrize("sealed", [False, True])
async def test_ties_stand_in_the_order_of_their_words_and_are_cut_so(chat, sealed):
    """西瓜 is numbered long before 芒果 and 苹果; the order of characters is 芒 苹 西."""
    await chat.tell(said(JIA, "西瓜", MONDAY), said(JIA, "苹果 芒果 火锅", TUESDAY))
    await chat.tell(said(JIA, "火锅", TUESDAY + 1))
    if sealed:
        await chat.store.sealer.seal_day(GROUP, local_day(MONDAY, 480))
        await chat.seal()
    everything = {"火锅": 2, "芒果": 1, "苹果": 1, "西瓜": 1}
    assert list(await chat.words(MONDAY, SATURDAY)) == list(everything)
    for most in range(1, 5):
        told = await chat.words(MONDAY, SATURDAY, most=most)
        assert list(told.items()) == list(everything.items())[:most]


async def test_what_no_dictionary_holds_does_not_stop_the_sealer(chat):
    family = "\u200d".join(["👩"] * 40)
    assert len(family) > LONGEST_WORD
    await chat.tell(said(JIA, f"火锅 {family}", MONDAY), said(YI, "奶茶", TUESDAY))
    assert await chat.words(MONDAY, SATURDAY) == {"奶茶": 1, "火锅": 1}
    assert await chat.seal() == 2
    assert await chat.words(MONDAY, SATURDAY) == {"奶茶": 1, "火锅": 1}


async def test_words_of_any_script_come_back_as_they_were(chat):
    """Databases must not take one of these for another."""
    said_ = ["B站", "¯\\_(ツ)_/¯", "[流泪]", "😂", "😭", "❤️", "c++", "';--", "番茄", "蕃茄"]
    await chat.tell(*(said(JIA, text, MONDAY + n) for n, text in enumerate(said_)))
    counted = await recount(chat, MONDAY, TUESDAY)
    assert {"😂", "😭", "[流泪]", "B站", "¯\\_(ツ)_/¯"} <= counted.keys()
    await chat.seal()
    assert await chat.words(MONDAY, TUESDAY) == counted


async def test_numbers_of_words_are_stable_from_day_to_day(chat):
    await talk_on_three_days(chat)
    await chat.store.sealer.seal_day(GROUP, local_day(MONDAY, 480))
    before = {row.word: row.word_id for row in await chat.rows(word)}
    assert before.keys() == {"火锅", "太棒了", "难过"}
    await chat.seal()
    after = {row.word: row.word_id for row in await chat.rows(word)}
    assert before.items() <= after.items()
    assert after.keys() == {"火锅", "太棒了", "难过", "奶茶"}
    assert len(set(after.values())) == len(after)


class Undone(Exception):  # noqa: N818 -- nothing is wrong
    """Rolls a transaction back."""


async def test_numbers_of_a_transaction_that_is_rolled_back_are_forgotten(chat):
    dictionary = Dictionary()

    async def number_in_vain() -> None:
        async with chat.writer.transaction() as connection:
            await dictionary.number(connection, {"火锅", "奶茶"})
            raise Undone

    with pytest.raises(Undone):
        await number_in_vain()
    async with chat.writer.transaction() as connection:
        await dictionary.number(connection, {"西瓜"})
        given = await dictionary.number(connection, {"火锅", "西瓜"})
    assert given == {row.word: row.word_id for row in await chat.rows(word)}
    async with chat.store.engine.connect() as connection:
        told = await dictionary.words(connection, given.values())
        assert told == {number: text for text, number in given.items()}
        assert await dictionary.known(connection, ["奶茶"]) == {}


async def test_words_are_found_after_a_restart(chat, restarted):
    await talk_on_three_days(chat)
    await chat.seal()
    again = await restarted()
    assert await again.words(MONDAY, SATURDAY) == EVERYTHING


def test_a_loud_day_is_counted_without_holding_all_that_was_said():
    said = [f"词{number % 40}" for number in range(8)]
    rows = [(JIA, 100, json.dumps(said, ensure_ascii=False))] * 60_000 + [(YI, None, '["早"]')]
    tracemalloc.start()
    try:
        bag = MEMBER_WORDS.summarise(rows)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert bag.loose == Counter(dict.fromkeys(said, 60_000), 早=1)
    assert bag.said[YI, tone_of(None)] == Counter(早=1)
    assert most < 12_000_000  # bytes; all lists of words at once take 52 million


def test_a_month_of_days_adds_up():
    """20 days: 火锅 once a day, 奶茶 n times on the n-th; and a day without a word."""
    ids = {"火锅": 3, "奶茶": 7}
    days = [
        WORDS.pack(bag({(0, Tone.PLAIN): Counter({"火锅": 1, "奶茶": n})}), ids)
        for n in range(1, 21)
    ]
    added = WORDS.merge([*days, WORDS.pack(bag({}))], [])
    assert (added.ids.tolist(), added.counts.tolist()) == ([3, 7], [20, 210])
    assert not len(WORDS.merge([], []).ids)


def bag(said: dict[Said, Counter[str]]) -> WordBag:
    nothing = np.zeros(0, np.int64)
    return WordBag(nothing, nothing, said=said)
