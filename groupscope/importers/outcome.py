"""What came of an import: the ledger that is shown, and its JSON that is stored."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from groupscope.importers.entries import Chat
from groupscope.importers.tally import Tally
from groupscope.store.ledger import Account


@dataclass(slots=True)
class ChatOutcome:
    """What became of one chat."""

    chat: Chat
    account: Account
    found: int = 0
    lost_replies: int = 0
    met_by_name: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of a file."""

    path: Path
    format: str
    tally: Tally
    chats: list[ChatOutcome] = field(default_factory=list[ChatOutcome])
    broken: str | None = None
    """Why the file could not be read to its end."""
    is_stopped: bool = False
    is_dry: bool = False
    seconds: float = 0.0


def detail_of(tally: Tally, found: int) -> str:
    """Return what the ledger's row has no column for, as JSON."""
    left_out = {
        str(reason): {"count": known.count, "lines": known.lines}
        for reason, known in tally.left_out.items()
    }
    remarks = {str(remark): count for remark, count in tally.remarks.items()}
    told = {"found": found, "read": tally.read, "left_out": left_out, "remarks": remarks}
    return json.dumps(told, ensure_ascii=False)
