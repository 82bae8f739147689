"""How much one caller may ask, and how large a body may be."""

from threading import Lock
from time import monotonic

from fastapi import HTTPException, Request

MOST_BYTES = 100_000_000
_MOST_CALLERS = 10_000


class Rate:
    """So many requests a minute for each caller, who may use up to half of them at once."""

    def __init__(self, a_minute: int) -> None:
        self._most, self._a_second = max(1.0, a_minute / 2), a_minute / 60
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, caller: str) -> None:
        """Count a request. 429 where the caller has none left, with how long to wait."""
        if not self.has(caller):
            raise HTTPException(429, "too many requests; ask more slowly", {"Retry-After": str(max(1, round(1 / self._a_second)))})

    def has(self, caller: str) -> bool:
        """Whether the caller has a request left, which is counted."""
        with self._lock:
            now = monotonic()
            left, at = self._left.get(caller, (self._most, now))
            left = min(self._most, left + (now - at) * self._a_second)
            if len(self._left) >= _MOST_CALLERS:
                self._left.clear()
            self._left[caller] = max(0.0, left - 1) if left >= 1 else left, now
        return left >= 1


def too_large(request: Request) -> None:
    """413 where the request says that its body is larger than any that is read."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise HTTPException(413, f"a body of more than {MOST_BYTES} bytes is not read")
