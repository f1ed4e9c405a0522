"""Putting together what is known of how the bot is, and what is wrong with it."""

from groupscope.config import Config
from groupscope.health.disk import Disk, days_left, disk_of, folder_bytes
from groupscope.health.findings import Finding, disk_findings, troubles
from groupscope.health.reading import Stored
from groupscope.health.remarks import missed_digests, of_config, of_forecast, of_live, of_stored
from groupscope.health.telling import Checkup
from groupscope.health.vitals import Live
from groupscope.store.engine import sqlite_file
from groupscope.store.migrate import BACKUPS


def checkup(
    config: Config,
    now: float,
    live: Live | None,
    stored: Stored | None,
    more: tuple[Finding, ...] = (),
) -> Checkup:
    """Return everything; ``more`` are findings of whoever asks. Reads the disk, so it may take."""
    disk = disk_of(config.data)
    left = _days_left(config, disk, stored)
    running = (
        troubles(live, disk, config.disk_alarm)
        if live
        else list(disk_findings(disk, config.disk_alarm))
    )
    found = [
        *more,
        *running,
        *(of_live(live) if live else ()),
        *(missed_digests(stored.runs, int(now)) if stored else ()),
        *(of_stored(stored) if stored else ()),
        *of_forecast(left),
        *of_config(config),
    ]
    once = {one.key: one for one in reversed(found)}
    findings = tuple(reversed(once.values()))
    return Checkup(now, config.zone, live, stored, disk, left, findings)


def _days_left(config: Config, disk: Disk | None, stored: Stored | None) -> int | None:
    """Return for how many days there is room; a server's disk is not ours to see."""
    file = sqlite_file(config.database)
    if disk is None or stored is None or file is None:
        return None
    there = disk_of(file.parent) or disk
    copies = folder_bytes([config.data / BACKUPS])
    return days_left(there.free, stored.bytes_a_day, stored.database_bytes or 0, copies)
