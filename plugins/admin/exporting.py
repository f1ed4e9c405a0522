"""``/导出``: the owner gets a group's record as a file, in private."""

import asyncio
from base64 import b64encode
from pathlib import Path

from nonebot.adapters.onebot.v11 import Bot
from nonebot.log import logger
from sqlalchemy.exc import SQLAlchemyError

from groupscope.access import Act
from groupscope.answers import WhichGroupError
from groupscope.app import App, current
from groupscope.commands import meant_group
from groupscope.commands.exporting import EXPORT, ExportWish, read_export
from groupscope.errors import GroupscopeError
from groupscope.exporters import all_formats
from groupscope.exporters.leaving import Left, export
from groupscope.scope import Scope
from groupscope.store.refusals import reason_of
from plugins._chat import CommandEvent, answers, reply, send, whisper
from plugins._failures import FAILURES

MOST_SENT = 30 * 1024 * 1024
"""Bytes of a file that goes through the connection of a OneBot implementation."""
_under_way = asyncio.Lock()


@answers(lambda invocation: invocation.command is EXPORT)
async def take_out(bot: Bot, event: CommandEvent) -> None:
    """Write a group's record into a file, and send it to the owner alone."""
    app = current()
    try:
        event.asker.must(Act.EXPORT)
        named, words = meant_group(event.invocation.words)
        group_id = named or event.group_id
        if group_id is None:
            raise WhichGroupError(event.invocation)
        event.asker.must_see(group_id)
        wish = read_export(words, all_formats(), app.now_in(group_id))
        if _under_way.locked():
            await reply(bot, event, "正在导出另一份，请等它完成。")
            return
        async with _under_way:
            await reply(bot, event, "开始导出，好了私聊发给你。")
            left = await written(app, group_id, wish)
            logger.info(
                "User {} took {} messages of group {} out as {}",
                event.user_id, left.messages, group_id, wish.form,
            )  # fmt: skip
            await give(bot, event, left)
    except GroupscopeError as error:
        await reply(bot, event, str(error))
    except SQLAlchemyError as error:
        logger.error("An export failed: {}", reason_of(error))
        await reply(bot, event, "数据库暂时读不出来，请稍后再试。")


async def written(app: App, group_id: int, wish: ExportWish) -> Left:
    """Write a group's stretch into a file among the bot's own; ExportError."""
    form = all_formats()[wish.form]
    name = f"{group_id}-{app.now_in(group_id):%Y%m%d-%H%M%S}{form.suffix}"
    await app.store.writer.flush()
    path = app.config.data / "exports" / name
    return await export(app.store, Scope(group_id, wish.period), form, path)


async def give(bot: Bot, event: CommandEvent, left: Left) -> None:
    """Send a file in private and drop it; where that fails, say where it lies."""
    told = f"{left.messages:,} 条消息，{left.size / 1e6:,.1f} MB"
    if left.size <= MOST_SENT and await sent(bot, event.user_id, left.path):
        await asyncio.to_thread(left.path.unlink)
        await tell(bot, event, f"导出好了：{told}。")
        return
    await tell(bot, event, f"导出好了：{told}。文件发不了，在服务器上：{left.path}")


async def sent(bot: Bot, user_id: int, path: Path) -> bool:
    """Send a file; return whether that went through."""
    content = await asyncio.to_thread(path.read_bytes)
    file = f"base64://{b64encode(content).decode()}"
    try:
        await bot.call_api("upload_private_file", user_id=user_id, file=file, name=path.name)
    except FAILURES as error:
        logger.info("A file could not be sent: {}", type(error).__name__)
        return False
    return True


async def tell(bot: Bot, event: CommandEvent, words: str) -> None:
    """Tell the owner in private; nothing of it is said in a group."""
    if event.group_id is None:
        await send(bot, None, event.user_id, words)
    else:
        await whisper(bot, event, words)
