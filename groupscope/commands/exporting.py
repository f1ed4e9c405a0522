"""``/导出``: superusers take a group's record out, by chat."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groupscope.commands.command import Command, plain, register
from groupscope.commands.stretch import take_one_period
from groupscope.errors import QuestionError
from groupscope.periods import Period, read_period

EXPORT: Final = register(
    Command(
        key="export",
        names=("export", "导出"),
        period=None,
        summary="机器人的主人：一个群的记录，私聊发文件",
        example="/导出 in 123456 上月 csv",
        takes_member=False,
        icon="📤",
        details=(
            ("时间", "不写就是全部"),
            ("格式", "jsonl（最全，默认）、chatlab、csv、parquet"),
            ("文件", "只发到私聊；太大发不了的，留在服务器上并告诉你在哪里"),
            ("没有谁", "不参与统计的人不在里面"),
        ),
    )
)
USUAL: Final = "jsonl"


class ExportWordsError(QuestionError):
    """What is to be taken out is not understood."""

    def __init__(self, word: str, formats: Collection[str]) -> None:
        super().__init__(
            f"没看懂「{word[:20]}」：不是时间，也不是格式（{'、'.join(formats)}）。例如：{EXPORT.example}"
        )


@dataclass(frozen=True, slots=True)
class ExportWish:
    """Which stretch is to be taken out, in which format."""

    period: Period
    form: str = USUAL


def read_export(words: Sequence[str], formats: Collection[str], now: datetime) -> ExportWish:
    """Understand what is to be taken out; ``words`` are those without a group. ExportWordsError."""
    left = list(words)
    chosen = [word for word in left if plain(word) in formats]
    left = [word for word in left if word not in chosen]
    period, _ = take_one_period(left, now)
    period = period or read_period("全部", now)
    if left or period is None or len(chosen) > 1:
        raise ExportWordsError((left or chosen)[-1], formats)
    return ExportWish(period.clamped(now), plain(chosen[0]) if chosen else USUAL)
