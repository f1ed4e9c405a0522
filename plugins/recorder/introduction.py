"""What the bot says of itself when it comes into a group: three lines, once."""

from nonebot.adapters.onebot.v11 import Bot

from groupscope.app import App
from plugins._chat import send

RECORDED = (
    "大家好，我是群镜：记下本群的聊天，用文字和图片回答统计。\n"
    "我记文字、表情、图片的编号和发言时间，不存图片本身；管理员发「/群镜 关闭」就停，"
    "不想被记的人发「/别记我」，怎么记的发「/隐私」看。\n"
    "发「/帮助」看看能问什么；管理员发「/日报 开」，每晚 22 点就有一份日报。"
)
WAITING = (
    "大家好，我是群镜：可以记下本群的聊天，用文字和图片回答统计。\n"
    "现在还没有开始记：要等管理员发「/群镜 开启」，之后发「/群镜 关闭」就停。\n"
    "发「/帮助」看看能问什么；管理员发「/日报 开」，每晚 22 点就有一份日报。"
)


async def introduce(app: App, bot: Bot, group_id: int) -> bool:
    """Introduce the bot to a group, once; return whether it was done now."""
    groups = app.store.groups
    if not groups.is_recorded(group_id) and not groups.is_waiting(group_id):
        return False
    async with app.store.writer.transaction() as connection:
        # Asked within: two accounts, or a notice that comes twice, must not do it twice.
        if groups.get(group_id).introduced_at is not None:
            return False
        await groups.introduced(connection, group_id, int(app.clock()))
    words = introduction(is_recorded=groups.is_recorded(group_id))
    if await send(bot, group_id, 0, words) is not None:
        return True
    # As where everybody is muted: it may be done at the next occasion.
    async with app.store.writer.transaction() as connection:
        await groups.introduced(connection, group_id, None)
    return False


def introduction(*, is_recorded: bool) -> str:
    """Return the three lines, for a group that is recorded or one that waits for its admins."""
    return RECORDED if is_recorded else WAITING
