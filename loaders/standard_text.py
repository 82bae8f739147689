"""A standard or a law as text (.txt, .md, .docx): its clauses, their words, and the limits read out of them."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import limit_statements
from duibiao.loaders.documents.model import Paragraph, Part, Source
from duibiao.loaders.documents.outline import outline
from duibiao.loaders.result import Loaded, UnreadableFile
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, PROV, RDF, RDFS, D

_NUMBER = re.compile(
    r"(?:Q/\s*[A-Z0-9]{1,12}(?:[ -][A-Z]{1,6})?\s*[0-9]+(?:\.[0-9]+)*\s*-\s*(?:19|20)[0-9]{2}"
    r"|(?<![A-Za-z/])(?:DB[0-9]{2,6}|T/[A-Z]{2,10}|[A-Z]{2,4})(?:/[TZ])?\s*[0-9]+(?:\.[0-9]+)*\s*-\s*(?:19|20)[0-9]{2})"
)
_OWN = re.compile(r"Q/", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A clause of the text: its number, the number of the clause above it, the line it begins at, and its lines."""

    number: str
    above: str | None
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words. Lines that were only wrapped are put together again."""
        joined = ""
        for line in self.lines:
            wrapped = (
                joined and len(joined.rpartition("\n")[2]) >= _WRAPPED and joined[-1] not in _ENDS and not line.startswith(("|", "-", "—"))
            )
            blank = " " if joined[-1:].isascii() and line[:1].isascii() else ""
            joined += (blank if wrapped else "\n" if joined else "") + line
        return joined


_ENDS = "。；;：:！？!?|"
_WRAPPED = 25
"""A line shorter than this that ends without a mark is a heading, not a wrapped one."""


@dataclass(frozen=True)
class Document:
    """A text with its head read: number and title as far as it has them, its key, and its clauses."""

    number: str | None
    title: str
    key: str
    clauses: tuple[Clause, ...] = field(default=())

    @property
    def own(self) -> bool:
        """Whether it is an enterprise's own standard."""
        return bool(self.number and _OWN.match(self.number))


def read(path: Path) -> Loaded:
    """The statements of one text: the edition, its clauses and their limits; what looks like a limit and is not understood is said
    of its clause. UnreadableFile when it is no text, or has no numbered clauses."""
    document = parsed(lines(path), path.stem)
    if not document.clauses:
        raise UnreadableFile(f"{path.name}: no numbered clauses; begin each with its number (4.2.1, A.1, 第三条) on a line of its own")
    return Loaded(
        path=str(path),
        kind="standard",
        graph=iris.graph(f"document/{document.key}").value,
        triples=frozenset(_triples(document, path.name)),
        rows=len(document.clauses),
        accepted=len(document.clauses),
    )


def recognises(path: Path) -> bool:
    """Whether a text that stands in a folder among others is a standard or a law: it has clauses, and a standard's number or articles.
    A Word document that cannot be read counts as one, so that it is reported."""
    try:
        document = parsed(lines(path), path.stem)
    except UnreadableFile:
        return path.suffix.lower() == ".docx"
    return bool(document.clauses) and (document.number is not None or document.clauses[0].number.startswith("第"))


# --- lines


def lines(path: Path) -> list[str]:
    """The lines of a text or a Word document. UnreadableFile when it is neither."""
    if path.suffix.lower() == ".docx":
        from duibiao.loaders import docx_lines  # only Word files pay for its import

        return docx_lines.read(path)
    return _text(path).splitlines()


def _text(path: Path) -> str:
    """The file's text, by its byte order mark, else as UTF-8, else as GB18030."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name}: {error.strerror}; check the path and the rights to it") from error
    marked = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
    named = [encoding for mark, encoding in marked.items() if content.startswith(mark)]
    for encoding in named or ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise UnreadableFile(f"{path.name}: no text in UTF-8, UTF-16 or GB18030; save it as plain text in UTF-8")


# --- structure

_MARKDOWN = re.compile(r"^\s*(?P<marks>#*)\s*(?:>\s*|[*+-]\s+(?=\S))?(?:\*\*|__)?")
_NUMBERED = {"article", "clause", "item", "point"}


def parsed(lines: Iterable[str], stem: str) -> Document:
    """The text's head and clauses. A number that does not follow on the one before is none, but words of the clause."""
    source = _source(lines, stem)
    parts = outline(source)
    clauses: dict[str, Clause] = {}
    names: list[str | None] = []
    for part in parts:
        above = names[part.above] if part.above is not None else None
        name = _name(part, above)
        if name:
            clauses[name] = Clause(name, above, source.paragraphs[part.start].line, _words(source, part))
        elif above:
            clauses[above].lines.extend(paragraph.text for paragraph in source.paragraphs[part.start : part.end])
        names.append(name or above)
    first = next((part.start for part, name in zip(parts, names, strict=True) if name), len(source.paragraphs))
    return _document([paragraph.text for paragraph in source.paragraphs[:first]], stem, tuple(clauses.values()))


def _source(lines: Iterable[str], stem: str) -> Source:
    """The lines as paragraphs, without the marks of Markdown."""
    given = tuple(lines)
    paragraphs = []
    for number, line in enumerate(given, start=1):
        marks = _MARKDOWN.match(line)
        text = _MARKDOWN.sub("", line).replace("**", "").strip()
        if text and not text.startswith("<!--"):
            paragraphs.append(Paragraph(text, ((number, 1),) * len(text), depth=len(marks["marks"]) if marks else 0))
    return Source(stem, given, tuple(paragraphs))


def _name(part: Part, above: str | None) -> str | None:
    """The number by which the part is a clause, or None when it is none, or only words of the clause above it."""
    if "#" in part.number or (part.kind in {"item", "point"} and above is None):
        return None
    if part.kind in _NUMBERED or (part.kind == "annex" and "录" in part.label):
        return part.number.replace("第一款", "")
    return part.label.rstrip(".．、") if part.kind == "heading" and part.label[:1].isdigit() and part.above is None else None


def _words(source: Source, part: Part) -> list[str]:
    """The lines of the part, without its number."""
    first, *others = (paragraph.text for paragraph in source.paragraphs[part.start : part.end])
    rest = first[len(part.label) :].lstrip(" \u3000.．、:：")
    return [rest, *others] if rest else others


# --- head

_NO_TITLE = re.compile(
    r"ICS|CCS|备案号|发布|实施|批准|代替|部分代替|企业标准$|国家标准$|行业标准$|地方标准$|团体标准$|^目\s*次|^目\s*录|^前\s*言|^[A-Z]\s*[0-9]{2}$|[0-9]{4}\s*[-年/.]|通过$|公布$"
)


_PROSE = re.compile(r"[。，；,;]|.{60}")
"""A line that is no title: a number in it is one of a standard that is spoken of."""


def _document(head: list[str], stem: str, clauses: tuple[Clause, ...]) -> Document:
    lines = [iris.normal(line) for line in head]
    number = next((found[0] for line in [*lines, iris.normal(stem)] if (found := _NUMBER.search(line)) and not _PROSE.search(line)), None)
    titles = [_NUMBER.sub("", line).strip("《》:- ") for line in lines if not _NO_TITLE.search(_NUMBER.sub("", line))]
    title = next((line for line in titles if len(line) > 1), stem)
    return Document(number, title, _key(number, title, [*lines, stem]), clauses)


def _key(number: str | None, title: str, lines: list[str]) -> str:
    """The key of the edition: of the number, else of the title and the last year that the head names."""
    if number:
        return iris.slug(number) if _OWN.match(number) else iris.standard_key(number) or iris.slug(number)
    years = re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", " ".join(lines))
    name = re.sub(r"\s*[(（](?:19|20)[0-9]{2}.*$", "", title)
    return "-".join((iris.title_key(name), *years[-1:]))


# --- statements


def _triples(document: Document, file: str) -> Iterator[Triple]:
    norm = iris.norm(document.key)
    yield Triple(norm, RDF.type, D.Edition)
    yield Triple(norm, ELI.title, Literal(document.title, language="zh"))
    yield Triple(norm, RDFS.label, Literal(document.title, language="zh"))
    if document.number:
        yield Triple(norm, D.number, Literal(document.number))
    if document.own:
        yield Triple(norm, D.kind, D["NormKind-enterprise-standard"])
    for clause in document.clauses:
        yield from _clause(document, clause, file)


def _clause(document: Document, clause: Clause, file: str) -> Iterator[Triple]:
    node = iris.clause(document.key, clause.number)
    yield Triple(node, RDF.type, D.EnterpriseClause if document.own else D.Clause)
    yield Triple(node, D.clauseNumber, Literal(clause.number))
    yield Triple(node, ELI.is_part_of, iris.norm(document.key))
    if clause.above:
        yield Triple(node, DCTERMS.isPartOf, iris.clause(document.key, clause.above))
    yield from _origin(node, file, clause.line)
    if clause.text:
        yield Triple(node, D.text, Literal(clause.text))
    yield from limit_statements.read(node, f"{document.key}-{clause.number}", clause.text)


def _origin(subject: NamedNode, file: str, line: int) -> Iterator[Triple]:
    row = iris.source_row(file, None, line)
    yield Triple(subject, PROV.wasDerivedFrom, row)
    yield Triple(row, RDF.type, D.SourceRow)
    yield Triple(row, D.inFile, Literal(file))
    yield Triple(row, D.row, Literal(line))
