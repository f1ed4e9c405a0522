"""Sessions and tokens of the dashboard, on all three databases."""

from groupscope.store.coverage import Stretch
from groupscope.store.erasing import erase_member
from groupscope.store.identity import Place
from groupscope.store.late_answers import LateAnswer, answer_late, late_answers
from groupscope.store.web_sessions import (
    IDLE,
    LONGEST,
    digest_of,
    end_sessions_of,
    find_session,
    note_seen,
    open_session,
)
from groupscope.store.web_tokens import find_token, make_token, note_used, revoke_token, tokens
from tests.store.kit import BING, GROUP, JIA, NOON, YI, said


async def test_sessions_end_after_a_while_without_a_sign_and_after_a_week(store, clock):
    async with store.writer.transaction() as connection:
        born = clock.now
        secret = await open_session(connection, JIA, born)
        assert await find_session(connection, digest_of(secret), born) is None
        assert await find_session(connection, secret, born + IDLE) is None
        session = await find_session(connection, secret, born + IDLE - 1)
        for at in range(born, born + LONGEST, IDLE // 2):
            await note_seen(connection, session, at)
        assert await find_session(connection, secret, born + LONGEST - 1)
        assert await find_session(connection, secret, born + LONGEST) is None


async def test_all_sessions_of_one_person_end(store, clock):
    async with store.writer.transaction() as connection:
        mine = [await open_session(connection, JIA, clock.now) for _ in range(2)]
        theirs = await open_session(connection, YI, clock.now)
        assert await end_sessions_of(connection, JIA) == 2
        found = [await find_session(connection, one, clock.now) for one in (*mine, theirs)]
    assert [bool(one) for one in found] == [False, False, True]


async def test_a_token_is_found_by_its_secret_until_it_is_revoked(store, clock):
    async with store.writer.transaction() as connection:
        token_id, secret = await make_token(connection, "grafana", [GROUP], JIA, clock.now)
        found = await find_token(connection, secret)
        assert (found.name, found.group_ids, found.used_at) == ("grafana", {GROUP}, None)
        assert await find_token(connection, digest_of(secret)) is None
        await note_used(connection, found, clock.now + 5)
        assert [one.used_at for one in await tokens(connection)] == [clock.now + 5]
        assert await revoke_token(connection, token_id)
        assert not await revoke_token(connection, token_id)
        assert await find_token(connection, secret) is None


async def test_late_answers_go_with_the_question_and_with_whoever_gave_them(chat):
    await chat.tell(
        said(JIA, "番茄牛腩怎么做？", NOON, number=1),
        said(YI, "米饭怎么煮？", NOON + 9, number=2),
    )
    places = [Place(NOON, 1), Place(NOON + 9, 2)]
    async with chat.writer.transaction() as connection:
        for place, by in zip(places, (YI, BING), strict=True):
            await answer_late(connection, GROUP, place, LateAnswer(by, NOON + 60, "先炒"))
    store, later = chat.store, NOON + 3600

    async def left() -> set[Place]:
        async with store.engine.connect() as connection:
            return set(await late_answers(connection, GROUP, Stretch(0, later)))

    assert await left() == set(places)
    await erase_member(store.writer, store.tombstones, GROUP, BING, later)
    assert await left() == {places[0]}
    await erase_member(store.writer, store.tombstones, GROUP, JIA, later)
    assert await left() == set()
