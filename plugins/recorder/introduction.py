"""What the bot says of itself when it comes into a group: three lines."""

RECORDED = (
    "大家好，我是群镜：记下本群的聊天，用文字和图片回答统计。\n"
    "我记文字、表情、图片的编号和发言时间，不存图片本身；管理员发「/群镜 关闭」就停。\n"
    "发「/帮助」看看能问什么。"
)
WAITING = (
    "大家好，我是群镜：可以记下本群的聊天，用文字和图片回答统计。\n"
    "现在还没有开始记：要等管理员发「/群镜 开启」，之后发「/群镜 关闭」就停。\n"
    "发「/帮助」看看能问什么。"
)


def introduction(*, is_recorded: bool) -> str:
    """Return the three lines, for a group that is recorded or one that waits for its admins."""
    return RECORDED if is_recorded else WAITING
