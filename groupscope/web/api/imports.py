"""Bringing files in at a page: what is under way, what was brought in before, and files to come."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from sqlalchemy import select

from groupscope.config import known_zone
from groupscope.importers import all_formats
from groupscope.importers.telling import kept_sentences
from groupscope.store import Snapshot
from groupscope.store.ledger import account_of
from groupscope.store.tables import imported
from groupscope.web.api.state import must_manage_some
from groupscope.web.call import Call, Json, look, post
from groupscope.web.failures import NotThereError, NotUnderstoodError, TooLargeError
from groupscope.web.guard import MOST_OF_A_PIECE
from groupscope.web.uploads import Asked, File, Upload
from groupscope.web.uploads.hearing import as_json
from groupscope.web.uploads.upload import safe_name

KINDS: Final = ("chat", "members")
MOST_FILES, MOST_TOLD = 500, 30
MEGABYTE: Final = 1_000_000


@look("imports", "Uploads that are under way, and what was brought in before")
async def imports(call: Call) -> Json:
    """List the viewer's uploads, and the latest ledgers of groups that they manage."""
    must_manage_some(call)
    mine = [one for one in call.dashboard.uploads.all() if is_theirs(call, one)]
    async with call.app.store.snapshot() as db:
        history = await history_of(call, db)
    return {
        "most_bytes": call.app.config.upload_mb * MEGABYTE,
        "piece_bytes": MOST_OF_A_PIECE,
        "uploads": [as_json(one) for one in mine],
        "history": history,
    }


@post(
    "imports",
    "Announce files",
    kind="chat, or members",
    group="into this group, or null for those that the files name (superusers)",
    zone="of times without one, or null for the group's",
    files="[{name, size}]; names may be of folders, with slashes",
)
async def announce(call: Call) -> Json:
    """Make room for files, and tell by which id they come."""
    must_manage_some(call)
    body = await call.body()
    kind = body.get("kind", KINDS[0])
    if kind not in KINDS:
        raise NotUnderstoodError(f"kind 可以是：{'、'.join(KINDS)}。")
    group_id = group_of(call, body)
    if kind == "members" and group_id is None:
        raise NotUnderstoodError("成员名单要写明是哪个群的。")
    files = files_of(body, call.app.config.upload_mb * MEGABYTE)
    asked = Asked(kind, group_id, zone_of(body), files, call.viewer.is_superuser)
    return as_json(call.dashboard.uploads.open(asked))


@post("imports/{upload_id}/files/{number}", "A piece of a file, as it is", takes_bytes=True)
async def piece(call: Call) -> Json:
    """Take a piece that begins ``at`` (a query parameter); tell how much is here."""
    one = upload_of(call)
    at = call.number("at", 0, 0, 10**13)
    content = await call.request.body()
    number = int(call.request.path_params["number"])
    return {"received": await call.dashboard.uploads.take(one, number, at, content)}


@post("imports/{upload_id}/begin", "Bring in what has come", dry="whether it is only tried")
async def begin(call: Call) -> Json:
    """Bring in an upload, or only try it."""
    one, body = upload_of(call), await call.body()
    call.dashboard.uploads.begin(one, is_dry=body.get("dry") is True)
    return as_json(one)


@post("imports/{upload_id}/stop", "Stop an upload, or what is being brought in")
async def stop(call: Call) -> Json:
    """Stop an upload; what is stored already stays."""
    one = upload_of(call)
    await call.body()
    await call.dashboard.uploads.give_up(one)
    return as_json(one)


def upload_of(call: Call) -> Upload:
    """Return the upload of a request; NotThereError where it is none of the viewer's."""
    one = call.dashboard.uploads.get(call.request.path_params["upload_id"])
    if not is_theirs(call, one):
        raise NotThereError
    return one


def is_theirs(call: Call, one: Upload) -> bool:
    """Tell whether an upload is the viewer's: they manage its group, or are superuser."""
    viewer, group_id = call.viewer, one.asked.group_id
    if viewer.is_superuser or group_id is None:
        return viewer.is_superuser
    return group_id in viewer.askers and viewer.manages(group_id)


def group_of(call: Call, body: Json) -> int | None:
    """Return into which group files go; NotThereError where it is not managed by the viewer."""
    found = body.get("group")
    if found is None:
        call.viewer.must_be_superuser()
        return None
    if not isinstance(found, int):
        raise NotUnderstoodError("group 要是群号，或者 null。")
    call.viewer.must_manage(found)
    return found


def zone_of(body: Json) -> str | None:
    """Return whose clock files without a zone show; None for the group's."""
    found = body.get("zone")
    if not isinstance(found, str) or not found.strip():
        return None
    try:
        return known_zone(found.strip())
    except ValueError as error:
        raise NotUnderstoodError(
            f"不认识时区「{found[:40]}」，要写成 Asia/Shanghai 这样。"
        ) from error


def files_of(body: Json, most_bytes: int) -> list[File]:
    """Return the files that are to come; TooLargeError, NotUnderstoodError."""
    found = body.get("files")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_FILES:
        raise NotUnderstoodError(f"一次要有 1 到 {MOST_FILES} 个文件。")
    files = [file_of(one) for one in found]
    if sum(one.size for one in files) > most_bytes:
        raise TooLargeError
    must_fit(files)
    return files


def file_of(told: object) -> File:
    """Return a file that is to come; NotUnderstoodError."""
    name, size = (told.get("name"), told.get("size")) if isinstance(told, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(size, int) or size < 0:
        raise NotUnderstoodError("每个文件要有 name 和 size。")
    return File(safe_name(name), size)


def must_fit(files: Sequence[File]) -> None:
    """Raise NotUnderstoodError where two files would lie at one place."""
    names = [PurePosixPath(one.name) for one in files]
    folders = {folder for name in names for folder in name.parents}
    if len(set(names)) < len(names) or folders & set(names):
        raise NotUnderstoodError("有两个文件同名。")


async def history_of(call: Call, db: Snapshot) -> list[dict[str, Any]]:
    """Return the latest imports into groups that the viewer manages; superusers see all."""
    mine = [group_id for group_id in call.viewer.askers if call.viewer.manages(group_id)]
    latest = select(imported).order_by(imported.c.began_at.desc()).limit(MOST_TOLD)
    seen = latest if call.viewer.is_superuser else latest.where(imported.c.group_id.in_(mine))
    rows = await db.connection.execute(seen)
    names = {one.key: one.name for one in all_formats()}
    return [
        {
            "at": one.began_at // 1000,
            "group": one.group_id,
            "group_name": db.group_name(one.group_id),
            "file": one.file,
            "format": names.get(one.format, one.format),
            "state": one.state.value,
            "stored": one.stored,
            "already": one.already,
            "refused": one.refused,
            "notices": one.notices,
            "reactions": one.reactions,
            "since": one.since_at,
            "until": one.until_at,
            "lines": kept_sentences(one.detail),
        }
        for one in map(account_of, rows)
    ]
