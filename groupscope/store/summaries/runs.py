"""The same thing said in a row: who said it when, and who said something else then."""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple
from unicodedata import normalize

from sqlalchemy import Row, Select, select

from groupscope.store.messages import from_json_list
from groupscope.store.packing import as_bytes, number_of, stacked, table_of
from groupscope.store.summaries.kind import NO_IDS, SummaryKind, counted
from groupscope.store.tables import message

HEADER = struct.Struct("<I")
"""The length of the packed runs; behind them are the packed people."""
COLUMNS = 8
FEWEST = 3
"""So many different people make a chain."""
PATIENCE = 600
"""Seconds after which the next message no longer belongs to what was said before."""
NOBODY = 0
NAMELESS = ("voice:", "video:", "dice:", "rps:")
"""What is never the same twice, or by chance alone."""


class Link(NamedTuple):
    """Somebody's first message in a run."""

    member: int
    at: int


@dataclass(frozen=True, slots=True)
class Run:
    """Messages in a row that say the same.

    ``said`` is a number that stands for it, 0 for what cannot be repeated. ``at`` and ``key`` are
    the first message's, ``links`` the different people in the order in which they joined in.
    ``next_at`` and ``next_by`` are of the message after the run; 0, as long as there is none.
    """

    said: int
    at: int
    key: int
    last_at: int
    messages: int
    links: tuple[Link, ...]
    next_at: int = 0
    next_by: int = NOBODY

    @property
    def is_chain(self) -> bool:
        """Whether enough people took part."""
        return bool(self.said) and len(self.links) >= FEWEST

    @property
    def began(self) -> int:
        """Who began it."""
        return self.links[0].member

    @property
    def broken_by(self) -> int | None:
        """Who said something else while it was going on; None where it ended by itself."""
        in_time = self.next_at and self.next_at - self.last_at <= PATIENCE
        return self.next_by if in_time else None

    @property
    def seconds_to_third(self) -> int:
        """How long it took from the first message to the third person."""
        return self.links[FEWEST - 1].at - self.at

    def joined(self, other: "Run") -> "Run":
        """Return this run with one that goes on saying the same."""
        known = {link.member for link in self.links}
        return replace(
            self,
            last_at=other.last_at,
            messages=self.messages + other.messages,
            links=(*self.links, *(link for link in other.links if link.member not in known)),
            next_at=other.next_at,
            next_by=other.next_by,
        )

    def goes_on_in(self, other: "Run") -> bool:
        """Tell whether the run after this one is a part of it."""
        return self.said == other.said != 0 and other.at - self.last_at <= PATIENCE


@dataclass(frozen=True, slots=True)
class Runs:
    """Chains, and the first and the last run of each stretch, which may go on beyond it."""

    runs: tuple[Run, ...]

    @property
    def chains(self) -> tuple[Run, ...]:
        """The chains, in the order of time."""
        return tuple(run for run in self.runs if run.is_chain)


class RunsKind(SummaryKind[Runs]):
    """Packed as two tables: the runs, and below each other the people of all of them."""

    name: ClassVar[str] = "runs"
    version: ClassVar[int] = 1
    names_members: ClassVar[bool] = True

    def query(self) -> Select[*tuple[Any, ...]]:
        """Return everything that was said, in order."""
        columns = message.c
        return (
            select(
                columns.sent_at,
                columns.message_key,
                columns.sender_id,
                columns.text,
                columns.media,
            )
            .where(counted())
            .order_by(columns.sent_at, columns.message_key)
        )

    def summarise(self, rows: Sequence[Row[*tuple[Any, ...]]]) -> Runs:
        """Return the runs of the query's rows."""
        return Runs(tuple(_runs_of(rows)))

    def pack(self, value: Runs, ids: Mapping[str, int] = NO_IDS) -> bytes:
        """Return runs as bytes."""
        del ids
        runs = as_bytes(table_of(map(_row_of, value.runs), COLUMNS))
        people = as_bytes(table_of((link for run in value.runs for link in run.links), 2))
        return HEADER.pack(len(runs)) + runs + people

    def merge(self, packed: Sequence[bytes], loose: Sequence[Runs]) -> Runs:
        """Return the runs of several stretches, joined where one goes on in the next."""
        runs = [*_unpacked(packed), *(run for value in loose for run in value.runs)]
        return Runs(tuple(_tied(sorted(runs, key=lambda run: (run.at, run.key)))))


def same_as(text: str, media: Sequence[str]) -> str:
    """Return what a message is compared by; empty where it cannot be repeated.

    Neither case, width nor white space matter; pictures and stickers are told by their identity.
    """
    if any(one.startswith(NAMELESS) or one == "image:" for one in media):
        return ""
    words = "".join(normalize("NFKC", text).casefold().split())
    return "\0".join((words, *media)) if words or media else ""


def _runs_of(rows: Sequence[Any]) -> Iterator[Run]:
    """Give the chains of messages in order, and the first and the last run whatever they are."""
    same = [same_as(row.text, from_json_list(row.media)) for row in rows]
    start = 0
    for place in range(1, len(rows) + 1):
        is_last = place == len(rows)
        if not is_last and same[place] == same[start] and _goes_on(rows, same, place):
            continue
        is_edge = is_last or start == 0
        if is_edge or place - start >= FEWEST:
            run = _run(rows[start:place], same[start], None if is_last else rows[place])
            if is_edge or run.is_chain:
                yield run
        start = place


def _goes_on(rows: Sequence[Any], same: Sequence[str], place: int) -> bool:
    """Tell whether a message that says the same as the one before comes soon enough after it."""
    return bool(same[place]) and rows[place].sent_at - rows[place - 1].sent_at <= PATIENCE


def _run(rows: Sequence[Any], same: str, following: Any | None) -> Run:  # noqa: ANN401 -- a row of the query
    """Return the run that messages make, with the message after it."""
    joined: dict[int, int] = {}
    for row in rows:
        joined.setdefault(row.sender_id, row.sent_at)
    return Run(
        said=number_of(same) if same else 0,
        at=rows[0].sent_at,
        key=rows[0].message_key,
        last_at=rows[-1].sent_at,
        messages=len(rows),
        links=tuple(Link(member, at) for member, at in joined.items()),
        next_at=following.sent_at if following is not None else 0,
        next_by=following.sender_id if following is not None else NOBODY,
    )


def _row_of(run: Run) -> tuple[int, ...]:
    ends = (run.last_at, run.messages, len(run.links), run.next_at, run.next_by)
    return (run.said, run.at, run.key, *ends)


def _unpacked(blobs: Iterable[bytes]) -> Iterator[Run]:
    parts = [(blob, HEADER.size + HEADER.unpack_from(blob)[0]) for blob in blobs]
    runs = stacked((blob[HEADER.size : cut] for blob, cut in parts), (), COLUMNS)
    people = stacked((blob[cut:] for blob, cut in parts), (), 2).tolist()
    links = iter([Link(*one) for one in people])
    for said, at, key, last_at, messages, count, next_at, next_by in runs.tolist():
        theirs = tuple(next(links) for _ in range(count))
        yield Run(said, at, key, last_at, messages, theirs, next_at, next_by)


def _tied(runs: Sequence[Run]) -> Iterator[Run]:
    """Tie the last run of each stretch to the first one of the next."""
    if not runs:
        return
    before = runs[0]
    for run in runs[1:]:
        if before.next_at:
            yield before
            before = run
        elif before.goes_on_in(run):
            before = before.joined(run)
        else:
            yield replace(before, next_at=run.at, next_by=run.began)
            before = run
    yield before


RUNS = RunsKind()
