"""A group as a database has it, for those who want to talk in it: who is there, and since when."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import URL, func, make_url, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.config import ROOT, known_database
from groupscope.errors import StartError
from groupscope.model import Member
from groupscope.store.engine import open_engine, sqlite_file
from groupscope.store.names import member_of
from groupscope.store.tables import chat_group, member, message

SQLITE: Final = "sqlite+aiosqlite"


class UnknownDatabaseError(StartError):
    """What should be a database's address is none."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"「{written}」不是数据库：要写文件名，或者 sqlite+aiosqlite:///、"
            "postgresql+asyncpg://、mysql+asyncmy:// 开头的地址。"
        )


class NoGroupError(StartError):
    """The database knows no group to talk in."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} 里没有群。先运行 uv run --no-dev groupscope demo 造一个。")


@dataclass(frozen=True, slots=True)
class RecordedGroup:
    """A group with who is in it now; ``last`` is the highest message number that is known."""

    group_id: int
    name: str
    members: tuple[Member, ...]
    last: int


def database_at(written: str) -> URL:
    """Return a database's address, given that or a file name; UnknownDatabaseError."""
    if "://" not in written:
        return URL.create(SQLITE, database=str(ROOT / written))
    try:
        url = make_url(known_database(written))
    except ValueError as error:
        raise UnknownDatabaseError(written) from error
    file = sqlite_file(url)
    return url if file is None else url.set(database=str(ROOT / file))


async def recorded_group(url: URL) -> RecordedGroup:
    """Return the group of a database that has the most members. NoGroupError."""
    file = sqlite_file(url)
    place = str(file or url.render_as_string())
    if file is not None and not file.exists():
        raise NoGroupError(place)
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            found = await _largest(connection)
    except DBAPIError as error:
        raise NoGroupError(place) from error
    finally:
        await engine.dispose()
    if found is None:
        raise NoGroupError(place)
    return found


async def _largest(connection: AsyncConnection) -> RecordedGroup | None:
    by_size = select(chat_group).order_by(chat_group.c.member_count.desc()).limit(1)
    group = (await connection.execute(by_size)).one_or_none()
    if group is None:
        return None
    there = select(member).where(member.c.group_id == group.group_id, member.c.left_at.is_(None))
    members = [member_of(row) for row in await connection.execute(there)]
    last = await connection.scalar(
        select(func.max(message.c.message_key)).where(message.c.group_id == group.group_id)
    )
    return RecordedGroup(group.group_id, group.name or "", tuple(members), last or 0)
