"""What is around every request: its limits, HEAD, headers, entity tags, metrics, the log, and the audit of refusals."""

from time import perf_counter

from anyio.to_thread import run_sync
from fastapi import FastAPI, HTTPException, Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from duibiao.api import conditional, logs
from duibiao.api.limits import MOST_BYTES, Rate, too_large
from duibiao.api.metrics import Metrics
from duibiao.api.problems import problem_of
from duibiao.register.updates import refused

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_ANONYMOUS = "anonymous"
_REFUSED = {401, 403, 404}


class Outer:
    """The middleware of the application `of`."""

    def __init__(self, app: ASGIApp, of: FastAPI) -> None:
        self._app, self._of = app, of
        self._rate = Rate(of.state.settings.a_minute)
        self._strangers = Rate(10)  # refusals of people without a token that stand in the audit; all are counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send, self._of)
        begun = perf_counter()
        try:
            await self._answered(scope, receive, answer)
        finally:
            seconds = perf_counter() - begun
            self._metrics.note(scope, answer.status, seconds)
            if self._of.state.settings.logs:
                logs.request(scope, answer.status, seconds, answer.bytes)
            await self._audited(scope, answer.status)

    @property
    def _metrics(self) -> Metrics:
        return self._of.state.metrics  # type: ignore[no-any-return]

    async def _answered(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        request = Request(scope)
        try:
            if scope["path"] != "/healthz":
                self._rate.take(_asks(request))
            too_large(request)
            if await conditional.not_changed(request):
                await answer({"type": "http.response.start", "status": 304, "headers": []})
                await answer({"type": "http.response.body", "body": b""})
                return
        except HTTPException as error:
            await problem_of(error)(scope, receive, answer)
            return
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        await self._app(inner, _limited(receive), answer)
        scope.update({key: inner[key] for key in ("route", "state") if key in inner})

    async def _audited(self, scope: Scope, status: int) -> None:
        """Enter in the audit that somebody was refused to write."""
        who = scope.get("state", {}).get("writing")
        if who is None or status not in _REFUSED:
            return
        if who == _ANONYMOUS and not self._strangers.has(_ANONYMOUS):
            return
        await run_sync(self._enter, who, f"{scope['method']} {scope['path'][:200]}", status)

    def _enter(self, who: str, asked: str, status: int) -> None:
        access = self._of.state.access
        with access.writing:
            refused(access.views.whole.store, who=who, asked=asked, status=status)


class _Answer:
    """What is sent: the headers that every answer has are added, and the body of an answer to HEAD is left out."""

    def __init__(self, scope: Scope, send: Send, of: FastAPI) -> None:
        self._scope, self._send, self._of = scope, send, of
        self.status, self.bytes = 500, 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            conditional.tag(Request(self._scope), self.status, headers)
        elif message["type"] == "http.response.body":
            self.bytes += len(message.get("body", b""))
            if self._scope["method"] == "HEAD":
                message = {**message, "body": b""}
        await self._send(message)


def _asks(request: Request) -> str:
    """Whom the rate counts for: the token or else the address."""
    return request.headers.get("authorization") or (request.client.host if request.client else "unknown")


def _limited(receive: Receive) -> Receive:
    """The body, up to a size, whatever length it says to have."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BYTES:
            raise HTTPException(413, f"a body of more than {MOST_BYTES} bytes is not read")
        return message

    return limited
