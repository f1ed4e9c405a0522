"""Writing what files tell: messages by the thousand, notices and reactions, each once."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from groupscope.language.pages import SAYS_NOTHING, Columns
from groupscope.model import Kind, Notice, Reaction, Recall
from groupscope.store.days import count_refused, frozen_among, local_day, mark_changed
from groupscope.store.events import apply_recall, write_notice, write_reaction
from groupscope.store.groups import QUARTER, Groups
from groupscope.store.identity import Place
from groupscope.store.meeting import BY_NOBODY, Met, Past
from groupscope.store.optout import OptOuts
from groupscope.store.past_rows import Kept, by_column, given, insert_columns
from groupscope.store.tombstones import Tombstones
from groupscope.store.withheld import NOBODY, is_told


class Rules(NamedTuple):
    """What is asked before anything is stored; the same as for live messages."""

    groups: Groups
    tombstones: Tombstones
    opt_outs: OptOuts
    keeps_recalled: bool


class Written(NamedTuple):
    """What became of new messages: stored, or refused (erased people, frozen days)."""

    stored: int
    refused: int


class Writing:
    """Writes one group's past."""

    def __init__(self, group_id: int, rules: Rules) -> None:
        self._group_id = group_id
        self._rules = rules
        self._given: set[str] = set()
        """The columns that are written. It only grows: each set of them is a statement of its own,
        which every connection keeps."""

    async def write(
        self,
        connection: AsyncConnection,
        new: Sequence[tuple[Met, Columns | None]],
        targets: dict[int, Place],
    ) -> Written:
        """Write new messages, and mark their days; ``targets`` are replies' targets by their id.

        What nobody has read yet is read later, by whoever reads anew.
        """
        if not new:
            return Written(0, 0)
        kept = await self._without_frozen(connection, self._kept(new))
        if kept.pasts:
            columns = by_column(self._group_id, kept, targets)
            self._given |= given(columns)
            await insert_columns(connection, columns, self._given)
            await mark_changed(connection, {(self._group_id, day) for day in kept.days})
        return Written(len(kept.pasts), len(new) - len(kept.pasts))

    async def recall(self, connection: AsyncConnection, met: Met) -> None:
        """Recall a message that is stored, where the file says that it was taken back."""
        past = met.past
        recall = Recall(
            self_id=BY_NOBODY,
            group_id=self._group_id,
            message_id=past.message_id or 0,
            recalled_at=past.recalled_at or past.at,
        )
        await apply_recall(connection, recall, met.place, keep_text=self._rules.keeps_recalled)

    async def happened(
        self, connection: AsyncConnection, event: Notice | Reaction, place: Place | None
    ) -> bool:
        """Write what happened besides talk; return whether it may be known."""
        at = event.happened_at if isinstance(event, Notice) else event.reacted_at
        user_id = event.user_id or NOBODY
        if self._rules.tombstones.covers(self._group_id, user_id, at):
            return False
        if not is_told(event, self._rules.opt_outs):
            return False
        write = write_notice if isinstance(event, Notice) else write_reaction
        await write(connection, event, place)  # pyright: ignore[reportArgumentType] -- each gets its own
        return True

    async def _without_frozen(self, connection: AsyncConnection, kept: Kept) -> Kept:
        """Return what frozen days do not refuse; what they do is counted."""
        days = {(self._group_id, day) for day in kept.days}
        frozen = {day for _, day in await frozen_among(connection, days)}
        if not frozen:
            return kept
        late = Counter((self._group_id, day) for day in kept.days if day in frozen)
        await count_refused(connection, late)
        return kept.without(frozen)

    def _is_erased(self, past: Past) -> bool:
        return self._rules.tombstones.covers(self._group_id, past.sender_id, past.at)

    def _kept(self, new: Sequence[tuple[Met, Columns | None]]) -> Kept:
        """Return messages as they may be stored.

        Of the erased nothing; of those who take no part, that there was something; of what was
        taken back, where that is not kept, of which kind it was.
        """
        group_id, rules = self._group_id, self._rules
        if rules.tombstones:
            new = [one for one in new if not self._is_erased(one[0].past)]
        pasts = [met.past for met, _ in new]
        reads = [read for _, read in new]
        withheld = [rules.opt_outs.covers(group_id, past.sender_id) for past in pasts]
        for number, (past, is_withheld) in enumerate(zip(pasts, withheld, strict=True)):
            if is_withheld:
                pasts[number], reads[number] = _without_words(past), SAYS_NOTHING
            elif past.recalled_at is not None and not rules.keeps_recalled:
                pasts[number], reads[number] = _without_text(past), SAYS_NOTHING
        quarters = [past.at // QUARTER for past in pasts]
        known = {one: rules.groups.utc_offset(group_id, one * QUARTER) for one in set(quarters)}
        offsets = [known[one] for one in quarters]
        days = [local_day(past.at, offset) for past, offset in zip(pasts, offsets, strict=True)]
        return Kept(pasts, [met.place for met, _ in new], offsets, days, reads, withheld)


def _without_text(past: Past) -> Past:
    """Return a message that was taken back: that it was there, and what kind it was."""
    return Past(
        past.line,
        past.sender_id,
        past.at,
        "",
        past.kind,
        past.message_id,
        past.reply_to,
        past.sequence,
        recalled_at=past.recalled_at,
    )


def _without_words(past: Past) -> Past:
    """Return a message of somebody who takes no part: a number, and when."""
    return Past(past.line, NOBODY, past.at, "", Kind.EMPTY, past.message_id)
