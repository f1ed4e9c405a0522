"""The parameters of an action, and how an action fails."""

from groupscope.errors import GroupscopeError
from groupscope.playground.values import Json

BAD_REQUEST = 1400
"""The return code for a parameter that is missing or of the wrong kind."""


class ActionFailedError(GroupscopeError):
    """An action that was answered with ``status: failed``; the sentence goes into ``wording``."""

    def __init__(self, retcode: int, words: str) -> None:
        super().__init__(words)
        self.retcode = retcode


class Params:
    """Parameters as they came; ids may be numbers or text."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def number(self, name: str, default: int | None = None) -> int:
        """Return a whole number. ActionFailedError 1400 if there is none and no default."""
        value = self.values.get(name, default)
        try:
            return int(value)  # pyright: ignore[reportArgumentType]  # whatever the bot sent
        except (TypeError, ValueError):
            raise ActionFailedError(BAD_REQUEST, f"参数 {name} 不对") from None

    def optional(self, name: str) -> int | None:
        """Return a number where one is given; null, 0 and an empty text are none."""
        given = self.values.get(name)
        return self.number(name) if given not in (None, "", 0, "0") else None

    def flag(self, *names: str, default: bool = False) -> bool:
        """Whether one of these is true; ``default`` if none of them is given."""
        given = [self.values[name] for name in names if name in self.values]
        return any(value in (True, 1, "true", "1") for value in given) if given else default
