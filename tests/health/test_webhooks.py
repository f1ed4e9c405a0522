"""Webhooks, called over real HTTP."""

from datetime import UTC

import pytest

from groupscope.config import Config
from groupscope.errors import StartError
from groupscope.health import Finding, Level
from groupscope.health.cases import News
from groupscope.health.webhooks import Webhooks, request_for
from tests.bots import until
from tests.hooks import hook

AWAY = Finding("away:12345678", Level.TROUBLE, "账号 12345678 断开了。", "看看。", "又连上了。")
BEGAN, OVER = News(AWAY, 1000), News(AWAY, 1000, 1300)


async def test_every_address_is_told_in_its_own_form():
    with hook() as kept:
        there = kept.address
        webhooks = Webhooks([f"{there}/a", f"bark+{there}/KEY", f"ntfy+{there}/my-topic"], UTC)
        webhooks.tell(BEGAN)
        await until(lambda: len(kept.calls) == 3)
    told = dict(kept.calls)
    assert told["/a"] == {
        "source": "groupscope",
        "event": "began",
        "kind": "away",
        "title": "群镜：有问题要处理",
        "text": "账号 …678 断开了。\n看看。",
        "since": 1000,
        "until": None,
    }
    assert told["/KEY"] == {
        "title": "群镜：有问题要处理",
        "body": "账号 …678 断开了。\n看看。",
        "group": "groupscope",
        "level": "timeSensitive",
    }
    assert told["/"] == {
        "topic": "my-topic",
        "title": "群镜：有问题要处理",
        "message": "账号 …678 断开了。\n看看。",
        "priority": 4,
        "tags": ["warning"],
    }


def test_the_end_is_told_more_quietly():
    assert request_for("https://x/y", OVER, UTC)[1]["until"] == 1300
    assert request_for("json+https://x/y", OVER, UTC)[0] == "https://x/y"
    assert request_for("bark+https://x/y", OVER, UTC)[1]["level"] == "passive"
    url, body = request_for("ntfy+https://u:p@ntfy.example.com/sub/topic?auth=a", OVER, UTC)
    assert url == "https://u:p@ntfy.example.com/sub/?auth=a"
    assert (body["topic"], body["priority"]) == ("topic", 3)
    assert body["message"] == "又连上了。（01-01 00:16 起，持续 5 分钟）"


async def test_what_fails_is_tried_again_and_given_up_in_the_end():
    with hook() as kept:
        kept.failing = 2
        webhooks = Webhooks([f"{kept.address}/a"], UTC, pauses=(0, 0, 0))
        webhooks.tell(BEGAN)
        await until(lambda: kept.calls)
        assert [body["event"] for body in kept.bodies] == ["began"]
        kept.failing = 3
        webhooks.tell(BEGAN)
        await until(lambda: not kept.failing)
        await until(lambda: not webhooks._calls)
        assert len(kept.calls) == 1
        waiting = Webhooks([f"{kept.address}/a"], UTC, pauses=(3600,))
        waiting.tell(OVER)
        await waiting.stop()  # holds nobody up


@pytest.mark.parametrize("address", ["example.com/x", "slack+https://x/y", "ftp://x/y"])
def test_an_address_that_is_none_stops_the_start(monkeypatch, tmp_path, address):
    (tmp_path / ".env").write_text(f"GROUPSCOPE_WEBHOOKS=https://fine/x, {address}\n")
    from groupscope.config import load

    with pytest.raises(StartError, match="GROUPSCOPE_WEBHOOKS 的值不对"):
        load(tmp_path)
    assert Config(_env_file=None).webhooks == frozenset()
