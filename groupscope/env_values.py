"""How the values in ``.env`` are read and checked, each kind by a function of its own."""

import json
import re
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

HOUR = r"(?:[01]?[0-9]|2[0-3])(?::[0-5][0-9])?"
"""A time of the day: 23, 8:30."""
SHORTEST_TOKEN = 32
STRONG, DIFFERENT = 16, 6
"""Characters that a secret has at least, and how many of them differ."""
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg", "mysql+asyncmy", "mariadb+asyncmy")


def listed(value: object) -> object:
    """Read a list as JSON (``[1, 2]``) or as people type it (``1, 2``)."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return json.loads(text) if text.startswith("[") else text.replace(",", " ").split()


def known_zone(name: str) -> str:
    """Return the name of a time zone that exists; ValueError where it does not."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error
    return name


def known_database(url: str) -> str:
    """Return a database URL that one of our drivers serves; ValueError for any other."""
    try:
        driver = make_url(url).drivername
    except ArgumentError as error:
        raise ValueError(url) from error
    if driver not in DRIVERS:
        raise ValueError(driver)
    return url


def known_hours(text: str) -> str:
    """Return a stretch of the day as it is written, ``23:00-08:00`` or ``off``; else ValueError."""
    if text != "off" and not re.fullmatch(f"{HOUR}-{HOUR}", text):
        raise ValueError(text)
    return text


def known_page(url: str) -> str:
    """Return the address of a page without its last slash, or nothing; else ValueError."""
    if url and not re.fullmatch(r"https?://[^\s?#]+", url):
        raise ValueError(url)
    return url.rstrip("/")


def known_hook(address: str) -> str:
    """Return the address of a webhook, maybe as ``ntfy+https://…``; else ValueError."""
    if not re.fullmatch(r"(?:(?:json|bark|ntfy)\+)?https?://[^\s/]+\S*", address):
        raise ValueError(address)
    return address


def known_pair(pair: str) -> str:
    """Return an account and an owner of its own as written, ``10000:30008``; else ValueError."""
    if not re.fullmatch(r"[1-9][0-9]*:[1-9][0-9]*", pair, re.ASCII):
        raise ValueError(pair)
    return pair


def is_guessable(token: str) -> bool:
    """Tell whether a secret could be guessed: too short, or of few different characters."""
    return len(token) < STRONG or len(set(token)) < DIFFERENT


def long_enough(token: str) -> str:
    """Return a secret that nobody can guess, or nothing; else ValueError."""
    if token and len(token) < SHORTEST_TOKEN:
        raise ValueError(token)
    return token


Numbers = Annotated[frozenset[int], NoDecode, BeforeValidator(listed)]
Words = Annotated[frozenset[str], NoDecode, BeforeValidator(listed)]
Hook = Annotated[str, AfterValidator(known_hook)]
Hooks = Annotated[frozenset[Hook], NoDecode, BeforeValidator(listed)]
Pairs = Annotated[
    frozenset[Annotated[str, AfterValidator(known_pair)]], NoDecode, BeforeValidator(listed)
]
