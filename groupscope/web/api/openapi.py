"""The description of the API that programs read, made of the endpoints themselves."""

import re
from importlib.metadata import version
from typing import Any, Final

from groupscope.web.call import ENDPOINTS, Call, Endpoint, Json, get

NUMBERS: Final = frozenset(
    ("group_id", "number", "page", "size", "member", "hour", "weekday", "limit", "since")
)
"""Parameters that are whole numbers."""


@get("openapi.json", "This description")
async def description(_call: Call) -> Json:
    """Describe what may be read by a token."""
    paths: dict[str, Any] = {}
    for one in ENDPOINTS:
        if one.for_programs:
            paths.setdefault(f"/{one.path}", {})[one.method.lower()] = operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "groupscope",
            "version": version("groupscope"),
            "description": "What the dashboard shows, to be read by programs. Times are epoch "
            "seconds; at most 600 requests a minute.",
        },
        "servers": [{"url": "."}],
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": paths,
    }


def operation(endpoint: Endpoint) -> dict[str, Any]:
    """Describe an endpoint."""
    return {
        "operationId": re.sub(r"\W+", "_", endpoint.path).strip("_"),
        "summary": endpoint.summary,
        "parameters": [
            *(parameter(name, "path", name) for name in re.findall(r"{(\w+)}", endpoint.path)),
            *(parameter(name, "query", told) for name, told in endpoint.words.items()),
        ],
        "responses": {
            "200": {"description": "as said", "content": {kind_of(endpoint.path): {}}},
            "400": {"description": "not understood; error says why"},
            "401": {"description": "no token, or none any more"},
            "404": {"description": "there is no such thing, or it is not for this token"},
            "429": {"description": "too many requests"},
        },
    }


def parameter(name: str, place: str, told: str) -> dict[str, Any]:
    """Describe a parameter; those of the path are needed."""
    is_number = name in NUMBERS
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": told,
        "schema": {"type": "integer" if is_number else "string"},
    }


def kind_of(path: str) -> str:
    """Return what a path answers with."""
    if path.endswith(".csv"):
        return "text/csv"
    return "image/png" if path.endswith(".png") else "application/json"
