"""Ways in: one-time tickets that the bot sends, and short codes that people type in chat.

Both live five minutes, in memory, as hashes; a restart makes them void.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from groupscope.store.web_sessions import digest_of
from groupscope.web.failures import TooFastError

SECONDS = 300
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of those that look alike one is left out."""
CODE_LENGTH = 4
MOST_CODES = 1_000


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has typed a code, where and when: what the page shows before it lets them in."""

    user_id: int
    name: str
    group: str | None
    at: int


@dataclass(slots=True)
class Waiting:
    """A browser that waits for its code to be typed."""

    code: str
    until: float
    claim: Claim | None = None


class Entry:
    """Tickets by hash, and waiting browsers by the hash of their secret."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tickets: dict[str, tuple[int, float]] = {}
        self._waiting: dict[str, Waiting] = {}

    def ticket(self, user_id: int) -> str:
        """Make a ticket for somebody; their older ones are void."""
        self._tickets = {
            digest: (whose, until)
            for digest, (whose, until) in self._tickets.items()
            if whose != user_id and until > self._clock()
        }
        ticket = secrets.token_urlsafe(32)
        self._tickets[digest_of(ticket)] = (user_id, self._clock() + SECONDS)
        return ticket

    def redeem(self, ticket: str) -> int | None:
        """Return whose a ticket is, once; None where it is none, or none any more."""
        whose, until = self._tickets.pop(digest_of(ticket), (None, 0.0))
        return whose if until > self._clock() else None

    def code(self) -> tuple[str, Waiting]:
        """Let a browser wait; return its secret, and its code with the end of its time.

        TooFastError where too many wait.
        """
        self._drop_old()
        if len(self._waiting) >= MOST_CODES:
            raise TooFastError
        taken = {one.code for one in self._waiting.values()}
        code = _code()
        while code in taken:
            code = _code()
        secret, waiting = secrets.token_urlsafe(32), Waiting(code, self._clock() + SECONDS)
        self._waiting[digest_of(secret)] = waiting
        return secret, waiting

    def claim(self, code: str, claim: Claim) -> bool:
        """Note who has typed a code; False where nobody waits with it, or somebody was first."""
        self._drop_old()
        typed = code.strip().upper()
        for waiting in self._waiting.values():
            if secrets.compare_digest(waiting.code.encode(), typed.encode()):
                is_first = waiting.claim is None
                waiting.claim = waiting.claim or claim
                return is_first
        return False

    def look(self, secret: str) -> Waiting | None:
        """Return how far a waiting browser is."""
        self._drop_old()
        return self._waiting.get(digest_of(secret))

    def settle(self, secret: str) -> Claim | None:
        """End a browser's waiting; return who had typed its code."""
        waiting = self.look(secret)
        self._waiting.pop(digest_of(secret), None)
        return waiting.claim if waiting else None

    def forget(self, user_id: int) -> None:
        """Make void whatever somebody could still come in by."""
        self._tickets = {digest: one for digest, one in self._tickets.items() if one[0] != user_id}
        self._waiting = {
            digest: one
            for digest, one in self._waiting.items()
            if one.claim is None or one.claim.user_id != user_id
        }

    def _drop_old(self) -> None:
        now = self._clock()
        for digest in [digest for digest, one in self._waiting.items() if one.until <= now]:
            del self._waiting[digest]


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
