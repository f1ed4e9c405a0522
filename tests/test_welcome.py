"""What the owner reads when the bot starts, or does not."""

import os

import pytest

from groupscope import welcome
from groupscope.config import Config
from groupscope.errors import StartError


def configured(**settings) -> Config:
    return Config(_env_file=None, **settings)


@pytest.fixture(autouse=True)
def _same_environment(monkeypatch):
    """Leave the environment as it was."""
    for key, usual in (("SUPERUSERS", "[]"), ("COMMAND_START", '["/"]')):
        monkeypatch.setenv(key, os.environ.get(key, usual))


def test_the_address_is_one_that_can_be_entered():
    assert "ws://127.0.0.1:8081/onebot/v11/ws" in welcome.words(
        configured(HOST="0.0.0.0", PORT=8081)  # noqa: S104 -- told, not bound
    )


def test_an_ipv6_address_stands_in_brackets():
    assert "ws://[::1]:8081/onebot/v11/ws" in welcome.words(configured(HOST="::1", PORT=8081))
    assert str(welcome.PortTakenError(configured(HOST="::1", PORT=8081))).startswith("[::1]:8081 ")


@pytest.mark.parametrize(("token", "told"), [(None, "留空"), ("sesame", "ONEBOT_ACCESS_TOKEN")])
def test_the_token_is_told_of_and_not_told(token, told):
    words = welcome.words(configured(ONEBOT_ACCESS_TOKEN=token))
    assert told in words
    assert "sesame" not in words


def test_the_password_of_the_database_is_not_told():
    config = configured(database_url="postgresql+asyncpg://bot:sesame@localhost/groups")
    words = welcome.words(config)
    assert "localhost/groups" in words
    assert "sesame" not in words


def test_plugins_that_are_missing_are_named():
    welcome.check_plugins({"recorder", "stats"}, {"recorder", "stats", "other"})
    with pytest.raises(StartError, match="recorder、stats"):
        welcome.check_plugins({"recorder", "stats"}, {"other"})


def test_nonebot_reads_lists_as_people_write_them():
    with welcome.nonebot_settings(configured(SUPERUSERS="10002, 10001", COMMAND_START="/ #")):
        assert os.environ["SUPERUSERS"] == '["10001", "10002"]'
        assert os.environ["COMMAND_START"] == '["#", "/"]'


def test_what_nonebot_does_not_take_is_named():
    def refuse():
        raise ValueError('error parsing env var "nickname"')

    with pytest.raises(StartError, match="NICKNAME"), welcome.nonebot_settings(configured()):
        refuse()


def test_an_account_that_connects_is_told_of_with_its_groups():
    assert welcome.connected(3, 3) == "QQ 已连接，已记录 3 个群。"
    assert welcome.connected(5, 3) == "QQ 已连接，已记录 3 个群（一共在 5 个群里）。"
    assert "/群镜 开启" in welcome.connected(5, 0)


def test_history_that_comes_in_is_told_of_as_it_goes_on():
    assert welcome.fetching(1, 3, 1234) == "正在补录历史：1/3 个群，找到 1,234 条。"
    assert welcome.fetching(3, 3, 2000).startswith("历史补录完成，找到 2,000 条。")
    assert "/词云" in welcome.fetching(3, 3, 0)
