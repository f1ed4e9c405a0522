"""Two accounts in one group: one answers, and when it is gone the other does, at once."""

import time

import pytest

from tests.bots import ME, MY_OTHER_SELF, until
from tests.plugins.test_digest import AFTERNOON, posts, this_minute

SETTINGS = {"GROUPSCOPE_TIMEZONE": f"Etc/GMT{-AFTERNOON:+d}"}
A_MINUTE = 60.0


@pytest.fixture
async def two(chat):
    """Both accounts are there, and known to be."""
    chat.one = await chat.connect(account=ME)
    chat.other = await chat.connect(account=MY_OTHER_SELF)
    watching = "select 1 from watch where group_id = ? and until_at is null"
    await until(lambda: len(chat.bot.rows(watching, chat.group_id)) == 2)
    return chat


async def kicked_from_the_group(chat):
    await chat.room.leave(ME, kicked_by="甲")


async def logged_out_by_qq(chat):
    """The connection stays; nothing comes over it any more, and nothing can be sent."""
    await chat.one.log_out()
    chat.world.ignore(chat.one.hear)


async def crashed(chat):
    await chat.one.abort()


GONE = pytest.mark.parametrize("go", [kicked_from_the_group, logged_out_by_qq, crashed])


@GONE
async def test_the_other_one_answers_at_once(two, go):
    first = await two.ask("丙", "/help")
    assert len(two.one.sent) + len(two.other.sent) == 1
    await go(two)
    gone_at = time.monotonic()
    told = len(two.other.sent)
    again = await two.ask("丙", "/rank")
    assert time.monotonic() - gone_at < A_MINUTE
    assert again in two.other.sent[told:]
    assert first.text


@GONE
async def test_the_other_one_posts_the_digest(two, go):
    for number in range(30):
        await two.say(("甲", "丙", "丁")[number % 3], f"今天吃火锅 {number}")
    await go(two)
    ended = "select 1 from connection where self_id = ? and ended_by is null"
    watching = "select 1 from watch where self_id = ? and group_id = ? and until_at is null"
    await until(lambda: not two.bot.rows(ended, ME) or not two.bot.rows(watching, ME, two.group_id))
    told = len(two.other.sent)
    await two.ask("乙", f"/日报 开 {this_minute()}")
    (post,) = await until(lambda: posts(*two.peers)[-1:], two.bot.log[-2000:])
    assert post in two.other.sent[told:]
    assert post.text.startswith("今天 ")


async def test_who_is_back_answers_again_and_still_once(two):
    await two.one.abort()
    await two.ask("丙", "/help")
    await two.one.connect()
    await two.bot.has_heard(two.one, two.other)
    said = await two.say("丙", "/rank")
    await until(lambda: two.answers(said))
    assert await two.bot.has_heard(two.one, two.other) is None
    assert len(two.answers(said)) == 1
