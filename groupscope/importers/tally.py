"""The tally of a file: every line, or every entry of a JSON file, is counted under one heading."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

PLACES_KEPT = 20
"""So many line numbers are kept for each reason."""


class Reason(StrEnum):
    """Why something was left out; the sentence that the ledger shows."""

    UNREADABLE = "读不懂"
    NO_TIME = "没有时间"
    NO_SENDER = "没有发送者"
    BEFORE_FIRST = "第一条消息之前的内容"
    PRIVATE = "私聊消息"
    UNKNOWN_NOTICE = "不认识的系统提示"
    UNKNOWN_ENTRY = "不认识的条目"
    NO_TARGET = "表情回应找不到原消息"


class Remark(StrEnum):
    """What is guessed or missing, although it was taken; the sentence that the ledger shows."""

    BY_NAME = "条消息只有名字没有号码，按名字认人"
    GUESSED_DATE = "条消息没有日期，日期是猜的"
    GUESSED_ORDER = "条消息的日期分不清日和月，按“日/月”读"
    REACTION_TIME = "个表情回应没有时间，记在原消息的时间"
    RECALL_TIME = "条消息已撤回但没有撤回时间，记在原消息的时间"
    BROKEN_BYTES = "行里有认不出的字节"
    GROUP_BY_NAME = "个聊天没有群号，群号由名字编成（可以用 --group 指定）"
    LOST_REPLY = "条回复找不到原消息"
    WITHOUT_MEDIA = "个图片、语音或文件只有记录，没有内容"
    NOT_IN_CHUNKS = "条消息清单里有、分块里没有"
    BY_QUOTE = "个表情回应按引文开头找原消息"


@dataclass(slots=True)
class LeftOut:
    """How much was left out for one reason, and on which lines (the first few)."""

    count: int = 0
    lines: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class Tally:
    """Where everything in a file went.

    ``frame`` is what only holds it together: blank lines, heads. ``continued``: further lines of
    messages.
    """

    read: int = 0
    messages: int = 0
    continued: int = 0
    members: int = 0
    notices: int = 0
    reactions: int = 0
    frame: int = 0
    left_out: dict[Reason, LeftOut] = field(default_factory=dict[Reason, LeftOut])
    remarks: Counter[Remark] = field(default_factory=Counter[Remark])

    def leave_out(self, line: int, reason: Reason, count: int = 1) -> None:
        """Count lines, the first of them numbered, that are left out, and why."""
        known = self.left_out.setdefault(reason, LeftOut())
        known.count += count
        if len(known.lines) < PLACES_KEPT:
            known.lines.append(line)

    def add(self, other: "Tally") -> None:
        """Add the tally of a part of the file."""
        for name in ("read", "messages", "continued", "members", "notices", "reactions", "frame"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for reason, known in other.left_out.items():
            mine = self.left_out.setdefault(reason, LeftOut())
            mine.count += known.count
            mine.lines += known.lines[: PLACES_KEPT - len(mine.lines)]
        self.remarks += other.remarks

    @property
    def left(self) -> int:
        """How much was left out."""
        return sum(known.count for known in self.left_out.values())

    @property
    def accounted(self) -> int:
        """How much went somewhere: as much as was read, or the tally does not close."""
        return (
            self.messages
            + self.continued
            + self.members
            + self.notices
            + self.reactions
            + self.frame
            + self.left
        )
