"""``/别记我`` and ``/恢复记录``: who takes part in statistics."""

from groupscope.app import App
from groupscope.commands.privacy import OPT_OUT
from groupscope.errors import QuestionError
from groupscope.store.optout import EVERY_GROUP
from plugins._asking import forget_shown
from plugins._chat import CommandEvent
from plugins.privacy.places import group_meant, place_label


class OutEverywhereError(QuestionError):
    """Somebody who takes part nowhere wants to take part in one group."""

    def __init__(self) -> None:
        super().__init__("你选择了在所有群都不参与统计。想恢复，发：/恢复记录 全部")


async def choose(app: App, event: CommandEvent) -> str:
    """Follow what a member chooses; return what to say."""
    group_id, user_id = group_meant(app, event), event.user_id
    where = place_label(app, event, group_id)
    opt_outs = app.store.opt_outs
    is_out = event.invocation.command is OPT_OUT
    if not is_out and group_id != EVERY_GROUP and opt_outs.is_everywhere(user_id):
        raise OutEverywhereError
    before = opt_outs.covers(group_id, user_id) or (
        not is_out and group_id == EVERY_GROUP and bool(opt_outs.groups_of(user_id))
    )
    if before is is_out:
        return f"你本来就{'不' if is_out else ''}参与{where}的统计。"
    async with app.store.writer.transaction() as connection:
        at = int(app.clock())
        await opt_outs.choose(connection, group_id, user_id, at, is_out=is_out)
    await app.store.withholding.catch_up()
    app.kept.clear()
    forget_shown()
    app.hurry()
    if is_out:
        app.avatars.forget(user_id)
    return said(where, is_out=is_out)


def said(where: str, *, is_out: bool) -> str:
    """Return what to say to a choice."""
    if not is_out:
        return f"好的，从现在起{where}重新记录你，以前说过的话也重新计入统计。"
    return (
        f"好的，从现在起{where}只数你说了几条，不记名字和内容；榜单、词云、名场面、互动里都不再有你。\n"
        "以前记下的还在，只是不再显示：要抹去，发 /忘记我。想恢复，发 /恢复记录。"
    )
