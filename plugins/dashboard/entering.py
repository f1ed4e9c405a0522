"""``/看板`` sends a link that lets in once, ``/登录`` lets in the page that shows a code."""

from nonebot.adapters.onebot.v11 import Bot

from groupscope.access import Act
from groupscope.app import App
from groupscope.commands import Invocation, plain
from groupscope.commands.entering import DASHBOARD, LEAVING, LOGIN
from groupscope.config import Config
from groupscope.errors import QuestionError
from groupscope.web import Dashboard
from groupscope.web.entry import Claim
from groupscope.web.failures import TooFastError
from groupscope.web.rights import NobodyMayError, viewer_of
from plugins._chat import CommandEvent, answers, caught_up, reply, whisper
from plugins.dashboard.mounting import served_one


class EnteringError(QuestionError):
    """Nobody gets in this way."""


def is_entering(invocation: Invocation) -> bool:
    """Tell whether a command is about getting in or out."""
    return invocation.command in (DASHBOARD, LOGIN)


@answers(is_entering)
async def answer(bot: Bot, event: CommandEvent) -> None:
    """Let somebody in or out, or say in a sentence why not."""
    dashboard = served_one()
    try:
        if dashboard is None:
            raise EnteringError("看板没有开启（机器人的主人可以设 GROUPSCOPE_DASHBOARD=on）。")
        await caught_up(dashboard.app.store.writer)
        words = await let_in(dashboard, bot, event)
    except (QuestionError, TooFastError) as error:
        words = str(error)
    await reply(bot, event, words)


async def let_in(dashboard: Dashboard, bot: Bot, event: CommandEvent) -> str:
    """Do what somebody wants; return what to say."""
    words = event.invocation.words
    if event.invocation.command is LOGIN:
        return await claim(dashboard, event, words)
    if words and plain(words[0]) in LEAVING:
        return await leave(dashboard, event)
    if event.group_id is not None:
        event.asker.must(Act.OPEN_DASHBOARD)
    await must_have_a_group(dashboard, event.user_id)
    return await send_link(dashboard, bot, event)


async def claim(dashboard: Dashboard, event: CommandEvent, words: tuple[str, ...]) -> str:
    """Note who has typed a code: the page asks whether it was them, and lets them in."""
    if len(words) != 1:
        raise EnteringError("请写上网页显示的码，例如：/登录 8F3K")
    await must_have_a_group(dashboard, event.user_id)
    dashboard.typed.check(event.user_id)
    app = dashboard.app
    group = None if event.group_id is None else app.store.groups.get(event.group_id)
    name = await name_of(app, event)
    where = group and (group.name or f"群 {group.group_id}")
    if not dashboard.entry.claim(words[0], Claim(event.user_id, name, where, event.time)):
        dashboard.typed.count(event.user_id)
        raise EnteringError("没有网页在等这个码：可能打错了，或者已经过了五分钟。")
    return (
        "收到，请回到网页上确认。只有你自己刚打开的网页才要登录；"
        "如果这个码是别人给的，马上发「/看板 退出」。"
    )


async def leave(dashboard: Dashboard, event: CommandEvent) -> str:
    """End every session of somebody."""
    dashboard.entry.forget(event.user_id)
    count = await dashboard.sessions.end_all(event.user_id)
    return f"已退出 {count} 个登录过的网页。" if count else "你没有登录着的网页。"


async def send_link(dashboard: Dashboard, bot: Bot, event: CommandEvent) -> str:
    """Send somebody a link of their own, in private; else tell the other way in."""
    base = base_url(dashboard.app.config)
    link = f"{base}/#k={dashboard.entry.ticket(event.user_id)}"
    words = f"看板的链接，五分钟内有效，只能用一次，不要转发：\n{link}"
    if await whisper(bot, event, words) is not None:
        return "链接已经私聊发给你。" if event.group_id is not None else "点链接就能进入看板。"
    return f"没法私聊你。请打开 {base}/ ，把页面上的码发到这里，例如：/登录 8F3K"


async def must_have_a_group(dashboard: Dashboard, user_id: int) -> None:
    """Raise NobodyMayError where there is no group that somebody may see."""
    viewer = await viewer_of(dashboard.app, user_id)
    if not viewer.askers and not viewer.is_superuser:
        raise NobodyMayError


async def name_of(app: App, event: CommandEvent) -> str:
    """Return how somebody is called where they speak; their number in private."""
    if event.group_id is None:
        return str(event.user_id)
    async with app.store.snapshot() as db:
        return (await db.names(event.group_id, [event.user_id]))[event.user_id]


def base_url(config: Config) -> str:
    """Return where people reach the dashboard, as far as the owner has said."""
    if config.dashboard_url:
        return config.dashboard_url
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::") else config.host  # noqa: S104 -- compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{config.port}/dashboard"
