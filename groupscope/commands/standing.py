"""Commands that ask for no statistic: they are answered by the plugins themselves."""

from typing import Final

from groupscope.commands.command import Command, register

GROUPSCOPE: Final = register(
    Command(
        key="groupscope",
        names=("groupscope", "群镜"),
        period=None,
        summary="开启、关闭、状态、补录、帮助",
        example="/群镜 状态",
        takes_member=False,
    )
)
HELP: Final = register(
    Command(
        key="help",
        names=("help", "帮助"),
        period=None,
        summary="能问什么；/帮助 排行 讲一条",
        example="/帮助 排行",
        takes_member=False,
    )
)
RETRACT: Final = register(
    Command(
        key="retract",
        names=("retract", "撤回"),
        period=None,
        summary="管理员引用我的回答并发送，我就撤回它",
        example="/撤回",
        takes_member=False,
    )
)
