"""Accounts of ours: when they are online, which groups they are in, who is there."""

import asyncio

from loguru import logger
from nonebot.adapters.onebot.v11 import Bot

from groupscope import welcome
from groupscope.app import App
from groupscope.model import Group, Notice, NoticeKind
from groupscope.store import presence
from groupscope.store.groups import Recording
from groupscope.store.refusals import REFUSALS
from plugins.recorder.backfill import Backfill, Fetching
from plugins.recorder.calls import ask, group_list
from plugins.recorder.connected import Connected, complain
from plugins.recorder.frames import Frame
from plugins.recorder.introduction import introduce
from plugins.recorder.recorder import Recorder
from plugins.recorder.rosters import take_roster
from plugins.recorder.values import name_of, positive

SIGN_OF_LIFE = 5
"""Seconds between two notes that an account is still online."""
A_DAY = 86_400
ROSTER_PAUSE = 0.5
PATIENCE = 15
"""Seconds to wait for a database that refuses."""
FIRST_PAUSE, LAST_PAUSE = 1, 300
"""Seconds until an empty group list is asked for again; twice as long each time."""


class Accounts:
    """Keeps the store informed of our accounts and their groups."""

    def __init__(self, app: App, recorder: Recorder) -> None:
        self._app = app
        self._recorder = recorder
        self._connected: dict[int, Connected] = {}
        self._pulse: asyncio.Task[None] | None = None
        self._fetching = Fetching()
        recorder.groups_of = self._groups_of
        recorder.on_connect.append(self.arrive)
        recorder.on_notice.append(self._heard)
        recorder.on_meta.append(self._sign)

    @property
    def connected(self) -> dict[int, Connected]:
        """The accounts that are connected now."""
        return self._connected

    def _groups_of(self, account: int) -> set[int]:
        connected = self._connected.get(account)
        return connected.groups if connected else set()

    async def start(self) -> None:
        """Remember who is ours and who is a robot, and begin to note signs of life."""
        async with self._app.store.engine.connect() as connection:
            self._recorder.accounts |= await presence.own_accounts(connection)
            self._recorder.robots |= await presence.robots(connection)
        self._pulse = asyncio.create_task(self._beat(), name="signs of life")
        self._pulse.add_done_callback(complain)

    async def stop(self) -> None:
        """Note that every account goes offline, and stop."""
        if self._pulse:
            async with self._app.store.writer.between():
                self._pulse.cancel()
        for self_id in list(self._connected):
            await self._end(self_id, "stop")

    def arrive(self, bot: Bot) -> None:
        """Note that an account is online, and look after its groups; once for a connection."""
        self_id = int(bot.self_id)
        earlier = self._connected.get(self_id)
        if earlier and earlier.bot is bot:
            return
        self._recorder.accounts.add(self_id)
        self._app.vitals.connected(self_id)
        account = self._connected[self_id] = Connected(bot, int(self._app.clock()))
        account.attend(self._attend(account))
        if earlier:
            account.spawn(self._give_up(earlier))

    async def disconnect(self, bot: Bot) -> None:
        """Note that an account has gone offline, unless it is back already."""
        account = self._connected.get(int(bot.self_id))
        if account and account.bot is bot:
            await self._end(int(bot.self_id), "disconnect")

    async def backfill(self, bot: Bot, group_id: int, hours: int) -> int:
        """Fetch a group's history now; return how many messages were new."""
        return await self._history(bot).fill_groups([group_id], hours, is_asked_for=True)

    async def switch(self, group_id: int, said: Recording, said_at: int, by: int) -> None:
        """Switch recording of a group on or off, as said by somebody at a time of QQ's clock."""
        at = int(self._app.clock())
        async with self._app.store.writer.transaction() as connection:
            await self._app.store.settings.note_switch(connection, group_id, said, by, at * 1000)
            await self._app.store.groups.switch(connection, group_id, said, said_at)
            if said is Recording.OFF:
                await presence.watch_ends(connection, group_id, at)
                return
            for self_id, account in self._connected.items():
                if group_id in account.groups:
                    await presence.watch_begins(connection, group_id, at, self_id)

    async def _attend(self, account: Connected) -> None:
        """Learn what there is to know about an account, then again every day."""
        while True:
            try:
                await self._begin(account)
                await self._look_around(account)
            except REFUSALS as error:
                logger.warning(
                    "The database refuses: account {} waits ({})",
                    account.bot.self_id,
                    type(error).__name__,
                )
                await asyncio.sleep(PATIENCE)
            else:
                await asyncio.sleep(A_DAY)

    def _history(self, bot: Bot) -> Backfill:
        return Backfill(self._app, bot, self._recorder.around, self._fetching)

    async def _look_around(self, account: Connected) -> None:
        """Learn about the account, its groups and members, and fill their gaps."""
        has_history = await self._describe(account.bot)
        await self._refresh(account)
        if has_history and self._app.config.backfill_hours:
            recorded = filter(self._app.store.groups.is_recorded, sorted(account.groups))
            await self._history(account.bot).fill_groups(
                list(recorded),
                self._app.config.backfill_hours,
                lambda done, of, found: welcome.say(welcome.fetching(done, of, found)),
            )

    async def _describe(self, bot: Bot) -> bool:
        """Write down what runs an account; return whether it may have history."""
        about = await ask(bot, "get_version_info")
        login = await ask(bot, "get_login_info")
        about, login = (told if isinstance(told, dict) else {} for told in (about, login))
        async with self._app.store.writer.transaction() as connection:
            return await presence.describe_account(
                connection,
                int(bot.self_id),
                name_of(login.get("nickname")),
                name_of(about.get("app_name")),
                (name_of(about.get("app_version")) or "")[:64] or None,
            )

    async def _refresh(self, account: Connected) -> None:
        """Take group and member lists; of groups that are not recorded the name alone."""
        groups = await self._groups(account.bot)
        account.groups = set(groups)
        await self._watch(account, list(groups.values()))
        recorded = [group for group in groups if self._app.store.groups.is_recorded(group)]
        logger.info(
            "Account {}: connected, {} groups, {} of them recorded",
            account.bot.self_id,
            len(groups),
            len(recorded),
        )
        welcome.say(welcome.connected(len(groups), len(recorded)))
        for group_id in recorded:
            await take_roster(self._app, self._recorder, account.bot, group_id)
            await asyncio.sleep(ROSTER_PAUSE)

    async def _groups(self, bot: Bot) -> dict[int, Group]:
        """Return an account's groups; asked until there are some, for right after a start are none.

        Neither history nor coverage could be told of groups that nobody knows.
        """
        pause = FIRST_PAUSE
        while not (groups := await group_list(bot)):
            await asyncio.sleep(pause)
            pause = min(pause * 2, LAST_PAUSE)
        return groups

    async def _watch(self, account: Connected, groups: list[Group]) -> None:
        at = int(self._app.clock())
        since = at if account.has_watched else account.since
        known = self._app.store.groups
        kept = [group for group in groups if not known.is_denied(group.group_id)]
        async with self._app.store.writer.transaction() as connection:
            await known.refresh(connection, kept, at)
            watched = [group.group_id for group in kept if known.is_recorded(group.group_id)]
            for group_id in watched:
                switched_on = known.get(group_id).recorded_since or 0
                if switched_on > since:
                    await presence.watch_begins(
                        connection, group_id, switched_on, int(account.bot.self_id)
                    )
            await presence.watches(connection, int(account.bot.self_id), watched, since)
        account.has_watched = True

    def _heard(self, notice: Notice) -> None:
        """Heed that an account of ours has joined or left a group."""
        account = self._connected.get(notice.self_id)
        if account is None or notice.user_id != notice.self_id:
            return
        if notice.kind is NoticeKind.JOIN:
            account.spawn(self._joined(account, notice.group_id))
        elif notice.kind in (NoticeKind.LEAVE, NoticeKind.KICK, NoticeKind.DISBAND):
            account.spawn(self._left(account, notice.group_id))

    async def _joined(self, account: Connected, group_id: int) -> None:
        account.groups.add(group_id)
        about = await ask(account.bot, "get_group_info", group_id=group_id, no_cache=True)
        name = name_of(about.get("group_name")) if isinstance(about, dict) else None
        at = int(self._app.clock())
        if self._app.store.groups.is_denied(group_id):
            return
        async with self._app.store.writer.transaction() as connection:
            await self._app.store.groups.refresh(connection, [Group(group_id, name)], at)
            if self._app.store.groups.is_recorded(group_id):
                await presence.watch_begins(connection, group_id, at, int(account.bot.self_id))
        await introduce(self._app, account.bot, group_id)
        if self._app.store.groups.is_recorded(group_id):
            await take_roster(self._app, self._recorder, account.bot, group_id)

    async def _left(self, account: Connected, group_id: int) -> None:
        account.groups.discard(group_id)
        at = int(self._app.clock())
        async with self._app.store.writer.transaction() as connection:
            await presence.watch_ends(connection, group_id, at, int(account.bot.self_id))

    def _sign(self, frame: Frame) -> None:
        """Heed ``bot_offline``, ``bot_online`` and what heartbeats say about being online."""
        account = self._connected.get(positive(frame.get("self_id")) or 0)
        if account is None:
            return
        status = frame.get("status")
        online = status.get("online") if isinstance(status, dict) else None
        if frame.get("notice_type") in ("bot_offline", "bot_online"):
            online = frame["notice_type"] == "bot_online"
        if isinstance(online, bool) and online != account.is_online:
            account.is_online = online
            self._app.vitals.turned(int(account.bot.self_id), online=online)
            account.spawn(self._turned(account, online=online))

    async def _turned(self, account: Connected, *, online: bool) -> None:
        self_id = int(account.bot.self_id)
        if online:
            account.since = int(self._app.clock())
            account.has_begun = account.has_watched = False
            self._fetching.forget(self_id)
            async with self._app.store.writer.between():
                account.attend(self._attend(account))
        else:
            logger.warning("Account {} was logged out by QQ", self_id)
            await self._note(self_id, account.since, "offline")

    async def _begin(self, account: Connected) -> None:
        if account.has_begun:
            return
        async with self._app.store.writer.transaction() as connection:
            await presence.connected(connection, int(account.bot.self_id), account.since)
        account.has_begun = True

    async def _end(self, self_id: int, ended_by: str) -> None:
        account = self._connected.pop(self_id, None)
        if account is None:
            return
        self._app.vitals.disconnected(self_id)
        try:
            # Cut off within a transaction, SQLite would keep its lock: they end between two.
            async with self._app.store.writer.transaction() as connection:
                account.cancel()
                if account.is_online:
                    at = int(self._app.clock())
                    await presence.still_there(connection, self_id, account.since, at, ended_by)
        except REFUSALS:
            account.cancel()
            logger.debug("The end of a connection could not be noted")

    async def _give_up(self, earlier: Connected) -> None:
        """End what is done for a connection whose successor came before its end was told."""
        async with self._app.store.writer.between():
            earlier.cancel()

    async def _note(self, self_id: int, since: int, ended_by: str | None) -> None:
        """Note a sign of life, or the end; a refusing database must not hold up a stop."""
        at = int(self._app.clock())
        try:
            async with self._app.store.writer.transaction() as connection:
                await presence.still_there(connection, self_id, since, at, ended_by)
        except REFUSALS:
            logger.debug("A sign of life could not be noted")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(SIGN_OF_LIFE)
            for self_id, account in list(self._connected.items()):
                if account.is_online and account.has_begun:
                    await self._note(self_id, account.since, None)
