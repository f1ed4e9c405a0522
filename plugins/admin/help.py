"""The help, made from the commands themselves, so that it cannot go stale."""

from groupscope.commands import COMMANDS, Command, find


def overview() -> str:
    """Return every command with what it does."""
    lines = [f"/{chinese_name(command)}  {command.summary}" for command in COMMANDS.values()]
    return "\n".join(
        [
            "群镜能回答：",
            *lines,
            "时间可写：今天 昨天 本周 上月 近7天 2026-11 11-01~11-07……",
            "也可 @某人，或写 /我的排行、/本周排行。",
        ]
    )


def help_about(name: str) -> str:
    """Explain one command with an example."""
    command = find(name.lstrip("/／"))
    if command is None:
        return f"没有「{name}」这个命令。发 /帮助 看看有哪些。"
    lines = [f"/{chinese_name(command)}：{command.summary}", f"例如：{command.example}"]
    if command.period:
        lines.append(f"不写时间就看：{command.period}")
    return "\n".join([*lines, f"也叫：{'、'.join(command.names)}"])


def chinese_name(command: Command) -> str:
    """Return a command's first Chinese name, else its first."""
    return next((name for name in command.names if not name.isascii()), command.names[0])
