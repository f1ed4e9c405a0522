"""Whatever the database, the same is answered."""

import pytest

from groupscope.config import Config
from groupscope.reports.mood import Mood
from groupscope.reports.questions import Questions
from groupscope.reports.wordcloud import Cloud
from groupscope.reports.words import HotTalk
from groupscope.store import Store
from groupscope.store.erasing import freeze_before
from groupscope.store.migrate import migrate
from tests.databases import BACKENDS, fresh_database
from tests.reports.kit import EVENING, FRIDAY, FRUITS, THURSDAY, Group
from tests.store.kit import GROUP, JIA, YI, Clock, said

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
