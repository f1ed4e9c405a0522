"""Panels about what was said: words, questions, what was loved."""

from groupscope.answers import SwitchedOffError
from groupscope.errors import QuestionError
from groupscope.figures.asking import question_rows
from groupscope.figures.cheers import cheers_of
from groupscope.figures.said import quotable
from groupscope.periods import Period
from groupscope.report import covered
from groupscope.reports.quotes import GreatMoments
from groupscope.reports.wordcloud import SHOWN as MOST_WORDS
from groupscope.reports.words import HotTalk
from groupscope.settings import QUESTION_BOARD
from groupscope.store.asked import board_of
from groupscope.web.panels.kinds import Told, Wanted, panel

MOST_QUESTIONS = 50


class NoQuestionsError(QuestionError):
    """Nobody has asked anything in a period."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label}没有人提问。")


class NoWordsError(QuestionError):
    """What was said in a period has no words."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label}的消息里没有词。")


@panel("cloud", "词云", ("word", "词", "word"), ("messages", "消息", "messages"))
async def cloud(wanted: Wanted) -> Told:
    """Tell in how many messages each word was said: /词云, however few there are."""
    words = await wanted.db.words(wanted.scope, most=MOST_WORDS)
    if not words:
        await covered(wanted.db, wanted.scope)
        raise NoWordsError(wanted.scope.period)
    return Told(list(words.items()))


@panel(
    "words",
    "特别的词",
    ("place", "名次", "place"),
    ("word", "词", "word"),
    ("messages", "消息", "messages"),
    ("usual", "平时", "usual"),
    ("is_new", "新词", "new"),
)
async def words(wanted: Wanted) -> Told:
    """Tell which words are said more than usual: /热词."""
    report = await HotTalk.load(wanted.db, wanted.scope)
    rows = [(one.place, one.text, one.count, one.usual, one.is_new) for one in report.rows]
    return Told(rows, {"is_compared": report.is_compared}, report.headline())


@panel(
    "questions",
    "问题",
    ("number", "编号", "number"),
    ("sent_at", "时间", "at"),
    ("key", "消息", "key"),
    ("id", "QQ", "id"),
    ("name", "谁问的", "asker"),
    ("text", "问题", "question"),
    ("asked", "什么时候", "asked"),
    ("answered_by", "谁答的", "answered by"),
    ("after", "多久以后", "after"),
    ("is_open", "待答", "open"),
    ("is_done", "已解决", "done"),
)
async def questions(wanted: Wanted) -> Told:
    """Tell what was asked: /问题, the open ones first."""
    db, scope = wanted.db, wanted.scope
    if not wanted.call.app.store.settings.of(scope.group_id, QUESTION_BOARD):
        raise SwitchedOffError(QUESTION_BOARD)
    board = await board_of(db, scope)
    if not board.total:
        raise NoQuestionsError(scope.period)
    shown = await board.first(db, MOST_QUESTIONS)
    people = {one.asker_id for one in shown} | {one.answer_by for one in shown if one.answer_by}
    names = await db.names(scope.group_id, people)
    rows = zip(shown, question_rows(shown, names, scope.period.zone), strict=True)
    return Told(
        [
            (
                row.number,
                one.place.sent_at,
                one.place.key,
                one.asker_id,
                row.name,
                row.text,
                row.asked,
                row.answered_by,
                row.after,
                one.is_open,
                one.is_done,
            )
            for one, row in rows
        ],
        {"total": board.total, "open": board.open_count},
    )


@panel(
    "quotes",
    "名场面",
    ("id", "QQ", "id"),
    ("name", "群友", "member"),
    ("sent_at", "时间", "at"),
    ("text", "消息", "message"),
    ("people", "接话的人", "people"),
    ("replies", "回复", "replies"),
    ("cheers", "表情", "reactions"),
)
async def quotes(wanted: Wanted) -> Told:
    """Tell what most people replied and reacted to: /名场面."""
    report = await GreatMoments.load(wanted.db, wanted.scope)
    return Told(
        [
            (
                one.row.sender_id,
                report.names[one.row.sender_id],
                one.row.sent_at,
                quotable(one.row),
                one.people,
                one.replies,
                [{"emoji": cheer.emoji, "count": cheer.count} for cheer in cheers_of(one)],
            )
            for one in report.loved
        ],
        headline=report.headline(),
    )
