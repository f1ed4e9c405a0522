"""``/我的数据``: what is stored of a member, to that member alone."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from nonebot.adapters.onebot.v11 import Bot
from nonebot.log import logger

from groupscope.app import App, current
from groupscope.commands import COMMANDS
from groupscope.report import clipped
from groupscope.store.own import OwnGroup, OwnRecord, exported, own_record
from plugins._chat import CommandEvent, reply, send, whisper
from plugins._failures import FAILURES
from plugins._forward import forward, pieces

SHOWN_GROUPS = 8
MOST_FORWARDED = 45_000
"""Characters of an export that go as a forward message, where no file can be sent."""
MOST_PIECES = 8
"""Messages in which an export goes where not even that can be sent."""
NOT_REACHED = "没法私聊你，所以什么都没有发。加我好友后，私聊发 /我的数据 给我。"


async def give_own(bot: Bot, event: CommandEvent) -> int | None:
    """Tell a member in private what is stored of them; return the id of what was answered.

    The group learns no more than whether that worked.
    """
    app = current()
    async with app.store.snapshot() as db:
        record = await own_record(db, event.user_id)
        export = await exported(db, event.user_id)
    words = told(app, record)
    if event.group_id is None:
        answered = await reply(bot, event, words)
    elif await whisper(bot, event, words) is None:
        return await reply(bot, event, NOT_REACHED)
    else:
        answered = await reply(bot, event, "已经私聊发给你。")
    if record.groups and not await give_file(bot, event.user_id, export):
        await give_in_pieces(bot, event.user_id, export.decode())
    return answered


async def give_file(bot: Bot, user_id: int, export: bytes) -> bool:
    """Send an export as a file; return whether that went through."""
    name = f"groupscope-{user_id}-{current().now_in(0):%Y%m%d}.json"
    file = f"base64://{b64encode(export).decode()}"
    try:
        await bot.call_api("upload_private_file", user_id=user_id, file=file, name=name)
    except FAILURES as error:
        logger.info("A file could not be sent: {}", type(error).__name__)
        return False
    return True


async def give_in_pieces(bot: Bot, user_id: int, export: str) -> None:
    """Send an export as a forward message, where no file can be sent; else line by line.

    Of a long one its beginning.
    """
    if len(export) > MOST_FORWARDED:
        more = "\n…\n这里只有开头：这个实现发不了文件。要完整的一份，请联系运行者。"
        export = export[:MOST_FORWARDED] + more
    if await forward(bot, None, user_id, export) is None:
        for piece in islice(pieces(export), MOST_PIECES):
            await send(bot, None, user_id, piece)


def told(app: App, record: OwnRecord) -> str:
    """Return what is stored of a member in words."""
    if not record.groups:
        return "没有存你的任何消息、名字和表情回应。" + looked_up(record.lookups)
    lines = [f"存了你在 {len(record.groups)} 个群的 {record.messages:,} 条消息："]
    lines += [group_line(app, one) for one in record.groups[:SHOWN_GROUPS]]
    if len(record.groups) > SHOWN_GROUPS:
        lines.append(f"· 还有 {len(record.groups) - SHOWN_GROUPS} 个群")
    lines.append(looked_up(record.lookups))
    lines.append("完整内容是随后的 JSON。不想被记录：/别记我，抹去：/忘记我")
    return "\n".join(lines)


def group_line(app: App, one: OwnGroup) -> str:
    """Return a line about a group."""
    parts = [f"{one.messages:,} 条"]
    if one.first_at is not None and one.last_at is not None:
        zone = app.store.groups.zone(one.group_id)
        first, last = (datetime.fromtimestamp(at, zone) for at in (one.first_at, one.last_at))
        parts[0] += f"（{first:%Y-%m-%d}–{last:%Y-%m-%d}）"
    parts += [f"{one.names} 个名字"] if one.names else []
    parts += [f"{one.reactions} 次表情回应"] if one.reactions else []
    parts += ["不参与统计"] if one.is_out else []
    return f"· {clipped(one.name)}：{'、'.join(parts)}"


def looked_up(lookups: Mapping[str, int]) -> str:
    """Return how often a member was asked about, by what was asked."""
    if not lookups:
        return "近 30 天没有人查过你的统计。"
    kinds = "、".join(f"{shown(key)} {count} 次" for key, count in lookups.items())
    return f"近 30 天别人查过你：{kinds}（不记是谁查的）。"


def shown(key: str) -> str:
    """Return how a command is called in a sentence."""
    command = COMMANDS.get(key)
    names = command.names if command else (key,)
    return next((name for name in names if not name.isascii()), key)
