"""Numbers for people, groups and messages that have none of QQ's.

QQ's numbers are kept. Whoever is known by another platform's id, or by a name alone, gets a number
made of that, the same in every import: from 2 to the 52nd on, where QQ will never be, and small
enough for every JavaScript.
"""

from hashlib import blake2b
from typing import Final

FIRST: Final = 1 << 52
BITS_52: Final = FIRST - 1
BITS_62: Final = (1 << 62) - 1
MOST_DIGITS_OF_QQ: Final = 12
MOST_DIGITS_OF_IDS: Final = 18

PLATFORMS_OF_QQ: Final = frozenset({"qq", "onebot", "nt_qq"})


def person_number(platform: str, key: str, *, is_by_name: bool = False) -> int:
    """Return somebody's number."""
    if platform in PLATFORMS_OF_QQ and not is_by_name and _is_number(key):
        return int(key)
    return FIRST | (_hashed("person", platform, "name" if is_by_name else "id", key) & BITS_52)


def group_number(platform: str, key: str) -> int:
    """Return a group's number."""
    if platform in PLATFORMS_OF_QQ and _is_number(key):
        return int(key)
    return FIRST | (_hashed("group", platform, key) & BITS_52)


def is_made(number: int) -> bool:
    """Tell whether a number was made here, not by QQ."""
    return FIRST <= number < FIRST << 1


def message_number(key: str) -> int:
    """Return the number that stands for a message's id in its file."""
    if _is_plain(key) or (key[:1] == "-" and _is_plain(key[1:])):
        return int(key)
    return _hashed("message", key) & BITS_62


def _is_number(key: str) -> bool:
    """Tell whether somebody's key is a number of QQ's, or one that was made here and has left."""
    return _is_number_of_qq(key) or (_is_plain(key) and is_made(int(key)))


def _is_plain(key: str) -> bool:
    return key.isdigit() and key.isascii() and len(key) <= MOST_DIGITS_OF_IDS


def _is_number_of_qq(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= MOST_DIGITS_OF_QQ and key[0] != "0"


def _hashed(*parts: str) -> int:
    said = "\0".join(parts).encode("utf-8", "replace")
    return int.from_bytes(blake2b(said, digest_size=8).digest())
