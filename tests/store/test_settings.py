"""What groups set: from then on, after a restart, for other processes, and with who and when."""

from datetime import datetime

import pytest
from sqlalchemy import insert

from groupscope.access import Act
from groupscope.config import Config
from groupscope.settings import (
    COMMANDS_OFF,
    IGNORED,
    LOOK_MOOD,
    QUIET_HOURS,
    RECALLED,
    RECORDING,
    RETENTION,
    THEME,
    ZONE,
    Stretch,
)
from groupscope.store import Store
from groupscope.store.groups import Recording
from groupscope.store.settings import EVERY_GROUP, changes_of
from groupscope.store.tables import setting, setting_change
from tests.store.kit import GROUP, JIA, NOON, OTHER_GROUP, YI

PAST = NOON * 1000
"""Nine hours before the clock's present, in milliseconds."""


async def change(chat, one, value, *, group: int = GROUP, by: int = JIA, at: int = PAST) -> None:
    async with chat.writer.transaction() as connection:
        await chat.store.settings.change(connection, group, one, value, by, at)


async def test_what_a_group_sets_holds_there_alone_and_until_it_is_taken_back(chat):
    of = chat.store.settings.of
    assert of(GROUP, RETENTION) == of(None, RETENTION) == 0
    await change(chat, RETENTION, 30)
    assert (of(GROUP, RETENTION), of(OTHER_GROUP, RETENTION)) == (30, 0)
    assert chat.store.settings.retention_days(GROUP) == 30
    assert chat.store.settings.is_set(GROUP, RETENTION)
    await change(chat, RETENTION, None)
    assert of(GROUP, RETENTION) == 0
    assert not chat.store.settings.is_set(GROUP, RETENTION)


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (RETENTION, 30),
        (THEME, "auto"),
        (ZONE, "America/St_Johns"),
        (IGNORED, frozenset({YI, 10**11})),
        (COMMANDS_OFF, frozenset({"mood", "词云"})),
        (QUIET_HOURS, Stretch(1380, 480)),
    ],
)
async def test_settings_survive_a_restart(chat, restarted, one, value):
    await change(chat, one, value)
    again = await restarted()
    assert again.store.settings.of(GROUP, one) == value
    assert again.store.settings.is_set(GROUP, one)
    assert again.store.settings.revision(GROUP) == chat.store.settings.revision(GROUP)


async def test_another_process_hears_of_it_when_it_looks_again(chat, furnished_url, clock):
    other = Store(Config(database_url=furnished_url), clock=clock)
    await other.open()
    await change(chat, THEME, "dark")
    await change(chat, ZONE, "Europe/London")
    assert other.settings.of(GROUP, THEME) == "light"
    await other.learn()
    assert other.settings.of(GROUP, THEME) == "dark"
    assert other.settings.of(GROUP, ZONE) == other.groups.zone(GROUP).key == "Europe/London"
    await other.close()


async def test_every_change_is_kept_with_who_when_and_what(chat):
    await change(chat, RETENTION, 30, at=PAST)
    await change(chat, THEME, "dark", by=YI, at=PAST)
    await change(chat, RETENTION, None, at=PAST - 5000)
    async with chat.store.engine.connect() as connection:
        found = await changes_of(connection, GROUP, 20)
        latest = await changes_of(connection, GROUP, 1)
        assert await changes_of(connection, OTHER_GROUP, 20) == []
    assert [(one.setting, one.changed_by, one.was, one.became) for one in found] == [
        (RETENTION, JIA, "30 天", None),
        (THEME, YI, None, "深色"),
        (RETENTION, JIA, None, "30 天"),
    ]
    assert [one.changed_at for one in found] == [PAST + 2, PAST + 1, PAST]
    assert latest == found[:1]


async def test_recording_stands_with_the_group_and_is_logged_when_it_changes(chat):
    settings, groups = chat.store.settings, chat.store.groups
    for said in (Recording.OFF, Recording.OFF, Recording.ON):
        async with chat.writer.transaction() as connection:
            await settings.note_switch(connection, GROUP, said, JIA, PAST)
            await groups.switch(connection, GROUP, said, NOON)
        assert settings.of(GROUP, RECORDING) is (said is Recording.ON)
    async with chat.store.engine.connect() as connection:
        found = await changes_of(connection, GROUP, 20)
    assert [(one.was, one.became) for one in found] == [("关", "开"), (None, "关")]


async def test_a_stored_value_that_is_none_is_passed_over(chat, restarted):
    rows = [
        {"group_id": GROUP, "name": name, "value": value, "changed_at": 1, "changed_by": JIA}
        for name, value in (
            ("retention", '"long"'),
            ("theme", '"purple"'),
            ("quiet", "[1]"),
            ("timezone", '"Mars/Olympus"'),
            ("commands", "7"),
            ("of a later version", "1"),
            ("board", "not JSON"),
            ("ignored", '["x"]'),
        )
    ]
    async with chat.writer.transaction() as connection:
        await connection.execute(insert(setting), rows)
    again = await restarted()
    assert again.store.settings.of(GROUP, RETENTION) == 0
    assert again.store.settings.of(GROUP, THEME) == "light"
    assert again.store.settings.of(GROUP, COMMANDS_OFF) == frozenset()
    assert not again.store.settings.is_ignored(GROUP, YI)


async def test_what_a_group_opens_is_open_in_that_group(chat):
    settings = chat.store.settings
    assert settings.opened(GROUP) == frozenset()
    await change(chat, LOOK_MOOD, "everyone")
    assert settings.opened(GROUP) == {Act.SEE_MOOD_OF_OTHERS}
    assert settings.opened(OTHER_GROUP) == frozenset()


async def test_commands_are_off_by_their_key_or_any_of_their_names_but_some_never(chat):
    settings = chat.store.settings
    await change(chat, COMMANDS_OFF, frozenset({"mood", "排行", "settings"}))
    assert settings.is_switched_off(GROUP, ("mood", "心情"))
    assert settings.is_switched_off(GROUP, ("rank", "排行"))
    assert not settings.is_switched_off(GROUP, ("settings", "设置"))
    assert not settings.is_switched_off(GROUP, ("words", "热词"))
    assert not settings.is_switched_off(OTHER_GROUP, ("mood", "心情"))


async def test_quiet_hours_go_over_midnight(chat):
    def is_quiet(time: str) -> bool:
        return chat.store.settings.is_quiet(GROUP, datetime.fromisoformat(f"2026-11-20 {time}"))

    assert [is_quiet(time) for time in ("22:59", "23:00", "00:00", "07:59", "08:00")] == [
        False,
        True,
        True,
        True,
        False,
    ]
    await change(chat, QUIET_HOURS, Stretch(780, 840))
    assert [is_quiet(time) for time in ("12:59", "13:00", "13:59", "14:00")] == [
        False,
        True,
        True,
        False,
    ]
    await change(chat, QUIET_HOURS, Stretch(0, 0))
    assert not is_quiet("00:00")


@pytest.mark.parametrize("settings", [{"retention_days": 90, "other_bots": {YI}, "theme": "dark"}])
async def test_what_the_owner_has_configured_holds_where_nothing_is_set(chat):
    settings = chat.store.settings
    assert settings.retention_days(GROUP) == 90
    assert settings.of(GROUP, THEME) == "dark"
    assert settings.is_ignored(GROUP, YI)
    await change(chat, IGNORED, frozenset({JIA}))
    assert settings.is_ignored(GROUP, YI)
    assert settings.is_ignored(GROUP, JIA)
    await change(chat, RETENTION, 0)
    assert settings.retention_days(GROUP) == 0


async def test_a_new_configuration_is_noted_once_where_it_touches_the_past(
    chat, furnished_url, clock
):
    assert chat.store.settings.revision(GROUP) == 0
    await chat.store.close()
    for _ in range(2):
        told = Config(database_url=furnished_url, timezone="Asia/Tokyo", theme="dark")
        other = Store(told, clock=clock)
        await other.open()
        assert other.settings.revision(GROUP) == clock.now * 1000
        async with other.engine.connect() as connection:
            changes = (await connection.execute(setting_change.select())).all()
        await other.close()
    assert [(row.group_id, row.name, row.changed_by, row.was, row.became) for row in changes] == [
        (EVERY_GROUP, "timezone", None, '"Asia/Shanghai"', '"Asia/Tokyo"')
    ]
    assert RECALLED.default(told) == "drop"
