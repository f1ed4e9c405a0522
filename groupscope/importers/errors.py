"""What can be wrong with a file that is to be brought in."""

from pathlib import Path

from groupscope.errors import GroupscopeError
from groupscope.store.refusals import reason_of


class FileError(GroupscopeError):
    """A file cannot be brought in, or not to its end; the sentence tells the place."""


class UnknownFormatError(FileError):
    """No format recognises a file."""

    def __init__(self, path: Path, known: str) -> None:
        super().__init__(f"认不出 {path.name} 是什么格式。现在能读：{known}。")


class BrokenFileError(FileError):
    """A file goes on otherwise than its format; what came before is kept."""

    def __init__(self, path: Path, where: str, why: str) -> None:
        super().__init__(f"{path.name} {where}读不下去：{why}。在这之前的内容已经导入。")


class ClosedFileError(FileError):
    """A file cannot be opened."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"打不开 {path}：{why}。")


class DeniedGroupError(GroupscopeError):
    """The owner has ruled a group out."""

    def __init__(self, group_id: int) -> None:
        super().__init__(f"群 {group_id} 在 GROUPSCOPE_DENY_GROUPS 里，不能往里导入。")


class RefusedError(GroupscopeError):
    """The database refuses what is to be stored."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"数据库写不进去（{reason_of(error)}）。已经写入的保留着，再运行一次会接着导入。"
        )
