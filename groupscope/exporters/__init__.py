"""Taking a group's record out of the store: one format, one file in ``formats``."""

import importlib
import pkgutil
from functools import cache

from groupscope.exporters import formats
from groupscope.exporters.format import Format

__all__ = ["Format", "all_formats"]


@cache
def all_formats() -> dict[str, Format]:
    """Return every format by its key."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    modules = (importlib.import_module(f"{formats.__name__}.{name}") for name in names)
    return {module.FORMAT.key: module.FORMAT for module in modules}
