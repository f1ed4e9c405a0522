"""What goes on to NoneBot's matchers besides our own commands."""

from collections.abc import Mapping
from typing import Any, Literal

from nonebot.matcher import Matcher, matchers

OURS = frozenset(
    {"recorder", "stats", "wordcloud", "digest", "admin", "privacy", "dashboard", "watchdog"}
)
"""The names of our plugins."""


class Dispatch:
    """Decides whether a frame goes on: ``all``, ``commands`` (messages never), or ``auto``.

    With ``auto`` everything goes on as soon as a plugin other than ours has a matcher, so that
    others are never starved; alone, we spare ourselves the making of events that nobody wants.
    """

    def __init__(self, mode: Literal["auto", "all", "commands"]) -> None:
        self._mode = mode
        self._registered = -1
        self._has_others = False

    def passes(self, frame: Mapping[str, Any]) -> bool:
        """Tell whether NoneBot's matchers are to see a frame."""
        post = frame.get("post_type")
        if post == "meta_event":
            # Forward WebSockets wait for the lifecycle event to know the account.
            return frame.get("meta_event_type") == "lifecycle" or self.has_others()
        if self._mode == "all":
            return True
        if self._mode == "commands" and post in ("message", "message_sent"):
            return False
        return self.has_others()

    def has_others(self) -> bool:
        """Tell whether a plugin other than ours has a matcher; looked at when one came or went."""
        registered = sum(map(len, matchers.values()))
        if registered != self._registered:
            self._registered = registered
            self._has_others = any(
                not is_ours(matcher) for registered in matchers.values() for matcher in registered
            )
        return self._has_others


def is_ours(matcher: type[Matcher]) -> bool:
    """Tell whether one of our plugins made a matcher."""
    plugin = matcher.plugin
    return (
        plugin is not None
        and plugin.name in OURS
        and plugin.module_name == f"plugins.{plugin.name}"
    )
