"""Every line of every file goes somewhere, however the file has been mangled."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from groupscope.importers import all_formats
from groupscope.importers.errors import FileError
from tests.importers import samples
from tests.importers.kit import look_into

TEXTS = {
    "qq-txt": samples.QQ_TXT,
    "qq-copied": samples.QQ_COPIED,
    "qq-phone": samples.QQ_PHONE,
    "qce-txt": samples.QCE_TXT,
    "whatsapp": samples.WHATSAPP,
    "whatsapp-phone": samples.WHATSAPP_PHONE,
    "kakaotalk": samples.KAKAO,
    "kakaotalk-phone": samples.KAKAO_PHONE,
    "zoom": samples.ZOOM,
    "zoom-old": samples.ZOOM_OLD,
    "zoom-cloud": samples.ZOOM_CLOUD,
    "zoom-russian": samples.ZOOM_RUSSIAN,
    "zoom-copied": samples.ZOOM_COPIED,
}
ARRAYS = {
    "chatlab-json": (samples.CHATLAB_JSON, "messages"),
    "qce-json": (samples.QCE, "messages"),
    "qce-4": (samples.QCE_OLD, "messages"),
    "telegram": (samples.TELEGRAM, "messages"),
    "discord": (samples.DISCORD, "messages"),
}
SEVERAL = {
    "qq-phone": "qq-copied",
    "qce-4": "qce-json",
    "whatsapp-phone": "whatsapp",
    "kakaotalk-phone": "kakaotalk",
    **{f"zoom-{kind}": "zoom" for kind in ("old", "cloud", "russian", "copied")},
}
"""Second samples of formats that have more than one shape."""
ELSEWHERE = {"groupscope", "chatlab-jsonl", "qce-chunked", "wechat-csv", "qq-mht"}
"""Their units are neither lines nor entries of one array; tests of their own look."""


def test_every_format_has_its_sample():
    shown = {SEVERAL.get(name, name) for name in (*TEXTS, *ARRAYS)} | ELSEWHERE
    assert shown == {one.key for one in all_formats()}


mangling = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
LINE = some.text(max_size=12).filter(lambda text: not set(text) & set("\n\r"))


@pytest.mark.parametrize("name", TEXTS)
@mangling
@given(picks=some.data())
def test_every_line_of_a_text_is_accounted_for(write, name, picks):
    lines = TEXTS[name].split("\n")
    for _ in range(picks.draw(some.integers(0, 6))):
        place = picks.draw(some.integers(1, len(lines)))
        what = picks.draw(some.sampled_from(["cut", "add", "again", "blank"]))
        if what == "cut" and place < len(lines):
            del lines[place]
        elif what == "again":
            lines.insert(place, picks.draw(some.sampled_from(lines)))
        else:
            lines.insert(place, "" if what == "blank" else picks.draw(LINE))
    whole = "\n".join(lines)
    try:
        found = look_into(write(whole))
    except FileError:
        return  # mangled beyond recognition, and told so
    assert found.tally.read == len(whole.removesuffix("\n").split("\n"))
    assert found.closes()


ODD = some.recursive(
    some.one_of(some.none(), some.booleans(), some.integers(-5, 1 << 70), some.text(max_size=3)),
    lambda inner: some.lists(inner, max_size=2)
    | some.dictionaries(
        some.sampled_from(["type", "text", "id", "content", "elements", "data", "sender", "from"]),
        inner, max_size=3,
    ),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize("name", ARRAYS)
@mangling
@given(picks=some.data())
def test_every_entry_of_an_array_is_accounted_for(write, name, picks):
    whole, key = ARRAYS[name]
    whole = json.loads(json.dumps(whole))
    entries = whole[key]
    for _ in range(picks.draw(some.integers(1, 4))):
        place = picks.draw(some.integers(0, len(entries) - 1))
        odd = picks.draw(ODD)
        if entries[place] and isinstance(entries[place], dict) and picks.draw(some.booleans()):
            entries[place][picks.draw(some.sampled_from(sorted(entries[place])))] = odd
        else:
            entries.insert(place + 1, odd)
    try:
        found = look_into(write(whole))
    except FileError:
        return
    assert found.tally.read == len(entries) + len(whole.get("members", []))
    assert found.closes()


@mangling
@given(rows=some.lists(some.lists(some.text(max_size=6), max_size=13), max_size=6))
def test_every_row_of_a_csv_is_accounted_for(write, rows):
    text = io.StringIO()
    csv.writer(text).writerows(row for row in rows if any(row))
    found = look_into(write(samples.WECHAT + text.getvalue()))
    assert found.tally.read >= 5
    assert found.closes()


ROW = some.sampled_from(
    ["日期: 2020-02-15", "<div>消息对象:乙</div>", "<div>?</div>", "",
     "<div><div>甲</div>9:16:13</div>x"]
) | some.text(max_size=8).filter(lambda text: "<" not in text)  # fmt: skip


@mangling
@given(rows=some.lists(ROW, max_size=6), place=some.integers(0, 8))
def test_every_row_of_a_page_is_accounted_for(write, rows, place):
    before = samples.MHT.split("</tr>")
    added = [f"<tr><td>{row}</td>" for row in rows]
    found = look_into(write("</tr>".join([*before[: place + 1], *added, *before[place + 1 :]])))
    assert found.tally.read == len(before) - 1 + len(added)
    assert found.closes()


@mangling
@given(lines=some.lists(LINE | ODD.map(json.dumps), max_size=6))
def test_every_line_of_a_chunk_is_accounted_for(write, lines):
    good = [json.dumps(one) for one in samples.QCE_MESSAGES]
    write("\n".join([*lines, *good]) + "\n", "chunks/c1.jsonl")
    path = write(
        {"chatInfo": samples.CHAT_INFO, "chunked": {"chunks": [{"fileName": "c1.jsonl"}]}},
        "manifest.json",
    )
    found = look_into(path)
    assert found.tally.read == len(lines) + len(good)
    assert found.closes()
