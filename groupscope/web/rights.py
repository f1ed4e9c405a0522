"""Who sits at a page, and what they may see there: asked anew at every request."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.access import Act, Asker, Role, role_of
from groupscope.app import App
from groupscope.errors import QuestionError
from groupscope.store.tables import member, watch
from groupscope.store.web_tokens import WebToken
from groupscope.web.failures import NotThereError


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who is logged in, or a program (``is_program``), with their groups.

    ``askers`` has an asker for each group that they may look into, as chat would know them.
    """

    user_id: int
    askers: Mapping[int, Asker] = field(default_factory=dict[int, Asker])
    is_superuser: bool = False
    is_program: bool = False

    def asker(self, group_id: int) -> Asker:
        """Return them as an asker in a group; NotThereError where it is none of theirs."""
        found = self.askers.get(group_id)
        if found is None:
            raise NotThereError
        return found

    def may(self, group_id: int, act: Act) -> bool:
        """Tell whether they may do something in a group of theirs."""
        return self.asker(group_id).may(act)

    def manages(self, group_id: int) -> bool:
        """Tell whether they may manage a group; programs only read."""
        return not self.is_program and self.may(group_id, Act.CHANGE_SETTINGS)

    def must_manage(self, group_id: int) -> None:
        """Raise NotThereError where they may not manage a group."""
        if not self.manages(group_id):
            raise NotThereError

    def must_be_superuser(self) -> None:
        """Raise NotThereError for everybody else."""
        if not self.is_superuser or self.is_program:
            raise NotThereError


class NobodyMayError(QuestionError):
    """Somebody wants in for whom there is no group to be seen."""

    def __init__(self) -> None:
        super().__init__(
            "看板只给群主和管理员看。群主可以发「/设置 看板 所有人」，让群友也能看本群的。"
        )


async def viewer_of(app: App, user_id: int) -> Viewer:
    """Return somebody with the groups that they may see now."""
    store = app.store
    if user_id in app.config.deny_members:
        return Viewer(user_id)
    if user_id in app.config.owners:
        groups = [one.group_id for one in store.groups.all()]
        askers = {
            group_id: Asker(user_id, Role.SUPERUSER, group_id)
            for group_id in groups
            if store.groups.is_recorded(group_id)
        }
        return Viewer(user_id, askers, is_superuser=True)
    async with store.snapshot() as db:
        mine = select(member.c.group_id, member.c.role).where(
            member.c.user_id == user_id, member.c.left_at.is_(None)
        )
        rows = (await db.connection.execute(mine)).all()
        reach = await groups_of(db.connection, app.config.owned_by(user_id))
    roles = {row.group_id: role_of(user_id, row.role, frozenset()) for row in rows}
    roles |= dict.fromkeys(reach, Role.SUPERUSER)
    found = (
        Asker(user_id, role, group_id, store.settings.opened(group_id), frozenset(reach))
        for group_id, role in roles.items()
        if store.groups.is_recorded(group_id)
    )
    askers = {one.group_id or 0: one for one in found if one.may(Act.OPEN_DASHBOARD)}
    return Viewer(user_id, askers)


async def groups_of(connection: AsyncConnection, accounts: Collection[int]) -> Sequence[int]:
    """Return the groups in which some accounts of ours are, as far as is known."""
    watched = (watch.c.self_id.in_(accounts), watch.c.until_at.is_(None))
    return (await connection.scalars(select(watch.c.group_id).where(*watched).distinct())).all()


def viewer_by(app: App, token: WebToken) -> Viewer:
    """Return a program that reads by a token: whatever admins see of its groups."""
    groups = [one.group_id for one in app.store.groups.all()]
    askers = {
        group_id: Asker(0, Role.ADMIN, group_id)
        for group_id in groups
        if app.store.groups.is_recorded(group_id)
        and (token.group_ids is None or group_id in token.group_ids)
    }
    return Viewer(0, askers, is_program=True)
