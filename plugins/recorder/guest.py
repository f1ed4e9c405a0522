"""Being a guest: in a NoneBot project of somebody else there is no App until we bring ours."""

from nonebot.drivers import Driver

from groupscope.app import App, install, installed
from groupscope.config import load


def app_of(driver: Driver) -> App:
    """Return the App that bot.py has installed, or start one with somebody else's bot.

    StartError, with its sentence, where the configuration or the database does not allow it.
    """
    app = installed()
    if app is not None:
        return app
    app = install(App(load()))
    app.prepare()
    driver.on_startup(app.start)
    driver.on_shutdown(app.stop)
    return app
