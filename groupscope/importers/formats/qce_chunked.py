"""qq-chat-exporter in chunks: ``manifest.json`` and the JSONL files that it lists."""

import json
from collections.abc import Iterator
from pathlib import Path

from groupscope.importers.entries import Entry
from groupscope.importers.errors import BrokenFileError
from groupscope.importers.fields import Fields, json_lines, listing, mapping, number, words
from groupscope.importers.format import Format, Reading
from groupscope.importers.qce import People, chat_of, entries_of
from groupscope.importers.source import Source
from groupscope.importers.tally import Remark, Tally


def recognises(source: Source) -> bool:
    """Tell whether the file lists chunks of a chat."""
    head = source.head
    return head.lstrip()[:1] == "{" and '"chatInfo"' in head and '"chunk' in head


def read(reading: Reading) -> Iterator[Entry]:
    """Give the chat, and the messages of every chunk; BrokenFileError where one is missing."""
    source = reading.source
    try:
        manifest = mapping(json.loads(source.path.read_text(source.encoding)))
    except ValueError as error:
        raise BrokenFileError(source.path, "", "清单不是 JSON") from error
    yield chat_of(mapping(manifest.get("chatInfo")))
    people = People()
    for path, count in _chunks(manifest, source.path.parent):
        if not path.is_file():
            raise BrokenFileError(source.path, f"的分块 {path.name} ", "找不到这个文件")
        yield from _chunk(path, count, people, reading.tally)


def _chunk(path: Path, count: int, people: People, tally: Tally) -> Iterator[Entry]:
    here = Tally()
    try:
        with Source(path) as source:
            for line, entry in json_lines(source, here):
                yield from entries_of(line, entry, people, here)
    finally:
        missing = count - (here.read - here.frame)
        if missing > 0:
            here.remarks[Remark.NOT_IN_CHUNKS] += missing
        tally.add(here)


def _chunks(manifest: Fields, folder: Path) -> Iterator[tuple[Path, int]]:
    """Give the chunks, and how many messages the manifest says are in each."""
    chunked = mapping(manifest.get("chunked"))
    inside = words(chunked.get("chunksDir")) or "chunks"
    for one in listing(chunked.get("chunks")) or listing(manifest.get("chunks")):
        told = mapping(one)
        count = number(told.get("count")) or number(told.get("messages")) or 0
        relative = words(told.get("relativePath"))
        name = words(told.get("fileName")) or words(told.get("file"))
        if relative:
            yield folder / relative, count
        elif name:
            yield folder / name if "/" in name else folder / inside / name, count


FORMAT = Format("qce-chunked", "qq-chat-exporter 分块 JSONL", recognises, read)
