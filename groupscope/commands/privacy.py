"""Commands by which members see, stop and erase what is stored of them; for everybody, anywhere."""

from typing import Final

from groupscope.commands.command import Command, plain, register
from groupscope.commands.invocation import Invocation
from groupscope.commands.question import meant_group
from groupscope.commands.standing import ERASES, GROUPSCOPE

EVERYWHERE: Final = frozenset({"全部", "所有", "所有群", "everywhere", "all"})
"""Words by which a member means every group."""
_EVERY_GROUP: Final = ("全部", "在所有群里；私聊里不写群号也是")

PRIVACY: Final = register(
    Command(
        key="privacy",
        names=("privacy", "隐私"),
        period=None,
        summary="记什么、存多久、怎么退出、谁在运行",
        example="/隐私",
        takes_member=False,
        icon="🔐",
    )
)
OPT_OUT: Final = register(
    Command(
        key="optout",
        names=("optout", "别记我"),
        period=None,
        summary="不参与统计：以后只计条数，哪里都不再出现我",
        example="/别记我，/别记我 全部",
        takes_member=False,
        icon="🙈",
        details=(
            _EVERY_GROUP,
            ("以后", "不记你的名字和内容，只在总条数里算一条"),
            ("以前", "不再出现在任何统计里；要抹去，发 /忘记我"),
        ),
    )
)
OPT_IN: Final = register(
    Command(
        key="optin",
        names=("optin", "恢复记录"),
        period=None,
        summary="重新参与统计",
        example="/恢复记录，/恢复记录 全部",
        takes_member=False,
        icon="🙋",
        details=(_EVERY_GROUP, ("不参与时说的话", "没有记，找不回来")),
    )
)
FORGET: Final = register(
    Command(
        key="forget",
        names=("forget", "忘记我"),
        period=None,
        summary="抹去已经记下的我，不能恢复",
        example="/忘记我，/忘记我 全部",
        takes_member=False,
        icon="🧽",
        details=(_EVERY_GROUP, ("确认", "5 分钟内把收到的四位数字发回来：/忘记我 4821")),
    )
)
MY_DATA: Final = register(
    Command(
        key="mydata",
        names=("mydata", "我的数据"),
        period=None,
        summary="存了我什么、别人看了我几次，私聊发送",
        example="/我的数据",
        takes_member=False,
        icon="📦",
        details=(("私聊", "先加我为好友；群里不会发任何内容"), ("JSON", "附上完整的一份")),
    )
)

OWN: Final = (PRIVACY, OPT_OUT, OPT_IN, FORGET, MY_DATA)
"""What everybody may ask, also in private: it is about nobody but the asker."""


def is_own(invocation: Invocation) -> bool:
    """Tell whether a command is about its asker's own data."""
    return invocation.command in OWN


def is_erasing_group(invocation: Invocation) -> bool:
    """Tell whether a command is ``/群镜 清除``."""
    words = meant_group(invocation.words)[1]
    return invocation.command is GROUPSCOPE and bool(words) and plain(words[0]) in ERASES


def code_in(words: tuple[str, ...]) -> str | None:
    """Return the code among some words, if there is one."""
    return next((word for word in words if word.isascii() and word.isdigit()), None)
