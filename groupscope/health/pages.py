"""``/healthz`` for whoever restarts what hangs, ``/metrics`` for Prometheus.

Neither names an account, a group or a person, and what is wrong is told by its kind alone.
"""

from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from groupscope.health.metrics import Figures
from groupscope.health.watch import Watch

FAILING: Final = frozenset({"database"})
"""What a restart may cure, or nobody but a person can: then the answer is 503."""


def pages(watch: Watch) -> list[Route]:
    """Return the two routes of a running bot."""
    registry = CollectorRegistry()
    registry.register(Figures(watch))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)

    async def healthz(_request: Request) -> Response:
        kinds = sorted({found.key.partition(":")[0] for found in watch.troubles})
        is_failing = watch.live.refused_since is not None or not FAILING.isdisjoint(kinds)
        status = "failing" if is_failing else "degraded" if kinds else "ok"
        return JSONResponse(
            {"status": status, "troubles": kinds}, status_code=503 if is_failing else 200
        )

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/metrics", metrics)]
