"""The log of requests: one line of JSON each, without addresses, tokens, names, or anything of a path that is not the route's."""

import json
import logging
import sys
from datetime import UTC, datetime

from starlette.types import Scope

from duibiao.api.metrics import route_of

_LOGGER = logging.getLogger("duibiao.requests")


def configure() -> None:
    """Send the log to standard error."""
    if not _LOGGER.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _LOGGER.addHandler(handler)
        _LOGGER.setLevel(logging.INFO)
        _LOGGER.propagate = False


def request(scope: Scope, status: int, seconds: float, size: int) -> None:
    """Log a request."""
    bearer = scope.get("state", {}).get("bearer")
    said = {
        "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "method": scope["method"],
        "route": route_of(scope),
        "status": status,
        "ms": round(seconds * 1000),
        "bytes": size,
        "role": bearer.role if bearer else None,
    }
    _LOGGER.info(json.dumps(said))
