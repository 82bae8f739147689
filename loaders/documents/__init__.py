"""Laws, policies and standards as texts: what they say, each fact with its line."""

import re
from pathlib import Path
from typing import Final

from duibiao.loaders.documents.model import Document, Head, Source
from duibiao.ontology import iris

__all__ = ["ENDINGS", "Document", "read"]

ENDINGS: Final = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf"})
"""The endings of files that hold documents."""

_OWN = re.compile(r"Q/", re.IGNORECASE)
_EDITION = re.compile(r"\s*[(（](?:19|20)[0-9]{2}[^()（）]*[)）]$")
_YEAR = re.compile(r"(?<![0-9A-Za-z])(?:19|20)[0-9]{2}(?![0-9A-Za-z])")


def read(path: Path) -> Document:
    """The document in the file, read whole. UnreadableFile, in one line, when there is none that can be read."""
    # What reads documents takes time to import, and only loading needs it.
    from duibiao.loaders.documents.citing.citations import citations
    from duibiao.loaders.documents.demands.actors import actors
    from duibiao.loaders.documents.demands.goals import goals
    from duibiao.loaders.documents.demands.items import items
    from duibiao.loaders.documents.demands.requirements import requirements
    from duibiao.loaders.documents.reading import files as reading
    from duibiao.loaders.documents.structure.head import head
    from duibiao.loaders.documents.structure.outline import outline

    source = reading.read(path)
    parts = outline(source)
    told = head(source, parts)
    return Document(
        key=_key(told, source),
        source=source,
        head=told,
        outline=parts,
        citations=citations(source, told),
        requirements=requirements(source, parts, told),
        goals=goals(source, parts, told),
        actors=actors(source, parts),
        items=items(source, parts),
    )


def _key(head: Head, source: Source) -> str:
    """The key of the edition: of a standard's number, else of the title and the year of the document or of its file's name."""
    stem = source.name.rpartition(".")[0] or source.name
    if head.number and (key := iris.slug(head.number) if _OWN.match(head.number) else iris.standard_key(head.number)):
        return key
    years = [str(head.dated.year)] if head.dated else _YEAR.findall(iris.normal(stem))[-1:]
    title = iris.title_key(_EDITION.sub("", head.title))
    return "-".join([title, *years]) if title else iris.slug(stem) or "document"
