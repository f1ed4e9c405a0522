"""What members may do about what is stored of them: see it, stop it, have it erased."""

from functools import partial

from nonebot.adapters.onebot.v11 import Bot
from nonebot.log import logger
from nonebot.plugin import PluginMetadata
from sqlalchemy.exc import SQLAlchemyError

from groupscope.app import current
from groupscope.commands.privacy import (
    FORGET,
    MY_DATA,
    OPT_IN,
    OPT_OUT,
    PRIVACY,
    is_erasing_group,
    is_own,
)
from groupscope.errors import QuestionError
from groupscope.store.refusals import reason_of
from plugins._asking import paced
from plugins._chat import CommandEvent, answers, caught_up, reply
from plugins.privacy.choosing import choose
from plugins.privacy.erasing import erase_group, forget
from plugins.privacy.giving import give_own
from plugins.privacy.telling import about_privacy

__plugin_meta__ = PluginMetadata(
    name="群镜隐私",
    description="隐私说明、不参与统计、抹去记录、查看自己的数据",
    usage="/隐私，/别记我，/恢复记录，/忘记我，/我的数据",
    type="application",
    supported_adapters={"~onebot.v11"},
)


@answers(is_own)
async def answer_own(bot: Bot, event: CommandEvent) -> None:
    """Do what a member wants about their own data, or say in a sentence why not."""
    command = event.invocation.command
    await caught_up(current().store.writer)
    if command is PRIVACY:
        words = about_privacy(current(), event.group_id)
        await paced(bot, event, command.key, partial(reply, bot, event, words))
    elif command is MY_DATA:
        await paced(bot, event, command.key, partial(given, bot, event))
    else:
        await reply(bot, event, await done(event))


@answers(is_erasing_group)
async def answer_erasing(bot: Bot, event: CommandEvent) -> None:
    """Erase a group, or say in a sentence why not."""
    await reply(bot, event, await done(event))


async def given(bot: Bot, event: CommandEvent) -> int | None:
    """Give a member what is stored of them; return the id of what was answered."""
    try:
        return await give_own(bot, event)
    except (SQLAlchemyError, OSError) as error:
        logger.error("What is stored of a member could not be read: {}", reason_of(error))
        return await reply(bot, event, "数据库暂时读不出来，请稍后再试。")


async def done(event: CommandEvent) -> str:
    """Do what is asked; return what to say."""
    act = {OPT_OUT: choose, OPT_IN: choose, FORGET: forget}
    try:
        return await act.get(event.invocation.command, erase_group)(current(), event)
    except QuestionError as error:
        return str(error)
    except (SQLAlchemyError, OSError) as error:
        logger.error("What a member wants could not be done: {}", reason_of(error))
        return "数据库暂时写不进去，还没有做完，请稍后再试。"
