"""Bringing in what other programs have exported: one format, one file in ``formats``."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from groupscope.importers import formats
from groupscope.importers.errors import UnknownFormatError
from groupscope.importers.format import Format
from groupscope.importers.source import Source

__all__ = ["all_formats", "recognised"]


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format, by the names of their files."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    modules = (importlib.import_module(f"{formats.__name__}.{name}") for name in names)
    return tuple(module.FORMAT for module in modules)


def recognised(path: Path) -> tuple[Source, Format]:
    """Open a file and tell its format by what it holds; ClosedFileError, UnknownFormatError."""
    source = Source(path)
    for one in all_formats():
        if one.recognises(source):
            return source, one
    raise UnknownFormatError(path, "、".join(one.name for one in all_formats()))
