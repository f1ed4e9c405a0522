"""Commands that ask for no statistic: they are answered by the plugins themselves."""

from collections.abc import Sequence
from typing import Final

from groupscope.commands.command import Command, register
from groupscope.commands.invocation import Invocation
from groupscope.commands.question import meant_group
from groupscope.settings import RECORDING, Said, is_called

GROUPSCOPE: Final = register(
    Command(
        key="groupscope",
        names=("groupscope", "群镜"),
        period=None,
        summary="开启、关闭、状态、设置、补录、帮助",
        example="/群镜 状态",
        takes_member=False,
        icon="🔭",
        place=13,
        details=(
            ("状态", "有没有在记录、从什么时候起、有多少条、离线多久"),
            ("开启、关闭", "管理员：开始或停止记录，已经记下的不会丢"),
            ("补录、补录 48", "管理员：补上最近 24（或 48）小时里缺的消息"),
            ("设置", "本群的设置，和 /设置 一样"),
            ("清除", "机器人的主人：抹去这个群的全部记录，要确认"),
        ),
    )
)
SETTINGS: Final = register(
    Command(
        key="settings",
        names=("settings", "设置"),
        period=None,
        summary="本群的设置：看全部，管理员可改",
        example="/设置，/设置 保留天数 365",
        takes_member=False,
        icon="🎛️",
        details=(
            ("名称", "讲这一项：意思、现在的值、可以设成什么"),
            ("名称 值", "管理员：改这一项"),
            ("名称 默认", "管理员：恢复默认"),
            ("日志", "管理员：谁在什么时候改了什么"),
            ("群 123456 …", "机器人的主人：别的群，私聊里也行"),
        ),
    )
)
HELP: Final = register(
    Command(
        key="help",
        names=("help", "帮助"),
        period=None,
        summary="能问什么，怎么问",
        example="/帮助 排行，/帮助 全部",
        takes_member=False,
        icon="💡",
        details=(("全部", "所有命令"), ("命令名", "讲这一条：例子、时间、选项、规则")),
    )
)
RETRACT: Final = register(
    Command(
        key="retract",
        names=("retract", "撤回"),
        period=None,
        summary="管理员引用我的一条回答发送，我就撤回它",
        example="/撤回",
        takes_member=False,
        icon="↩️",
    )
)

SET_UP: Final = frozenset({"设置", "settings"})
"""Words of /群镜 that do what /设置 does."""
ERASES: Final = frozenset({"清除", "erase"})
"""Words of /群镜 that erase all that there is of a group."""


def setting_words(invocation: Invocation) -> tuple[str, ...] | None:
    """Return what is said about settings, without the group that is meant.

    None where it is another command.
    """
    words = meant_group(invocation.words)[1]
    if invocation.command is SETTINGS:
        return words
    is_setting = invocation.command is GROUPSCOPE and words and words[0].lower() in SET_UP
    return words[1:] if is_setting else None


def recording_wanted(setting: Sequence[str] | None) -> bool | None:
    """Return what ``/设置 记录 开`` says, by its ``setting_words``; None for anything else."""
    if not setting or not is_called(RECORDING, setting[0]):
        return None
    return RECORDING.kind.read(Said(tuple(setting[1:])), present=False)
