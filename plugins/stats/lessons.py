"""``/开课``, ``/下课`` and ``/课堂``: admins keep lessons, everybody looks at them."""

from dataclasses import dataclass
from functools import partial

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.answers import NotRecordedError, WhichGroupError
from groupscope.app import App, current
from groupscope.commands import Invocation, Question, meant_group, plain
from groupscope.commands.lessons import CLOSING, OPENING, LessonAct, LessonWish, read_lesson
from groupscope.errors import QuestionError
from groupscope.periods import Period, read_period
from groupscope.reports.lesson import NoSuchLessonError
from groupscope.scope import Scope
from groupscope.store.lessons import (
    LONGEST_OPEN,
    KnownLesson,
    add_lesson,
    drop_lesson,
    lessons_of,
    set_lesson,
)
from plugins._asking import give, paced
from plugins._chat import CommandEvent, answers, caught_up, reply

ONE, ALL = "lesson", "lessons"
"""The reports that show one lesson, and all of them."""


class LessonError(QuestionError):
    """A lesson cannot be opened, closed or dropped as asked."""


def is_lesson(invocation: Invocation) -> bool:
    """Tell whether a command is about lessons."""
    return invocation.command in (OPENING, CLOSING) or invocation.command.key == ONE


@answers(is_lesson)
async def answer_lesson(bot: Bot, event: CommandEvent) -> None:
    """Do or show what is asked, or say in a sentence why not."""
    app = current()
    await caught_up(app.store.writer)
    try:
        group_id, words = group_meant(app, event)
        wish = read_lesson(event.invocation, words, app.now_in(group_id))
        said = await granted(app, bot, event, group_id, wish)
    except QuestionError as error:
        said = str(error)
    if said:
        await reply(bot, event, said)


def group_meant(app: App, event: CommandEvent) -> tuple[int, tuple[str, ...]]:
    """Return the group that is meant, and the other words; QuestionError where it is not open."""
    named, words = meant_group(event.invocation.words)
    group_id = named or event.group_id
    if group_id is None:
        raise WhichGroupError(event.invocation)
    event.asker.must(Act.ASK)
    event.asker.must_see(group_id)
    if not app.store.groups.is_recorded(group_id):
        raise NotRecordedError
    return group_id, words


async def granted(app: App, bot: Bot, event: CommandEvent, group_id: int, wish: LessonWish) -> str:
    """Do what is wished, and show what came of it; or return what to say."""
    lessons = await known_in(app, group_id)
    if wish.act is LessonAct.LIST:
        return await show(bot, event, group_id, None, ALL)
    if wish.act is LessonAct.SHOW:
        return await show(bot, event, group_id, number_of(lessons, wish.name))
    event.asker.must_manage(group_id, Act.KEEP_LESSONS)
    keeping = Keeping(app, group_id, lessons, event.user_id, event.time)
    match wish.act:
        case LessonAct.OPEN:
            return await keeping.open(wish.name)
        case LessonAct.DROP:
            return await keeping.drop(wish.name)
        case LessonAct.CLOSE:
            return await show(bot, event, group_id, await keeping.close(), is_news=True)
        case _:
            return await show(bot, event, group_id, await keeping.add(wish), is_news=True)


async def known_in(app: App, group_id: int) -> list[KnownLesson]:
    """Return a group's lessons."""
    async with app.store.snapshot() as db:
        return await lessons_of(db.connection, group_id)


async def show(
    bot: Bot,
    event: CommandEvent,
    group_id: int,
    number: int | None,
    key: str = ONE,
    *,
    is_news: bool = False,
) -> str:
    """Answer by a report; there is nothing more to say then."""
    now = current().now_in(group_id)
    everything = read_period("全部", now)
    if everything is None:
        raise ValueError("全部 is a period")
    options = () if number is None else (str(number),)
    question = Question(Scope(group_id, everything.clamped(now)), options)
    # Whoever keeps a lesson is not asking, and is told what came of it however often they do.
    asked = (key, group_id, number, event.message_id if is_news else None)
    await paced(bot, event, asked, partial(give, bot, event, question, key))
    return ""


def number_of(lessons: list[KnownLesson], meant: str) -> int | None:
    """Return the number of the latest lesson that is called so; None where none is meant."""
    if not meant or not lessons:
        return None
    wanted = plain(meant).lstrip("#")
    found = [
        lesson for lesson in lessons if plain(lesson.name) == wanted or str(lesson.number) == wanted
    ]
    if not found:
        raise NoSuchLessonError(meant)
    return found[-1].number


@dataclass(frozen=True, slots=True)
class Keeping:
    """A group's lessons, kept by an admin (``by``) at a moment in epoch seconds."""

    app: App
    group_id: int
    lessons: list[KnownLesson]
    by: int
    at: int

    async def open(self, name: str) -> str:
        """Begin a lesson; LessonError while another one goes on."""
        going = self._going()
        if going is not None:
            raise LessonError(f"「{going.name}」还没下课。先发「/下课」，再开新的。")
        async with self.app.store.writer.transaction() as connection:
            stretch = (self.at, None)
            lesson = await add_lesson(connection, self.group_id, name, stretch, self.by)
        hours = LONGEST_OPEN // 3600
        return (
            f"「{lesson.name}」开课了（第 {lesson.number} 节）。"
            f"发「/下课」结束；忘了的话，{hours} 小时后自动下课。"
        )

    async def close(self) -> int:
        """End the lesson that goes on, and return its number."""
        going = self._going()
        if going is None:
            raise LessonError("现在没有在上的课。发「/开课 课名」开始，「/课堂」看最近一节。")
        await self._set(going, going.since, max(self.at, going.since))
        return going.number

    async def add(self, wish: LessonWish) -> int:
        """Write down a lesson afterwards, or correct the one of that name; return its number."""
        if wish.period is None:
            raise ValueError("a lesson that is added has a period")
        for lesson in reversed(self.lessons):
            if plain(lesson.name) == plain(wish.name) and overlaps(lesson, wish.period):
                await self._set(lesson, wish.period.since, wish.period.until)
                return lesson.number
        async with self.app.store.writer.transaction() as connection:
            stretch = (wish.period.since, wish.period.until)
            added = await add_lesson(connection, self.group_id, wish.name, stretch, self.by)
        return added.number

    async def drop(self, meant: str) -> str:
        """Forget a lesson."""
        number = number_of(self.lessons, meant)
        if number is None:
            raise LessonError("请写编号，例如：/课堂 删除 3")
        async with self.app.store.writer.transaction() as connection:
            await drop_lesson(connection, self.group_id, number)
        return f"已去掉第 {number} 节课；消息都还在。"

    def _going(self) -> KnownLesson | None:
        return next((lesson for lesson in self.lessons if lesson.is_open(self.at)), None)

    async def _set(self, lesson: KnownLesson, since: int, until: int) -> None:
        async with self.app.store.writer.transaction() as connection:
            await set_lesson(connection, self.group_id, lesson.number, (since, until), self.by)


def overlaps(lesson: KnownLesson, period: Period) -> bool:
    """Tell whether a lesson shares time with a period."""
    return lesson.since < period.until and period.since < lesson.until
