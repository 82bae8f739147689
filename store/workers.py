"""Queries in processes of their own with limits of time, memory, rows and bytes: the engine has none, and a process can be killed."""

import json
import subprocess
import sys
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from time import monotonic
from typing import Any

from duibiao.ontology.errors import Refusal

_WORKER = Path(__file__).with_name("worker.py")
_MEANING = {
    "time": "the query took longer than {seconds:g} s; ask for less at once",
    "memory": "the query needed more than {memory} MB of memory; ask for less at once",
    "rows": "the answer has more than {rows} rows; ask for it in parts with LIMIT and OFFSET",
    "bytes": "the answer has more than {bytes} MB; ask for it in parts with LIMIT and OFFSET",
}


class LimitReached(Refusal):
    """A query was stopped at a limit; `limit` says which: time, memory, rows or bytes."""

    def __init__(self, message: str, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class JobRefused(Refusal):
    """The engine does not run the query or update; the message is its word."""


@dataclass(frozen=True)
class Limits:
    """What one query may take: seconds, bytes of address space, rows and bytes of its answer. Where the system knows no limit of address
    space (Windows) memory is not limited."""

    seconds: float = 10
    memory: int = 2**30
    rows: int = 1_000_000
    bytes: int = 256 * 2**20

    def reached(self, which: str) -> LimitReached:
        """The refusal that says which limit was reached."""
        figures = {"seconds": self.seconds, "memory": self.memory >> 20, "rows": self.rows, "bytes": self.bytes >> 20}
        return LimitReached(_MEANING[which].format(**figures), which)


_QUICK = 0.5
"""Seconds. Who took longer for a job may hold much memory, and does no other."""
_MOST_SPARE = 4


class Workers:
    """Processes that do jobs, one at a time; those that wait for one were started ahead or have done quick ones."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self.limits = limits
        self._spare: list[subprocess.Popen[bytes]] = []
        self._lock = Lock()
        self._end = weakref.finalize(self, _kill, self._spare)

    def run(self, job: Mapping[str, Any]) -> None:
        """Do a job of `worker.py`, whose limits are ours. LimitReached or JobRefused when it is not done."""
        limits = self.limits
        whole = {**job, "memory": limits.memory, "rows": limits.rows, "bytes": limits.bytes, "seconds": limits.seconds}
        answer = self._answer(json.dumps(whole).encode())
        if limit := answer.get("limit"):
            raise limits.reached(limit)
        if "refused" in answer:
            raise JobRefused(f"the query cannot be run: {answer['refused']}")

    def _answer(self, job: bytes) -> dict[str, Any]:
        process, begun = self._taken(), monotonic()
        end = Timer(self.limits.seconds, process.kill)
        end.start()
        try:
            said = _asked(process, job)
        except BaseException:
            _kill([process])
            raise
        finally:
            end.cancel()
        seconds = monotonic() - begun
        try:
            answer: dict[str, Any] = json.loads(said)
        except ValueError:  # the engine ends its process where it gets no memory
            answer = {"limit": "time" if seconds >= self.limits.seconds else "memory"}
        self._let_go(process, again=seconds < _QUICK and "limit" not in answer)
        return answer

    def _taken(self) -> subprocess.Popen[bytes]:
        with self._lock:
            while self._spare and self._spare[-1].poll() is not None:
                self._spare.pop()
            process = self._spare.pop() if self._spare else _started()
            if not self._spare and self._end.alive:
                self._spare.append(_started())
        return process

    def _let_go(self, process: subprocess.Popen[bytes], *, again: bool) -> None:
        with self._lock:
            if again and self._end.alive and len(self._spare) < _MOST_SPARE:
                self._spare.append(process)
                return
        _kill([process])

    def close(self) -> None:
        """End the process that waits."""
        self._end()


def _started() -> subprocess.Popen[bytes]:
    """A worker in a session of its own, so that an interrupt at the terminal is the server's alone."""
    words = [sys.executable, "-I", str(_WORKER)]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True)


def _asked(process: subprocess.Popen[bytes], job: bytes) -> bytes:
    """The answer of a process; nothing where it ends before."""
    assert process.stdin and process.stdout
    try:
        process.stdin.write(job + b"\n")
        process.stdin.flush()
        return process.stdout.readline()
    except BrokenPipeError:
        return b""


def _kill(processes: list[subprocess.Popen[bytes]]) -> None:
    while processes:
        process = processes.pop()
        process.kill()
        with suppress(ValueError, OSError):
            process.communicate()
