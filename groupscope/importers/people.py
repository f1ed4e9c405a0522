"""The people of a chat: which numbers they have, and what they were called when."""

from collections.abc import Mapping

from groupscope.importers.entries import EVERYBODY, Person
from groupscope.importers.identities import person_number
from groupscope.model import EVERYONE, Member
from groupscope.store.names import CARD, NICKNAME, NameRow
from groupscope.store.past_names import Names

NAME_LENGTH = 255


class People:
    """Everybody in one chat of a file.

    ``known``: who is called what in the group already; whoever has only a name is looked for there.
    """

    def __init__(self, platform: str, group_id: int, known: Mapping[str, set[int]]) -> None:
        self.met_by_name: set[str] = set()
        """Names that stand for people who are known with their number."""
        self._platform = platform
        self._group_id = group_id
        self._known = known
        self._numbers: dict[Person, int] = {}
        self._now: dict[int, Person] = {}
        """As whom everybody was shown last."""

        self._by_key: dict[str, int] = {}
        self._last: dict[int, Names] = {}
        self._history: list[NameRow] = []

    def number(self, person: Person, at: int) -> int:
        """Return somebody's number, and remember how they were shown at a time (0: unknown)."""
        number = self._numbers.get(person)
        if number is not None and self._now.get(number) is person:
            return number
        if number is None:
            number = self._numbers[person] = self._number_of(person)
            self._by_key.setdefault(person.key, number)
            for name in (person.card, person.nickname):
                self._by_key.setdefault(name or person.key, number)
        if person.is_by_name and person.key in self.met_by_name:
            return number  # known better than by the file
        last = self._last.get(number)
        if last is None or not _is_shown(last.shown, person):
            self._show(number, person, at, last)
        if at:
            self._now[number] = person
        return number

    def mentioned(self, key: str) -> int:
        """Return the number of somebody who is @-ed by key or by name."""
        if key == EVERYBODY:
            return EVERYONE
        number = self._by_key.get(key)
        return number if number is not None else person_number(self._platform, key)

    def named(self, name: str) -> int | None:
        """Return the number of somebody by a name; None where nobody, or more than one, has it."""
        number = self._by_key.get(name)
        if number is not None:
            return number
        found = self._known.get(name, set())
        return next(iter(found)) if len(found) == 1 else None

    def last_shown(self) -> dict[int, Names]:
        """Return how everybody was last shown."""
        return self._last

    def take_history(self) -> list[NameRow]:
        """Return the names since the last call."""
        history, self._history = self._history, []
        return history

    def _number_of(self, person: Person) -> int:
        if person.is_by_name:
            found = self._known.get(person.key, set())
            if len(found) == 1:
                self.met_by_name.add(person.key)
                return next(iter(found))
        return person_number(self._platform, person.key, is_by_name=person.is_by_name)

    def _show(self, number: int, person: Person, at: int, last: Names | None) -> None:
        before = last.shown if last else Member(number)
        after = Member(
            number,
            nickname=_cut(person.nickname) or before.nickname,
            card=_cut(person.card) if person.card is not None else before.card,
            role=person.role or before.role,
            title=_cut(person.title) or before.title,
            is_robot=True if person.is_bot else before.is_robot,
        )
        self._last[number] = Names(after, at or (last.since_at if last else 0))
        for kind, name, was in (
            (NICKNAME, after.nickname, before.nickname),
            (CARD, after.card, before.card),
        ):
            if name and name != was and at:
                self._history.append((self._group_id, number, kind, at, name))


def _is_shown(shown: Member, person: Person) -> bool:
    """Tell whether a member is shown already as a person is shown now."""
    return (
        (person.nickname is None or person.nickname[:NAME_LENGTH] == shown.nickname)
        and (person.card is None or person.card[:NAME_LENGTH] == shown.card)
        and (person.role is None or person.role == shown.role)
        and (person.title is None or person.title[:NAME_LENGTH] == shown.title)
    )


def _cut(name: str | None) -> str | None:
    return None if name is None else name[:NAME_LENGTH]
