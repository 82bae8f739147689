"""Every IRI that the project mints, made here and nowhere else.

IRIs are speaking and stable: full-width letters, variant dashes, stray spaces and letter case of a standard's number never change one.
"""

import re
import unicodedata
from functools import lru_cache

from pyoxigraph import NamedNode

BASE = "https://w3id.org/duibiao/"

_DASHES = re.compile(r"[‐-―−﹘﹣－ー_]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(1, 14) for last in (0xFFFE, 0xFFFF))
_UNSAFE = re.compile(  # separators, and what the path of an IRI cannot hold: controls, private use, non-characters
    r"[\s\x00-\x20\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U0010ffff"
    rf"{_NONCHARACTERS}\"<>\\^`{{|}}/#?%&:;,()\[\]]+"
)
STANDARD_NUMBER = re.compile(
    r"(?P<code>(?:DB[0-9]{2,6}|[A-Z]{1,4})(?:/[TZX])?)\s*(?P<number>[0-9]+(?:\.[0-9]+)*)(?:\s*-\s*(?P<year>(?:19|20)?[0-9]{2}))?"
)
OF_ENTERPRISE = re.compile(rf"{re.escape(BASE)}id/(?:enterprise|authority)/[^/>]+")
"""The IRI of the enterprise or authority with which the IRI of a thing of its own begins."""
_SOURCES = f"{BASE}id/source/"
_AUTHORITY = re.compile("11")
"""How the code of an organ of the state begins (GB 32100: registered by the staffing authority, of the first kind)."""
_PREFIX = "中华人民共和国"


_PLAIN = re.compile(r"[!-^`-~]*")
"""Visible ASCII without the underscore, which counts as a dash: most numbers, and nothing to make uniform."""


def normal(text: str) -> str:
    """The text with full-width forms, dashes and runs of space made uniform (NFKC), and without invisible characters."""
    if _PLAIN.fullmatch(text):
        return text
    return " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).split())


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """The text as one path segment: normalised, lower case, separators as hyphens, Han characters kept."""
    return re.sub(r"-{2,}", "-", _UNSAFE.sub("-", normal(text).lower())).strip("-")


def standard_key(number: str) -> str | None:
    """The key of a standard's number (`GB/T 33000—2016` → `gb-t-33000-2016`), or None when it is not one."""
    found = STANDARD_NUMBER.match(normal(number).upper())
    if not found:
        return None
    return "-".join(slug(part) for part in (found["code"], found["number"], found["year"]) if part)


def document_key(name: str) -> str:
    """The name of a document as it is asked for: its number with any brackets (〔2017〕, [2017]), its title, or the name of its file."""
    return slug(re.sub("[〔〕【】《》]", " ", name))


def title_key(title: str) -> str:
    """The key of a law's or rule's title, without brackets 《》 and the state's name."""
    return slug(normal(title).strip("《》").removeprefix(_PREFIX))


def norm_key(number: str, title: str, issued: str = "") -> str:
    """The key of an edition: of its standard number, else of its title and the year of its number's amendment or its issue."""
    found = standard_key(number)
    if found:
        return found
    amended = re.search(r"\((\d{4})(?:修正|修订)\)", normal(number))
    year = amended[1] if amended else issued[:4]
    return "-".join(part for part in (title_key(title), year) if part)


def resource(*path: str) -> NamedNode:
    """The IRI `id/{path}` with each step made a segment."""
    return NamedNode(f"{BASE}id/" + "/".join(slug(step) for step in path))


def norm(key: str) -> NamedNode:
    """A work or an edition by its key."""
    return resource("norm", key)


def clause(key: str, number: str) -> NamedNode:
    """A clause of an edition (`gb-30871-2022`, `5.3.1 c)`)."""
    return resource("norm", key, number)


def requirement(number: str) -> NamedNode:
    """A requirement by its number (R003). Upper case stays: requirement numbers are names."""
    return NamedNode(f"{BASE}id/requirement/{slug(number).upper()}")


def limit(number: str) -> NamedNode:
    """A limit by its number (L024)."""
    return NamedNode(f"{BASE}id/limit/{slug(number).upper()}")


def body(name: str) -> NamedNode:
    """An authority that issues norms."""
    return resource("body", name)


def parameter(name: str) -> NamedNode:
    """What a limit measures."""
    return resource("parameter", name)


def scope(name: str) -> NamedNode:
    """Where or when a limit holds."""
    return resource("scope", name)


def substance(number: str) -> NamedNode:
    """A substance of GB 18218-2018 table 1 by its row number."""
    return resource("substance", number)


def is_authority(code: str) -> bool:
    """Whether a unified social credit code is that of an authority."""
    return _AUTHORITY.match(code) is not None


def enterprise(code: str) -> NamedNode:
    """An enterprise by its unified social credit code (GB 32100), or an authority, whose code says that it is one: each states what it
    knows in a workbook of its own."""
    kind = "authority" if is_authority(code) else "enterprise"
    return NamedNode(f"{BASE}id/{kind}/{slug(code).upper()}")


def owner(node: object) -> NamedNode | None:
    """The enterprise or authority that a thing belongs to by its IRI; None for what is nobody's."""
    found = OF_ENTERPRISE.match(node.value) if isinstance(node, NamedNode) else None
    return NamedNode(found[0]) if found else None


def member(code: str, kind: str, *numbers: str) -> NamedNode:
    """A thing of an enterprise: `member(code, "post", "P-031")`, `member(code, "standard", "Q/X 1-2024", "5.1")`."""
    return NamedNode("/".join((_kind_of(code, kind), *map(slug, numbers))))


def part(thing: NamedNode, *path: str) -> NamedNode:
    """A part of a thing, or what was done about it, by what numbers it: `part(standard, "5.1")`, `part(danger, "step", "2")`."""
    return NamedNode("/".join((thing.value, *map(slug, path))))


@lru_cache(maxsize=1024)
def _kind_of(code: str, kind: str) -> str:
    return f"{enterprise(code).value}/{kind}"


def source_row(file: str, sheet: str | None, row: int) -> NamedNode:
    """The row of a file that a subject was read from."""
    return resource("source", file, *([sheet] if sheet else []), str(row))


def source_sheet(file: str, sheet: str) -> NamedNode:
    """The sheet of a file; the IRI of each of its rows is this one with the row's number."""
    return resource("source", file, sheet)


def place(row: NamedNode) -> tuple[NamedNode, int] | None:
    """The sheet that a row of a file stands in, and its number, read off its IRI; None where that tells of no row."""
    sheet, _, number = row.value.rpartition("/")
    return (NamedNode(sheet), int(number)) if sheet.startswith(_SOURCES) and number.isdecimal() else None


def graph(name: str) -> NamedNode:
    """A named graph: `graph("norms/catalogue")`, `graph("enterprise/91…")`."""
    return NamedNode(f"{BASE}graph/{name}")
