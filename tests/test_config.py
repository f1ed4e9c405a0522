"""Configuration: every key known and written down, and a wrong value named in a sentence."""

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from groupscope.config import ROOT, Config, keys, load
from groupscope.errors import StartError

ENV = ROOT / ".env"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project folder with nothing but an empty .env, and an environment without our keys."""
    for key in keys():
        monkeypatch.delenv(key, raising=False)
    (tmp_path / ".env").write_text("", encoding="utf-8")
    return tmp_path


def write(home: Path, text: str, name: str = ".env.prod") -> Path:
    (home / name).write_text(text, encoding="utf-8")
    return home


def test_every_setting_stands_in_env_and_no_other():
    assert set(dotenv_values(ENV)) == set(keys())


def test_env_holds_the_defaults(home):
    defaults = load(home).model_dump()
    written = load(write(home, ENV.read_text(encoding="utf-8"), ".env")).model_dump()
    assert {key: value or None for key, value in written.items()} == {
        key: value or None for key, value in defaults.items()
    }


def test_every_setting_in_env_is_commented():
    """A comment may speak of the few settings right below it."""
    for block in re.split(r"\n(?=#)", ENV.read_text(encoding="utf-8")):
        settings = re.findall(r"^\w+=", block, re.MULTILINE)
        assert len(settings) <= 3
        assert not settings or block.startswith("# ")


def test_every_setting_is_in_the_documentation():
    told = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert [key for key in keys() if f"`{key}`" not in told] == []
    assert set(re.findall(r"`(GROUPSCOPE_[A-Z_]*[A-Z])`", told)) <= set(keys())


def test_the_users_file_is_stronger_than_env_and_the_environment_than_both(home, monkeypatch):
    write(home, "GROUPSCOPE_THEME=dark\nGROUPSCOPE_REPLIES=text\nPORT=8101", ".env")
    assert load(home).theme == "dark"
    write(home, "GROUPSCOPE_REPLIES=picture\nPORT=8102")
    assert (load(home).theme, load(home).replies, load(home).port) == ("dark", "picture", 8102)
    monkeypatch.setenv("PORT", "8103")
    assert load(home).port == 8103


def test_another_environment_has_another_file(home, monkeypatch):
    write(home, "PORT=8102")
    write(home, "PORT=8104", ".env.home")
    monkeypatch.setenv("ENVIRONMENT", "home")
    assert load(home).port == 8104


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("PORT=hello", "配置项 PORT 的值“hello”不对，应为：1 到 65535 的整数。"),
        ("PORT=0", "配置项 PORT 的值“0”不对"),
        ("API_TIMEOUT=-1", "配置项 API_TIMEOUT 的值“-1”不对"),
        ("LOG_LEVEL=LOUD", "配置项 LOG_LEVEL 的值“LOUD”不对"),
        ("GROUPSCOPE_NEW_GROUPS=maybe", "配置项 GROUPSCOPE_NEW_GROUPS 的值“maybe”不对"),
        ("GROUPSCOPE_TIMEZONE=Asia/Peking", "配置项 GROUPSCOPE_TIMEZONE 的值“Asia/Peking”不对"),
        ("GROUPSCOPE_TIMEZONE=../etc", "配置项 GROUPSCOPE_TIMEZONE"),
        ("GROUPSCOPE_ALLOW_GROUPS=[1,", "配置项 GROUPSCOPE_ALLOW_GROUPS"),
        ("GROUPSCOPE_DENY_GROUPS=abc", "配置项 GROUPSCOPE_DENY_GROUPS 的值“abc”不对"),
        ("GROUPSCOPE_AVATARS=maybe", "配置项 GROUPSCOPE_AVATARS 的值“maybe”不对"),
        ("GROUPSCOPE_BACKFILL_HOURS=999", "配置项 GROUPSCOPE_BACKFILL_HOURS 的值“999”不对"),
        ("GROUPSCOPE_QUEUE_LIMIT=1", "配置项 GROUPSCOPE_QUEUE_LIMIT 的值“1”不对"),
        ("GROUPSCOPE_THEME=", "配置项 GROUPSCOPE_THEME"),
        ("GROUPSCOPE_QUIET_HOURS=夜里", "GROUPSCOPE_QUIET_HOURS 的值“夜里”不对，应为：一段时间"),
        ("GROUPSCOPE_QUIET_HOURS=23:00-25:00", "GROUPSCOPE_QUIET_HOURS"),
        ("GROUPSCOPE_RETENTION_DAYS=4000", "应为：0 到 3650 的整数（天），0 为永久"),
        ("GROUPSCOPE_LOOK_MOOD=admins", "self 或 everyone"),
    ],
)
def test_a_wrong_value_is_told_with_its_key(home, line, sentence):
    with pytest.raises(StartError) as wrong:
        load(write(home, line))
    assert sentence in str(wrong.value)
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///x.db",
        "mysql+pymysql://me:sesame@host/x",
        "postgresql://me:sesame@host/x",
        "sesame",
    ],
)
def test_a_wrong_database_is_told_without_its_password(home, url):
    with pytest.raises(StartError, match="配置项 GROUPSCOPE_DATABASE_URL 的值不对") as wrong:
        load(write(home, f"GROUPSCOPE_DATABASE_URL={url}"))
    assert "sesame" not in str(wrong.value)


@pytest.mark.parametrize("key", ["GROUPSCOPE_DENY_GROUP", "groupscope_deny_group"])
def test_a_misspelt_key_is_refused_with_the_right_one(home, key, monkeypatch):
    with pytest.raises(StartError, match="不认识配置项.*是不是 GROUPSCOPE_DENY_GROUPS"):
        load(write(home, f"{key}=[123456]"))
    write(home, "")
    monkeypatch.setenv(key, "[123456]")
    with pytest.raises(StartError, match="是不是 GROUPSCOPE_DENY_GROUPS"):
        load(home)


def test_a_key_like_nothing_we_have_is_refused(home):
    with pytest.raises(StartError, match="不认识配置项 GROUPSCOPE_XYZZY。"):
        load(write(home, "GROUPSCOPE_XYZZY=1"))


def test_other_programs_keys_are_none_of_our_business(home):
    load(write(home, "PLUGIN_OF_SOMEBODY=1\nFASTAPI_DOCS_URL=/docs"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "bot.example.com"])  # noqa: S104 -- refused here
def test_a_public_address_needs_a_token(home, host):
    with pytest.raises(StartError, match="ONEBOT_ACCESS_TOKEN 是空的"):
        load(write(home, f"HOST={host}"))
    assert load(write(home, f"HOST={host}\nONEBOT_ACCESS_TOKEN=sesame")).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_this_machine_alone_needs_none(home, host):
    assert load(write(home, f"HOST={host}")).host == host


@pytest.mark.parametrize("written", ["[123456, 234567]", "123456,234567", "123456 234567"])
def test_lists_are_read_as_people_type_them(home, written):
    config = load(write(home, f"GROUPSCOPE_ALLOW_GROUPS={written}"))
    assert config.allow_groups == {123456, 234567}


def test_owners_are_numbers_however_nonebot_writes_them():
    assert Config(SUPERUSERS=["10001", "OneBot V11:10002", "console"]).owners == {10001, 10002}


def test_relative_paths_begin_in_the_projects_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = Config(data_dir="here", database_url="sqlite+aiosqlite:///here/x.db")
    assert config.data == ROOT / "here"
    assert config.database.database == str(ROOT / "here/x.db")


def test_absolute_paths_stay_what_they_are(tmp_path):
    config = Config(data_dir=str(tmp_path), database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db")
    assert config.data == tmp_path
    assert config.database.database == f"{tmp_path}/x.db"


def test_a_file_in_another_encoding_is_told(home):
    (home / ".env.prod").write_bytes("# 注释\nPORT=1".encode("gbk"))
    with pytest.raises(StartError, match="UTF-8"):
        load(home)
