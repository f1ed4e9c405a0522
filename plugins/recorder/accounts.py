"""Accounts of ours: when they are online, which groups they are in, who is there."""

import asyncio
from collections import defaultdict

from loguru import logger
from nonebot.adapters.onebot.v11 import Bot
from sqlalchemy.exc import SQLAlchemyError

from groupscope.app import App
from groupscope.model import Group, Notice, NoticeKind
from groupscope.store import presence
from groupscope.store.batch import RosterSeen
from groupscope.store.groups import Recording
from groupscope.store.names import Seen
from plugins._chat import send
from plugins.recorder.backfill import Backfill
from plugins.recorder.calls import ask, ask_for_list
from plugins.recorder.connected import Connected
from plugins.recorder.frames import Frame, read_group, read_member
from plugins.recorder.introduction import introduction
from plugins.recorder.recorder import Recorder
from plugins.recorder.values import name_of, positive

SIGN_OF_LIFE = 5
"""Seconds between two notes that an account is still online."""
A_DAY = 86_400
STALE_ROSTER = 3
"""How often an empty member list is asked for again: NapCat has none right after its start."""
ROSTER_PAUSE = 0.5
PATIENCE = 15
"""Seconds to wait for a database that refuses."""
REFUSALS = (SQLAlchemyError, OSError)


class Accounts:
    """Keeps the store informed of our accounts and their groups."""

    def __init__(self, app: App, recorder: Recorder) -> None:
        self._app = app
        self._recorder = recorder
        self._connected: dict[int, Connected] = {}
        self._background: set[asyncio.Task[None]] = set()
        self._pulse: asyncio.Task[None] | None = None
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        """One account at a time fetches a group's history."""
        recorder.on_connect.append(self.arrive)
        recorder.on_notice.append(self._heard)
        recorder.on_meta.append(self._sign)

    @property
    def connected(self) -> dict[int, Connected]:
        """The accounts that are connected now."""
        return self._connected

    async def start(self) -> None:
        """Begin to note signs of life."""
        self._pulse = asyncio.create_task(self._beat(), name="signs of life")

    async def stop(self) -> None:
        """Note that every account goes offline, and stop."""
        if self._pulse:
            self._pulse.cancel()
        for self_id in list(self._connected):
            await self._end(self_id, "stop")
        for task in self._background:
            task.cancel()

    def arrive(self, bot: Bot) -> None:
        """Note that an account is online, and look after its groups; once for a connection."""
        self_id = int(bot.self_id)
        if self_id in self._connected and self._connected[self_id].bot is bot:
            return
        self._recorder.accounts.add(self_id)
        account = self._connected[self_id] = Connected(bot, int(self._app.clock()))
        account.spawn(self._attend(account))

    async def disconnect(self, bot: Bot) -> None:
        """Note that an account has gone offline."""
        await self._end(int(bot.self_id), "disconnect")

    async def backfill(self, bot: Bot, group_id: int, hours: int) -> int:
        """Fetch a group's history now; return how many messages were new."""
        return await self._history(bot).fill_groups([group_id], hours)

    async def switch(self, group_id: int, said: Recording, said_at: int) -> None:
        """Switch recording of a group on or off, as said at a time of the group's own clock."""
        at = int(self._app.clock())
        async with self._app.store.writer.transaction() as connection:
            await self._app.store.groups.switch(connection, group_id, said, said_at)
            if said is Recording.OFF:
                await presence.watch_ends(connection, group_id, at)
                return
            for self_id, account in self._connected.items():
                if group_id in account.groups:
                    await presence.watch_begins(connection, group_id, at, self_id)

    async def introduce(self, bot: Bot, group_id: int) -> bool:
        """Introduce the bot to a group, once; return whether it was done now."""
        groups = self._app.store.groups
        if not groups.is_recorded(group_id) and not groups.is_waiting(group_id):
            return False
        async with self._app.store.writer.transaction() as connection:
            # Asked within: two accounts, or a notice that comes twice, must not do it twice.
            if groups.get(group_id).introduced_at is not None:
                return False
            await groups.introduced(connection, group_id, int(self._app.clock()))
        words = introduction(is_recorded=groups.is_recorded(group_id))
        await send(bot, group_id, 0, words)
        return True

    async def _attend(self, account: Connected) -> None:
        """Learn what there is to know about an account, then again every day."""
        while True:
            try:
                await self._begin(account)
                await self._look_around(account)
            except REFUSALS:
                logger.warning("The database refuses: account {} waits", account.bot.self_id)
                await asyncio.sleep(PATIENCE)
            else:
                await asyncio.sleep(A_DAY)

    def _history(self, bot: Bot) -> Backfill:
        return Backfill(self._app, bot, self._recorder.around, self._turns)

    async def _look_around(self, account: Connected) -> None:
        """Learn about the account, its groups and members, and fill their gaps."""
        has_history = await self._describe(account.bot)
        await self._refresh(account)
        if has_history and self._app.config.backfill_hours:
            recorded = filter(self._app.store.groups.is_recorded, sorted(account.groups))
            await self._history(account.bot).fill_groups(
                list(recorded), self._app.config.backfill_hours
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
        rows = await ask_for_list(account.bot, "get_group_list", no_cache=True)
        groups = {
            group_id: read_group(row, group_id)
            for row in rows
            if (group_id := positive(row.get("group_id")))
        }
        if not groups:
            return
        account.groups = set(groups)
        await self._watch(account, list(groups.values()))
        recorded = [group for group in groups if self._app.store.groups.is_recorded(group)]
        logger.info(
            "Account {}: connected, {} groups, {} of them recorded",
            account.bot.self_id,
            len(groups),
            len(recorded),
        )
        for group_id in recorded:
            await self._take_roster(account.bot, group_id)
            await asyncio.sleep(ROSTER_PAUSE)

    async def _watch(self, account: Connected, groups: list[Group]) -> None:
        at = int(self._app.clock())
        known = self._app.store.groups
        kept = [group for group in groups if not known.is_denied(group.group_id)]
        async with self._app.store.writer.transaction() as connection:
            await known.refresh(connection, kept, at)
            watched = [group.group_id for group in kept if known.is_recorded(group.group_id)]
            await presence.watches(connection, int(account.bot.self_id), watched, account.since)

    async def _take_roster(self, bot: Bot, group_id: int) -> None:
        rows: list[Frame] = []
        for attempt in range(STALE_ROSTER):
            rows = await ask_for_list(
                bot, "get_group_member_list", group_id=group_id, no_cache=True
            )
            if rows:
                break
            await asyncio.sleep(attempt)
        at = int(self._app.clock())
        members = [
            Seen(group_id, at, read_member(row, user_id))
            for row in rows
            if (user_id := positive(row.get("user_id")))
        ]
        if members:
            robots = {(group_id, seen.member.user_id) for seen in members if seen.member.is_robot}
            self._recorder.robots |= robots
            self._app.store.writer.put_seen(RosterSeen(group_id, at, tuple(members)))

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
        await self.introduce(account.bot, group_id)
        if self._app.store.groups.is_recorded(group_id):
            await self._take_roster(account.bot, group_id)

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
            account.spawn(self._turned(account, online=online))

    async def _turned(self, account: Connected, *, online: bool) -> None:
        self_id = int(account.bot.self_id)
        if online:
            account.since = int(self._app.clock())
            account.has_begun = False
            account.spawn(self._attend(account))
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
