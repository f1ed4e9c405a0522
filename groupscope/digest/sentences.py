"""The sentences of a digest, by rule: what stands on top, and what was not as usual."""

from dataclasses import dataclass
from statistics import median
from typing import Final

from groupscope.digest.hours import Bars
from groupscope.digest.parts import Parts
from groupscope.digest.usual import Usual
from groupscope.report import clipped
from groupscope.reports.mood import Mood, score_label
from groupscope.reports.quotes import GreatMoments
from groupscope.reports.words import HotTalk

TOPIC: Final = 5
"""In so many messages a word is what a period was about …"""
MORE_THAN_USUAL: Final = 3
"""… if that is so many times as many as usual."""
LOVED: Final = 3
"""So many people make a message worth the headline."""
NOTABLE: Final = 1.3
"""A record is notable where it is so many times the typical figure, or so many times less."""
ENOUGH: Final = 30
"""Typical messages below which nothing is called quiet."""
MOOD: Final = 0.10
"""A difference from the usual mood that is notable, where chance does not explain it."""
LONGEST_WORD, LONGEST_NAME = 10, 10


@dataclass(frozen=True, slots=True)
class Change:
    """What was not as usual, or that nothing was.

    ``topic`` and ``word`` say it in a tile ("变化", "最热闹"), ``sentence`` as a whole; ``figure``
    is what it was, ``usual`` what it would have been, and stands below the word.
    """

    icon: str
    topic: str
    word: str
    sentence: str
    figure: str
    usual: str


def headline_of(parts: Parts, bars: Bars) -> str:
    """Return the sentence on top: the word of the day, else what was loved, else the peak."""
    return (
        topic_sentence(parts.words)
        or loved_sentence(parts.quotes)
        or f"{bars.peak}最热闹，{bars.most:,} 条"
    )


def topic_sentence(words: HotTalk | None) -> str:
    """Return what was talked about much more than usual; empty where nothing was."""
    if words is None or not words.is_special:
        return ""
    best = words.rows[0]
    usual = best.usual or 0
    if best.count < max(TOPIC, MORE_THAN_USUAL * usual):
        return ""
    return f"都在聊「{clipped(best.text, LONGEST_WORD)}」：{best.count:,} 条，平时 {usual:.0f} 条"


def loved_sentence(quotes: GreatMoments | None) -> str:
    """Return whose message most people turned to; empty where those are few."""
    if quotes is None or quotes.loved[0].people < LOVED:
        return ""
    best = quotes.loved[0]
    name = clipped(quotes.names[best.row.sender_id], LONGEST_NAME)
    return f"{name} 的一句话有 {best.people} 人接"


def change_of(parts: Parts, usual: Usual | None) -> Change | None:
    """Return the one thing that was not as usual; an ordinary day where nothing was.

    Messages come first, then the mood, then the speakers. None where too little is known of
    before.
    """
    if usual is None:
        return None
    return (
        messages_change(parts.trend.course.total, usual)
        or mood_change(parts.mood)
        or speakers_change(parts.trend.course.everybody, usual)
        or ordinary(parts, usual)
    )


def messages_change(total: int, usual: Usual) -> Change | None:
    """Tell of more messages, or fewer, than in any of the stretches before."""
    typical = usual.typical
    told = f"{total:,} 条", f"平时 {typical:,.0f} 条"
    if total > max(usual.messages) and total >= NOTABLE * typical:
        return Change("🔥", usual.span, "最热闹", f"比{usual.name}都热闹", *told)
    is_quiet = total < min(usual.messages) and total * NOTABLE <= typical
    if is_quiet and typical >= ENOUGH:
        return Change("🍃", usual.span, "最安静", f"比{usual.name}都安静", *told)
    return None


def mood_change(mood: Mood | None) -> Change | None:
    """Tell of a mood that differs from the usual one by more than chance."""
    difference = mood.against_usual if mood else None
    if mood is None or difference is None or abs(difference) < MOOD:
        return None
    average = mood.feelings.average
    if average.low <= average.mean - difference <= average.high:
        return None
    icon, way = ("☀️", "好") if difference > 0 else ("🌧️", "差")
    return Change(
        icon,
        "心情",
        f"比平时{way}",
        f"心情比平时{way}",
        score_label(average.mean),
        f"平时 {score_label(average.mean - difference)}",
    )


def speakers_change(speakers: int, usual: Usual) -> Change | None:
    """Tell of more people who talk than in any of the stretches before."""
    typical = median(usual.speakers)
    if speakers > max(usual.speakers) and speakers >= NOTABLE * typical:
        sentence = f"说话的人比{usual.name}都多"
        return Change(
            "📣", usual.span, "人最多", sentence, f"{speakers:,} 人", f"平时 {typical:,.0f} 人"
        )
    return None


def ordinary(parts: Parts, usual: Usual) -> Change:
    """Say that nothing was out of the ordinary."""
    label = parts.trend.period.label
    sentence = f"{label}平平常常，没有特别的变化"
    total = parts.trend.course.total
    return Change(
        "🍵", "变化", "平平常常", sentence, f"{total:,} 条", f"平时 {usual.typical:,.0f} 条"
    )
