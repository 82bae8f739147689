"""A standard or a law as text (.txt, .md, .docx): its clauses, their words, and the limits read out of them."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import limit_statements, numerals
from duibiao.loaders.result import Loaded, UnreadableFile
from duibiao.ontology import iris, units
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

_ARTICLE = re.compile(r"第(?P<count>[零〇一二三四五六七八九十百千]+|[0-9]+)条(?:之[一二三四五六七八九十]+)?(?=[\s　]|$|[^规、和至的第之])")
_CHAPTER = re.compile(r"第[零一二三四五六七八九十百]+[编章节](?:\s|　|$)")
_DECIMAL = re.compile(
    r"(?P<number>(?:[A-Z]\.)?[0-9]{1,3}(?:\.[0-9]{1,3})*)(?:[.、]?[\s　]+|[、.](?=[^0-9])|$|(?=[\u4e00-\u9fff]))(?![a-zA-Z%℃‰°~～至±-])"
)
_ANNEX = re.compile(r"附\s*录\s*(?P<letter>[A-Z])(?=[\s　（(]|$)")
_ITEM = re.compile(r"(?P<letter>[a-z])\s*[)）]|[(（](?P<han>[一二三四五六七八九十]{1,3})[)）]|[(（]?(?P<digit>[0-9]{1,2})\s*[)）]")
_CONTENTS = re.compile(r"(?:[.…·]{3,}\s*|\t)[0-9IVX]+\s*$")
_MARKDOWN = re.compile(r"^\s*(?:#+\s*|>\s*|[*+-]\s+(?=\S))?(?:\*\*|__)?")


def parsed(lines: Iterable[str], stem: str) -> Document:
    """The text's head and clauses. A number that does not follow on the one before is none, but words of the clause."""
    head: list[str] = []
    clauses: list[Clause] = []
    for number, raw in enumerate(lines, start=1):
        line = _MARKDOWN.sub("", raw).replace("**", "").strip()
        if not line or line.startswith("<!--") or _CONTENTS.search(raw):
            continue
        begun = _begun(line, clauses, number)
        if begun:
            clauses.append(begun)
        elif clauses and not _CHAPTER.match(line):
            _append(clauses, line)
        elif not clauses:
            head.append(line)
    return _document(head, stem, tuple(clauses))


def _append(clauses: list[Clause], line: str) -> None:
    """A further line of the last clause; after the full stop of a last item （三） it is the article's again."""
    place = len(clauses) - 1
    if clauses[place].number.endswith("项") and clauses[place].lines[-1:] and clauses[place].lines[-1].endswith("。"):
        place = next(i for i in range(place, -1, -1) if not _is_item(clauses[i].number))
    clauses[place].lines.append(line)


def _begun(line: str, clauses: list[Clause], place: int) -> Clause | None:
    """The clause that the line begins, or None; the items of a second list in one clause are words of it."""
    if article := _ARTICLE.match(line):
        number = article[0]
        return Clause(number, None, place, _rest(line, article.end())) if _follows(number, clauses) else None
    if annex := _ANNEX.match(line):
        number = f"附录{annex['letter']}"
        return Clause(number, None, place, _rest(line, annex.end())) if _follows(number, clauses) else None
    if decimal := _DECIMAL.match(line):
        number = decimal["number"]
        if _follows(number, clauses, line[decimal.end() :]) and not _interrupts(number, clauses):
            return Clause(number, _parent(number, clauses), place, _rest(line, decimal.end()))
    item = _ITEM.match(line)
    begun = _item(item, line, clauses, place) if item and clauses else None
    return begun if begun and all(clause.number != begun.number for clause in clauses) else None


def _rest(line: str, start: int) -> list[str]:
    rest = line[start:].strip()
    return [rest] if rest else []


def _item(item: re.Match[str], line: str, clauses: list[Clause], place: int) -> Clause:
    """a), （一） and 1) under the last clause with a number of its own; 1) under an a) stays within it."""
    above = next(clause.number for clause in reversed(clauses) if not _is_item(clause.number))
    if item["digit"] and clauses[-1].number.endswith(")") and clauses[-1].number[-2].isalpha():
        above = clauses[-1].number
    elif item["digit"] and _inner(clauses[-1].number):
        above = clauses[-1].number.rpartition(" ")[0]
    mark = f"第（{item['han']}）项" if item["han"] else f" {item['letter'] or item['digit']})"
    return Clause(above + mark, above, place, _rest(line, item.end()))


def _is_item(number: str) -> bool:
    return number.endswith((")", "项"))


def _inner(number: str) -> bool:
    """Whether it is a 1) below an a)."""
    return bool(re.search(r"[a-z]\) [0-9]+\)$", number))


def _follows(number: str, clauses: list[Clause], rest: str = "") -> bool:
    """Whether the number comes after the last one. Where it leaps (an extract; 2.5 米 at the start of a line) a unit after it speaks
    against a number of a clause, and chapters leap five at most."""
    last = next((clause.number for clause in reversed(clauses) if not _is_item(clause.number)), None)
    new = _order(number)
    if last is None:
        return len(new) > 2 or number.startswith(("第", "附录")) or new[-1] <= 1
    old = _order(last)
    if new <= old or number.startswith(("第", "附录")):
        return new > old
    level = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    step = new[level] - (old[level] if level < len(old) else 0)
    leaps = step > 2 or any(part > 1 for part in new[level + 1 :])
    return not leaps or len(new) > 3 or (not _is_measured(rest) and (len(new) > 2 or step <= _CHAPTERS_LEFT_OUT))


_CHAPTERS_LEFT_OUT = 5


def _is_measured(rest: str) -> bool:
    """Whether a unit begins what follows a number."""
    return any(units.find(rest.strip()[:length]) for length in (1, 2, 3) if rest.strip())


def _interrupts(number: str, clauses: list[Clause]) -> bool:
    """Whether a number at the start of a line belongs to the sentence that the line before left off: … not later than / 6 个月."""
    before = clauses[-1].lines[-1] if clauses and clauses[-1].lines else ""
    return number.count(".") <= 1 and len(before) >= _WRAPPED and before[-1] not in _ENDS


def _order(number: str) -> tuple[int, ...]:
    """What numbers sort by: chapters and articles before the annexes A, B …"""
    if article := re.match(r"第(.+?)条(?:之(.+))?$", number):
        return (0, *(_count(part) for part in article.groups() if part))
    parts = number.removeprefix("附录").split(".")
    annex = ord(parts[0]) - ord("A") + 1 if parts[0].isalpha() else 0
    return (annex, *(int(part) for part in parts if part.isdigit()))


def _count(numeral: str) -> int:
    return int(numerals.value(numeral) or 0)


def _parent(number: str, clauses: list[Clause]) -> str | None:
    """The clause with the number one step shorter, if the text has it."""
    above = number.rpartition(".")[0]
    above = f"附录{above}" if above.isalpha() else above
    return above if any(clause.number == above for clause in clauses) else None


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
