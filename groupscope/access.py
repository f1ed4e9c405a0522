"""Who may do what: the one table that is asked.

QQ tells a member's role in the group; superusers are named in the configuration.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum

from loguru import logger

from groupscope.errors import QuestionError


class Role(IntEnum):
    """What somebody is in a group; whoever is more may do whatever is allowed to less."""

    MEMBER = 1
    ADMIN = 2
    SUPERUSER = 3


class Act(Enum):
    """What one may want to do, with the least role that may."""

    ASK = ("查看统计", Role.MEMBER)
    READ_HELP = ("查看帮助", Role.MEMBER)
    SEE_MOOD_OF_OTHERS = ("查看别人的心情", Role.ADMIN)
    SEARCH_OTHERS = ("搜别人说过的话", Role.ADMIN)
    SEE_CLOCK_OF_OTHERS = ("查看别人的作息", Role.ADMIN)
    SEE_QUIET_MEMBERS = ("查看谁在潜水", Role.ADMIN)
    KEEP_LESSONS = ("开课和下课", Role.ADMIN)
    MARK_QUESTION = ("把别人的问题标为已解决", Role.ADMIN)
    CHANGE_WORDS = ("增删本群的词", Role.ADMIN)
    SEE_STATE = ("查看记录状态", Role.MEMBER)
    SWITCH_RECORDING = ("开启或关闭记录", Role.ADMIN)
    BACKFILL = ("补录历史消息", Role.ADMIN)
    RETRACT_ANSWER = ("撤回回答", Role.ADMIN)
    SEE_SETTINGS = ("查看本群的设置", Role.MEMBER)
    CHANGE_SETTINGS = ("更改本群的设置", Role.ADMIN)
    SEE_CHANGES = ("查看设置的更改记录", Role.ADMIN)
    OPEN_DASHBOARD = ("打开看板", Role.ADMIN)
    LOOK_INTO_OTHER_GROUPS = ("查看别的群", Role.SUPERUSER)
    EXPORT = ("导出记录", Role.SUPERUSER)
    ERASE_GROUP = ("抹去一个群的全部记录", Role.SUPERUSER)
    MANAGE_OTHER_GROUPS = ("管理别的群", Role.SUPERUSER)

    def __init__(self, wording: str, least: Role) -> None:
        self.wording = wording
        self.least = least


EVERY_GROUP = 0
"""The group of a question about all groups at once."""

HOLDERS = {
    Role.MEMBER: "群成员",
    Role.ADMIN: "群主和管理员",
    Role.SUPERUSER: "机器人的主人",
}


class NotAllowedError(QuestionError):
    """Somebody may not do what they want to; the sentence says who may."""

    def __init__(self, act: Act) -> None:
        super().__init__(f"只有{HOLDERS[act.least]}可以{act.wording}。")


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who wants something, in a group or (group None) in private.

    ``opened`` is what the group has opened for everybody. ``reach`` are the groups that the owner
    of some accounts alone may look into; None for a superuser, who may look into all.
    """

    user_id: int
    role: Role
    group_id: int | None = None
    opened: frozenset[Act] = frozenset()
    reach: frozenset[int] | None = None

    def may(self, act: Act) -> bool:
        """Tell whether they may do something."""
        return self.role >= act.least or act in self.opened

    def must(self, act: Act) -> None:
        """Raise NotAllowedError where they may not do something."""
        if not self.may(act):
            raise NotAllowedError(act)

    def must_see(self, group_id: int) -> None:
        """Raise NotAllowedError where a group (0: all of them) is not theirs to look into."""
        if group_id != self.group_id:
            self._must_reach(group_id, Act.LOOK_INTO_OTHER_GROUPS)
            logger.info("{} looks into group {} (0: all)", self.user_id, group_id)

    def must_manage(self, group_id: int, act: Act) -> None:
        """Raise NotAllowedError where they may not do something to a group."""
        if group_id != self.group_id:
            self._must_reach(group_id, Act.MANAGE_OTHER_GROUPS)
            logger.info("{} manages group {}: {}", self.user_id, group_id, act.name)
        self.must(act)

    def _must_reach(self, group_id: int, act: Act) -> None:
        self.must(act)
        if self.reach is not None and group_id not in self.reach:
            raise NotAllowedError(act)


def role_of(user_id: int, told: str | None, superusers: frozenset[int]) -> Role:
    """Return somebody's role from what QQ tells (owner, admin, member) and who is superuser."""
    if user_id in superusers:
        return Role.SUPERUSER
    return Role.ADMIN if told in ("owner", "admin") else Role.MEMBER
