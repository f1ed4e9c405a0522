"""Commands by which people get into the dashboard, and out of it; a plugin answers them."""

from typing import Final

from groupscope.commands.command import Command, register

LEAVING: Final = frozenset({"logout", "退出", "登出"})
"""Words of /看板 that end every session of whoever says them."""

DASHBOARD: Final = register(
    Command(
        key="dashboard",
        names=("dashboard", "看板"),
        period=None,
        summary="网页看板：图表随群聊实时更新",
        example="/看板，/看板 退出",
        takes_member=False,
        actions=LEAVING,
        icon="🖥️",
        details=(
            ("链接", "私聊发给你，五分钟内有效，只能用一次"),
            ("退出", "让你登录过的网页全部退出"),
            ("谁能看", "群主和管理员；「/设置 看板 所有人」让群友也能看"),
        ),
    )
)
LOGIN: Final = register(
    Command(
        key="login",
        names=("login", "登录"),
        period=None,
        summary="登录网页看板：发送网页上显示的码",
        example="/登录 8F3K",
        takes_member=False,
        icon="🔑",
        details=(
            ("码", "打开看板的网页就能看到；五分钟内有效"),
            ("只登录自己打开的网页", "别人给你的码不要发：发了，那个人就能用你的身份看"),
        ),
    )
)
PRIVATE: Final = frozenset({DASHBOARD.key, LOGIN.key})
"""Keys of the commands that everybody may give in private."""
