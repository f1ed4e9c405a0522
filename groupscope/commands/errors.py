"""What can be wrong with a question; each error is the sentence that its asker reads."""

from collections.abc import Sequence
from typing import Final

from groupscope.commands.command import Command
from groupscope.commands.roster import Named
from groupscope.errors import QuestionError

_SHOWN_LETTERS: Final = 20
_SHOWN_NAMES: Final = 5


def _shown(word: str) -> str:
    """Quote what somebody typed, without line breaks and not at any length."""
    word = "".join(letter for letter in word if letter.isprintable())
    return word if len(word) <= _SHOWN_LETTERS else f"{word[:_SHOWN_LETTERS]}…"


class UnknownWordError(QuestionError):
    """A word that is neither a period nor anybody's name."""

    def __init__(self, word: str, command: Command) -> None:
        super().__init__(
            f"没看懂「{_shown(word)}」：不是时间，也没找到叫这个名字的群友。"
            f"可以这样问：{command.example}"
        )


class AmbiguousNameError(QuestionError):
    """A name that several members bear."""

    def __init__(self, name: str, found: Sequence[Named]) -> None:
        people = "、".join(
            f"{_shown(one.name)}（QQ 尾号 {one.user_id % 10_000:04}）"
            for one in found[:_SHOWN_NAMES]
        )
        more = f"等 {len(found)} 人" if len(found) > _SHOWN_NAMES else ""
        super().__init__(f"「{_shown(name)}」可能是{people}{more}，请 @ TA 或者写 QQ 号。")


class TwoMembersError(QuestionError):
    """More than one member in a question."""

    def __init__(self, command: Command) -> None:
        super().__init__(f"一次只能看一个人，比如：/{command.shown} @某人")


class TwoPeriodsError(QuestionError):
    """More than one period in a question."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(
            f"「{_shown(first)}」和「{_shown(second)}」只能选一个；"
            "想看一整段可以写：2026-11-01~2026-11-19。"
        )


class NoPeriodError(QuestionError):
    """A period for a command that has none."""

    def __init__(self, word: str, command: Command) -> None:
        super().__init__(f"/{command.shown} 不分时间，不用写「{_shown(word)}」：{command.example}")


class NoMemberError(QuestionError):
    """A member for a command that is about the whole group."""

    def __init__(self, command: Command) -> None:
        super().__init__(f"/{command.shown} 只看全群，不能看某个人：{command.example}")


class OtherGroupError(QuestionError):
    """Another group, asked for by somebody who may only see this one."""

    def __init__(self, command: Command) -> None:
        super().__init__(f"只有机器人的主人可以查看别的群；本群可以这样问：{command.example}")


class TwoGroupsError(QuestionError):
    """More than one group in a question."""

    def __init__(self, command: Command) -> None:
        super().__init__(f"一次只能看一个群，比如：/{command.shown} in 123456")
