"""Which messages call a command. @甲 is 20001, @乙 is 20002, the bot is 10001."""

import timeit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupscope.commands import Command, Commands, Invocation, looks_like_command, recognise
from groupscope.model import Segment

from .kit import BOT, CLOUD, DRAGON, HELP, RANK, commands, message

A, B = 20001, 20002
REPLY = Segment("reply", {"id": "-77"})
IMAGE = Segment("image", {"file": "a.jpg"})
KNOWN = commands()


def called(*pieces, **more) -> Invocation | None:
    return recognise(message(*pieces), self_id=BOT, commands=KNOWN, **more)


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        ("/rank", RANK, ()),
        ("/排行", RANK, ()),
        ("/发言榜", RANK, ()),
        ("/排行榜", RANK, ()),
        ("/RANK", RANK, ()),
        ("/Rank 本周", RANK, ("本周",)),
        ("／rank", RANK, ()),
        ("／ｒａｎｋ", RANK, ()),
        ("  /rank", RANK, ()),
        ("\n\u3000\u200b/rank", RANK, ()),
        ("/rank\n本周\t甲", RANK, ("本周", "甲")),
        ("/rank@甲", RANK, ("@甲",)),
        ("/rank＠甲 本周", RANK, ("＠甲", "本周")),
        ("/help", HELP, ()),
        ("/今日词云", CLOUD, ("今日",)),
        ("/本周排行", RANK, ("本周",)),
        ("/昨日龙王", DRAGON, ("昨日",)),
        ("/年度词云", CLOUD, ("年度",)),
        ("/近7天排行 甲", RANK, ("近7天", "甲")),
        ("/近七天词云", CLOUD, ("近七天",)),
        ("/2026年11月词云", CLOUD, ("2026年11月",)),
        ("/11-01~11-19排行榜", RANK, ("11-01~11-19",)),
        ("/排行上周", RANK, ("上周",)),
        ("/rank上周", RANK, ("上周",)),
        ("/rank7d", RANK, ("7d",)),
        ("/rank2026-13", RANK, ("2026-13",)),
        ("/TodayRank", RANK, ("today",)),
        ("/本群词云", CLOUD, ()),
        ("/本群本周词云", CLOUD, ("本周",)),
        ("/本周排行上周", RANK, ("本周", "上周")),
    ],
)
def test_a_command_is_called_in_many_ways(text, command, words):
    assert called(text) == Invocation(command, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [("/我的词云", ()), ("/我的本周词云", ("本周",)), ("/本周我的词云 7d", ("本周", "7d"))],
)
def test_my_own(text, words):
    assert called(text) == Invocation(CLOUD, words, is_own=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "rank", "排行", "早", "/", "/ rank", "//rank", "／／rank", "/ranking", "/rankx"),
        *("/排行榜单", "/排行在吗", "/签到", "/我的", "/今日", "/今日我", "/的词云", "我/rank"),
        *(
            "\\rank",
            "/rank123456",
            "/@甲",
            "/rank/rank",
            "/" + "今日" * 5000 + "词云",
            "/我的" * 20,
        ),
    ],
)
def test_anything_else_gets_silence(text):
    assert called(text) is None


@pytest.mark.parametrize(
    ("pieces", "mentions"),
    [
        (("/rank", A), (A,)),
        (("/rank ", A, " "), (A,)),
        (("/rank ", A, B), (A, B)),
        ((BOT, "/rank"), ()),
        ((BOT, " /rank ", A), (A,)),
        ((BOT, " ", BOT, "/rank"), ()),
        (("/rank ", BOT), (BOT,)),
        ((BOT, " /rank", BOT), (BOT,)),
        ((REPLY, A, " /rank"), ()),
        ((REPLY, " ", A, " /rank ", B), (B,)),
        ((REPLY, A, BOT, " /rank"), ()),
        ((REPLY, BOT, " /rank"), ()),
        ((REPLY, "/rank ", A), (A,)),
        (("/rank", IMAGE, A), (A,)),
        (("/rank", Segment("at", {"qq": "all"})), ()),
        (("/rank", Segment("at", {"qq": A, "name": "甲"})), (A,)),
        (("/rank", Segment("at", {})), ()),
        (("/rank", Segment("at", {"qq": "-5"})), ()),
    ],
)
def test_only_whom_one_mentions_after_the_command_is_a_target(pieces, mentions):
    invocation = called(*pieces)
    assert invocation is not None
    assert invocation.command == RANK
    assert invocation.mentions == mentions


@pytest.mark.parametrize(
    "pieces",
    [
        (A, " /rank"),
        (BOT, A, "/rank"),
        (REPLY, A, B, "/rank"),
        (REPLY, BOT, A, "/rank"),
        (IMAGE, "/rank"),
        (Segment("face", {"id": "1"}), "/rank"),
        ("哈", "/rank"),
        (BOT,),
        (REPLY,),
        (),
    ],
)
def test_what_is_said_to_somebody_else_first_is_no_command(pieces):
    assert called(*pieces) is None


def test_words_are_taken_from_between_other_segments():
    assert called("/rank", A, " 本周", IMAGE, "全").words == ("本周", "全")


def test_the_quoted_message_is_remembered():
    assert called(REPLY, A, "/rank").reply_to == -77
    assert called(Segment("reply", {"id": 5}), "/rank").reply_to == 5
    assert called(Segment("reply", {"id": "x"}), "/rank").reply_to is None
    assert called("/rank").reply_to is None


@pytest.mark.parametrize(
    ("text", "starts", "is_called"),
    [
        ("!rank", {"/", "!"}, True),
        ("！rank", {"/", "!"}, True),
        ("/rank", {"!"}, False),
        ("/rank", {"／"}, True),
        ("rank", {"", "/"}, True),
        ("/rank", {"", "/"}, True),
        ("群镜rank", {"群镜"}, True),
        ("//rank", {"/", "//"}, True),
        ("/rank", set(), False),
    ],
)
def test_other_starts_can_be_set(text, starts, is_called):
    assert (called(text, starts=starts) is not None) == is_called


@pytest.mark.parametrize("text", ["/签到", " ／rank", "/1", "/ω", "/排行 甲"])
def test_other_bots_commands_look_like_commands(text):
    assert looks_like_command(text)


@pytest.mark.parametrize("text", ["", "/", "/ 签到", "//", "/😀", "早", "1/2", "https://a.b"])
def test_talk_does_not(text):
    assert not looks_like_command(text)
    assert not looks_like_command("早", {"", "/"})


def test_a_name_is_given_once():
    known = commands()
    for names in (("排行",), ("RANK",), ("a b",), ("",)):
        with pytest.raises(ValueError, match="command other"):
            known.register(Command(key="other", names=names, period=None, summary="", example=""))
    assert list(known) == ["rank", "wordcloud", "dragon", "help"]
    assert known.find("Ｒank") is known["rank"] is RANK
    assert known.find("rankx") is None
    assert len(known) == 4


def test_an_ordinary_message_costs_next_to_nothing():
    # 1 to 2 µs on a quiet machine; the bound only catches a mistake of another order
    lines = [message("今天吃什么呀，大家有推荐吗"), message(IMAGE), message(REPLY, A, " 好的")]
    for line in lines:
        spent = timeit.repeat(lambda line=line: called(line), number=2000, repeat=5)
        assert min(spent) / 2000 < 20e-6


IDS = st.one_of(st.integers(), st.text(max_size=5), st.none(), st.just(str(BOT)), st.just("all"))
TEXTS = st.one_of(
    st.text(),
    st.text("/／ 我的本群今日周rank词云排行7d@~-1"),
    st.just("/rank"),
    st.none(),
    st.integers(),
)
SEGMENTS = st.one_of(
    st.builds(Segment, st.just("text"), st.fixed_dictionaries({"text": TEXTS})),
    st.builds(Segment, st.just("at"), st.fixed_dictionaries({"qq": IDS})),
    st.builds(Segment, st.just("reply"), st.fixed_dictionaries({"id": IDS})),
    st.builds(Segment, st.text(), st.dictionaries(st.text(), st.integers())),
    st.builds(Segment, st.sampled_from(["text", "at", "reply", "face"]), st.just({})),
)


@settings(deadline=None)
@given(st.lists(SEGMENTS, max_size=6), st.sampled_from([{"/"}, {""}, {"/", "", "群镜"}]))
def test_no_message_is_too_odd_to_look_at(segments, starts):
    invocation = recognise(segments, self_id=BOT, starts=starts, commands=KNOWN)
    if invocation is not None:
        assert invocation.command in KNOWN.values()
        assert all(mention > 0 for mention in invocation.mentions)
        assert all(word and not word.isspace() for word in invocation.words)


def test_commands_of_another_set_are_unknown():
    assert recognise(message("/rank"), self_id=BOT, commands=Commands()) is None
