"""When a group's digests are posted, what stands in them, and what is too little for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from typing_extensions import override

from groupscope.settings.kinds import Number, Said, plain
from groupscope.settings.sets import Several
from groupscope.settings.setting import Setting, declare
from groupscope.settings.timings import Rhythm, Timing, Timings


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a digest: its names, and whether it is there unless a group says otherwise."""

    names: tuple[str, ...]
    is_usual: bool


BLOCKS: Final[Mapping[str, Block]] = {
    "newcomers": Block(("新人",), is_usual=True),
    "mood": Block(("心情",), is_usual=True),
    "rank": Block(("排行", "发言榜"), is_usual=True),
    "wordcloud": Block(("词云",), is_usual=True),
    "quotes": Block(("金句", "名场面"), is_usual=True),
    "unanswered": Block(("问题", "没人答"), is_usual=True),
    "change": Block(("变化",), is_usual=True),
    "words": Block(("热词",), is_usual=False),
    "repeat": Block(("复读",), is_usual=False),
    "faces": Block(("表情",), is_usual=False),
    "ties": Block(("互动",), is_usual=False),
    "shares": Block(("分享",), is_usual=False),
}
"""Every part by its key, which is that of its report where it has one, in the order of the card."""

USUAL: Final = frozenset(key for key, block in BLOCKS.items() if block.is_usual)
_KEYS: Final = {plain(name): key for key, block in BLOCKS.items() for name in (key, *block.names)}


@dataclass(frozen=True, slots=True)
class Blocks(Several[str]):
    """Parts of a digest, by their keys."""

    most: int = len(BLOCKS)

    @property
    @override
    def takes(self) -> str:
        return f"加 或 去，后面写栏目：{'、'.join(block.names[0] for block in BLOCKS.values())}"

    @override
    def told(self, said: Said) -> frozenset[str]:
        keys = [_KEYS.get(plain(word)) for word in said.words]
        is_known = all(keys) and not said.mentions
        return frozenset(key for key in keys if key and is_known)

    @override
    def shown(self, value: frozenset[str]) -> str:
        return "、".join(BLOCKS[key].names[0] for key in BLOCKS if key in value) or "无"

    @override
    def checked(self, value: Any) -> frozenset[str]:
        return frozenset(map(str, value)) & BLOCKS.keys()


def _posted(rhythm: Rhythm, name: str, command: str) -> Setting[tuple[Timing, ...]]:
    """Declare when the digest of a rhythm is posted; never, unless a group says so."""
    return declare(
        Setting(
            key=f"digest-{rhythm}",
            section="日报",
            names=(f"{name}时间",),
            icon={"日报": "🗞️", "周报": "🗓️", "月报": "🗓️"}[name],
            meaning=f"什么时候自动发{name}",
            kind=Timings(rhythm),
            default=lambda _: (),
            example="",
            command=command,
        )
    )


POSTED: Final[Mapping[Rhythm, Setting[tuple[Timing, ...]]]] = {
    Rhythm.DAILY: _posted(Rhythm.DAILY, "日报", "/日报 开 22:00"),
    Rhythm.WEEKLY: _posted(Rhythm.WEEKLY, "周报", "/周报 开 周一 09:00"),
    Rhythm.MONTHLY: _posted(Rhythm.MONTHLY, "月报", "/月报 开 1 09:00"),
}
"""When digests are posted, by rhythm."""

DIGEST_BLOCKS = declare(
    Setting(
        key="digest-blocks",
        section="日报",
        names=("日报栏目", "栏目"),
        icon="🧩",
        meaning="日报、周报、月报里有哪些栏目",
        kind=Blocks(),
        default=lambda _: USUAL,
        example="加 热词 复读",
    )
)
"""Keys of ``BLOCKS``."""

DIGEST_LEAST = declare(
    Setting(
        key="digest-least",
        section="日报",
        names=("日报最少", "日报最少条数"),
        icon="🤏",
        meaning="少于多少条消息就不自动发（说话的不到 3 人也不发）",
        kind=Number(1, 100_000, "条"),
        default=lambda config: config.digest_least,
        example="100",
    )
)
"""With fewer messages no digest is posted by itself."""
