"""Posting what is due: one group after the other, each digest once, whoever else posts."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from loguru import logger
from nonebot.adapters import Bot as AnyBot
from nonebot.adapters.onebot.v11 import Bot

from groupscope.answers import answer
from groupscope.app import App, current
from groupscope.commands import Question
from groupscope.digest import DIGESTS, blocks_in
from groupscope.errors import QuestionError
from groupscope.report import Answer
from groupscope.schedules import CAUGHT_UP, Due, Verdict, decide, period_due
from groupscope.schedules.due import ON_TIME
from groupscope.scope import Scope
from groupscope.settings import DIGEST_LEAST, POSTED
from groupscope.store.refusals import REFUSALS, reason_of
from groupscope.store.schedules import (
    State,
    claim,
    forget_runs,
    give_up,
    note,
    note_unclaimed,
    runs_since,
)
from groupscope.store.summaries import SPEAKERS
from plugins._chat import post
from plugins._failures import FAILURES
from plugins._forward import is_refusal
from plugins.digest.keeping import plan_of
from plugins.digest.speaking import Speaking, forget_left

A_DAY = 86_400
LOOKED_BACK = 35 * A_DAY
"""How far back is looked, at the first time, for what was missed meanwhile."""
REMEMBERED = 400 * A_DAY
FEWEST_SPEAKERS = 3
SETTLED = 60
"""Seconds that an account has been there before something is caught up: history comes first."""
SPACED, LONGEST_ROUND = (4.0, 12.0), 1_800.0
"""Seconds between two groups, by chance; fewer where there are so many that it took too long."""


class Posting:
    """Posts what is due, whenever it is told to look."""

    def __init__(self) -> None:
        self.speaking = Speaking()
        self._round: asyncio.Task[None] | None = None
        self._posting: asyncio.Task[None] | None = None
        self._is_wanted = False
        self._looked_at: int | None = None

    def look(self) -> None:
        """Begin a round, or let the one that goes on look once more."""
        self._is_wanted = True
        current().vitals.looked()
        if self._round is None or self._round.done():
            self._round = asyncio.create_task(self._rounds(current()), name="digests")
            self._round.add_done_callback(complain)

    async def arrived(self, bot: AnyBot) -> None:
        """Note since when an account is there."""
        self.speaking.arrived(bot)

    async def stop(self) -> None:
        """Give up the round that goes on, between two transactions."""
        if self._round is None:
            return
        async with current().store.writer.between():
            self._round.cancel()
            if self._posting is not None:
                self._posting.cancel()

    async def _rounds(self, app: App) -> None:
        while self._is_wanted:
            self._is_wanted = False
            try:
                await self._go_round(app, int(app.clock()))
            except REFUSALS as error:
                logger.warning("Digests wait for the database: {}", reason_of(error))

    async def _go_round(self, app: App, now: int) -> None:
        """Post what is due now, one group after the other; note what it is too late for."""
        to_post, late = await self._due(app, now)
        if late or self._looked_at is None:
            async with app.store.writer.transaction() as connection:
                for due in late:
                    await note_unclaimed(connection, due, State.LATE, now)
                await forget_runs(connection, now - REMEMBERED)
        self._looked_at = now
        for due in late:
            logger.info("Group {}: a digest was missed ({})", due.group_id, due.rhythm)
        pauses = spaced(len(to_post))
        for due, pause in zip(to_post, pauses, strict=True):
            await asyncio.sleep(pause)
            await self._post_or_complain(app, due)

    async def _due(self, app: App, now: int) -> tuple[list[Due], list[Due]]:
        """Return what is to be posted, in any order of groups, and what it is too late for."""
        groups = scheduled_groups(app)
        if not groups:
            return [], []
        longest = max(CAUGHT_UP.values()) + 2 * A_DAY
        seen = self._looked_at
        since = now - LOOKED_BACK if seen is None else min(seen, now) - longest
        async with app.store.snapshot() as db:
            runs = await runs_since(db.connection, since, now)
        settled = {(run.group_id, run.rhythm, run.wall) for run in runs}
        left = await forget_left(app, groups)
        to_post: list[Due] = []
        late: list[Due] = []
        for group_id in groups:
            if group_id in left:
                continue
            for due, verdict in decide(plan_of(app, group_id), settled, since, now):
                if verdict is not Verdict.WAIT:
                    (to_post if verdict is Verdict.POST else late).append(due)
        random.shuffle(to_post)
        return to_post, late

    async def _post_or_complain(self, app: App, due: Due) -> None:
        """Post one; whatever goes wrong is its own matter, and no other group's."""
        task = asyncio.create_task(self._post(app, due), name=f"digest of {due.group_id}")
        self._posting = task
        await asyncio.wait({task})
        complain(task)
        if task.cancelled() or task.exception() is None:
            return
        try:
            async with app.store.writer.transaction() as connection:
                await give_up(connection, due)
        except REFUSALS as error:
            logger.warning("A digest that failed is not noted: {}", reason_of(error))

    async def _post(self, app: App, due: Due) -> None:
        now = int(app.clock())
        bots = await self.speaking.bots_in(app, due, now)
        if now - due.at > ON_TIME:
            bots = [bot for bot in bots if self.speaking.is_settled(bot, SETTLED)]
        if not bots:
            return
        async with app.store.writer.transaction() as connection:
            if not await claim(connection, due, now):
                return
        found = await made(app, due)
        if found is None:
            await self._note(app, due, State.FEW)
            return
        await self._send(app, due, bots, found)

    async def _send(self, app: App, due: Due, bots: Sequence[Bot], found: Answer) -> None:
        """Send a digest through the first account that is let; a time-out ends it."""
        for bot in bots:
            await self._note(app, due, State.SENDING, bot)
            try:
                message_id = await post(bot, due.group_id, found.text, found.picture)
            except FAILURES as error:
                if not is_refusal(error):
                    logger.warning("Group {}: a digest timed out, and stays so", due.group_id)
                    await self._note(app, due, State.UNCERTAIN, bot)
                    return
                logger.warning("Group {}: a digest was refused", due.group_id)
                await self._note(app, due, State.REFUSED, bot)
            else:
                logger.info("Group {}: posted a digest ({})", due.group_id, due.rhythm)
                await self._note(app, due, State.SENT, bot, message_id)
                return

    async def _note(
        self,
        app: App,
        due: Due,
        state: State,
        bot: Bot | None = None,
        message_id: int | None = None,
    ) -> None:
        self_id = int(bot.self_id) if bot else None
        async with app.store.writer.transaction() as connection:
            await note(connection, due, state, self_id=self_id, message_id=message_id)


async def made(app: App, due: Due) -> Answer | None:
    """Make a digest; None where too little was said for one."""
    zone, group_id = app.store.groups.zone(due.group_id), due.group_id
    period = period_due(due.rhythm, datetime.fromtimestamp(due.at, zone), app.now_in(group_id))
    scope = Scope(group_id, period)
    async with app.store.snapshot() as db:
        speakers = await db.summary(SPEAKERS, scope)
    least = app.store.settings.of(group_id, DIGEST_LEAST)
    if speakers.total < least or len(speakers.members) < FEWEST_SPEAKERS:
        return None
    question = Question(scope, blocks_in(app.store.settings, group_id, ()))
    try:
        return await answer(app, DIGESTS[due.rhythm].command.key, question)
    except QuestionError:
        return None


def scheduled_groups(app: App) -> list[int]:
    """Return the recorded groups that want digests by themselves."""
    settings, groups = app.store.settings, app.store.groups
    return [
        group.group_id
        for group in groups.all()
        if groups.is_recorded(group.group_id)
        and any(map(partial(settings.of, group.group_id), POSTED.values()))
    ]


def spaced(count: int) -> list[float]:
    """Return how many seconds to wait before each of so many groups: the first one not at all."""
    pauses = [random.uniform(*SPACED) for _ in range(count - 1)]  # noqa: S311 -- nobody guesses them
    shrunk = min(LONGEST_ROUND / max(sum(pauses), 1.0), 1.0)
    return [0.0, *(pause * shrunk for pause in pauses)][:count]


def complain(task: asyncio.Task[None]) -> None:
    """Log what a task died of, without what anybody said."""
    if not task.cancelled() and (error := task.exception()):
        logger.opt(exception=error).error("A digest failed")


poster = Posting()
"""What posts in this process."""
