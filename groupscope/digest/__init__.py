"""The digest of a day, a week or a month: the reports together on one card."""

from groupscope import reports
from groupscope.digest.digest import Digest, MonthlyDigest, WeeklyDigest, blocks_in
from groupscope.report import Report
from groupscope.settings import Rhythm

__all__ = ["DIGESTS", "Digest", "MonthlyDigest", "WeeklyDigest", "blocks_in", "discover"]

DIGESTS: dict[Rhythm, type[Digest]] = {
    report.rhythm: report for report in (Digest, WeeklyDigest, MonthlyDigest)
}
"""The digest of each rhythm."""


def discover() -> dict[str, type[Report]]:
    """Import every report, digests among them; return them by their commands' keys."""
    return reports.discover()
