"""Words that an installation and its groups add or ignore: from then on, and after a restart."""

from groupscope.store.tables import vocabulary
from groupscope.store.vocabularies import EVERY_GROUP, WordKind
from tests.store.kit import GROUP, JIA, NOON, OTHER_GROUP, YI, said

ADDED, IGNORED, PLAIN = WordKind.ADDED, WordKind.IGNORED, WordKind.PLAIN


async def read(chat, text: str, group: int = GROUP) -> set[str]:
    """What words a line has in a group."""
    return set(chat.store.vocabularies.read(said(JIA, text, group=group)).words)


async def test_an_added_word_stays_whole_in_its_group_alone(chat):
    assert "群镜真香" not in await read(chat, "今天群镜真香")
    await chat.change_word("群镜真香", ADDED, NOON)
    assert "群镜真香" in await read(chat, "今天群镜真香")
    assert "群镜真香" not in await read(chat, "今天群镜真香", OTHER_GROUP)


async def test_an_ignored_word_does_not_count_in_its_group_alone(chat):
    await chat.change_word("火锅", IGNORED, NOON)
    assert await read(chat, "火锅 奶茶") == {"奶茶"}
    assert await read(chat, "火锅 奶茶", OTHER_GROUP) == {"火锅", "奶茶"}


async def test_the_installations_words_hold_in_every_group(chat):
    await chat.change_word("火锅", IGNORED, NOON, group=EVERY_GROUP)
    await chat.change_word("群镜真香", ADDED, NOON, group=EVERY_GROUP)
    for group in (GROUP, OTHER_GROUP):
        assert await read(chat, "火锅 奶茶", group) == {"奶茶"}
        assert await read(chat, "群镜真香", group) == {"群镜真香"}


async def test_what_a_group_says_goes_before_what_the_installation_says(chat):
    await chat.change_word("火锅", IGNORED, NOON, group=EVERY_GROUP)
    await chat.change_word("火锅", ADDED, NOON)
    assert await read(chat, "火锅") == {"火锅"}
    assert await read(chat, "火锅", OTHER_GROUP) == set()


async def test_a_word_that_is_reset_is_as_if_nothing_had_been_said(chat):
    await chat.change_word("火锅", IGNORED, NOON)
    await chat.change_word("火锅", PLAIN, NOON + 1)
    assert await read(chat, "火锅") == {"火锅"}
    assert chat.store.vocabularies.words(GROUP, IGNORED) == []


async def test_a_reset_in_a_group_brings_back_what_the_installation_says(chat):
    await chat.change_word("火锅", IGNORED, NOON, group=EVERY_GROUP)
    await chat.change_word("火锅", ADDED, NOON + 1)
    await chat.change_word("火锅", PLAIN, NOON + 2)
    assert await read(chat, "火锅") == set()


async def test_a_groups_own_words_are_listed_by_kind(chat):
    for word, kind in (("乙词", ADDED), ("甲词", ADDED), ("丙词", IGNORED), ("丁词", PLAIN)):
        await chat.change_word(word, kind, NOON)
    await chat.change_word("公词", ADDED, NOON, group=EVERY_GROUP)
    vocabularies = chat.store.vocabularies
    assert vocabularies.words(GROUP, ADDED) == ["乙词", "甲词"]
    assert vocabularies.words(GROUP, IGNORED) == ["丙词"]
    assert vocabularies.words(EVERY_GROUP, ADDED) == ["公词"]
    assert vocabularies.words(OTHER_GROUP, ADDED) == []


async def test_words_survive_a_restart(chat, restarted):
    await chat.change_word("火锅", IGNORED, NOON, by=YI)
    await chat.change_word("群镜真香", ADDED, NOON, group=EVERY_GROUP)
    await chat.change_word("奶茶", IGNORED, NOON)
    await chat.change_word("奶茶", PLAIN, NOON)
    again = await restarted()
    assert await read(again, "火锅 奶茶 群镜真香") == {"奶茶", "群镜真香"}
    rows = await again.rows(vocabulary)
    assert [(row.group_id, row.word, row.kind, row.changed_by) for row in rows] == [
        (EVERY_GROUP, "群镜真香", "added", JIA),
        (GROUP, "奶茶", "plain", JIA),
        (GROUP, "火锅", "ignored", YI),
    ]
    assert again.store.vocabularies.revision(GROUP) == chat.store.vocabularies.revision(GROUP)


async def test_every_change_is_seen_even_where_the_clock_goes_back(chat):
    vocabularies = chat.store.vocabularies
    assert vocabularies.revision(GROUP) == 0
    seen = []
    for when, group in ((NOON, GROUP), (NOON, GROUP), (NOON - 60, EVERY_GROUP), (0, GROUP)):
        await chat.change_word("火锅", IGNORED, when, group=group)
        seen.append(vocabularies.revision(GROUP))
    assert seen == sorted(set(seen))
    assert seen[0] == NOON * 1000


async def test_a_word_of_another_group_changes_nothing_here(chat):
    await chat.change_word("火锅", IGNORED, NOON, group=OTHER_GROUP)
    assert chat.store.vocabularies.revision(GROUP) == 0


async def test_new_messages_are_read_with_the_new_words_at_once(chat):
    await chat.tell(said(JIA, "火锅 奶茶", NOON))
    await chat.change_word("火锅", IGNORED, NOON + 1)
    await chat.tell(said(YI, "火锅 奶茶", NOON + 2))
    assert await chat.words(NOON, NOON + 60) == {"奶茶": 2, "火锅": 1}
