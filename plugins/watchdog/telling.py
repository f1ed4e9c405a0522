"""Telling the owners in private, through whichever account can."""

from datetime import tzinfo

import nonebot
from nonebot.adapters.onebot.v11 import Bot

from groupscope.app import current
from groupscope.health.cases import News
from plugins._chat import send


async def tell_owners(news: News, zone: tzinfo) -> bool:
    """Tell every superuser once; return whether there was an account to do it.

    What may have arrived is not sent again, whatever the answer was.
    """
    app = current()
    bot = next(
        (
            bot
            for bot in nonebot.get_bots().values()
            if isinstance(bot, Bot) and app.vitals.is_online(int(bot.self_id))
        ),
        None,
    )
    if bot is None:
        return False
    for owner in sorted(app.config.owners):
        await send(bot, None, owner, f"群镜：{news.text(zone)}")
    return True
