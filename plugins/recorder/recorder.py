"""The recorder: takes every frame once, records what is in it, and spots our commands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from loguru import logger
from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Asker, Role, role_of
from groupscope.app import App
from groupscope.commands import Command, Invocation, plain, recognise
from groupscope.commands.entering import PRIVATE
from groupscope.commands.privacy import is_own
from groupscope.model import Group, Member, Message, Notice, NoticeKind, Recall, is_official
from groupscope.settings import ONLY_CALLED
from groupscope.store.batch import GroupSeen
from groupscope.store.names import Seen
from plugins._chat import CommandEvent
from plugins.recorder.frames import Frame, Surroundings, UnreadableError, read_message
from plugins.recorder.notices import Event, read_notice
from plugins.recorder.pieces import pieces_of
from plugins.recorder.values import moment, number, positive, text_of

ABOUT_US = ("bot_offline", "bot_online")


class Recorder:
    """Reads frames into the store; what it makes of them is a command event, or nothing."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.unreadable = app.vitals.unreadable
        self.accounts: set[int] = set()
        """Our own accounts, connected now or since the start."""
        self.robots: set[tuple[int, int]] = set()
        """Members of whom a member list says that they are robots."""
        self.groups_of: Callable[[int], Collection[int]] = lambda _account: ()
        """Returns the groups that an account of ours is in."""
        self.on_connect: list[Callable[[Bot], None]] = []
        """Called with an account before the first of its frames."""
        self.on_notice: list[Callable[[Notice], None]] = []
        self.on_meta: list[Callable[[Frame], None]] = []
        """Called with heartbeats and notices about our own accounts."""
        self.around = Surroundings(
            now=app.clock,
            starts=app.config.command_start,
            is_ours=self.accounts.__contains__,
            is_bot=self._is_bot,
        )

    def take(self, frame: Frame) -> CommandEvent | None:
        """Record a frame; return the command that it calls, if it is one of ours.

        Nothing that a frame may hold gets out of here as an error: this is the door.
        """
        self_id = positive(frame.get("self_id"))
        self.app.vitals.heard(self_id, frame.get("post_type"), frame.get("interval"))
        try:
            return self._take(frame)
        except UnreadableError as error:
            self._complain(frame, str(error))
        except Exception as error:  # noqa: BLE001 -- the door: an odd frame must not stop the next one
            self._complain(frame, type(error).__name__)
        return None

    def record_sent(self, messages: Iterable[Message]) -> None:
        """Record messages that we have sent ourselves, where the group is recorded.

        Whatever goes wrong here, the call that sent them has succeeded, and must return so.
        """
        try:
            for message in messages:
                if self.app.store.groups.is_recorded(message.group_id):
                    self.app.store.writer.record(message)
        except Exception as error:  # noqa: BLE001 -- the door: see above
            self._complain({"post_type": "sent"}, type(error).__name__)

    def _take(self, frame: Frame) -> CommandEvent | None:
        match frame.get("post_type"):
            case "message" | "message_sent":
                return self._take_message(frame)
            case "notice":
                self._take_notice(frame)
            case _:
                pass
        if frame.get("post_type") == "meta_event" or frame.get("notice_type") in ABOUT_US:
            for listener in self.on_meta:
                listener(frame)
        return None

    def _take_message(self, frame: Frame) -> CommandEvent | None:
        if frame.get("message_type") == "private":
            return self._private_command(frame)
        if frame.get("message_type") != "group" and frame.get("group_id") is None:
            return None
        group_id = positive(frame.get("group_id"))
        if group_id is not None and self.app.store.groups.is_denied(group_id):
            return None
        reading = read_message(frame, self.around)
        message = reading.message
        is_first = self._record(message)
        invocation = reading.invocation if is_first else None
        if invocation is None or not self._may_ask(message, invocation):
            return None
        told = text_of(_sender(frame).get("role"))
        asker = self._asker(message.sender_id, message.self_id, message.group_id, told)
        is_open = self._is_open(message.group_id) or asker.role is Role.SUPERUSER
        if not is_open or not self._is_wanted(message, invocation.command):
            return None
        return self._event(message, asker, invocation)

    def _record(self, message: Message) -> bool:
        """Record a message of a recorded group; return whether it is heard for the first time.

        Of other groups no more than the message's identity is kept, in memory and for a while: so
        that of two accounts in a group one answers, also to the word that switches recording. What
        was said before that is never fetched, hence never taken for stored.
        """
        store = self.app.store
        if store.groups.is_recorded(message.group_id):
            return store.writer.record(message)
        return store.identities.recognise(message).is_new

    def _may_ask(self, message: Message, invocation: Invocation) -> bool:
        """Other bots and we ourselves call no commands, unless our owner types as us.

        Whom only the admins have called a bot may be a person, who keeps a say in their own data;
        so does whom the bot's owner does not serve.
        """
        if message.sender_id in self.app.config.deny_members and not is_own(invocation):
            return False
        if message.is_bot:
            is_told = (message.group_id, message.sender_id) in self.robots
            return is_own(invocation) and not (is_told or is_official(message.sender_id))
        return not message.is_own or self.app.config.answer_self

    def _is_open(self, group_id: int) -> bool:
        """Tell whether the bot speaks in a group: recorded, or waiting for its admins."""
        groups = self.app.store.groups
        return groups.is_recorded(group_id) or groups.is_waiting(group_id)

    def _is_wanted(self, message: Message, command: Command) -> bool:
        """Tell whether a group wants a command answered, called in this way."""
        settings = self.app.store.settings
        if settings.is_switched_off(message.group_id, (command.key, *map(plain, command.names))):
            return False
        is_called = any(user_id in self.accounts for user_id in message.mentions)
        return is_called or not settings.of(message.group_id, ONLY_CALLED)

    def _private_command(self, frame: Frame) -> CommandEvent | None:
        """Superusers may ask in private, others for their own data; nothing of it is stored."""
        user_id, me = positive(frame.get("user_id")), positive(frame.get("self_id")) or 0
        if user_id is None or user_id == me:
            return None
        pieces = pieces_of(frame.get("message"))
        invocation = recognise(pieces, self_id=me, starts=self.around.starts)
        if invocation is None:
            return None
        asker = self._asker(user_id, me, None, None)
        if not self._may_whisper(asker, invocation):
            return None
        return CommandEvent(
            time=moment(frame.get("time"), int(self.app.clock())),
            self_id=me,
            user_id=user_id,
            group_id=None,
            message_id=number(frame.get("message_id")) or 0,
            asker=asker,
            invocation=invocation,
        )

    def _may_whisper(self, asker: Asker, invocation: Invocation) -> bool:
        """Tell whether somebody may ask something in private."""
        if is_own(invocation):
            return True
        is_open = invocation.command.key in PRIVATE or asker.role is Role.SUPERUSER
        return is_open and asker.user_id not in self.app.config.deny_members

    def _asker(self, user_id: int, account: int, group_id: int | None, told: str | None) -> Asker:
        """Return who asks, in a group or (None) in private, of an account of ours.

        Owners of an account are superusers where it is, whichever account of ours has heard them.
        """
        config = self.app.config
        opened = frozenset() if group_id is None else self.app.store.settings.opened(group_id)
        mine = config.owned_by(user_id)
        if not mine or user_id in config.owners:
            return Asker(user_id, role_of(user_id, told, config.owners), group_id, opened)
        reach = frozenset[int]().union(*map(self.groups_of, mine))
        is_owner = account in mine or group_id in reach
        role = Role.SUPERUSER if is_owner else role_of(user_id, told, frozenset())
        return Asker(user_id, role, group_id, opened, reach)

    def _event(self, message: Message, asker: Asker, invocation: Invocation) -> CommandEvent:
        return CommandEvent(
            time=message.sent_at,
            self_id=message.self_id,
            user_id=message.sender_id,
            group_id=message.group_id,
            message_id=message.message_id or 0,
            asker=asker,
            invocation=invocation,
        )

    def _take_notice(self, frame: Frame) -> None:
        group_id = positive(frame.get("group_id"))
        for event in read_notice(frame, int(self.app.clock())):
            if isinstance(event, Recall):
                self.app.withdraw(event.group_id, event.message_id)
            if group_id is not None and self.app.store.groups.is_recorded(group_id):
                self._record_event(event)
            if isinstance(event, Notice):
                for listener in self.on_notice:
                    listener(event)

    def _record_event(self, event: Event) -> None:
        writer = self.app.store.writer
        writer.put(event)
        if not isinstance(event, Notice) or event.user_id is None:
            return
        at, group_id = event.happened_at, event.group_id
        if event.kind is NoticeKind.CARD:
            card = str(event.detail.get("new", ""))
            writer.put_seen(Seen(group_id, at, Member(event.user_id, card=card)))
        elif event.kind is NoticeKind.GROUP_NAME:
            name = str(event.detail.get("name_new") or event.detail.get("name") or "")
            writer.put_seen(GroupSeen(Group(group_id, name or None), at))
        elif event.kind in (NoticeKind.ADMIN_SET, NoticeKind.ADMIN_UNSET):
            role = "admin" if event.kind is NoticeKind.ADMIN_SET else "member"
            writer.put_seen(Seen(group_id, at, Member(event.user_id, role=role)))

    def _is_bot(self, group_id: int, user_id: int) -> bool:
        is_told = (group_id, user_id) in self.robots
        return is_told or self.app.store.settings.is_ignored(group_id, user_id)

    def _complain(self, frame: Frame, reason: str) -> None:
        """Count a frame that could not be read, and log its ids; never what it says."""
        self.unreadable[reason] += 1
        logger.warning(
            "Unreadable frame ({}): {} of group {}, message {}",
            reason,
            _word(frame.get("post_type")),
            number(frame.get("group_id")),
            number(frame.get("message_id")),
        )


def _sender(frame: Frame) -> Mapping[str, Any]:
    sender = frame.get("sender")
    return sender if isinstance(sender, Mapping) else {}


def _word(value: object) -> str:
    """Return a frame's own word for its kind, if it is one: it may hold anything."""
    return value if isinstance(value, str) and value.isidentifier() and len(value) < 32 else "frame"  # noqa: PLR2004 -- longer than any kind
