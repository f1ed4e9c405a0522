"""Whatever the database, the same is answered."""

import pytest

from groupscope.config import Config
from groupscope.model import Group as ToldGroup
from groupscope.model import Kind, Member, Notice, NoticeKind, Segment
from groupscope.reports.dragon import Dragons
from groupscope.reports.faces import FaceUse
from groupscope.reports.groups import GroupBoard
from groupscope.reports.hours import Hours
from groupscope.reports.lesson import Lesson
from groupscope.reports.lessons import Lessons
from groupscope.reports.mood import Mood
from groupscope.reports.newcomers import Newcomers
from groupscope.reports.night import Owls
from groupscope.reports.portrait import Portrait
from groupscope.reports.questions import Questions
from groupscope.reports.quiet import Quiet
from groupscope.reports.quotes import GreatMoments
from groupscope.reports.repeat import Repeats
from groupscope.reports.shares import Shares
from groupscope.reports.streak import StreakBoard
from groupscope.reports.ties import Interplay
from groupscope.reports.trend import Trend
from groupscope.reports.wordcloud import Cloud
from groupscope.reports.words import HotTalk
from groupscope.store import Store, presence
from groupscope.store.erasing import freeze_before
from groupscope.store.lessons import add_lesson
from groupscope.store.migrate import migrate
from groupscope.store.names import Seen
from tests.databases import BACKENDS, fresh_database
from tests.reports.kit import EVENING, FRIDAY, FRUITS, THURSDAY, Group
from tests.store.kit import BING, GROUP, JIA, NAPCAT, YI, Clock, reacted, said

FACE = "¯\\_(ツ)_/¯"


@pytest.fixture(params=BACKENDS)
async def talk(request, tmp_path):
    """甲 names things and makes a face on Thursday and today, is glad and asks; 乙 answers."""
    async with fresh_database(request.param, tmp_path) as url:
        store = Store(Config(database_url=url), clock=Clock(EVENING))
        await migrate(store.engine, tmp_path)
        await store.open()
        group = Group(store)
        await group.says(JIA, " ".join(FRUITS), since=THURSDAY, times=25)
        await group.says(JIA, f"番茄 {FACE}", times=15)
        await group.says(YI, "番茄 太棒了", since=FRIDAY + 60, times=15)
        await group.tell(
            said(JIA, "几点开会？", FRIDAY + 120, id=1),
            said(YI, "三点", FRIDAY + 180, id=2, reply_to=1),
        )
        yield group
        await store.close()


async def answers(group: Group) -> list[str]:
    asked = [
        (Cloud, "本周"),
        (HotTalk, "今天"),
        (Mood, "今天"),
        (Mood, "本周"),
        (Questions, "今天"),
    ]
    return [(await group.ask(report, words)).headline() for report, words in asked]


async def test_every_report_answers_before_and_after_the_days_are_sealed(talk):
    open_day = await answers(talk)
    assert open_day[0].startswith("本周最常说：番茄 30 条、")
    assert open_day[1] == "今天最特别的词：番茄（30 条，平时 0 条）"
    assert open_day[2].startswith("今天心情 +")
    assert open_day[4] == "今天 1 个问题，都有人答了"
    await talk.seal()
    assert await answers(talk) == open_day
    day = (FRIDAY + 8 * 3600) // 86_400
    await freeze_before(talk.writer, talk.store.sealer, GROUP, day)
    assert await answers(talk) == open_day


async def test_a_word_of_any_signs_has_its_example(talk):
    rows = {row.text: row.example for row in (await talk.ask(HotTalk)).rows}
    assert rows[FACE] == f"番茄 {FACE}"


async def test_a_members_answers_are_their_own(talk):
    cloud = await talk.ask(Cloud, "本周", JIA)
    assert dict(cloud.words)["番茄"] == 15
    glad = await talk.ask(Mood, "本周", JIA)
    assert glad.feelings.tally.messages == 41
    assert glad.feelings.tally.positive == 0


async def over_time(group: Group) -> list[str]:
    asked = [
        (Trend, "今天", None),
        (Trend, "近7天", None),
        (Trend, "全部", JIA),
        (Hours, "本周", None),
        (Hours, "近30天", YI),
        (Owls, "近30天", None),
        (StreakBoard, "全部", None),
        (Dragons, "近30天", YI),
    ]
    return [(await group.ask(report, words, who)).text() for report, words, who in asked]


async def test_reports_about_time_agree_before_and_after_the_days_are_sealed(talk):
    """25 and 15 + 1 lines of 甲 after midnight, 15 + 1 of 乙."""
    told = await over_time(talk)
    assert [text.splitlines()[1].partition("（")[0] for text in told] == [
        "今天 32 条，比昨天同期多 28%；00:00 最多，32 条",
        "近7天 57 条；11-20 0 点 最多，32 条",
        "…0001 全部 41 条；11-19 0 点 最多，25 条",
        "本周 周五 0 点最热闹，22–6 点占 100%",
        "…0002 近30天只有 16 条，看不出作息；周五 0 点最多",
        "近30天 …0001 100% 的话在 0–5 点说，最高",
        "…0001 已连续冒泡 2 天，正是最长纪录",
        "…0002 近30天没当过龙王，当得最多的是 …0001，1 天",
    ]
    await talk.seal()
    assert await over_time(talk) == told


async def about_things(group: Group) -> list[str]:
    asked = [
        (GreatMoments, "近7天", None),
        (GreatMoments, "近7天", JIA),
        (Repeats, "近7天", None),
        (FaceUse, "近7天", None),
        (Interplay, "近30天", None),
        (Interplay, "近30天", YI),
        (Newcomers, "近30天", None),
        (Shares, "近7天", None),
        (Shares, "近7天", YI),
    ]
    return [(await group.ask(report, words, who)).text() for report, words, who in asked]


async def test_reports_about_messages_and_things_agree_before_and_after_the_days_are_sealed(talk):
    """A chain ends before midnight, and is broken after it; a picture comes again."""
    late, early = FRIDAY - 100, FRIDAY + 300
    photo = {
        "kind": Kind.IMAGE,
        "media": ("image:0A",),
        "segments": (Segment("image", {"sub_type": 0}),),
    }
    joins = Notice(
        self_id=NAPCAT,
        group_id=GROUP,
        kind=NoticeKind.JOIN,
        happened_at=late - 60,
        user_id=BING,
    )
    await talk.tell(
        joins,
        said(BING, "大家好😂", late, id=10, links=("b23.tv",)),
        said(YI, "欢迎", late + 1, id=11, reply_to=10, mentions=(BING,)),
        reacted(JIA, "128514", 10, late + 2),
        said(YI, "", late + 3, id=12, **photo),
        *(
            said(who, "晚安", FRIDAY - 3 + place, id=20 + place)
            for place, who in enumerate((JIA, YI, BING))
        ),
        said(JIA, "", early, id=24, **photo),
        reacted(BING, "76", 24, early + 1),
    )
    told = await about_things(talk)
    assert [text.splitlines()[1] for text in told] == [
        "1. …0003（11-19 23:58）：大家好😂 —— 2 人（💬1 😂1）",
        "1. …0001（11-20 00:05）：[图片] —— 1 人（👍1）",
        "近7天复读 1 次，最长 3 人「晚安」，…0001 带头，…0001 打断",
        "近7天最常用的表情：😂 1 次，…0003 用得最多（1 次）",
        "近30天互动 2 次，…0002 和 …0001 互动最多（1 次）",
        "…0002 近30天和 …0001 互动最多：1 去 0 回",
        "近30天 1 人入群，1 人说了话",
        "近7天：链接 1、图片 2，最多的是 B站（1 条）",
        "…0002 近7天：图片 1",
    ]
    await talk.seal()
    assert await about_things(talk) == told


async def about_people(group: Group) -> list[str]:
    asked = [
        (Portrait, "本周", JIA, ()),
        (Portrait, "今天", YI, ()),
        (Quiet, "今天", None, ()),
        (GroupBoard, "近7天", None, ()),
        (Lesson, "全部", None, ("1",)),
        (Lessons, "全部", None, ()),
    ]
    return [
        (await group.ask(report, words, who, *options)).text()
        for report, words, who, options in asked
    ]


async def test_reports_about_people_agree_before_and_after_the_days_are_sealed(talk):
    """甲 41 lines, 乙 16; 丙 is there and silent; a lesson in the first five minutes of Friday."""
    async with talk.writer.transaction() as connection:
        await presence.connected(connection, NAPCAT, THURSDAY)
        await presence.watches(connection, NAPCAT, [GROUP], THURSDAY)
        await presence.still_there(connection, NAPCAT, THURSDAY, EVENING)
        await talk.store.groups.refresh(connection, [ToldGroup(GROUP, "番茄🍅", 3)], FRIDAY)
        await add_lesson(connection, GROUP, "线性代数 🎓", (FRIDAY, FRIDAY + 300), JIA)
    for number in (JIA, YI, BING):
        talk.writer.put_seen(Seen(GROUP, FRIDAY, Member(number, nickname=f"群友{number}")))
    await talk.tell(reacted(YI, "76", 1, FRIDAY + 130))
    told = await about_people(talk)
    assert [text.splitlines()[1] for text in told] == [
        "群友30001 本周 41 条，第 1 名（共 2 人），2 天冒泡",
        "群友30002 今天 16 条，第 2 名（共 2 人），1 天冒泡",
        "今天 1 人没说话（共 3 人）",
        "近7天 1 个群 57 条，番茄🍅 57 条最多",
        "「线性代数 🎓」11-20 00:00–00:05：32 条，2 人参与，1 个问题，1 个有人答",
        "共 1 节课，最近是「线性代数 🎓」（11-20 00:00–00:05）",
    ]
    assert "🌟 几点开会？ —— 1 人" in told[0].splitlines()
    await talk.seal()
    assert await about_people(talk) == told
