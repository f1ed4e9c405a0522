"""The peer: a NoneBot bot that records with nonebot-plugin-chatrecorder, as its README says."""

import nonebot
from nonebot.adapters.onebot.v11 import Adapter


def upgrade() -> None:
    """Create the tables, as ``nb orm upgrade`` does."""
    from nonebot_plugin_orm.__main__ import main as orm

    orm(["upgrade"], standalone_mode=False)


nonebot.init(
    driver="~fastapi",
    localstore_use_cwd=True,
    sqlalchemy_database_url="sqlite+aiosqlite:///chatrecorder.db",
    alembic_startup_check=True,
)
nonebot.get_driver().register_adapter(Adapter)
nonebot.load_plugin("nonebot_plugin_chatrecorder")
upgrade()
nonebot.run()
