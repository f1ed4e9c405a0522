"""The help, made from the commands and reports themselves, so that it cannot go stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from groupscope.access import HOLDERS, Role
from groupscope.charts import Card, CommandList, CommandRow, Pill, Pills
from groupscope.commands import COMMANDS, Command, find
from groupscope.errors import QuestionError
from groupscope.report import REPORTS, Report, clipped

EVERYTHING = frozenset({"全部", "所有", "更多", "all", "more"})
PERIODS = ("今天", "昨晚", "本周", "上月", "近7天", "24h", "2026-11", "11-01~11-07")
FOOT = "数据只来自本群"
USES = {"例如": "💬", "时间": "⏳", "看谁": "👤", "谁能问": "🔑"}
"""What is told of how a command is used, with its emoji."""


class NoSuchCommandError(QuestionError):
    """Somebody wants a command explained that does not exist."""

    def __init__(self, name: str) -> None:
        known = [name for command in COMMANDS.values() for name in command.names]
        close = get_close_matches(name, known, 1)
        hint = f"是不是 /{close[0]}？" if close else ""
        super().__init__(f"没有「{clipped(name)}」这个命令。{hint}发 /帮助 全部 看看有哪些。")


@dataclass(frozen=True, slots=True)
class Help:
    """What is answered to somebody who wants help: a picture with a line, or all in words."""

    line: str
    text: str
    card: Card


def help_for(words: Sequence[str]) -> Help:
    """Return the help: the main commands, all of them, or one that is named.

    NoSuchCommandError where no command bears the name.
    """
    if not words:
        return overview()
    name = words[0].lstrip("/／")
    command = find(name)
    if command is not None:
        return about(command)
    if name.lower() in EVERYTHING:
        return everything()
    raise NoSuchCommandError(name)


def overview() -> Help:
    """Return the main commands, and how to get to the rest."""
    main = main_commands()
    more = f"其余 {len(COMMANDS) - len(main)} 条：/帮助 全部 · 讲一条：/帮助 排行"
    names = " ".join(shown_name(command) for command in main)
    listed = CommandList("常用命令", "斜杠开头，直接发在群里", rows_of(main))
    card = Card("能问群镜什么", "💡", more, (listed, *how_to_ask()), FOOT)
    lines = ["群镜能回答：", *map(told, main), how_to_ask_in_words(), more]
    return Help(f"{names}\n{more}", "\n".join(lines), card)


def everything() -> Help:
    """Return every command."""
    main = main_commands()
    others = [command for command in COMMANDS.values() if not command.place]
    rest = sorted(others, key=lambda command: command.key not in REPORTS)
    known = tuple(Pill(f"{one.icon} {shown_name(one)}") for one in main)
    marks = (
        Pills("⭐ 常用", "发 /帮助 看它们答什么", known),
        CommandList("🧭 更多", "", rows_of(rest), is_dense=True),
    )
    line = f"共 {len(COMMANDS)} 条命令 · 讲一条：/帮助 排行"
    lines = ["群镜的全部命令：", *map(told, main), *map(told, rest), how_to_ask_in_words()]
    return Help(line, "\n".join(lines), Card("群镜的全部命令", "💡", line, marks, FOOT))


def about(command: Command) -> Help:
    """Explain one command: examples, period, member, who may, options and rules, other names."""
    name = shown_name(command)
    rows = tuple(CommandRow(USES[what], what, how, "") for what, how in uses(command))
    asking = CommandList("怎么问", "", rows)
    marks: list[CommandList | Pills] = [asking]
    if command.details:
        rows = tuple(detail_row(what, how) for what, how in command.details)
        marks.append(CommandList("选项和规则", "", rows))
    names = tuple(Pill(f"/{name}") for name in command.names)
    marks.append(Pills("叫法", "都一样", names))
    lines = [f"{name}：{command.summary}", *(f"{what}：{how}" for what, how in uses(command))]
    lines += [f"· {what}：{how}" for what, how in command.details]
    lines.append(f"也叫：{'、'.join(command.names)}")
    line = f"{name}：{command.summary}，例如 {examples(command)[0]}"
    card = Card(name, command.icon, command.summary, tuple(marks), FOOT)
    return Help(line, "\n".join(lines), card)


def uses(command: Command) -> list[tuple[str, str]]:
    """Return how a command is used: what (an example, 时间, 看谁, 谁能问), and how."""
    found = [("例如", "　".join(examples(command)))]
    if command.period:
        found.append(("时间", f"不写就看{command.period}；可写 {' '.join(PERIODS)}"))
    if command.takes_member and command.key in REPORTS:
        others = report_of(command).about_others
        limit = "" if others.least is Role.MEMBER else f"；别人的只有{HOLDERS[others.least]}能看"
        usual = "自己" if report_of(command).is_about_somebody else "全群"
        found.append(("看谁", f"默认{usual}；@某人、QQ 号、群名片，或「我的」{limit}"))
    if report_of(command).act.least is not Role.MEMBER:
        found.append(("谁能问", HOLDERS[report_of(command).act.least]))
    return found


def detail_row(what: str, how: str) -> CommandRow:
    """Return an option or a rule; an emoji at the beginning of what it is stands before it."""
    icon, _, name = what.partition(" ")
    if name and not any(map(str.isalnum, icon)) and icon[0] > "\u2000":
        return CommandRow(icon, name, how, "")
    return CommandRow("🔸", what, how, "")


def report_of(command: Command) -> type[Report]:
    """Return the report that a command asks; one that everybody may ask, where there is none."""
    return REPORTS.get(command.key, Report)


def main_commands() -> list[Command]:
    """Return the commands that most people need, in their order."""
    main = [command for command in COMMANDS.values() if command.place]
    return sorted(main, key=lambda command: command.place)


def rows_of(commands: Sequence[Command]) -> tuple[CommandRow, ...]:
    """Return commands as the picture shows them."""
    return tuple(
        CommandRow(one.icon, shown_name(one), summary_of(one), examples(one)[0]) for one in commands
    )


def summary_of(command: Command) -> str:
    """Return what a command answers, and who may ask it where that is not everybody."""
    least = report_of(command).act.least
    return command.summary if least is Role.MEMBER else f"{command.summary}（{HOLDERS[least]}）"


def told(command: Command) -> str:
    """Return a command as a line of words."""
    return f"{command.icon} {shown_name(command)}  {summary_of(command)}"


def how_to_ask() -> tuple[Pills, Pills]:
    """Return how periods and members are written."""
    periods = Pills("⏳ 时间可以写", "写在命令后面，或连着写：/本周排行", as_pills(PERIODS))
    people = Pills("👤 也能看一个人", "", as_pills(("/排行 @某人", "/我的排行", "/词云 12345678")))
    return periods, people


def as_pills(texts: Sequence[str]) -> tuple[Pill, ...]:
    """Return texts as pills."""
    return tuple(map(Pill, texts))


def how_to_ask_in_words() -> str:
    """Return the same in a line."""
    return f"时间可写：{' '.join(PERIODS)}；也可 @某人，或写 /我的排行、/本周排行。"


def examples(command: Command) -> list[str]:
    """Return a command's examples."""
    return command.example.split("，")


def shown_name(command: Command) -> str:
    """Return the name by which members are told of a command, as they type it."""
    return f"/{command.shown}"
