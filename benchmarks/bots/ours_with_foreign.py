"""Our bot with that plugin beside ours: the real bot.py, which loads one plugin more."""

import nonebot

import bot

load_ours = nonebot.load_from_toml


def load_both(file: str) -> None:
    """Load our plugins, and then the other one."""
    load_ours(file)
    nonebot.load_plugin("foreign")


nonebot.load_from_toml = load_both
bot.main()
