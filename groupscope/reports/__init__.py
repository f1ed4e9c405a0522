"""The reports: one question, one file. They are found, not listed."""

from importlib import import_module
from pkgutil import iter_modules

from groupscope.report import REPORTS, Report


def discover() -> dict[str, type[Report]]:
    """Import every report; return them by their commands' keys."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return REPORTS
