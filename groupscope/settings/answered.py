"""What the bot answers in a group, when, and how it looks."""

from datetime import datetime
from typing import Final, Literal

from groupscope.settings.kinds import NEVER, Choice, Hours, Switch, plain, read_stretch
from groupscope.settings.sets import CommandNames
from groupscope.settings.setting import Setting, declare

ALWAYS_ANSWERED: Final = frozenset(
    ("groupscope", "settings", "privacy", "optout", "optin", "forget", "mydata", "retract")
)
"""Keys of the commands that no group can switch off: to set it up, and each member's own rights."""

REPLIES = declare(
    Setting(
        key="replies",
        section="回答",
        names=("回答方式", "回答", "图片"),
        icon="🖼️",
        meaning="用图片还是文字回答",
        kind=Choice({"picture": ("图片", "图"), "text": ("文字", "文本")}),
        default=lambda config: config.replies,
        example="文字",
    )
)

THEME = declare(
    Setting(
        key="theme",
        section="回答",
        names=("主题", "配色"),
        icon="🎨",
        meaning="图片用浅色还是深色；自动：19 点到 7 点深色",
        kind=Choice(
            {
                "light": ("浅色", "浅", "亮色", "白天"),
                "dark": ("深色", "深", "暗色", "黑夜"),
                "auto": ("自动",),
            }
        ),
        default=lambda config: config.theme,
        example="深色",
    )
)

AVATARS = declare(
    Setting(
        key="avatars",
        section="回答",
        names=("头像",),
        icon="👤",
        meaning="图片里用不用 QQ 头像",
        kind=Switch(),
        default=lambda config: config.avatars,
        example="关",
    )
)

PACING = declare(
    Setting(
        key="pacing",
        section="回答",
        names=("防刷屏", "限速", "冷却"),
        icon="🐢",
        meaning="问得太快时慢下来：一分钟内重复问只答一次，每人每分钟 6 个",
        kind=Switch(),
        default=lambda config: config.pacing == "on",
        example="关",
    )
)

ONLY_CALLED = declare(
    Setting(
        key="mention",
        section="回答",
        names=("仅@时回答", "仅@", "只在@时回答"),
        icon="📣",
        meaning="只回答 @ 了机器人的命令",
        kind=Switch(),
        default=lambda config: config.mention_only,
        example="开",
        effect="打开后，/设置 也要先 @ 我。",
    )
)

COMMANDS_OFF = declare(
    Setting(
        key="commands",
        section="回答",
        names=("停用命令", "命令"),
        icon="🚫",
        meaning="本群不回应哪些命令",
        kind=CommandNames(ALWAYS_ANSWERED),
        default=lambda config: frozenset(map(plain, config.commands_off)),
        example="加 词云",
    )
)
"""Keys of the commands that a group has switched off."""

QUESTION_BOARD = declare(
    Setting(
        key="board",
        section="回答",
        names=("问题板", "问题"),
        icon="❓",
        meaning="要不要列出谁问了什么、有没有人答",
        kind=Switch(),
        default=lambda config: config.question_board,
        example="关",
    )
)

QUIET_HOURS = declare(
    Setting(
        key="quiet",
        section="回答",
        names=("安静时段", "免打扰", "勿扰"),
        icon="🌙",
        meaning="这段时间不主动发消息（有人问仍会答）",
        kind=Hours(),
        default=lambda config: read_stretch(config.quiet_hours) or NEVER,
        example="23:00-8:00",
    )
)

EVENING, MORNING = 19, 7
"""The hours between which an automatic theme is dark."""


def theme_at(chosen: str, now: datetime) -> Literal["light", "dark"]:
    """Return the theme of a picture that is drawn now, in the group's own time."""
    if chosen == "auto":
        return "dark" if now.hour >= EVENING or now.hour < MORNING else "light"
    return "dark" if chosen == "dark" else "light"
