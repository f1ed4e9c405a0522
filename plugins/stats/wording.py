"""``/热词 加|忽略|恢复 词``: admins teach the group's words; ``/热词 词表`` shows them."""

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.app import App, current
from groupscope.commands import Invocation
from groupscope.errors import QuestionError
from groupscope.language.vocabulary import LONGEST_WORD
from groupscope.store.vocabularies import Vocabularies, WordKind
from plugins._chat import CommandEvent, answers, reply

KEY = "words"
KINDS = {
    **dict.fromkeys(("add", "加", "添加"), WordKind.ADDED),
    **dict.fromkeys(("ignore", "忽略", "屏蔽"), WordKind.IGNORED),
    **dict.fromkeys(("reset", "恢复"), WordKind.PLAIN),
}
SAID = {
    WordKind.ADDED: "以后会当成一个词",
    WordKind.IGNORED: "以后不再统计",
    WordKind.PLAIN: "恢复原样",
}
MOST_AT_ONCE = 20


class WordingError(QuestionError):
    """Words cannot be changed as asked."""


def is_wording(invocation: Invocation) -> bool:
    """Tell whether a command changes or lists words."""
    return invocation.command.key == KEY and invocation.action is not None


@answers(is_wording)
async def word(bot: Bot, event: CommandEvent) -> None:
    """Change or list words, or say in a sentence why not."""
    try:
        words = await worded(current(), event)
    except QuestionError as error:
        words = str(error)
    await reply(bot, event, words)


async def worded(app: App, event: CommandEvent) -> str:
    """Do as an admin says; return what to say."""
    if event.group_id is None:
        raise WordingError("请在群里发送。")
    kind = KINDS.get(event.invocation.action or "")
    if kind is None:
        return listed(app, event.group_id)
    event.asker.must(Act.CHANGE_WORDS)
    words = wanted(event.invocation, kind)
    changes = [
        change
        for text in words
        for change in changed(app.store.vocabularies, event.group_id, text, kind)
    ]
    at = int(app.clock() * 1000)
    async with app.store.writer.transaction() as connection:
        for text, now in changes:
            await app.store.vocabularies.change(
                connection, event.group_id, text, now, event.user_id, at
            )
    return f"好的，「{'」「'.join(words)}」{SAID[kind]}；以前的消息稍后会重新分析。"


def wanted(invocation: Invocation, kind: WordKind) -> list[str]:
    """Return the words to change; WordingError where there are none, or such as are never found."""
    words = list(dict.fromkeys(invocation.words[1:]))
    if not words or len(words) > MOST_AT_ONCE:
        raise WordingError(f"请写 1 到 {MOST_AT_ONCE} 个词，例如：/热词 加 番茄牛腩")
    if kind is not WordKind.PLAIN and any(len(text) > LONGEST_WORD for text in words):
        raise WordingError(f"一个词最多 {LONGEST_WORD} 个字。")
    if kind is WordKind.ADDED and any(len(text) == 1 for text in words):
        raise WordingError("一个词至少 2 个字。")
    return words


def changed(
    vocabularies: Vocabularies, group_id: int, text: str, kind: WordKind
) -> list[tuple[str, WordKind]]:
    """Return what to write down of a word: B站 takes the place of b站, and 恢复 b站 ends either."""
    folded = text.casefold()
    listed_words = (
        *vocabularies.words(group_id, WordKind.ADDED),
        *vocabularies.words(group_id, WordKind.IGNORED),
    )
    others = [one for one in listed_words if one.casefold() == folded and one != text]
    ended = [(one, WordKind.PLAIN) for one in others]
    is_new = kind is not WordKind.PLAIN or text in listed_words
    return [*ended, (text, kind)] if is_new else ended


def listed(app: App, group_id: int) -> str:
    """Return the words that a group has added or ignores."""
    vocabularies = app.store.vocabularies
    added = "、".join(vocabularies.words(group_id, WordKind.ADDED)) or "无"
    ignored = "、".join(vocabularies.words(group_id, WordKind.IGNORED)) or "无"
    return f"添加的词：{added}\n忽略的词：{ignored}"
