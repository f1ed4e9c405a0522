"""What is kept of an item that the database will not take: its ids and the reason, never words."""

from typing import Any

from loguru import logger

from groupscope.store.batch import Item
from groupscope.store.messages import Heard
from groupscope.store.refusals import reason_of


def quarantine_row(item: Item, error: Exception, at: int) -> dict[str, Any]:
    """Return the row that tells what was put aside, and say so in the log."""
    value = item.message if isinstance(item, Heard) else item
    row = {
        "put_aside_at": at,
        "what": type(value).__name__,
        **{name: getattr(value, name, None) for name in ("self_id", "group_id", "message_id")},
        "reason": reason_of(error),
    }
    logger.warning(
        "Put aside a {} of group {} ({}): {}",
        row["what"],
        row["group_id"],
        row["message_id"],
        row["reason"],
    )
    return row
