"""Putting ``/healthz`` and ``/metrics`` beside what NoneBot serves already."""

import logging
from typing import Final

from fastapi import FastAPI
from nonebot.drivers import ASGIMixin, Driver
from nonebot.log import logger

from groupscope.app import App
from groupscope.health.pages import pages

PLACES: Final = ("/healthz", "/metrics")
ACCESS: Final = "uvicorn.access"
"""Who logs every request; those come every few seconds."""


def serve(driver: Driver, app: App) -> None:
    """Serve both, if the owner wants them; no route is there otherwise."""
    if app.config.monitoring == "off":
        return
    served = driver.server_app if isinstance(driver, ASGIMixin) else None
    if not isinstance(served, FastAPI):
        logger.warning("The driver serves no pages, so nothing is monitored: DRIVER=~fastapi")
        return
    served.router.routes.extend(pages(app.watch))
    logging.getLogger(ACCESS).addFilter(is_not_ours)


def is_not_ours(record: logging.LogRecord) -> bool:
    """Tell whether a line of the access log is about something else."""
    told = record.args if isinstance(record.args, tuple) else ()
    return not any(one in PLACES for one in told)
