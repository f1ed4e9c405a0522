"""A small set of commands, and short ways to write messages."""

from groupscope.commands import Command, Commands
from groupscope.model import Segment

BOT = 10001

RANK = Command(
    key="rank",
    names=("rank", "排行", "发言榜", "排行榜"),
    period="今天",
    summary="谁最能说",
    example="/rank 本周",
    options=frozenset({"全", "full"}),
)
CLOUD = Command(
    key="wordcloud",
    names=("wordcloud", "词云"),
    period="今天",
    summary="都在说什么",
    example="/词云 本周",
)
DRAGON = Command(
    key="dragon",
    names=("dragon", "龙王"),
    period="近30天",
    summary="谁是龙王",
    example="/龙王 上月",
    takes_member=False,
)
HELP = Command(key="help", names=("help", "帮助"), period=None, summary="帮助", example="/help")


def commands() -> Commands:
    known = Commands()
    for command in (RANK, CLOUD, DRAGON, HELP):
        known.register(command)
    return known


def message(*pieces: str | int | Segment) -> list[Segment]:
    """A message of texts, ids that are @-ed, and other segments."""
    return [_segment(piece) for piece in pieces]


def _segment(piece: str | int | Segment) -> Segment:
    if isinstance(piece, Segment):
        return piece
    if isinstance(piece, int):
        return Segment("at", {"qq": str(piece)})
    return Segment("text", {"text": piece})
