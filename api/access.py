"""Who asks, what that one may see and may do. Everything that reads takes the store from here: it holds nothing else than may be seen."""

import shutil
import tempfile
import weakref
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, HTTPException, Request
from pyoxigraph import NamedNode, Triple

from duibiao.register import Bearer, Report, Tokens, permitted, without_others
from duibiao.register.kept import Checks
from duibiao.shapes import shipped
from duibiao.store import Store
from duibiao.store.mirrors import Mirror
from duibiao.store.snapshots import Snapshots

_MOST_VIEWS = 8
"""How many readers' views are kept; each takes the room of its graphs on disk, and of the norms in memory."""
_SAFE = {"GET", "HEAD", "OPTIONS"}
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="duibiao"'}


class View:
    """What one kind of reader sees: a store that holds that alone, its checks and its snapshots."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.whole, self._folder = store, folder
        self.checking = Lock()
        self.reports: dict[tuple[int, Any], Report] = {}
        self._snapshots: Snapshots | None = None
        self._gone = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @property
    def store(self) -> Store:
        """The store as it is now."""
        return self.whole

    @cached_property
    def checks(self) -> Checks:
        """Its checks by the rules that come with the product."""
        return Checks(self.whole, shipped())

    @property
    def on_disk(self) -> Store:
        """The same as a store on disk."""
        return self.store

    @property
    def snapshots(self) -> Snapshots:
        """Snapshots for other processes."""
        return self._of(self.on_disk)

    def _of(self, store: Store) -> Snapshots:
        if self._snapshots is None:
            self._snapshots = Snapshots(store, self._folder / "snapshots")
        return self._snapshots

    def close(self) -> None:
        """Remove what it has put on disk."""
        self._gone()


class Narrow(View):
    """The view of a reader who does not see everything: a mirror of the graphs permitted."""

    def __init__(
        self, source: Store, folder: Path, allowed: Callable[[], Iterable[NamedNode]], sight: Callable[..., Iterable[Triple]]
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._mirror = Mirror(source, folder / "mirror", allowed, sight)
        super().__init__(self._mirror.store(), folder)

    @property
    def store(self) -> Store:
        return self._mirror.store()


class InMemory(View):
    """The whole of a store in memory, whose snapshots are those of a mirror on disk."""

    @cached_property
    def _mirror(self) -> Mirror:
        return Mirror(self.whole, self._folder / "mirror", self.whole.graphs)

    @property
    def on_disk(self) -> Store:
        return self._mirror.store()


class Views:
    """The views of a store: the whole, and those of the readers who asked lately."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = store.path / "views" if store.path else Path(tempfile.mkdtemp(prefix="duibiao-"))
        shutil.rmtree(self._folder, ignore_errors=True)  # what a server that was killed has left
        self._gone = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self.whole: View = (View if store.path else InMemory)(store, self._folder / "whole")
        self._narrow: OrderedDict[frozenset[str], View] = OrderedDict()
        self._lock = Lock()

    def of(self, codes: frozenset[str]) -> View:
        """What the people of these enterprises see."""
        with self._lock:
            view = self._narrow.pop(codes, None) or self._made(codes)
            self._narrow[codes] = view  # the one asked for last stands last
            if len(self._narrow) > _MOST_VIEWS:
                self._narrow.popitem(last=False)  # its files go with the last request that still reads it
        return view

    def _made(self, codes: frozenset[str]) -> View:
        folder = self._folder / sha256(" ".join(sorted(codes)).encode()).hexdigest()[:16] / uuid4().hex
        store = self._store
        return Narrow(store, folder, lambda: permitted(store, codes), lambda name, triples: without_others(codes, name, triples))

    def close(self) -> None:
        """Remove what the views have put on disk."""
        self._narrow.clear()
        self.whole.close()
        self._gone()


@dataclass
class Access:
    """Who may what here: the tokens, and whether reading needs one."""

    views: Views
    tokens: Tokens
    private: bool
    writing: Lock = field(default_factory=Lock)
    """Held by whoever writes: each write starts from what the one before left."""

    def view(self, bearer: Bearer | None) -> View:
        """What somebody sees: all where reading is open or the token says so, else what is public and its own."""
        if not self.private or (bearer and bearer.all):
            return self.views.whole
        return self.views.of(bearer.enterprises if bearer else frozenset())


def access_of(request: Request) -> Access:
    """Who may what in this application."""
    access: Access = request.app.state.access
    return access


def bearer_of(request: Request) -> Bearer | None:
    """Whose token came with the request; None without one. 401 for one that is not known."""
    if not hasattr(request.state, "bearer"):
        token = _token(request)
        found = access_of(request).tokens.bearer(token) if token else None
        if token and found is None:
            raise HTTPException(401, "this token is not known or was revoked; ask for a new one", _CHALLENGE)
        request.state.bearer = found
    bearer: Bearer | None = request.state.bearer
    return bearer


def _token(request: Request) -> str | None:
    """The token of the header. A browser that was told it once (Basic) sends it unasked, for other sites too: good for reading alone."""
    kind, _, rest = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic" and request.method in _SAFE:
        try:
            return b64decode(rest, validate=True).decode().partition(":")[2]
        except ValueError:
            return "unreadable"
    return rest.strip() if kind.lower() == "bearer" else None


TheBearer = Annotated[Bearer | None, Depends(bearer_of)]


def view_of(request: Request, bearer: TheBearer) -> View:
    """What the one who asks sees."""
    request.state.view = access_of(request).view(bearer)  # held until the answer is given: what it has on disk goes with it
    return request.state.view  # type: ignore[no-any-return]


TheView = Annotated[View, Depends(view_of)]


def store_of(view: TheView) -> Store:
    """The store with what the one who asks may see."""
    return view.store


TheStore = Annotated[Store, Depends(store_of)]


def caller(request: Request) -> str:
    """Whom limits count for: the token, else the address."""
    bearer = bearer_of(request)
    return bearer.id if bearer else request.client.host if request.client else "unknown"


def needs(*roles: str) -> Callable[..., Bearer]:
    """A dependency: the bearer of a token with one of these roles; 401 without a token, 403 with another."""

    def allowed(request: Request) -> Bearer:
        request.state.writing = "anonymous"  # whoever is refused from here on stands in the audit
        bearer = bearer_of(request)
        if bearer is None:
            raise HTTPException(
                401, "writing needs a token; make one with `duibiao token new` and send it as Authorization: Bearer", _CHALLENGE
            )
        request.state.writing = bearer.name
        if bearer.role not in roles:
            raise HTTPException(403, f"this needs a token for the role {' or '.join(roles)}; yours is for {bearer.role}")
        return bearer

    return allowed
