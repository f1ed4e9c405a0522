"""Our own posts: told by the call that sent them, and by their echoes, in either order.

The echo may come from the account that sent it, under the id that the call has returned, or from
another account of ours in the group, under an id that only that one knows.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from groupscope.model import Message

ECHO_SECONDS = 10
"""How far our own clock and the server's may be apart for one of our posts."""


class Place(NamedTuple):
    """Where a message stands in its group: the rest of its primary key."""

    sent_at: int
    key: int


Words: TypeAlias = tuple[int, int, str]
"""Group, sender and text."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its place, and the account and id under which it was told."""

    words: Words
    place: Place
    self_id: int
    message_id: int | None


class Posts:
    """Posts of which one half was told: the call without the echo, or the echo without the call."""

    def __init__(self, remembered: int) -> None:
        self._remembered = remembered
        self._by_place: OrderedDict[tuple[int, Place], Post] = OrderedDict()
        """By group and place."""
        self._by_words: dict[Words, list[Post]] = {}

    def add(self, message: Message, place: Place) -> None:
        """Remember one half of a post until the other comes."""
        post = Post(words_of(message), place, message.self_id, message.message_id)
        self._by_place[message.group_id, place] = post
        self._by_words.setdefault(post.words, []).append(post)
        if len(self._by_place) > self._remembered:
            self._remove(next(iter(self._by_place.values())))

    def take(self, message: Message, place: Place | None) -> Post | None:
        """Return and forget the half that a message completes; None where there is none.

        ``place`` is where the message's id leads to, if it leads anywhere. Words decide where
        accounts differ: one account's two posts with two ids are two, whatever they say.
        """
        post = self._by_place.get((message.group_id, place)) if place else None
        if post is None:
            alike = self._by_words.get(words_of(message), ())
            post = next((one for one in alike if may_be(one, message)), None)
        if post is not None:
            self._remove(post)
        return post

    def _remove(self, post: Post) -> None:
        group_id, *_ = post.words
        del self._by_place[group_id, post.place]
        alike = self._by_words[post.words]
        alike.remove(post)
        if not alike:
            del self._by_words[post.words]


def words_of(message: Message) -> Words:
    """Return what of a post is the same for all who tell of it."""
    return message.group_id, message.sender_id, message.text.strip()


def may_be(post: Post, message: Message) -> bool:
    """Tell whether a message with a post's words, but not its id, may be that post."""
    is_near = abs(post.place.sent_at - message.sent_at) <= ECHO_SECONDS
    return is_near and (
        post.self_id != message.self_id or None in (post.message_id, message.message_id)
    )
