"""What the tests of reports say: a group that talks, and asks a report about it."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import update

from groupscope.commands import Question
from groupscope.periods import read_period
from groupscope.report import Report
from groupscope.scope import Scope
from groupscope.store.tables import message
from tests.store.kit import GROUP, SHANGHAI, Chat, at, said

FRIDAY, THURSDAY, WEDNESDAY = (at(f"2026-11-{number} 00:00") for number in (20, 19, 18))
EVENING = at("2026-11-20 21:00")
R = TypeVar("R", bound=Report)
LONG_PERIODS = ["今天", "上周~今天", "2026-11-19 20:00~2026-11-20 20:30", "近720天"]

FRUITS = ["苹果", "香蕉", "西瓜", "葡萄", "芒果", "草莓", "樱桃", "菠萝", "柠檬", "橙子"]
FRUITS += ["火锅", "奶茶", "咖啡", "面包", "牛奶", "米饭", "饺子", "包子", "豆腐", "java"]
"""Twenty words."""


class Group(Chat):
    """A group whose clock shows nine in the evening of Friday, 20 November 2026."""

    async def says(self, by: int, *lines: str, since: int = FRIDAY, times: int = 1) -> None:
        """Let a member say lines, one a second, over and over."""
        for second in range(times * len(lines)):
            self.writer.record(said(by, lines[second % len(lines)], since + second))
        await self.writer.flush()

    async def felt_about(self, moods: dict[str, int]) -> None:
        """Let these lines have these moods, in thousandths."""
        async with self.writer.transaction() as connection:
            for text, mood in moods.items():
                meant = message.c.text == text
                await connection.execute(update(message).where(meant).values(mood=mood))

    async def ask(
        self, report: type[R], words: str = "今天", member: int | None = None, *options: str
    ) -> R:
        now = datetime.fromtimestamp(EVENING, SHANGHAI)
        scope = Scope(GROUP, read_period(words, now).clamped(now), member)
        async with self.store.snapshot() as db:
            return await report.ask(db, Question(scope, options))
