"""From a called command to its answer: words, and a picture where there is something to draw."""

from collections.abc import Hashable
from dataclasses import replace
from functools import partial

from loguru import logger

from groupscope.access import EVERY_GROUP, Act, Asker
from groupscope.app import App, KeptAnswer
from groupscope.charts import Card, ThemeName, draw
from groupscope.commands import Invocation, Question, named_group, read
from groupscope.errors import QuestionError
from groupscope.pacing import Answered
from groupscope.report import HEADLINE_LENGTH, REPORTS, Answer, Report
from groupscope.settings import AVATARS, REPLIES, THEME, Setting, theme_at
from groupscope.store.robots import robots_in
from groupscope.store.since import Since, happened_since
from groupscope.workers import WorkerError

CLOCKS_APART = 10
"""Seconds by which our clock may be ahead of QQ's."""


class NotRecordedError(QuestionError):
    """The group is not recorded, so there is nothing to ask."""

    def __init__(self) -> None:
        super().__init__("本群还没有开启记录。管理员发送「/群镜 开启」后，我才开始记。")


class SwitchedOffError(QuestionError):
    """The group has switched off what is asked about."""

    def __init__(self, setting: Setting[bool]) -> None:
        super().__init__(f"本群没有开启「{setting.name}」。管理员可以发 /设置 {setting.name} 开")


class TakesNoPartError(QuestionError):
    """The question is about somebody who takes no part in statistics."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__(
            "你选择了不参与统计。想重新参与，发 /恢复记录。" if is_own else "TA 选择了不参与统计。"
        )


class RobotError(QuestionError):
    """The question is about a robot, who is no member to any statistic."""

    def __init__(self) -> None:
        super().__init__("TA 是机器人，不算群友，不计入任何统计。")


class WhichGroupError(QuestionError):
    """In private one has to say which group is meant."""

    def __init__(self, invocation: Invocation) -> None:
        super().__init__(f"私聊里请写明群号，例如：/{invocation.command.key} in 123456")


class OnlyInPrivateError(QuestionError):
    """What is said in other groups is not told in a group."""

    def __init__(self) -> None:
        super().__init__("别的群里的话不在群里说，请私聊我问。")


async def understand(app: App, invocation: Invocation, asker: Asker) -> Question:
    """Read a command's words as a question; QuestionError where that cannot be."""
    report = REPORTS.get(invocation.command.key, Report)
    asker.must(report.act)
    group_id = group_meant(invocation, asker)
    asker.must_see(group_id)  # before anybody's name is looked up there
    question = await read(
        invocation,
        group_id=group_id,
        asker_id=asker.user_id,
        now=app.now_in(group_id),
        roster=app,
        may_look_into=asker.may(Act.LOOK_INTO_OTHER_GROUPS),
    )
    if group_id != EVERY_GROUP and not app.store.groups.is_recorded(group_id):
        raise NotRecordedError
    if report.switch and not app.store.settings.of(group_id, report.switch):
        raise SwitchedOffError(report.switch)
    is_own = report.is_about_somebody or not asker.may(report.about_everybody)
    if is_own and question.scope.member_id is None:
        question = replace(question, scope=replace(question.scope, member_id=asker.user_id))
    refuse_withdrawn(app, question, asker.user_id)
    details = report.details_of_others
    if question.scope.member_id in (None, asker.user_id):
        return replace(question, sees=details)
    asker.must(report.about_others)
    await refuse_robot(app, question)
    return replace(question, sees=frozenset(filter(asker.may, details)))


def refuse_withdrawn(app: App, question: Question, asker_id: int) -> None:
    """Raise TakesNoPartError where a question is about somebody who takes no part."""
    scope = question.scope
    if app.store.opt_outs.covers(scope.group_id, scope.member_id):
        raise TakesNoPartError(is_own=scope.member_id == asker_id)


async def refuse_robot(app: App, question: Question) -> None:
    """Raise RobotError where a question is about a robot: one of ours, or anybody else's."""
    group_id, member_id = question.scope.group_id, question.scope.member_id
    async with app.store.snapshot() as db:
        robots = await robots_in(db.connection, group_id)
    if member_id in robots or app.store.settings.is_ignored(group_id, member_id or 0):
        raise RobotError


def group_meant(invocation: Invocation, asker: Asker) -> int:
    """Return the group that is asked about: the one that is named, else where it is asked.

    WhichGroupError in private, where none is named.
    """
    report = REPORTS.get(invocation.command.key, Report)
    if report.is_across_groups:
        return EVERY_GROUP
    if not report.everywhere.isdisjoint(invocation.words):
        asker.must_see(EVERY_GROUP)
        if asker.group_id is not None:
            raise OnlyInPrivateError
        return EVERY_GROUP
    group_id = named_group(invocation.words) or asker.group_id
    if group_id is None:
        raise WhichGroupError(invocation)
    return group_id


async def answer_kept(app: App, key: str, question: Question, asked: Hashable) -> Answer:
    """Answer a question as it was answered within the last minute, where that still holds.

    ``asked`` is what makes two questions the same. Whoever asks while the answer is being made
    waits for it, rather than have it made twice.
    """
    group_id = question.scope.group_id
    async with app.kept.lock(group_id, asked):
        kept = app.kept.find(group_id, asked)
        if kept is not None and await holds(app, kept, question):
            return kept.answer[0]
        at = app.clock()
        before = await happened(app, question, at)
        found = await answer(app, key, question)
        app.kept.keep(group_id, asked, (found, before), at)
        return found


async def holds(app: App, kept: Answered[KeptAnswer], question: Question) -> bool:
    """Tell whether an answer is still the right one, or nearly.

    For a period that was over, it is. Else what was said since may be one in a hundred of the
    messages that it rests on; nothing, where it is about the member who said it. After a recall
    never: it may show what was recalled.
    """
    found, before = kept.answer
    new = (await happened(app, question, kept.at)).after(before)
    if new.recalls or question.scope.period.until <= int(kept.at):
        return not new.recalls
    return not new.by_member and new.said * 100 <= found.report.rests_on


async def happened(app: App, question: Question, at: float) -> Since:
    """Return what has happened since shortly before a moment: clocks differ."""
    async with app.store.snapshot() as db:
        return await happened_since(db.connection, question.scope, int(at) - CLOCKS_APART)


async def answer(app: App, key: str, question: Question) -> Answer:
    """Answer a question by the report of a key; QuestionError where there is nothing to say."""
    async with app.store.snapshot() as db:
        report = await REPORTS[key].ask(db, question)
    report = await refined(app, report)
    wanted = not report.in_words and wants_pictures(app, question.scope.group_id)
    picture = await pictured(app, report.card(), question.scope.group_id) if wanted else None
    if picture is None:
        return Answer(report.text(), None, report)
    return Answer(report.headline()[:HEADLINE_LENGTH], picture, report)


async def refined(app: App, report: Report) -> Report:
    """Refine an answer in the worker; as it is, where that fails."""
    try:
        return await report.refined(app.worker.run)
    except WorkerError as error:
        logger.warning("An answer stays unrefined: {}", error)
        return report


def wants_pictures(app: App, group_id: int | None) -> bool:
    """Tell whether a group (None: somebody in private) wants pictures rather than words."""
    return app.store.settings.of(group_id, REPLIES) == "picture"


def theme_of(app: App, group_id: int | None) -> ThemeName:
    """Return the theme of pictures that a group (None: somebody in private) gets now."""
    return theme_at(app.store.settings.of(group_id, THEME), app.now_in(group_id or EVERY_GROUP))


async def pictured(app: App, card: Card, group_id: int | None) -> bytes | None:
    """Draw a card in the worker process as a group wants it; None where that fails."""
    has_faces = app.store.settings.of(group_id, AVATARS)
    avatars = app.avatars.cached(card.member_ids) if has_faces else {}
    try:
        return await app.worker.run(
            partial(draw, card, theme=theme_of(app, group_id), avatars=avatars)
        )
    except WorkerError as error:
        logger.warning("Drawing {} failed, answering in words: {}", card.title, error)
        return None
