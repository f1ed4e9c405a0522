"""Text files whose messages begin with a line of their own: a head, and what follows it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Generic, NamedTuple, TypeVar

from groupscope.importers.tally import Reason, Tally

LONGEST: Final = 10_000
"""Lines of one message; a file that has lost its heads must not fill the memory."""

Head = TypeVar("Head")


class Block(NamedTuple, Generic[Head]):
    """A head, the number of its line, and the lines that follow it."""

    line: int
    head: Head
    rest: list[str]


def blocks(
    lines: Iterable[tuple[int, str]], head_of: Callable[[str, str], Head | None], tally: Tally
) -> Iterator[Block[Head]]:
    """Give the blocks of a file; what stands before the first head is left out, and counted.

    ``head_of`` tells what a line begins, given the line before it; None where it begins nothing.
    The lines of a block are counted by whoever takes it.
    """
    block: Block[Head] | None = None
    previous = ""
    for number, line in lines:
        head = head_of(line, previous)
        previous = line
        if head is not None:
            if block is not None:
                yield block
            block = Block(number, head, [])
        elif block is None:
            leave_aside(number, line, tally)
        elif len(block.rest) < LONGEST:
            block.rest.append(line)
        else:
            tally.leave_out(number, Reason.UNREADABLE)
    if block is not None:
        yield block


def leave_aside(number: int, line: str, tally: Tally) -> None:
    """Count a line that belongs to no message: a blank one, or one that is left out."""
    if line.strip():
        tally.leave_out(number, Reason.BEFORE_FIRST)
    else:
        tally.frame += 1


def leave_rest(block: Block[Head], tally: Tally) -> None:
    """Count the lines that follow a head which is no message's."""
    for number, line in enumerate(block.rest, block.line + 1):
        leave_aside(number, line, tally)


def text_of(first: str, rest: list[str]) -> str:
    """Return a message's text: its first line and those that follow, without blank ends."""
    return "\n".join([first, *rest]).strip("\n") if rest else first
