"""A bot with that plugin and without us: the stock adapter, everything as it comes.

With ``TUNED=1`` it gets what bot.py gives to every plugin beside it: a quiet log and a garbage
collector that leaves alone what is there to stay.
"""

import gc
import os

import nonebot
from nonebot.adapters.onebot.v11 import Adapter

is_tuned = os.environ.get("TUNED") == "1"
nonebot.init(driver="~fastapi")
nonebot.get_driver().register_adapter(Adapter)
nonebot.load_plugin("foreign")
if is_tuned:
    from groupscope.logs import install

    install("INFO")
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
nonebot.run()
