"""The ledger of an import in words, and as values."""

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Any

from groupscope.importers.identities import is_made
from groupscope.importers.outcome import ChatOutcome, Outcome
from groupscope.importers.tally import LeftOut, Reason, Remark, Tally

DAY = "%Y-%m-%d"
LINES_SHOWN = 5


def told(outcome: Outcome, zone: tzinfo) -> str:
    """Return what became of a file: found, stored, there already, left out and why."""
    head = f"{outcome.path.name}：{outcome.format}"
    lines = [head, *(_chat(chat, zone, is_dry=outcome.is_dry) for chat in outcome.chats)]
    lines += [f"  {line}" for line in _sentences(outcome)]
    if outcome.broken:
        lines.append(outcome.broken)
    if outcome.is_stopped:
        lines.append("已停止，再运行一次同样的命令会从这里接着导入。")
    if outcome.is_dry:
        lines.append("只是试读（--dry-run），什么也没有写。")
    else:
        lines.append(f"用了 {outcome.seconds:.1f} 秒。")
    return "\n".join(lines)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return what became of a file as values, with the sentences that tell where its lines went."""
    return {
        "chats": [
            {
                "group": chat.account.group_id,
                "name": chat.chat.name,
                "found": chat.found,
                "stored": chat.account.stored,
                "already": chat.account.already,
                "refused": chat.account.refused,
                "notices": chat.account.notices,
                "reactions": chat.account.reactions,
                "since": chat.account.since_at,
                "until": chat.account.until_at,
            }
            for chat in outcome.chats
        ],
        "lines": _sentences(outcome),
        "broken": outcome.broken,
        "is_stopped": outcome.is_stopped,
        "seconds": round(outcome.seconds, 1),
    }


def kept_sentences(detail: str | None) -> list[str]:
    """Return what the stored ledger tells of lines that were left out, and of what was guessed."""
    kept: dict[str, Any] = json.loads(detail or "{}")
    tally = Tally()
    for reason, told in kept.get("left_out", {}).items():
        tally.left_out[Reason(reason)] = LeftOut(told["count"], told["lines"])
    for remark, count in kept.get("remarks", {}).items():
        tally.remarks[Remark(remark)] = count
    return [*_left_out(tally), *_remarks(tally)]


def _sentences(outcome: Outcome) -> list[str]:
    tally = outcome.tally
    lines = [*_counts(tally), *_left_out(tally), *_remarks(tally)]
    met = sum(chat.met_by_name for chat in outcome.chats)
    return [*lines, f"{met} 个名字按群名片或昵称对上了号码"] if met else lines


def _chat(one: ChatOutcome, zone: tzinfo, *, is_dry: bool) -> str:
    account = one.account
    name = one.chat.name or "没有名字的聊天"
    number = "（没有群号）" if is_made(account.group_id) else ""
    stretch = ""
    if account.since_at is not None and account.until_at is not None:
        since, until = (
            datetime.fromtimestamp(at, zone).strftime(DAY)
            for at in (account.since_at, account.until_at)
        )
        stretch = f"，{since} 到 {until}"
    stored = "会新增" if is_dry else "新增"
    refused = (
        f"，拒收 {account.refused:,} 条（已清除的人或已冻结的日子）" if account.refused else ""
    )
    return (
        f"  「{name}」→ 群 {account.group_id}{number}：找到 {one.found:,} 条消息{stretch}；"
        f"{stored} {account.stored:,} 条，已有 {account.already:,} 条{refused}；"
        f"系统提示 {account.notices:,} 条，表情回应 {account.reactions:,} 个"
    )


def _counts(tally: Tally) -> Iterator[str]:
    parts = (
        (tally.messages, "消息"),
        (tally.continued, "消息的后续行"),
        (tally.members, "成员"),
        (tally.notices, "系统提示"),
        (tally.reactions, "表情回应"),
        (tally.frame, "文件头、分隔和空行"),
        (tally.left, "没有导入"),
    )
    told_parts = " + ".join(f"{name} {count:,}" for count, name in parts if count)
    yield f"读了 {tally.read:,} 行（条）= {told_parts or '0'}"


def _left_out(tally: Tally) -> Iterator[str]:
    for reason, known in tally.left_out.items():
        yield f"没有导入 {known.count:,}：{reason}（{_places(known)}）"


def _places(known: LeftOut) -> str:
    shown = "、".join(map(str, known.lines[:LINES_SHOWN]))
    return f"第 {shown} 行{' 等' if known.count > LINES_SHOWN else ''}"


def _remarks(tally: Tally) -> Iterator[str]:
    for remark, count in tally.remarks.items():
        yield f"{count:,} {remark}"
