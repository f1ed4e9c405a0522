"""Messages as rows of a table, for spreadsheets and for analysts."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple

from groupscope.exporters.chatlab import message_id
from groupscope.exporters.shown import Shown
from groupscope.figures.said import KINDS, spoken
from groupscope.model import Kind
from groupscope.store.messages import from_json_list
from groupscope.store.outgoing import Page


class TableRow(NamedTuple):
    """A message; lists are numbers or names with a semicolon between them."""

    id: str
    sent_at: int
    local_time: str
    """As clocks in the group showed it: 2026-11-20 21:00:00."""
    sender_id: int
    nickname: str
    card: str
    kind: str
    text: str
    reply_to: str
    mentions: str
    links: str
    files: str
    is_command: bool
    is_bot: bool
    """Another bot's, or our own."""
    is_recalled: bool


NUMBERS: Final = ("sent_at", "sender_id")
FLAGS: Final = ("is_command", "is_bot", "is_recalled")


def rows_of(page: Page, shown: Shown) -> Iterator[TableRow]:
    """Give a page's messages as rows."""
    shown.tell(page.names)
    for one in page.messages:
        names = shown.at(one.sent_at, one.sender_id)
        zone = timezone(timedelta(minutes=one.utc_offset))
        reply = one.reply_to_key
        yield TableRow(
            message_id(one.sent_at, one.message_key),
            one.sent_at,
            f"{datetime.fromtimestamp(one.sent_at, zone):%Y-%m-%d %H:%M:%S}",
            one.sender_id,
            names.nickname or "",
            names.card or "",
            Kind(one.kind).name.lower(),
            "" if one.recalled_at is not None else spoken(one) or KINDS.get(one.kind, ""),
            "" if reply is None else message_id(one.reply_to_at or 0, reply),
            _listed(one.mentions),
            _listed(one.links),
            _listed(one.files),
            bool(one.is_command),
            bool(one.is_bot or one.is_own),
            one.recalled_at is not None,
        )


def _listed(stored: str | None) -> str:
    return ";".join(map(str, from_json_list(stored)))
