"""A document's file as what a load takes in: its statements and a summary of what was read."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duibiao.loaders.documents import read
from duibiao.loaders.documents.graph import triples
from duibiao.loaders.documents.model import Document
from duibiao.loaders.result import Loaded, Summary
from duibiao.ontology import iris


def load(path: Path) -> Loaded:
    """The statements of the document in the file. UnreadableFile, in one line, when there is none that can be read."""
    with _uncollected():
        return _loaded(path, read(path))


def _loaded(path: Path, document: Document) -> Loaded:
    return Loaded(
        path=str(path),
        kind="standard" if document.head.kind == "标准" else "document",
        graph=iris.graph(f"document/{document.key}").value,
        triples=frozenset(triples(document)),
        rows=len(document.source.paragraphs),
        accepted=len(document.source.paragraphs),
        document=_summary(document),
    )


def _summary(document: Document) -> Summary:
    head = document.head
    return Summary(
        title=head.title,
        number=head.number,
        issuers=head.issuers,
        date=head.dated.isoformat() if head.dated else None,
        kind=head.kind,
        jurisdiction=head.jurisdiction,
        sections=sum(part.kind not in {"paragraph", "row"} for part in document.outline),
        citations=len(document.citations),
        requirements=len(document.requirements),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles of garbage: a document has none, and looking for them takes a fifth of the time of reading it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()  # and unfreeze: what is left of the document counts as old, or the next allocation looks through all of it
            gc.unfreeze()
            gc.enable()
