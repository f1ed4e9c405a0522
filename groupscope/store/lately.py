"""Remembering the latest of very many, in little memory and without a step for each forgotten."""

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """A mapping of the latest keys: at least so many, at most twice as many.

    When that many new ones have come, those that are older than the ones before go all at once.
    """

    def __init__(self, remembered: int) -> None:
        self._remembered = remembered
        self._new: dict[Key, Value] = {}
        self._old: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """Return what is remembered of a key; None for nothing."""
        found = self._new.get(key)
        return self._old.get(key) if found is None else found

    def put(self, key: Key, value: Value) -> None:
        """Remember something of a key, as the latest."""
        self._new[key] = value
        if len(self._new) >= self._remembered:
            self._old, self._new = self._new, {}
