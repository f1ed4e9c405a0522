"""Draws the pictures of the README from an invented group; nobody in it exists.

``uv run just pictures``
"""

from pathlib import Path

from groupscope.charts import Card, CloudWord, RankBars, RankRow, ThemeName, WordCloud, draw

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

TALK = """
番茄牛腩 奶茶 周末 温泉 食堂 下班 🍅 加班 [笑哭] 好吃 猫咪 火锅 晚安 开黑 咖啡 出差 拼单 减肥
排位 绝了 下雨 早八 B站 显卡 抽卡 哈哈 地铁 [流泪] 服务器 外卖 睡觉 电影 摸鱼 老板 键盘 驾照
沙拉 🎉 投票 羽毛球 感冒 快递 期末 图书馆 实验 论文 yyds 破防 上岸 演唱会 门票 高铁 面试 offer
简历 宿舍 空调 晚霞 夜宵 烧烤 跑步 健身房 球赛 🐱 日落 爬山 露营 帐篷 相机 胶卷 吉他 乐队 排练
剧本杀 桌游 狼人杀 拼图 手账 咕咕咕 鸽子 闹钟 迟到 打卡 年假 调休 值班 报销 工资 红包 🧧 团建
合影 生日 蛋糕 草莓 蓝莓 西瓜 柚子 板栗 红薯 糖炒 围巾 手套 降温 雾霾 口罩 体检 牙医 智齿 眼镜
维修 螺丝刀 自行车 头盔 充电宝 数据线 耳机 音箱 投影 显示器 路由器 机械 轴体 代码 重启 编译
上线 回滚 需求 评审 文档 会议 纪要 邮件 周报 截图 表格 透视表 公式 打印机 墨盒 钥匙 门禁 电梯
快乐 幸福 离谱 笑死 救命 好家伙 卧谈 直播 弹幕 追剧 结局 配音 原声 字幕 小说 书单 笔记 单词
听力 口语 四级 考研
""".split()  # noqa: SIM905 -- quotes around each would hide the words
"""The most frequent first."""


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
    save("cloud-week-light", cloud("大家在聊什么", None), "light")
    save("cloud-cat-dark", cloud("大家在聊什么", "🐱"), "dark")


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


def cloud(title: str, shape: str | None) -> Card:
    """Return a cloud as ``/词云 本周`` answers it, in a shape or without."""
    words = tuple(
        CloudWord(word, round(420 / place**0.75)) for place, word in enumerate(TALK, start=1)
    )
    subtitle = "番茄俱乐部🍅 · 本周 · 5,400 条"
    foot = "本周 11-16–11-20 · 5,400 条 · 离线 12 分钟"
    return Card(title, shape or "☁️", subtitle, (WordCloud(words, shape),), foot)


def save(name: str, card: Card, theme: ThemeName) -> None:
    (FOLDER / f"{name}.png").write_bytes(draw(card, theme=theme))


if __name__ == "__main__":
    main()
