"""Somebody else's plugin: one matcher that looks at every message and does nothing with it."""

from nonebot import on_message
from nonebot.adapters.onebot.v11 import GroupMessageEvent

seen = on_message(priority=50, block=False)


@seen.handle()
async def look(event: GroupMessageEvent) -> None:
    """Look at a message."""
    event.get_plaintext()
