"""``/帮助``: what one can ask, as a picture and in words."""

from nonebot.adapters.onebot.v11 import Bot

from groupscope.answers import pictured, theme_of, wants_pictures
from groupscope.app import App, current
from groupscope.charts import ThemeName
from groupscope.help import Help
from plugins._chat import CommandEvent, reply

_pictures: dict[tuple[str, ThemeName], bytes] = {}
"""The help is the same for everybody, and drawn once in each theme."""


async def give_help(bot: Bot, event: CommandEvent, found: Help) -> int | None:
    """Give the help; in words alone where pictures are not wanted, or cannot be drawn."""
    picture = await picture_of(current(), found, event.group_id)
    return await reply(bot, event, found.line if picture else found.text, picture)


async def picture_of(app: App, found: Help, group_id: int | None) -> bytes | None:
    """Return the help as a picture; None for words alone."""
    if not wants_pictures(app, group_id):
        return None
    key = (found.text, theme_of(app, group_id))
    picture = _pictures.get(key) or await pictured(app, found.card, group_id)
    if picture is not None:
        _pictures[key] = picture
    return picture
