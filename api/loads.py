"""Loads over HTTP: files sent become a job, done one after the other, whose progress and result can be asked for or listened to."""

import asyncio
import json
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends, File, HTTPException, Query, Request, UploadFile
from fastapi.responses import JSONResponse, StreamingResponse
from pyoxigraph import NamedNode, Triple

from duibiao import register
from duibiao.api.access import Access, TheBearer, access_of, needs
from duibiao.api.documented import problems
from duibiao.ontology import iris
from duibiao.register import Bearer, FileResult
from duibiao.register.formats import load_json
from duibiao.register.sight import may_load

router = APIRouter()
_MOST_JOBS = 200
_MOST_WAITING = 20
_A_MOMENT = 0.2
_ANSWERS = problems(
    {
        401: "no token, or one that is not known",
        403: "a token for a role that loads nothing",
        413: "the files have more than 100,000,000 bytes",
        422: "no file was sent",
        503: "too many loads are waiting",
    }
)


@dataclass
class Job:
    """A load: whose it is, its files, where it stands, and in the end what `duibiao load --format json` says, or why it failed."""

    id: str
    owner: str
    dry_run: bool
    files: Sequence[str]
    status: Literal["waiting", "running", "done", "failed"] = "waiting"
    file: str | None = None
    stage: str | None = None
    finished: int = 0
    result: dict[str, Any] | None = None
    detail: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The job as machines get it."""
        progress = {"files": len(self.files), "finished": self.finished, "file": self.file, "stage": self.stage}
        said = {"id": self.id, "status": self.status, "dry_run": self.dry_run, "progress": progress}
        return said | {"result": self.result, "detail": self.detail}


@dataclass
class Loads:
    """The jobs of a server, the newest of them kept."""

    jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    one: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1, "load"))
    prepared: bool = False
    """Whether the norms that come with the product have been put into the store since the server began."""

    def begin(self, access: Access, bearer: Bearer, folder: Path, files: Sequence[Path], dry_run: bool) -> Job:
        """Put a load of files in a folder, which is removed in the end, behind those that wait. 503 where too many do."""
        if sum(job.status == "waiting" for job in self.jobs.values()) >= _MOST_WAITING:
            raise HTTPException(503, "too many loads are waiting; try again when some are done", {"Retry-After": "60"})
        job = Job(uuid4().hex, bearer.id, dry_run, [file.name for file in files])
        self.jobs[job.id] = job
        while len(self.jobs) > _MOST_JOBS:
            self.jobs.popitem(last=False)
        self.one.submit(_run, self, access, bearer, job, folder, files)
        return job

    def close(self) -> None:
        """Let the load under way finish; those that wait are not begun."""
        self.one.shutdown(wait=True, cancel_futures=True)


def _run(loads: Loads, access: Access, bearer: Bearer, job: Job, folder: Path, files: Sequence[Path]) -> None:
    job.status = "running"
    try:
        with access.writing:
            if not (job.dry_run or loads.prepared):
                register.prepare(access.views.whole.store, date.today())
                loads.prepared = True
            job.result = _loaded(access, bearer, job, files)
        job.status = "done"
    except Exception as error:  # the outermost place of this thread
        job.status, job.detail = "failed", "the server failed; its log says more"
        raise error
    finally:
        job.file = job.stage = None
        shutil.rmtree(folder, ignore_errors=True)


def _loaded(access: Access, bearer: Bearer, job: Job, files: Sequence[Path]) -> dict[str, Any]:
    start, store, today = perf_counter(), access.views.whole.store, date.today()

    def progress(path: Path | str, stage: str) -> None:
        job.finished += stage == "reading" and job.file is not None
        job.file, job.stage = Path(path).name, stage

    def may(name: NamedNode, statements: Iterable[Triple]) -> bool:
        return may_load(bearer, name, statements)

    found = register.load(store, files, day=today, who=bearer.name, dry_run=job.dry_run, may=may, progress=progress)
    job.finished = len(files)
    return load_json([_told(result, bearer) for result in found], perf_counter() - start)


def _told(result: FileResult, bearer: Bearer) -> FileResult:
    """The result as its loader may know it: by the file's own name, without the gaps of other people's enterprises."""
    changes = ([c for c in part if _is_of(bearer, c.focus)] for part in (result.opened, result.closed))
    opened, closed = map(tuple, changes)
    problem = result.problem and result.problem.replace(f"{Path(result.path).parent}/", "")
    return replace(result, path=Path(result.path).name, opened=opened, closed=closed, problem=problem)


def _is_of(bearer: Bearer, focus: str) -> bool:
    owner = iris.owner(NamedNode(focus))
    return owner is None or bearer.sees(owner.value.rpartition("/")[2])


@router.post("/api/loads", status_code=202, summary="Load files", responses=_ANSWERS)
def begin(
    request: Request,
    bearer: Annotated[Bearer, Depends(needs("editor", "committee", "authority", "administrator"))],
    files: Annotated[list[UploadFile], File(description="norm catalogues, workbooks, documents, RDF")],
    dry_run: Annotated[bool, Query(description="read and check, write nothing")] = False,
) -> JSONResponse:
    """Begin to load the files as `duibiao load` does, and say where to ask how far it is. Editors load workbooks of their enterprises,
    authorities their own, the committee norms and documents."""
    folder = Path(tempfile.mkdtemp(prefix="duibiao-load-"))
    try:
        saved = [_saved(file, folder / str(number)) for number, file in enumerate(files)]
        job = request.app.state.loads.begin(access_of(request), bearer, folder, saved, dry_run)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return JSONResponse(job.as_json(), 202, {"Location": f"/api/loads/{job.id}"})


def _saved(file: UploadFile, folder: Path) -> Path:
    """The file under its own name in a folder of its own, whatever else the name says."""
    name = (file.filename or "").encode(errors="replace").decode().replace("\\", "/").rpartition("/")[2].strip(". ") or "file"
    folder.mkdir()
    target = folder / "".join(character for character in name if character.isprintable() and character not in '<>:"|?*')[-150:]
    with target.open("wb") as out:
        shutil.copyfileobj(file.file, out)
    return target


def _job(request: Request, id: str, bearer: TheBearer) -> Job:
    job: Job | None = request.app.state.loads.jobs.get(id)
    if job is None or bearer is None or (job.owner != bearer.id and bearer.role != "administrator"):
        raise HTTPException(404, f"there is no load {id[:40]}; it was another's, or is too long ago")
    return job


TheJob = Annotated[Job, Depends(_job)]
_NONE = problems({401: "a token that is not known", 404: "there is no such load of yours"})


@router.get("/api/loads/{id}", summary="How far a load is", responses=_NONE)
def told(job: TheJob) -> dict[str, Any]:
    """Its status (`waiting`, `running`, `done`, `failed`), its progress, and in the end its result: the document of `duibiao load`."""
    return job.as_json()


@router.get(
    "/api/loads/{id}/events",
    summary="A load, as it goes",
    response_class=StreamingResponse,
    responses=_NONE | {200: {"content": {"text/event-stream": {}}, "description": "the job, whenever something changes, until it is over"}},
)
async def events(request: Request, job: TheJob) -> StreamingResponse:
    """Server-sent events: the same document whenever something changes, the last one with the result."""
    return StreamingResponse(_events(job), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _events(job: Job) -> AsyncIterator[str]:
    before = None
    while before is None or job.status in {"waiting", "running"}:
        now = json.dumps(job.as_json(), ensure_ascii=False)
        if now != before:
            yield f"data: {now}\n\n"
            before = now
        await asyncio.sleep(_A_MOMENT)
    last = json.dumps(job.as_json(), ensure_ascii=False)
    if last != before:
        yield f"data: {last}\n\n"
