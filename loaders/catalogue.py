"""The catalogue of norms: works, their editions, and which edition replaces which."""

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import citations
from duibiao.loaders.faults import fault
from duibiao.loaders.parts import Cells, Part, day, listed, plain
from duibiao.loaders.result import RowError
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, ORG, RDF, RDFS, D

_DAYS = {
    "issue_date": ELI.date_document,
    "effective_date": ELI.first_date_entry_in_force,
    "in_force_until": ELI.date_no_longer_in_force,
}


def _key(cells: Cells) -> str:
    return cells.get("key") or iris.norm_key(cells["number"], cells["title"], cells.get("issue_date", ""))


def _work_key(number: str, title: str) -> str:
    standard = iris.standard_key(number)
    return re.sub(r"-(?:19|20)?\d{2}$", "", standard) if standard else iris.title_key(title)


def _edition(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, D.Edition)
    for name, term in (("number", D.number), ("status_2026", D.statedStatus)):
        if cells.get(name):
            yield Triple(subject, term, Literal(iris.normal(cells[name])))
    if cells["title"]:
        yield Triple(subject, ELI.title, Literal(cells["title"], language="zh"))
    for name, term, scheme in (("kind", D.kind, "NormKind"), ("mandatory", D.bindingForce, "BindingForce")):
        if found := listed(scheme, cells.get(name, "")):
            yield Triple(subject, term, found)
    for name, term in _DAYS.items():
        if found_day := day(cells.get(name, "")):
            yield Triple(subject, term, found_day)
    yield from _issuers(subject, cells.get("issuer", ""))
    work = cells.get("work") or _work_key(cells["number"], cells["title"])
    yield from _version(subject, work, cells["number"], cells["title"])


def _issuers(edition: NamedNode, text: str) -> Iterator[Triple]:
    for name in filter(None, (plain(part) for part in re.split(r"[、/;；]", text))):
        body = iris.body(name)
        yield Triple(edition, ELI.passed_by, body)
        yield Triple(body, RDF.type, ORG.Organization)
        yield Triple(body, RDFS.label, Literal(name, language="zh"))


def _version(edition: NamedNode, work: str, number: str, title: str) -> Iterator[Triple]:
    """The work of an edition: a standard's is named by its number without the year, a law's by its title."""
    node = iris.norm(work)
    standard = iris.STANDARD_NUMBER.match(iris.normal(number))
    label = f"{standard['code']} {standard['number']}" if standard else title.removeprefix("中华人民共和国")
    yield Triple(edition, DCTERMS.isVersionOf, node)
    yield Triple(node, RDF.type, D.Work)
    yield Triple(node, RDFS.label, Literal(label, language="zh"))
    if standard:
        yield Triple(node, D.number, Literal(label))


def _succession(rows: list[Cells]) -> Iterator[Triple]:
    """Which edition replaces which, both ways; an edition that no row describes gets its number alone."""
    keys = {name: _key(cells) for cells in rows for name in _names(cells)}
    for cells in rows:
        own = iris.norm(_key(cells))
        for text in _named(cells.get("replaces", "")):
            yield from _replaces(own, _other(text, keys))
            yield from _mentioned(text, keys)
        for text in _named(cells.get("replaced_by", "")):
            yield from _replaces(_other(text, keys), own)
            yield from _mentioned(text, keys)


def _names(cells: Cells) -> set[str]:
    """What other rows may call the edition."""
    return {_key(cells), cells["number"], plain(cells["number"])} - {""}


def _named(text: str) -> Iterator[str]:
    """The norms that a cell lists; a remark in English prose names none."""
    parts = (plain(part) for part in re.split("[;；]", text))
    return (part for part in parts if part and not re.search(r"[a-z]{3}", part))


def _other(text: str, keys: Mapping[str, str]) -> NamedNode:
    return iris.norm(keys.get(text) or citations.key(text))


def _replaces(newer: NamedNode, older: NamedNode) -> Iterator[Triple]:
    yield Triple(newer, DCTERMS.replaces, older)
    yield Triple(older, DCTERMS.isReplacedBy, newer)


def _mentioned(text: str, keys: Mapping[str, str]) -> Iterator[Triple]:
    if text in keys:
        return
    edition = _other(text, keys)
    yield Triple(edition, RDF.type, D.Edition)
    yield Triple(edition, D.number, Literal(text))
    yield Triple(edition, D.confidence, D["Confidence-low"])
    if iris.standard_key(text):
        yield from _version(edition, _work_key(text, ""), text, "")


def _nameless(cells: Cells, row: int) -> Iterator[RowError]:
    if not cells["number"] and not cells["title"]:
        yield fault("missing", None, row, "number")


CATALOGUE = Part(
    name="catalogue",
    header=frozenset({"number", "title", "kind"}),
    number="id",
    subject=lambda cells: iris.norm(_key(cells)),
    statements=_edition,
    required=("kind",),
    lists={"kind": "NormKind", "mandatory": "BindingForce"},
    days=tuple(_DAYS),
    faults=_nameless,
    together=_succession,
)
