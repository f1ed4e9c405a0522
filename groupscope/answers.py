"""From a called command to its answer: words, and a picture where there is something to draw."""

from dataclasses import dataclass
from functools import partial

from loguru import logger

from groupscope.access import Act, Asker
from groupscope.app import App
from groupscope.charts import Card, draw
from groupscope.commands import Invocation, Question, named_group, read
from groupscope.errors import QuestionError
from groupscope.report import HEADLINE_LENGTH, REPORTS, Report
from groupscope.workers import WorkerError


class NotRecordedError(QuestionError):
    """The group is not recorded, so there is nothing to ask."""

    def __init__(self) -> None:
        super().__init__("本群还没有开启记录。管理员发送「/群镜 开启」后，我才开始记。")


class WhichGroupError(QuestionError):
    """In private one has to say which group is meant."""

    def __init__(self, invocation: Invocation) -> None:
        super().__init__(f"私聊里请写明群号，例如：/{invocation.command.key} in 123456")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot replies: a line beside a picture, or the whole answer in words."""

    text: str
    picture: bytes | None
    report: Report


async def understand(app: App, invocation: Invocation, asker: Asker) -> Question:
    """Read a command's words as a question; QuestionError where that cannot be."""
    asker.must(Act.ASK)
    group_id = asker.group_id or named_group(invocation.words)
    if group_id is None:
        raise WhichGroupError(invocation)
    question = await read(
        invocation,
        group_id=group_id,
        asker_id=asker.user_id,
        now=app.now_in(named_group(invocation.words) or group_id),
        roster=app,
        may_look_into=asker.may(Act.LOOK_INTO_OTHER_GROUPS),
    )
    if not app.store.groups.is_recorded(question.scope.group_id):
        raise NotRecordedError
    if question.scope.member_id not in (None, asker.user_id):
        asker.must(about_others(invocation))
    return question


def about_others(invocation: Invocation) -> Act:
    """Return what one must be allowed to do to ask this about somebody else."""
    report = REPORTS.get(invocation.command.key)
    return report.about_others if report else Act.ASK


async def answer(app: App, key: str, question: Question) -> Answer:
    """Answer a question by the report of a key; QuestionError where there is nothing to say."""
    async with app.store.snapshot() as db:
        report = await REPORTS[key].ask(db, question)
    report = await refined(app, report)
    if app.config.replies == "text":
        return Answer(report.text(), None, report)
    try:
        picture = await drawn(app, report.card())
    except WorkerError as error:
        logger.warning("Drawing {} failed, answering in words: {}", key, error)
        return Answer(report.text(), None, report)
    return Answer(report.headline()[:HEADLINE_LENGTH], picture, report)


async def refined(app: App, report: Report) -> Report:
    """Refine an answer in the worker; as it is, where that fails."""
    try:
        return await report.refined(app.worker.run)
    except WorkerError as error:
        logger.warning("An answer stays unrefined: {}", error)
        return report


async def drawn(app: App, card: Card) -> bytes:
    """Draw a card in the worker process; WorkerError where that fails."""
    avatars = app.avatars.cached(card.member_ids)
    return await app.worker.run(partial(draw, card, theme=app.config.theme, avatars=avatars))
