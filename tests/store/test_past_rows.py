"""Messages out of files, written by the column: what is not given is as if it had been."""

from sqlalchemy import insert

from groupscope.language.pages import SAYS_NOTHING
from groupscope.model import Kind
from groupscope.store.identity import Place
from groupscope.store.meeting import Past
from groupscope.store.past_rows import NOT_GIVEN, Kept, by_column, given, insert_columns
from groupscope.store.tables import message
from tests.store.kit import GROUP, JIA, YI, at

NOON = at("2026-11-16 12:00")


async def test_the_database_puts_there_what_is_not_given(chat):
    told = {column.name: 0 for column in message.c if column.name not in NOT_GIVEN} | {"text": ""}
    async with chat.writer.transaction() as connection:
        await connection.execute(insert(message), told)
    (row,) = await chat.rows(message)
    assert {name: getattr(row, name) for name in NOT_GIVEN} == NOT_GIVEN


def kept(*pasts: Past, read=None) -> Kept:
    count = len(pasts)
    places = [Place(past.at, past.line) for past in pasts]
    reads, withheld = [read] * count, [False] * count
    return Kept(list(pasts), places, [480] * count, [20_000] * count, reads, withheld)


async def test_pages_with_other_columns_are_all_written_whole(chat):
    plain = Past(1, JIA, NOON, "早")
    full = Past(
        2, YI, NOON + 1, "", Kind.IMAGE, 77, 66, 5, '[{"type":"image"}]', "", (JIA,), ("image:A",),
        ("b23.tv",), ("课件.pdf",), NOON + 9, is_command=True, is_bot=True, is_own=True,
    )  # fmt: skip
    pages = [
        kept(plain),
        kept(full, read=('["火锅"]', -250, 1)),
        kept(plain._replace(line=3, at=NOON + 2), read=SAYS_NOTHING),
    ]
    names: set[str] = set()
    async with chat.writer.transaction() as connection:
        for page in pages:
            columns = by_column(GROUP, page, {66: Place(NOON, 1)})
            names |= given(columns)
            await insert_columns(connection, columns, names)
    first, second, third = sorted(await chat.rows(message), key=lambda row: row.message_key)
    assert (first.text, first.message_id, first.media, first.language_version) == (
        "早",
        None,
        None,
        0,
    )
    assert (first.is_command, first.mood, first.recalled_at, first.reply_to_key) == (
        0,
        None,
        None,
        None,
    )
    assert (second.message_id, second.kind, second.segments) == (77, 2, '[{"type":"image"}]')
    assert (second.reply_to_id, second.reply_to_at, second.reply_to_key) == (66, NOON, 1)
    assert (second.mentions, second.media) == (f"[{JIA}]", '["image:A"]')
    assert (second.links, second.files) == ('["b23.tv"]', '["课件.pdf"]')
    assert (second.is_command, second.is_bot, second.is_own, second.recalled_at) == (
        1,
        1,
        1,
        NOON + 9,
    )
    assert (second.words, second.mood, second.is_question) == ('["火锅"]', -250, 1)
    assert (third.words, third.is_question, third.is_withheld) == (None, 0, 0)
    assert third.language_version == second.language_version > 0


def test_messages_of_some_days_are_left_out_of_every_list():
    page = kept(Past(1, JIA, NOON, "早"), Past(2, YI, NOON + 1, "好"), Past(3, JIA, NOON, "在"))
    page.days[1] = 20_001
    assert [past.line for past in page.without({20_000}).pasts] == [2]
    assert page.without({20_001}) == kept(page.pasts[0], page.pasts[2])
