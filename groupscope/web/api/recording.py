"""Switching recording of a group off and on again, as /群镜 does."""

from typing import Any

from sqlalchemy import select

from groupscope.access import Act, Role, role_of
from groupscope.errors import QuestionError
from groupscope.store.groups import Recording
from groupscope.store.tables import member
from groupscope.web.call import Call, Json, counted, look, post
from groupscope.web.failures import NotThereError
from groupscope.web.rights import Viewer


class NobodySwitchesError(QuestionError):
    """Nothing here records, so there is nothing to be switched."""

    def __init__(self) -> None:
        super().__init__("机器人没有在记录，现在切换不了。请在群里发：/群镜 开启，/群镜 关闭。")


@look("recording", "The groups that one may switch on")
async def unrecorded(call: Call) -> Json:
    """List the groups that the viewer manages and that are not recorded."""
    groups = call.app.store.groups
    known = [groups.get(group_id) for group_id in await unrecorded_of(call, call.viewer)]
    rows: list[dict[str, Any]] = [
        {"id": one.group_id, "name": one.name or f"群 {one.group_id}"} for one in known
    ]
    return {"rows": sorted(rows, key=lambda row: (row["name"], row["id"]))}


@post("recording", "Record a group that is not recorded", group="its number")
async def begin(call: Call) -> Json:
    """Switch recording on; a sentence where that cannot be."""
    group_id = counted(await call.body(), "group")
    if group_id not in await unrecorded_of(call, call.viewer):
        raise NotThereError
    await switch(call, group_id, Recording.ON)
    return {"id": group_id}


async def switch(call: Call, group_id: int, said: Recording) -> None:
    """Switch recording of a group, as the viewer says; NobodySwitchesError."""
    if call.app.switch is None:
        raise NobodySwitchesError
    await call.app.switch(group_id, said, call.viewer.user_id)
    call.app.kept.forget(group_id)


async def unrecorded_of(call: Call, viewer: Viewer) -> set[int]:
    """Return the groups that are not recorded, and of which somebody is an admin.

    Of their roles there is known what QQ told while the groups were recorded: whoever switches one
    on is asked after once more.
    """
    groups = call.app.store.groups
    waiting = {
        one.group_id
        for one in groups.all()
        if not groups.is_recorded(one.group_id) and not groups.is_denied(one.group_id)
    }
    if viewer.is_superuser or not waiting:
        return waiting
    async with call.app.store.snapshot() as db:
        mine = select(member.c.group_id, member.c.role).where(
            member.c.user_id == viewer.user_id, member.c.left_at.is_(None)
        )
        rows = (await db.connection.execute(mine)).all()
    least: Role = Act.SWITCH_RECORDING.least
    roles = {row.group_id: role_of(viewer.user_id, row.role, frozenset()) for row in rows}
    return {group_id for group_id, role in roles.items() if role >= least} & waiting
