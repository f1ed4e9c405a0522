"""What the grey lines of a chat say: who joined, who left, who took something back."""

import re
from typing import Final

from groupscope.model import NoticeKind

_SAYINGS: Final = {
    NoticeKind.RECALL: "撤回|recalled a message|this message|message was deleted|삭제된 메시지",
    NoticeKind.KICK: r"被.{0,60}(?:移出|踢出|移除)|移出了?(?:群|本群)|\bremoved\b|내보냈습니다",
    NoticeKind.JOIN: r"加入|进群|进入了?本群|\bjoined\b|\badded\b|들어왔습니다|초대했습니다",
    NoticeKind.LEAVE: r"退出|离开了?(?:本|该)?群|退群|\bleft\b|나갔습니다",
    NoticeKind.BAN: "被.{0,60}禁言",
    NoticeKind.POKE: "戳了|拍了拍",
    NoticeKind.ADMIN_SET: "(?:成为|设为|设置.{0,40}为).{0,6}管理员",
    NoticeKind.GROUP_NAME: "修改.{0,4}群(?:聊)?名|群名(?:称)?(?:修)?改为|changed the (?:group|s)",
}
"""The first that fits holds: somebody who is taken out of a group has not left it."""
_PATTERNS: Final = {kind: re.compile(saying) for kind, saying in _SAYINGS.items()}


def kind_of_notice(text: str) -> NoticeKind | None:
    """Return what a grey line tells; None where it is nothing that we know."""
    return next((kind for kind, saying in _PATTERNS.items() if saying.search(text)), None)
