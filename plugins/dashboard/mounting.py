"""Putting the dashboard beside what NoneBot serves already."""

import logging

from fastapi import FastAPI
from nonebot.drivers import ASGIMixin, Driver
from nonebot.log import logger

from groupscope.app import App, current
from groupscope.config import is_loopback
from groupscope.errors import StartError
from groupscope.web import Dashboard

PLACE = "/dashboard"
ACCESS = "uvicorn.access"
"""Who logs every request with all of its words."""
_served: list[Dashboard] = []


def install(driver: Driver) -> None:
    """Serve the dashboard as long as the bot runs; no route is left behind where it is off."""

    @driver.on_startup
    async def begin() -> None:
        app = current()
        served = driver.server_app if isinstance(driver, ASGIMixin) else None
        if app.config.dashboard == "off":
            return
        if not isinstance(served, FastAPI):
            logger.warning("The driver serves no pages, so there is no dashboard: DRIVER=~fastapi")
            return
        dashboard = made(app)
        if dashboard is not None:
            served.mount(PLACE, dashboard)
            logging.getLogger(ACCESS).addFilter(is_not_ours)
            warn_of_the_open(app)
            await dashboard.start()
            _served.append(dashboard)

    @driver.on_shutdown
    async def end() -> None:
        while _served:
            await _served.pop().stop()


def is_not_ours(record: logging.LogRecord) -> bool:
    """Tell whether a line of the access log is none of the dashboard's.

    Those would tell who looks at whom, and what they look for.
    """
    told = record.args if isinstance(record.args, tuple) else ()
    return not any(str(one).startswith(PLACE) for one in told)


def warn_of_the_open(app: App) -> None:
    """Warn where others can reach the dashboard, and nothing says that they do by TLS."""
    config = app.config
    if not is_loopback(config.host) and not config.dashboard_url.startswith("https:"):
        logger.warning(
            "The dashboard can be reached from other machines without TLS: put nginx before it "
            "and set GROUPSCOPE_DASHBOARD_URL=https://…, or GROUPSCOPE_DASHBOARD=off "
            "(docs/deployment.md)"
        )


def served_one() -> Dashboard | None:
    """Return the dashboard that is served; None where there is none."""
    return _served[-1] if _served else None


def made(app: App) -> Dashboard | None:
    """Make a dashboard; None, with its sentence in the log, where that cannot be."""
    try:
        return Dashboard(app)
    except StartError as error:
        logger.error(str(error))
        return None
