"""Who may look at whom: what concerns a member alone is for themselves, until an admin opens it."""

from collections.abc import Callable
from typing import Final

from groupscope.access import Act
from groupscope.config import Config
from groupscope.settings.kinds import Choice
from groupscope.settings.setting import Setting, declare

WHO: Final = Choice(
    {"self": ("自己", "仅自己", "本人"), "everyone": ("所有人", "大家", "everybody")}
)


def _about_others(
    key: str, names: tuple[str, ...], icon: str, meaning: str, default: Callable[[Config], str]
) -> Setting[str]:
    """Declare who may see, of others, what concerns a member alone."""
    return declare(
        Setting(
            key=key,
            section="谁能看谁",
            names=names,
            icon=icon,
            meaning=meaning,
            kind=WHO,
            default=default,
            example="所有人",
        )
    )


LOOK_MOOD = _about_others(
    "look-mood",
    ("看心情", "查看心情"),
    "💗",
    "谁能看别人的心情（管理员总能看）",
    lambda config: config.look_mood,
)
LOOK_CLOCK = _about_others(
    "look-clock",
    ("看作息", "看画像", "查看作息"),
    "🕰️",
    "谁能看别人的作息和画像里的细节（管理员总能看）",
    lambda config: config.look_clock,
)
LOOK_SEARCH = _about_others(
    "look-search",
    ("搜别人", "搜索", "查看原话"),
    "🔎",
    "谁能搜别人说过的话（管理员总能搜）",
    lambda config: config.look_search,
)

LOOK_DASHBOARD = declare(
    Setting(
        key="look-dashboard",
        section="谁能看谁",
        names=("看板", "网页看板", "打开看板"),
        icon="🖥️",
        meaning="谁能在网页看板上看本群；群友只看得到群里问得到的",
        kind=Choice(
            {
                "admins": ("管理员", "群主和管理员", "仅管理员", "关"),
                "everyone": ("所有人", "大家", "群友", "everybody"),
            }
        ),
        default=lambda config: config.look_dashboard,
        example="所有人",
    )
)

OPENS: Final = {
    LOOK_MOOD: Act.SEE_MOOD_OF_OTHERS,
    LOOK_CLOCK: Act.SEE_CLOCK_OF_OTHERS,
    LOOK_SEARCH: Act.SEARCH_OTHERS,
    LOOK_DASHBOARD: Act.OPEN_DASHBOARD,
}
"""What each of them opens for everybody."""
