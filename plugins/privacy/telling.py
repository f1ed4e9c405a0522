"""``/隐私``: what is recorded, for how long, who sees it, and what one can do about it."""

from groupscope.app import App
from groupscope.settings import RECALLED, RETENTION


def about_privacy(app: App, group_id: int | None) -> str:
    """Return it in words, as it holds in a group (None: somebody asks in private)."""
    settings = app.store.settings
    is_recorded = group_id is None or app.store.groups.is_recorded(group_id)
    days = settings.of(group_id, RETENTION)
    recalled = "留着" if settings.of(group_id, RECALLED) == "keep" else "删掉"
    kept = f"{days} 天，过期的夜里抹去，只留不记名的总数" if days else "没有期限，管理员可以设"
    what = "文字、表情、图片的编号（不存图片）、时间、昵称和名片、回应"
    lines = [
        "群镜怎样对待你说的话" if is_recorded else "群镜现在没有记录本群。记录时是这样：",
        f"记：{what}；撤回的不计入统计，内容{recalled}。私聊不记。",
        f"存：{kept}。",
        "看：统计本群人人能看，心情和作息的细节要看设置；别的群看不到，原话不进日志。",
        "你可以：",
        "· /别记我 以后只数条数，统计里不再有你",
        "· /恢复记录 重新参与",
        "· /忘记我 抹去已经记下的，自动备份里 30 天内也会消失",
        "· /我的数据 看存了什么、别人看了你几次（私聊）",
        "后面加「全部」，就对所有群有效。",
        f"运行者：{contact(app)}",
    ]
    return "\n".join(lines)


def contact(app: App) -> str:
    """Return how to reach whoever runs the bot."""
    owners = "、".join(f"QQ {owner}" for owner in sorted(app.config.owners))
    return app.config.owner_contact.strip() or owners or "没有留联系方式"
