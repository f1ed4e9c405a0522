"""词云: the words of a period, as big as they are frequent."""

import pytest

from groupscope.model import Member
from groupscope.report import HEADLINE_LENGTH, NothingSaidError
from groupscope.reports.wordcloud import SHOWN, Cloud, TooFewWordsError
from groupscope.store.erasing import freeze_before
from groupscope.store.names import Seen
from groupscope.store.vocabularies import WordKind
from tests.reports.kit import FRIDAY, FRUITS, LONG_PERIODS, THURSDAY
from tests.store.kit import GROUP, JIA, YI, recalled, said


async def test_words_weigh_as_many_messages_as_they_are_in(group):
    await group.says(JIA, " ".join(FRUITS))
    await group.says(YI, "火锅 火锅", "奶茶 火锅", since=FRIDAY + 60)
    cloud = await group.ask(Cloud)
    assert cloud.words[:2] == (("火锅", 3), ("奶茶", 2))
    assert dict(cloud.words[2:]) == dict.fromkeys(set(FRUITS) - {"火锅", "奶茶"}, 1)
    assert cloud.headline().startswith("今天最常说：火锅 3 条、奶茶 2 条、")
    [mark] = cloud.card().marks
    assert [(word.text, word.weight) for word in mark.words] == list(cloud.words)
    assert cloud.card().foot == "今天 00:00–21:00 · 3 条 · 无中断"
    assert "火锅 3、奶茶 2、" in cloud.text()
    assert cloud.text().endswith(cloud.card().foot)


async def test_twenty_words_make_a_cloud_and_nineteen_do_not(group):
    await group.says(JIA, " ".join(FRUITS[:19]))
    with pytest.raises(TooFewWordsError, match=r"今天只有 19 个词.*至少 20 个.*/词云 近7天"):
        await group.ask(Cloud)
    await group.says(JIA, FRUITS[19], since=FRIDAY + 60)
    assert len((await group.ask(Cloud)).words) == 20


async def test_where_nothing_was_said_that_is_told(group):
    with pytest.raises(NothingSaidError, match="^今天还没有人说话。$"):
        await group.ask(Cloud)


async def test_a_members_cloud_holds_their_words_alone(group):
    await group.says(JIA, " ".join(FRUITS))
    await group.says(YI, "榴莲", since=FRIDAY + 60)
    cloud = await group.ask(Cloud, "今天", JIA)
    assert dict(cloud.words) == dict.fromkeys(FRUITS, 1)
    assert cloud.headline().startswith("甲 今天最常说：")
    assert cloud.card().title == "甲的词云"
    with pytest.raises(TooFewWordsError, match="今天只有 1 个词"):
        await group.ask(Cloud, "今天", YI)


async def test_a_tone_keeps_the_words_of_its_messages(group):
    await group.says(JIA, "太棒了 " + " ".join(FRUITS))
    await group.says(YI, "榴莲 好难过", "榴莲", since=FRIDAY + 60)
    glad = await group.ask(Cloud, "今天", None, "开心")
    assert dict(glad.words) == dict.fromkeys(["太棒了", *FRUITS], 1)
    assert glad.headline().startswith("今天（开心）最常说：")
    assert glad.card().title == "大家在聊什么（开心）"
    with pytest.raises(TooFewWordsError, match="只有 2 个词"):
        await group.ask(Cloud, "今天", None, "难过")


async def test_any_emoji_is_a_shape_and_goes_together_with_a_tone(group):
    await group.says(JIA, "太棒了 " + " ".join(FRUITS))
    for emoji in ("🐱", "❤️", "👨‍👩‍👧", "🇨🇳"):
        assert emoji in Cloud.command.options
        cloud = await group.ask(Cloud, "今天", None, emoji, "开心")
        [mark] = cloud.card().marks
        assert (cloud.shape, cloud.tone, mark.shape) == (emoji, "开心", emoji)
        assert cloud.card().icon == emoji
    assert (await group.ask(Cloud)).shape is None
    for word in ("猫", "开", "🐱🐱", "1", ""):
        assert word not in Cloud.command.options


async def test_recalled_commands_and_ignored_words_are_in_no_cloud(group):
    await group.says(JIA, " ".join(FRUITS))
    await group.change_word("奶茶", WordKind.IGNORED, FRIDAY)
    await group.tell(
        said(JIA, "/词云 榴莲", FRIDAY + 50, is_command=True),
        said(YI, "榴莲 火锅", FRIDAY + 51, id=7),
        said(YI, "奶茶 番茄", FRIDAY + 52),
        recalled(7, FRIDAY + 53),
    )
    words = dict((await group.ask(Cloud)).words)
    assert words.keys() == {*FRUITS, "番茄"}
    assert set(words.values()) == {1}


async def test_the_most_frequent_ones_are_shown(group):
    many = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(SHOWN + 50)]
    await group.says(JIA, *many)
    await group.says(JIA, *many[-3:], since=FRIDAY + 3600)
    words = (await group.ask(Cloud)).words
    assert words[:3] == tuple((word, 2) for word in sorted(many[-3:]))
    assert [word for word, _ in words[3:]] == sorted(many[:-3])[: SHOWN - 3]


async def test_a_frozen_day_still_has_its_cloud(group):
    await group.says(JIA, " ".join(FRUITS), since=THURSDAY)
    day = (FRIDAY + 8 * 3600) // 86_400
    await freeze_before(group.writer, group.store.sealer, GROUP, day)
    assert dict((await group.ask(Cloud, "昨天")).words) == dict.fromkeys(FRUITS, 1)
    with pytest.raises(TooFewWordsError):
        await group.ask(Cloud, "昨天", JIA)


@pytest.mark.parametrize("words", LONG_PERIODS)
@pytest.mark.parametrize("member", [None, JIA])
@pytest.mark.parametrize("options", [(), ("开心",)])
async def test_the_one_line_fits(group, words, member, options):
    group.writer.put_seen(Seen(GROUP, FRIDAY, Member(JIA, nickname="很长的名字" * 30)))
    long = ["abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", "cdefghijklmnopqrstuv"]
    await group.says(JIA, "太棒了 " + " ".join([*FRUITS, *long]), *[" 太棒了".join(long)] * 9)
    line = (await group.ask(Cloud, words, member, *options)).headline()
    assert len(line) <= HEADLINE_LENGTH
    assert "10 条" in line
