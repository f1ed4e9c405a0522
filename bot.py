"""The composition root: configuration, App, NoneBot, plugins, run."""

import gc
import os
import sys

import nonebot

from groupscope import welcome
from groupscope.app import App, install
from groupscope.config import ROOT, load
from groupscope.errors import StartError
from groupscope.heap import keep_one
from groupscope.logs import install as install_logs
from groupscope.systems import write_any_letter

BIGGEST_FRAME = 64 * 1024 * 1024
"""In bytes; a larger frame closes its connection."""


def main() -> None:
    """Start the bot, or say in a sentence why not."""
    keep_one()
    write_any_letter(sys.stdout, sys.stderr)
    os.chdir(ROOT)  # NoneBot looks for .env and plugins in the working directory
    os.umask(0o077)  # what people said is for nobody else on this machine
    try:
        config = load()
        log = (config.log_level, config.log_form, config.data / "logs", config.log_megabytes)
        install_logs(*log)
        app = install(App(config))
        welcome.check_port(config)
        app.prepare()
        with welcome.nonebot_settings(config):
            nonebot.init()
        install_logs(*log)
        driver = nonebot.get_driver()
        driver.on_startup(app.start)
        driver.on_shutdown(app.stop)
        driver.on_startup(lambda: print(welcome.words(config)))  # noqa: T201 -- whatever the log level is
        nonebot.load_from_toml("pyproject.toml")
        welcome.check_plugins(
            nonebot.get_available_plugin_names(),
            {plugin.name for plugin in nonebot.get_loaded_plugins()},
        )
    except StartError as error:
        sys.exit(f"群镜没有启动：{error}")
    # What is loaded now stays: half of a flood's time would go into looking through it again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    nonebot.run(ws_max_size=BIGGEST_FRAME, ws_per_message_deflate=False)


if __name__ == "__main__":
    main()
