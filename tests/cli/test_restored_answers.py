"""A nightly backup, restored into an empty folder, gives every answer that the original gave."""

import asyncio
from datetime import datetime

from click.testing import CliRunner
from sqlalchemy import func, select

from groupscope.cli import main
from groupscope.commands import Question
from groupscope.config import Config
from groupscope.demo import GROUP, Plan
from groupscope.demo.filling import fill
from groupscope.errors import QuestionError
from groupscope.periods import read_period
from groupscope.reports import discover
from groupscope.scope import Scope
from groupscope.store import Store
from groupscope.store.migrate import migrate
from groupscope.store.nightly import Nightly
from groupscope.store.tables import message
from tests.store.kit import SHANGHAI, Clock, at

EVENING = at("2026-11-20 21:00")
PERIODS = ("今天", "上周", "本月", "全部")
REFUSED = (QuestionError, ValueError)


def store_at(file) -> Store:
    config = Config(_env_file=None, database_url=f"sqlite+aiosqlite:///{file}")
    return Store(config, clock=Clock(EVENING))


async def filled(folder) -> None:
    store = store_at(folder / "x.db")
    await migrate(store.engine, folder)
    await store.open()
    plan = Plan(EVENING, SHANGHAI, days=30, members=24, messages=3_000)
    await fill(store, plan, lambda _count: None)
    await store.close()
    assert await Nightly(folder / "x.db", folder / "backups", SHANGHAI, Clock(EVENING)).look()


async def answers(file) -> dict[tuple[str, str, int | None], object]:
    """Words and card of every report, of the group and of who has said most."""
    store = store_at(file)
    await store.open()
    now = datetime.fromtimestamp(EVENING, SHANGHAI)
    by = message.c.sender_id
    told = {}
    async with store.snapshot() as db:
        most = select(by).group_by(by).order_by(func.count().desc(), by).limit(1)
        member = await db.connection.scalar(most)
        for key, report in discover().items():
            for words in PERIODS:
                for who in (None, member):
                    scope = Scope(GROUP, read_period(words, now).clamped(now), who)
                    question = Question(scope, words=("火锅",))
                    try:
                        found = await report.ask(db, question)
                        told[key, words, who] = (found.headline(), found.text(), found.card())
                    except REFUSED as error:
                        told[key, words, who] = str(error)
    await store.close()
    return told


def test_every_answer_is_as_it_was(tmp_path, monkeypatch):
    asyncio.run(filled(tmp_path))
    before = asyncio.run(answers(tmp_path / "x.db"))
    empty = tmp_path / "another machine"
    monkeypatch.setenv("GROUPSCOPE_DATABASE_URL", f"sqlite+aiosqlite:///{empty}/new.db")
    monkeypatch.setenv("GROUPSCOPE_DATA_DIR", str(empty))
    (backup,) = (tmp_path / "backups").iterdir()
    restored = CliRunner().invoke(main, ["restore", str(backup)])
    assert restored.exit_code == 0, restored.output
    after = asyncio.run(answers(empty / "new.db"))
    assert len(before) == len(discover()) * len(PERIODS) * 2
    real = [one for one in before.values() if not isinstance(one, str)]
    assert len(real) > len(before) // 2
    assert after == before
