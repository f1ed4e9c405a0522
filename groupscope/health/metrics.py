"""The bot's figures for Prometheus."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from groupscope.health.vitals import Live
from groupscope.health.watch import Watch

KINDS = (
    "away", "clock", "database", "digest", "disk", "offline", "silent", "speechless", "worker",
)  # fmt: skip
"""Every kind of trouble, so that each is there as 0 before it is 1."""


class Figures(Collector):
    """Gives every figure anew whenever it is asked; all names begin with ``groupscope_``."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def collect(self) -> Iterator[Metric]:
        """Give every figure as it is now."""
        live = self._watch.live
        yield InfoMetricFamily("groupscope", "The program.", {"version": live.version})
        for name, told, value in counters(live):
            yield CounterMetricFamily(f"groupscope_{name}", told, value)
        for name, told, value in gauges(live):
            yield GaugeMetricFamily(f"groupscope_{name}", told, value)
        yield self._accounts(live)
        yield self._troubles()
        disk = self._watch.disk
        if disk:
            yield GaugeMetricFamily("groupscope_disk_used_bytes", "Used on the disk.", disk.used)
            yield GaugeMetricFamily("groupscope_disk_free_bytes", "Room on the disk.", disk.free)

    def _accounts(self, live: Live) -> Metric:
        states = [
            "offline" if not one.is_connected else "online" if one.is_online else "logged_out"
            for one in live.accounts
        ]
        family = GaugeMetricFamily(
            "groupscope_accounts", "Our accounts by how they are.", labels=["state"]
        )
        for state in ("online", "logged_out", "offline"):
            family.add_metric([state], states.count(state))
        return family

    def _troubles(self) -> Metric:
        kinds = [found.key.partition(":")[0] for found in self._watch.troubles]
        family = GaugeMetricFamily(
            "groupscope_troubles", "What is wrong now, by its kind.", labels=["kind"]
        )
        for kind in KINDS:
            family.add_metric([kind], kinds.count(kind))
        return family


def counters(live: Live) -> Iterator[tuple[str, str, float]]:
    """Give what only grows, since the start: name, meaning, value."""
    yield "frames", "Frames taken at the door.", live.frames
    yield "frames_unreadable", "Frames that nothing could be made of.", live.unreadable
    yield "recorded", "Messages and events written.", live.recorded
    yield "repeated", "Messages that were there already.", live.repeated
    yield "lost", "Messages and events for which there was no room in memory.", live.lost
    yield "put_aside", "Messages and events that the database did not take.", live.put_aside
    yield "worker_deaths", "How often the drawing process ended by itself.", live.worker_deaths


def gauges(live: Live) -> Iterator[tuple[str, str, float]]:
    """Give what goes up and down: name, meaning, value."""
    yield "uptime_seconds", "Since the start.", live.uptime
    yield "queue", "Messages and events that wait to be written.", live.queue
    yield "queue_limit", "How many may wait.", live.queue_limit
    yield "write_seconds", "How long the latest batch took to write.", live.write_seconds
    yield (
        "write_slow_seconds",
        "Nineteen of twenty of the latest hundred batches were written faster.",
        live.slow_write_seconds,
    )
    yield "database_refuses", "Whether the database refuses.", live.refused_since is not None
    yield "worker_busy", "Whether something is being drawn.", live.worker == "busy"
    silent = [one.silent for one in live.accounts if one.silent is not None]
    if silent:
        yield "silent_seconds", "Since the last frame of any account.", min(silent)
    if live.written_at is not None:
        yield "written_at_seconds", "When something was last written.", live.written_at
