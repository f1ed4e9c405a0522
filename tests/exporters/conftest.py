"""A store on each of the databases, what is taken out of it, and brought in again."""

from tests.importers.conftest import bring, write  # noqa: F401
from tests.store.conftest import (  # noqa: F401
    backend,
    chat,
    clock,
    furnished_url,
    restarted,
    settings,
    sqlite_store,
    store,
)
