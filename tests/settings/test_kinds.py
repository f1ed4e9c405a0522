"""How values of settings are written, shown and stored."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.config import Config
from groupscope.errors import QuestionError
from groupscope.settings import SECTIONS, SETTINGS, Said, Stretch, declare, find_setting, theme_at
from groupscope.settings.kinds import Choice, Hours, Number, Switch
from groupscope.settings.sets import CommandNames, Members, Zone

SWITCH = Switch()
DAYS = Number(0, 3650, "天", "永久")
TONE = Choice({"light": ("浅色", "浅"), "dark": ("深色", "深")})
HOURS, ZONE = Hours(), Zone()
MEMBERS = Members(3)
COMMANDS = CommandNames(frozenset({"settings"}), 3)
KEYS = {"排行": "rank", "rank": "rank", "心情": "mood", "设置": "settings"}


def read(kind, words: str, present: object = None, *mentions: int) -> object:
    return kind.read(Said(tuple(words.split()), mentions, KEYS.get), present)


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        (SWITCH, "开", True),
        (SWITCH, "ON", True),
        (SWITCH, "ｏｆｆ", False),
        (SWITCH, "否", False),
        (SWITCH, "也许", None),
        (SWITCH, "开 关", None),
        (SWITCH, "", None),
        (DAYS, "30", 30),
        (DAYS, "30天", 30),
        (DAYS, "30 天", 30),
        (DAYS, "３０", 30),
        (DAYS, "永久", 0),
        (DAYS, "3650", 3650),
        (DAYS, "3651", None),
        (DAYS, "-1", None),
        (DAYS, "1.5", None),
        (DAYS, "9" * 40, None),
        (DAYS, "", None),
        (TONE, "浅", "light"),
        (TONE, "DARK", "dark"),
        (TONE, "紫色", None),
        (HOURS, "23-8", Stretch(1380, 480)),
        (HOURS, "23:30~7:05", Stretch(1410, 425)),
        (HOURS, "22点 到 6点30", Stretch(1320, 390)),
        (HOURS, "0-24", None),
        (HOURS, "0-12", Stretch(0, 720)),
        (HOURS, "12-24", Stretch(720, 0)),
        (HOURS, "关", Stretch(0, 0)),
        (HOURS, "25-8", None),
        (HOURS, "8:60-9", None),
        (HOURS, "8", None),
        (ZONE, "Asia/Tokyo", "Asia/Tokyo"),
        (ZONE, "asia/tokyo", "Asia/Tokyo"),
        (ZONE, "tokyo", "Asia/Tokyo"),
        (ZONE, "new york", "America/New_York"),
        (ZONE, "东京", "Asia/Tokyo"),
        (ZONE, "UTC", "UTC"),
        (ZONE, "Mars/Olympus", None),
        (ZONE, "", None),
    ],
)
def test_values_are_read_as_people_write_them(kind, words, value):
    assert read(kind, words) == value


@pytest.mark.parametrize(
    ("words", "mentions", "value"),
    [
        ("加", (10005,), {10001, 10005}),
        ("", (10005,), {10001, 10005}),
        ("10005", (), {10001, 10005}),
        ("加 @10005 10006", (), {10001, 10005, 10006}),
        ("去 10001", (), set()),
        ("remove", (10001, 10002), set()),
        ("清空", (), set()),
        ("加 10005 10006 10007", (), None),
        ("加 某人", (), None),
        ("加", (), None),
        ("去", (), None),
        ("0012345", (), None),
    ],
)
def test_members_are_added_and_taken_away(words, mentions, value):
    assert read(MEMBERS, words, frozenset({10001}), *mentions) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("加 /排行", {"mood", "rank"}),
        ("排行", {"mood", "rank"}),
        ("去 心情", set()),
        ("恢复 心情 排行", set()),
        ("无", set()),
        ("加 设置", None),
        ("加 排行 跳舞", None),
        ("跳舞", None),
    ],
)
def test_commands_are_added_and_taken_away_by_any_name_but_some_cannot_be(words, value):
    assert read(COMMANDS, words, frozenset({"mood"})) == value


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (SWITCH, True, "开"),
        (DAYS, 0, "永久"),
        (DAYS, 30, "30 天"),
        (TONE, "dark", "深色"),
        (HOURS, Stretch(1380, 485), "23:00–08:05"),
        (HOURS, Stretch(0, 0), "关"),
        (ZONE, "Asia/Tokyo", "Asia/Tokyo"),
        (MEMBERS, frozenset({10001, 10002}), "2 人"),
        (COMMANDS, frozenset(), "无"),
    ],
)
def test_values_are_shown_and_stored_as_json(kind, value, shown):
    assert kind.shown(value) == shown
    assert kind.unpack(kind.pack(value)) == value


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (SWITCH, "1"),
        (DAYS, "true"),
        (DAYS, "9999"),
        (DAYS, '"30"'),
        (TONE, '"紫色"'),
        (TONE, "[]"),
        (HOURS, "[1]"),
        (HOURS, "[0, 5000]"),
        (MEMBERS, '["x"]'),
        (MEMBERS, "7"),
        (ZONE, '"Mars/Olympus"'),
        (ZONE, "nothing"),
    ],
)
def test_what_is_no_value_of_the_kind_is_not_read_back(kind, stored):
    with pytest.raises((ValueError, TypeError)):
        kind.unpack(stored)


@given(st.text(max_size=40), st.lists(st.integers(1, 10**12), max_size=3))
def test_whatever_is_written_gives_a_value_or_a_sentence(words, mentions):
    said = Said(tuple(words.split()), tuple(mentions), KEYS.get)
    for setting in SETTINGS.values():
        told = answered(setting, said)
        if isinstance(told, str):
            assert told.startswith(f"「{setting.name}」")
            assert "\n" not in told
        else:
            (value,) = told
            assert setting.kind.unpack(setting.kind.pack(value)) == value
            assert setting.kind.shown(value)


def answered(setting, said: Said) -> str | tuple[object]:
    """The sentence, or the value."""
    try:
        return (setting.read(said, setting.default(Config(_env_file=None))),)
    except QuestionError as error:
        return str(error)


# The declarations


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda one: one.key)
def test_every_setting_says_what_it_is(setting):
    assert setting.section in SECTIONS
    assert setting.name
    assert not setting.name.isascii()
    assert setting.icon
    assert len(setting.meaning) <= 40
    assert find_setting(setting.key.upper()) is setting
    default = setting.default(Config(_env_file=None))
    assert setting.kind.unpack(setting.kind.pack(default)) == default
    if not setting.command:
        said = Said(tuple(setting.example.replace("@机器人", "10005").split()), (), KEYS.get)
        if setting.key != "commands":
            setting.read(said, default)


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="retention"):
        declare(SETTINGS["retention"])


def at_hour(hour: int) -> datetime:
    return datetime(2026, 11, 20, hour, tzinfo=UTC)


def test_an_automatic_theme_is_dark_from_seven_in_the_evening_to_seven_in_the_morning():
    dark = {hour for hour in range(24) if theme_at("auto", at_hour(hour)) == "dark"}
    assert dark == {*range(7), *range(19, 24)}
    assert theme_at("dark", at_hour(12)) == "dark"
    assert theme_at("light", at_hour(23)) == "light"
