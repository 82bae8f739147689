"""Who may run when there are more who ask than places: each caller in turn, however many requests one of them has waiting."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

from duibiao.ontology.errors import Refusal


class TooManyWaiting(Refusal):
    """The caller has as many requests waiting as one may have."""


class QueueFull(Refusal):
    """All places are taken and too many wait, or it has taken too long."""


class Turns:
    """`places` run at a time, of one caller one fewer where there are several; the callers that wait are served in rotation."""

    def __init__(self, places: int, *, each: int = 32, most: int = 96, patience: float = 60) -> None:
        self._free, self._each, self._most, self._patience = places, each, most, patience
        self._share = max(1, places - 1)
        self._running: dict[str, int] = {}
        self._waiting: OrderedDict[str, deque[object]] = OrderedDict()
        self._changed = Condition()

    @contextmanager
    def turn(self, caller: str) -> Iterator[None]:
        """A place for the caller until the end of the block. TooManyWaiting or QueueFull where there will be none soon."""
        self._wait(caller)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._running[caller] -= 1
                if not self._running[caller]:
                    del self._running[caller]
                self._changed.notify_all()

    def _wait(self, caller: str) -> None:
        with self._changed:
            own = self._waiting.get(caller, ())
            if len(own) >= self._each:
                raise TooManyWaiting(f"{self._each} of your queries are waiting already; wait for their answers")
            if sum(map(len, self._waiting.values())) >= self._most:
                raise QueueFull("too many queries are waiting; try again in a minute")
            ticket, until = object(), monotonic() + self._patience
            self._waiting.setdefault(caller, deque()).append(ticket)
            while self._next() is not ticket:
                if not self._changed.wait(until - monotonic()):
                    self._leave(caller, ticket)
                    raise QueueFull("too many queries are waiting; try again in a minute")
            self._leave(caller, ticket)
            self._free -= 1
            self._running[caller] = self._running.get(caller, 0) + 1
            self._changed.notify_all()  # there may be a place for the next one too

    def _next(self) -> object | None:
        """The ticket whose turn it is: of the first caller in the rotation that has not its share of the places."""
        if not self._free:
            return None
        return next((tickets[0] for caller, tickets in self._waiting.items() if self._running.get(caller, 0) < self._share), None)

    def _leave(self, caller: str, ticket: object) -> None:
        """Take the ticket out; its caller goes to the end of the rotation."""
        tickets = self._waiting.pop(caller)
        tickets.remove(ticket)
        if tickets:
            self._waiting[caller] = tickets
        self._changed.notify_all()
