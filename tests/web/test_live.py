"""The live socket from inside: pages that take nothing, and rights that change meanwhile."""

import asyncio
import json

import pytest

from groupscope.app import App
from groupscope.config import Config
from groupscope.model import Member
from groupscope.store.names import Seen
from groupscope.web import live
from groupscope.web.live import SEND_SECONDS, Hub, Page
from groupscope.web.rights import viewer_of
from tests.bots import until
from tests.store.kit import GROUP, JIA, NOON, YI, Clock, at, said


class Socket:
    """A browser's end: what it was told, and with which code it was closed, after which time."""

    def __init__(self, *, is_deaf: bool = False) -> None:
        self._is_deaf = is_deaf
        self.told: list[dict] = []
        self.code: int | None = None
        self.waited = 0.0

    async def send_text(self, text: str) -> None:
        begun = asyncio.get_running_loop().time()
        try:
            if self._is_deaf:
                await asyncio.Event().wait()
            self.told.append(json.loads(text))
        finally:
            self.waited = asyncio.get_running_loop().time() - begun

    async def close(self, code: int) -> None:
        self.code = code

    def heard(self, kind: str) -> list[dict]:
        return [one for one in self.told if one["type"] == kind]


@pytest.fixture
async def app(tmp_path):
    config = Config(
        database_url=f"sqlite+aiosqlite:///{tmp_path}/x.db",
        data_dir=str(tmp_path),
        avatars=False,
        allow_groups=str(GROUP),
    )
    async with App(config, clock=Clock(at("2026-11-20 21:00"))) as app:
        await roles(app, 甲="owner", 乙="admin")
        yield app


async def roles(app: App, **by_name: str) -> None:
    """Let QQ tell that somebody has a role in the group."""
    numbers = {"甲": JIA, "乙": YI}
    for name, role in by_name.items():
        app.clock.now += 1
        member = Member(numbers[name], nickname=name, role=role)
        app.store.writer.put_seen(Seen(GROUP, int(app.clock()), member))
    await app.store.writer.flush()


@pytest.fixture
async def hub(app):
    hub = Hub(app)
    hub.start()
    yield hub
    await hub.stop()


async def opened(app: App, hub: Hub, user_id: int, socket: Socket) -> Page:
    """A page of somebody that watches the group."""
    page = Page(socket, await viewer_of(app, user_id))
    hub.enter(page)
    await hub.watch(page, frozenset({GROUP}))
    assert page.watched == {GROUP}
    return page


async def test_a_page_that_takes_nothing_is_let_go_and_holds_nobody_up_for_long(app, hub):
    deaf, well = Socket(is_deaf=True), Socket()
    for socket in (deaf, well):
        await opened(app, hub, JIA, socket)
    app.store.writer.record(said(JIA, "早", NOON, number=1))
    await until(lambda: deaf.code is not None)
    assert deaf.code == 1011
    assert deaf.waited >= SEND_SECONDS * 0.9
    assert SEND_SECONDS == 2
    assert hub.pages == 1
    app.store.writer.record(said(JIA, "还在", NOON + 1, number=2))
    await until(lambda: len(well.heard("said")) == 2)
    assert well.code is None


async def test_whoever_is_no_admin_any_more_is_told_nothing_more(app, hub, monkeypatch):
    monkeypatch.setattr(live, "RECHECK_SECONDS", 0)
    theirs, owners = Socket(), Socket()
    page = await opened(app, hub, YI, theirs)
    await opened(app, hub, JIA, owners)
    app.store.writer.record(said(JIA, "早", NOON, number=1))
    await until(lambda: theirs.heard("said") and owners.heard("said"))
    await roles(app, 乙="member")
    await until(lambda: theirs.heard("gone"))
    assert theirs.heard("gone") == [{"type": "gone", "group": GROUP}]
    assert page.watched == frozenset()
    app.store.writer.record(said(JIA, "只给群主", NOON + 1, number=2))
    await until(lambda: len(owners.heard("said")) == 2)
    assert len(theirs.heard("said")) == 1
    assert theirs.code is None  # they may have other groups


async def test_whose_sessions_have_ended_is_closed_at_once(app, hub):
    theirs, owners = Socket(), Socket()
    await opened(app, hub, YI, theirs)
    await opened(app, hub, JIA, owners)
    hub.recheck(YI)
    await until(lambda: theirs.code is not None)
    assert (theirs.code, owners.code, hub.pages) == (live.LOGGED_OUT, None, 1)
