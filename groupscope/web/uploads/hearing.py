"""What the process that reads an upload tells, and what that means for whoever waits."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from groupscope.web.uploads.upload import Part, State, Upload

CRASHED: Final = "导入意外中断了。已经写入的保留着，再导入一次会接着来。"
TRACE: Final = "Traceback"


class Heard:
    """Listens to the process line by line: the parts come one after the other."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._place = 0
        self._stray: list[str] = []

    def line(self, text: str) -> None:
        """Hear a line of ``groupscope import --json``; another is what it failed with."""
        told = as_object(text)
        if told is None:
            self._stray.append(text)
        elif "stage" in told:
            self._upload.state = State.SEALING
        elif self._place < len(self._upload.parts):
            self._upload.parts[self._place].told |= told
            self._place += "ledger" in told or "refused" in told

    def about(self, part: Part) -> Callable[[str], None]:
        """Return what hears a command that tells of one part in sentences."""
        part.told["lines"] = []
        return part.told["lines"].append

    def settle(self, statuses: Sequence[int]) -> State:
        """Note why it failed, if it did; return how the upload has ended."""
        upload = self._upload
        if upload.asked.kind == "members":
            settle_members(upload.parts, statuses)
        ledgers = [one.told["ledger"] for one in upload.parts if "ledger" in one.told]
        if upload.beside.is_interrupted or any(one["is_stopped"] for one in ledgers):
            return State.STOPPED
        unknown = [one for one in upload.parts if not one.told.keys() & {"ledger", "refused"}]
        if unknown:
            upload.sentence = sentence_of(self._stray)
        if unknown or not ledgers:
            return State.FAILED
        return State.TRIED if upload.is_dry else State.DONE


def settle_members(parts: Sequence[Part], statuses: Sequence[int]) -> None:
    """Make a ledger of what a command has said of each part."""
    for part, status in zip(parts, statuses, strict=True):
        lines = part.told.pop("lines", [])
        if status:
            part.told["refused"] = sentence_of(lines)
        else:
            part.told["ledger"] = {"chats": [], "lines": lines, "broken": None, "is_stopped": False}


def sentence_of(lines: Sequence[str]) -> str:
    """Return the sentence that a command has ended with; a trace is none."""
    has_crashed = any(line.startswith(TRACE) for line in lines)
    return CRASHED if has_crashed or not lines else lines[-1]


def as_object(text: str) -> dict[str, Any] | None:
    """Return the JSON object that a line is; None where it is none."""
    try:
        found = json.loads(text) if text.startswith("{") else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def as_json(upload: Upload) -> dict[str, Any]:
    """Return an upload as a page shows it."""
    return {
        "id": upload.upload_id,
        "kind": upload.asked.kind,
        "group": upload.asked.group_id,
        "is_dry": upload.is_dry,
        "state": upload.state.value,
        "at": upload.at,
        "sentence": upload.sentence,
        "files": [
            {"name": one.name, "size": one.size, "received": one.received}
            for one in upload.asked.files
        ],
        "parts": [part_as_json(one) for one in upload.parts],
    }


def part_as_json(part: Part) -> dict[str, Any]:
    """Return how far a part is, how fast, and how many seconds are left; at last its ledger."""
    told = part.told
    size, read = told.get("size", 0), told.get("read", 0)
    seconds, messages = told.get("seconds", 0), told.get("messages", 0)
    return {
        "name": part.name,
        "format": told.get("format"),
        "size": size,
        "read": read,
        "messages": messages,
        "rate": round(messages / seconds) if seconds else None,
        "left": round(seconds * (size - read) / read) if read else None,
        "refused": told.get("refused"),
        "ledger": told.get("ledger"),
    }
