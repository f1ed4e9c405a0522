"""The peer: nonebot-plugin-wordcloud makes clouds of the messages in a file, as it does in a chat.

``python peer_cloud.py MESSAGES.json [FOLDER]``; FOLDER holds the plugin where it is not installed.
Prints the milliseconds of each cloud: ``whole``, from the texts in memory to the PNG; ``words``,
the part of it that cuts and weighs words; and ``cpu``, the processor's time for the whole.
"""

import json
import sys
import time
from pathlib import Path

import nonebot

RUNS = 3
texts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
sys.path.extend(sys.argv[2:])
nonebot.init(
    driver="~fastapi",
    log_level="ERROR",
    localstore_use_cwd=True,
    sqlalchemy_database_url="sqlite+aiosqlite:///wordcloud.db",
)
assert nonebot.load_plugin("nonebot_plugin_wordcloud"), "nonebot-plugin-wordcloud does not load"

from nonebot_plugin_wordcloud import data_source  # noqa: E402 -- once it is loaded

words_took: list[float] = []
analyse = data_source.analyse_message


def timed(text: str) -> dict[str, float]:
    """Cut and weigh as the peer does, and note how long it takes."""
    began = time.perf_counter()
    found = analyse(text)
    words_took.append((time.perf_counter() - began) * 1000)
    return found


data_source.analyse_message = timed
data_source._get_wordcloud(texts[:500], "warm")  # loads jieba's dictionary and the font  # noqa: SLF001 -- what its command calls, in a thread
words_took.clear()
whole: list[float] = []
cpu: list[float] = []
for _ in range(RUNS):
    start, spent = time.perf_counter(), time.process_time()
    picture = data_source._get_wordcloud(texts, "year")  # noqa: SLF001 -- as above
    whole.append((time.perf_counter() - start) * 1000)
    cpu.append((time.process_time() - spent) * 1000)
    assert picture, "the peer has drawn something"
print(json.dumps({"words": words_took, "whole": whole, "cpu": cpu}))
