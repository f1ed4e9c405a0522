"""What people gave to a message, as cards and lists show it."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from groupscope.charts import Cheer, Quote
from groupscope.figures.said import quotable
from groupscope.language.faces import reaction_sign
from groupscope.store.loved import Loved

CHEERS = 3
"""How many different reactions are shown of a message, besides its replies."""
REPLY = "💬"


def quote_of(
    one: Loved, names: Mapping[int, str], zone: tzinfo, when: str = "%m-%d %H:%M"
) -> Quote:
    """Return a message with who said it when, and what it was given."""
    return Quote(
        member_id=one.row.sender_id,
        name=names[one.row.sender_id],
        when=f"{datetime.fromtimestamp(one.row.sent_at, zone):{when}}",
        text=quotable(one.row),
        cheers=cheers_of(one),
        note=f"{one.people} 人",
    )


def cheers_of(one: Loved) -> tuple[Cheer, ...]:
    """Return what a message was given: replies first, then the reactions that most people gave.

    Different codes may look the same, such as QQ's face 赞 and 👍: those are added up.
    """
    signs: dict[str, int] = {}
    for code, count in one.reactions.items():
        sign = reaction_sign(code)
        signs[sign] = signs.get(sign, 0) + count
    best = sorted(signs.items(), key=lambda pair: -pair[1])[:CHEERS]
    replies = (Cheer(REPLY, one.replies),) if one.replies else ()
    return (*replies, *(Cheer(sign, count) for sign, count in best))
