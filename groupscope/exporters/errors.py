"""What can go wrong with an export; each error is the sentence that is read."""

from groupscope.errors import GroupscopeError


class ExportError(GroupscopeError):
    """A record cannot be taken out as asked."""


class MissingLibraryError(ExportError):
    """A format needs a library that is not installed."""

    def __init__(self, extra: str, library: str) -> None:
        super().__init__(f"缺少 {library}：导出这种格式要先运行 uv sync --extra {extra}。")


class NothingToExportError(ExportError):
    """There is no message in a group's period."""

    def __init__(self, group_id: int) -> None:
        super().__init__(f"群 {group_id} 在这段时间里没有可以导出的消息。")
