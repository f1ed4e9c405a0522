"""The latest of many are remembered, and older ones go."""

from groupscope.store.lately import Lately


def test_at_least_so_many_and_at_most_twice_as_many():
    lately = Lately[int, str](3)
    for key in range(8):
        lately.put(key, str(key))
    assert [key for key in range(9) if lately.get(key)] == [3, 4, 5, 6, 7]


def test_what_is_told_again_is_the_latest_and_as_told_last():
    lately = Lately[int, str](3)
    for key, value in ((1, "a"), (2, "b"), (3, "c"), (1, "A"), (4, "d"), (5, "e")):
        lately.put(key, value)
    assert [lately.get(key) for key in (1, 2, 3, 4, 5)] == ["A", None, None, "d", "e"]
