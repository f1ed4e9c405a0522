"""Member lists from tables: CSV files and Excel's, with columns by name."""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Final

from groupscope.importers.errors import ClosedFileError, FileError
from groupscope.importers.source import encoding_of
from groupscope.model import Member

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "qq", "qq号", "user_id", "number", "账号", "号码", "成员qq", "学号"),
    "name": ("name", "nickname", "昵称", "姓名", "名字", "qq昵称"),
    "card": ("card", "群名片", "名片", "群昵称"),
    "role": ("role", "身份", "角色", "职务"),
    "sex": ("sex", "gender", "性别"),
    "joined": ("joined", "joined_at", "join_time", "入群时间", "加群时间", "加入时间"),
}
"""Our names of columns, and what tables call them."""
ROLES: Final = {
    **dict.fromkeys(("owner", "群主"), "owner"),
    **dict.fromkeys(("admin", "管理员"), "admin"),
    **dict.fromkeys(("member", "成员", "群成员", "普通成员"), "member"),
}
SEXES: Final = {
    **dict.fromkeys(("male", "m", "男"), "male"),
    **dict.fromkeys(("female", "f", "女"), "female"),
}
DATES: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d")
MOST_DIGITS: Final = 18

Cell = object
Row = tuple[int, Sequence[Cell]]


class NoColumnError(FileError):
    """A table has no column of numbers."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} 的第一行里没有 id 这一列（也可以叫 QQ、QQ号、账号）。"
            "其余的列都可以没有：name、card、role、sex、joined。"
        )


@dataclass(frozen=True, slots=True)
class Roster:
    """The members of a table, and the lines of those rows that name nobody."""

    members: tuple[Member, ...]
    left_out: tuple[int, ...] = ()
    odd: tuple[tuple[int, str], ...] = field(default=())
    """Lines and columns whose value says nothing that we know."""


def roster_of(path: Path, zone: tzinfo) -> Roster:
    """Read a table; ``zone``: whose clock its times show. NoColumnError, ClosedFileError."""
    rows = _rows_of(path)
    _, header = next(rows, (0, ()))
    places = _places(header)
    if "id" not in places:
        raise NoColumnError(path)
    members: dict[int, Member] = {}
    left_out: list[int] = []
    odd: list[tuple[int, str]] = []
    for line, cells in rows:
        told = {name: cells[place] for name, place in places.items() if place < len(cells)}
        if not any(_text(cell) for cell in told.values()):
            continue
        member = _member(line, told, zone, odd)
        if member is None:
            left_out.append(line)
        else:
            members[member.user_id] = member
    return Roster(tuple(members.values()), tuple(left_out), tuple(odd))


def _places(header: Sequence[Cell]) -> dict[str, int]:
    names = [_text(cell).lower().replace(" ", "") for cell in header]
    found: dict[str, int] = {}
    for ours, theirs in COLUMNS.items():
        place = next((place for place, name in enumerate(names) if name in theirs), None)
        if place is not None:
            found[ours] = place
    return found


def _member(
    line: int, told: Mapping[str, Cell], zone: tzinfo, odd: list[tuple[int, str]]
) -> Member | None:
    number = _text(told.get("id"))
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS and int(number)):
        return None
    values = {name: _text(told.get(name)) for name in ("name", "card", "role", "sex")}
    role, sex = ROLES.get(values["role"].lower()), SEXES.get(values["sex"].lower())
    joined = _moment(told.get("joined"), zone)
    for name, value in (("role", role), ("sex", sex), ("joined", joined)):
        if value is None and _text(told.get(name)):
            odd.append((line, name))
    return Member(
        int(number),
        nickname=values["name"][:255] or None,
        card=values["card"][:255] or None,
        role=role,
        sex=sex,
        joined_at=joined,
    )


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel knows no whole numbers
    return "" if cell is None else str(cell).strip().replace("\0", "")


def _moment(cell: Cell, zone: tzinfo) -> int | None:
    if isinstance(cell, datetime):
        return int((cell if cell.tzinfo else cell.replace(tzinfo=zone)).timestamp())
    if isinstance(cell, date):
        return int(datetime(cell.year, cell.month, cell.day, tzinfo=zone).timestamp())
    text = _text(cell)
    if text.isascii() and text.isdigit() and len(text) == 10:  # noqa: PLR2004 -- epoch seconds
        return int(datetime.fromtimestamp(int(text), UTC).timestamp())
    for form in DATES:
        try:
            return int(datetime.strptime(text, form).replace(tzinfo=zone).timestamp())
        except ValueError:
            continue
    return None


def _rows_of(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            beginning = file.read(1 << 16)
    except OSError as error:
        raise ClosedFileError(path, error.strerror or type(error).__name__) from error
    return _sheet(path) if beginning.startswith(b"PK") else _csv(path, encoding_of(beginning))


def _csv(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline().removeprefix("\ufeff")
        delimiter = max(",;\t", key=first.count)
        rows = csv.reader(_with(first, file), delimiter=delimiter)
        try:
            for row in rows:
                yield rows.line_num, row
        except csv.Error as error:
            raise ClosedFileError(path, f"第 {rows.line_num} 行不是 CSV") from error


def _with(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _sheet(path: Path) -> Iterator[Row]:
    """Give the rows of the first sheet."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- takes a while, and few need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 -- as above

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ClosedFileError(path, "不是 Excel 表格（.xlsx）") from error
    try:
        sheet = book.worksheets[0]
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)
    finally:
        book.close()
