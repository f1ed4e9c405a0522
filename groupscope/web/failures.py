"""Refusals of the dashboard: a status for the browser, and a sentence for whoever sits there."""

from groupscope.errors import GroupscopeError


class WebError(GroupscopeError):
    """A request that is refused; the sentence is shown as it stands."""

    status = 400


class NotUnderstoodError(WebError):
    """A request that cannot be meant so."""


class LoggedOutError(WebError):
    """Nobody is logged in."""

    status = 401

    def __init__(self, words: str = "请先登录。") -> None:
        super().__init__(words)


class ForeignPageError(WebError):
    """The request comes from a page of somebody else."""

    status = 403

    def __init__(self) -> None:
        super().__init__("这个请求不是从看板的页面发出的。")


class NotThereError(WebError):
    """There is no such thing, or it is none of theirs: nobody is told which of the two."""

    status = 404

    def __init__(self) -> None:
        super().__init__("没有这个内容，或者你不能看。")


class TooLargeError(WebError):
    """More was sent than anything here takes."""

    status = 413

    def __init__(self) -> None:
        super().__init__("发来的内容太大了。")


class TooFastError(WebError):
    """Too many requests; ``seconds`` is when to try again."""

    status = 429

    def __init__(self, seconds: int = 60) -> None:
        super().__init__("请求得太快了，稍等一会儿再试。")
        self.seconds = seconds
