"""``/热词 加|忽略|恢复 词``: admins teach the group's words; ``/热词 词表`` shows them."""

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.app import App, current
from groupscope.commands import Invocation
from groupscope.errors import QuestionError
from groupscope.store.vocabularies import LONGEST_WORD, WordKind
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
    words = wanted(event.invocation)
    at = int(app.clock() * 1000)
    async with app.store.writer.transaction() as connection:
        for text in words:
            await app.store.vocabularies.change(
                connection, event.group_id, text, kind, event.user_id, at
            )
    return f"好的，「{'」「'.join(words)}」{SAID[kind]}；以前的消息稍后会重新分析。"


def wanted(invocation: Invocation) -> list[str]:
    """Return the words to change; WordingError where there are none, or too long ones."""
    words = [text.casefold() for text in invocation.words[1:]]
    if not words or len(words) > MOST_AT_ONCE:
        raise WordingError(f"请写 1 到 {MOST_AT_ONCE} 个词，例如：/热词 加 番茄牛腩")
    if any(len(text) > LONGEST_WORD for text in words):
        raise WordingError(f"一个词最多 {LONGEST_WORD} 个字。")
    return words


def listed(app: App, group_id: int) -> str:
    """Return the words that a group has added or ignores."""
    vocabularies = app.store.vocabularies
    added = "、".join(vocabularies.words(group_id, WordKind.ADDED)) or "无"
    ignored = "、".join(vocabularies.words(group_id, WordKind.IGNORED)) or "无"
    return f"添加的词：{added}\n忽略的词：{ignored}"
