"""Draws the pictures of the README from an invented group; nobody in it exists.

``uv run just pictures``
"""

from pathlib import Path

from groupscope.charts import Card, RankBars, RankRow, ThemeName, draw

FOLDER = Path(__file__).parent

WEEK = (
    ("夜猫子🦉指挥官", 1204, 0),
    ("🌸 乙酱 今天也没睡", 987, 2),
    ("这是一个特别特别长的群昵称它真的很长长长到根本放不下", 861, -1),
    ("مرحبا بالعالم ✨ 阿米尔", 640, -1),
    ("𝓐𝓵𝓲𝓬𝓮 𝕏", 512, 3),
    ("👨‍👩‍👧‍👦 全家桶 🏳️‍🌈", 398, None),
    ("꧁༺冷风༻꧂", 301, 0),
    ("Z̷̡̢̛̗a̸l̵g̶o̷酱", 244, -2),
    ("김민수 さくら 𠮷野家", 187, 1),
    ("一只鸽子🕊️（咕咕咕）", 66, 0),
)
"""Name, messages, places gained since the week before; None for new on the board."""

TODAY = (
    ("番茄牛腩🍅", 133, 1),
    ("早起的己", 87, -1),
    ("🐳庚庚庚🐳", 64, 4),
    ("壬（减肥中）", 41, 0),
    ("\u202e文反着写\u202c 的人", 28, None),
)


def main() -> None:
    week = board(
        WEEK,
        before="上周同期",
        subtitle="番茄俱乐部🍅 · 本周 · 5,400 条",
        foot="本周 11-16–11-20 · 5,400 条 · 离线 12 分钟",
    )
    today = board(
        TODAY,
        before="昨天同期",
        subtitle="番茄俱乐部🍅 · 今天 · 353 条",
        foot="今天 00:00–21:35 · 353 条 · 无中断",
        marked=3,
    )
    save("rank-week-dark", week, "dark")
    save("rank-today-light", today, "light")


def board(
    people: tuple[tuple[str, int, int | None], ...],
    *,
    before: str,
    subtitle: str,
    foot: str,
    marked: int = 0,
) -> Card:
    """Return a board as ``/rank`` answers it."""
    total = sum(count for _, count, _ in people)
    rows = tuple(
        RankRow(
            place=place,
            member_id=None,
            name=name,
            count=count,
            share=count / total,
            moved=moved,
            is_new=moved is None,
            is_marked=place == marked,
        )
        for place, (name, count, moved) in enumerate(people, start=1)
    )
    bars = RankBars("发言排行", f"{len(rows)} 人发言", rows, before)
    return Card("发言排行", "🏆", subtitle, (bars,), foot)


def save(name: str, card: Card, theme: ThemeName) -> None:
    (FOLDER / f"{name}.png").write_bytes(draw(card, theme=theme))


if __name__ == "__main__":
    main()
