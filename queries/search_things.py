"""What can be searched: which classes of things, under which names for people, and which of their properties hold the words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import islice

from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, ORG, RDF, RDFS, SKOS, D, Term
from duibiao.queries.search_text import key
from duibiao.store import Store


@dataclass(frozen=True)
class Kind:
    """A kind of things: its names in zh and en, its classes (or schemes of concepts), and whether such a thing is a document itself,
    whose parts are found with it."""

    zh: str
    en: str
    classes: tuple[NamedNode, ...]
    document: bool = False


KINDS: Mapping[str, Kind] = {
    "norm": Kind("规范", "norm", (D.Edition, D.Work), document=True),
    "document": Kind("文件", "document", (D.Document,), document=True),
    "standard": Kind("企业标准", "enterprise standard", (D.EnterpriseStandard,), document=True),
    "clause": Kind("条款", "clause", (D.EnterpriseClause, D.Clause)),
    "part": Kind("文件段落", "part of a document", (D.DocumentPart,)),
    "demand": Kind("文件要求", "demand of a document", (D.Demand,)),
    "requirement": Kind("要求", "requirement", (D.Requirement,)),
    "rule": Kind("规则", "rule", (D.Rule,)),
    "enterprise": Kind("企业", "enterprise", (D.Enterprise,)),
    "department": Kind("部门", "department", (D.Department,)),
    "post": Kind("岗位", "post", (D.Post,)),
    "equipment": Kind("设备", "equipment", (D.Equipment,)),
    "hazard": Kind("危险源", "hazard", (D.Hazard,)),
    "hidden-danger": Kind("隐患", "hidden danger", (D.HiddenDanger,)),
    "unit": Kind("单元", "unit", (D.HazardUnit,)),
    "holding": Kind("危险化学品储存", "stored chemical", (D.Holding,)),
    "substance": Kind("物质", "substance", (D.Substance,)),
    "parameter": Kind("指标", "parameter", (D.Parameter,)),
    "body": Kind("机构", "authority", (ORG.Organization,)),
}
"""A thing of several classes is of the kind that comes first."""

_COLUMNS: Mapping[str, tuple[NamedNode, ...]] = {
    "kind": (RDF.type, SKOS.inScheme),
    "title": (ELI.title, RDFS.label, SKOS.prefLabel, D.heading),
    "alias": (SKOS.altLabel,),
    "number": (D.number, D.clauseNumber, D.creditCode, D.casNumber, D.registrationNumber, D.filingNumber),
    "text": (
        *(D.text, D.condition, D.concerns, D.dutyScope, D.controlMeasure, D.problem, D.rectificationMeasure, D.processCondition),
        *(D.specialKind, D.certificateKind, D.place, D.documentKind, D.actorName, D.cleanText),
    ),
    "document": (ELI.is_part_of, D.demandedBy),
    "issuer": (ELI.passed_by, D.issuerName),
    "year": (ELI.date_document,),
    "theme": (D.theme,),
}
"""Where each column of a thing comes from; aliases are titles too. By document, issuer, year and theme results are counted and narrowed.

The parts of a document have no words in common. A sentence that demands something is found in its part, and as a demand with its actor
and theme.
"""

_KIND_OF: Mapping[Term, str] = {node: name for name, kind in KINDS.items() for node in kind.classes}
_ORDER = list(KINDS)
_COLUMN_OF = {node: column for column, nodes in _COLUMNS.items() for node in nodes}
_SAID = tuple(_COLUMN_OF)
_GRAPHS = iris.graph("").value
_LEFT_OUT = tuple(iris.graph(name).value for name in ("derived/", "findings/", "waivers/", "audit", "ontology", "version"))
_DOCUMENTS = iris.graph("document/").value
_OF_NORM = re.compile(rf"{re.escape(iris.BASE)}id/norm/[^/]+")
_SAID_BY = "SELECT ?thing ?said ?value {{ GRAPH <{graph}> {{ VALUES ?said {{ {said} }} ?thing ?said ?value }} }}"
_SAID_OF = "SELECT * {{ VALUES ?thing {{ {things} }} GRAPH ?graph {{ ?thing ?said ?value }} FILTER (?said IN ({said})) }}"
_HOLE = re.compile(r"\{\?\w+\}")
_THEMES = "SELECT ?theme ?name { ?theme skos:inScheme d:Theme ; skos:prefLabel ?name }"
_AT_ONCE = 1000


Values = dict[str, list[Term]]
"""What is said of a thing, by column."""


@dataclass(frozen=True)
class Thing:
    """A thing with the words it is found by. Several values of one column stand in lines of their own; `key` is that of its number."""

    iri: str
    kind: str
    title: str
    number: str
    text: str
    documents: str
    issuers: str
    years: str
    themes: str

    @property
    def key(self) -> str:
        return key(self.number.partition("\n")[0])


def searchable(graph: NamedNode) -> bool:
    """Whether a graph holds things to be found: what is derived, found or kept as a record does not."""
    return graph.value.startswith(_GRAPHS) and not graph.value.startswith(_LEFT_OUT)


def note_said(said: dict[str, Values], store: Store, graph: str) -> set[str]:
    """Add what a graph says; the things that it speaks of come back."""
    spoken_of = set()
    for row in store.query(_SAID_BY.format(graph=graph, said=" ".join(map(str, _SAID)))):
        if isinstance(row["thing"], NamedNode):
            spoken_of.add(row["thing"].value)
            _note(said, row["thing"], row["said"], row["value"], graph)
    return spoken_of


def said_of(store: Store, names: Iterable[str]) -> dict[str, Values]:
    """What all graphs together say of these things, by thing."""
    said: dict[str, Values] = {}
    left = iter(names)
    while some := list(islice(left, _AT_ONCE)):
        for row in store.query(_SAID_OF.format(things=" ".join(f"<{name}>" for name in some), said=", ".join(map(str, _SAID)))):
            if searchable(row["graph"]):
                _note(said, row["thing"], row["said"], row["value"], row["graph"].value)
    return said


def _note(said: dict[str, Values], node: NamedNode, by: NamedNode, value: Term, graph: str) -> None:
    values = said.setdefault(node.value, {})
    values.setdefault(_COLUMN_OF[by], []).append(iris.body(value.value) if by == D.issuerName and isinstance(value, Literal) else value)
    if document := _told_by(graph):
        values["document"] = [document]


@lru_cache
def _told_by(graph: str) -> NamedNode | None:
    """The document that the graph is the text of."""
    return iris.norm(graph.removeprefix(_DOCUMENTS)) if graph.startswith(_DOCUMENTS) else None


def thing(name: str, values: Values) -> Thing | None:
    """The thing with what is said of it; None where it is of no kind that is searched."""
    kind = min((_KIND_OF[node] for node in values.get("kind", ()) if node in _KIND_OF), key=_ORDER.index, default=None)
    if kind is None:
        return None
    number = _lines(values, "number") or (name.rpartition("/")[2] if kind == "requirement" else "")
    within = {name} if KINDS[kind].document else {_document(node) for node in _nodes(values, "document")}
    titles = (*_lines(values, "title").split("\n"), *_lines(values, "alias").split("\n"))
    title = "\n".join(dict.fromkeys(line for line in titles if line and line not in number.split("\n")))
    years = {day[:4] for day in _lines(values, "year").split("\n")}
    return Thing(
        *(name, kind, title, number, _lines(values, "text"), "\n".join(sorted(within))),
        *(_lines(values, "issuer"), "\n".join(sorted(years)), _lines(values, "theme")),
    )


def _document(node: str) -> str:
    """The document that something is part of or demanded by: the norm of a clause, any other as it is named."""
    found = _OF_NORM.match(node)
    return found[0] if found else node


def _lines(values: Values, column: str) -> str:
    """The values of a column, each in a line; Chinese ones and the shorter ones first."""
    texts = {term.value: term.language for term in values.get(column, ()) if isinstance(term, Literal)}
    return "\n".join([*sorted(texts, key=lambda text: (texts[text] == "en", len(text), text)), *_nodes(values, column)])


def _nodes(values: Values, column: str) -> list[str]:
    return sorted({term.value for term in values.get(column, ()) if isinstance(term, NamedNode)})


def theme_names(store: Store) -> dict[str, dict[str, str]]:
    """What the themes of demands are called in zh and en, by IRI."""
    names: dict[str, dict[str, str]] = {}
    for row in store.query(_THEMES):
        names.setdefault(row["theme"].value, {})[row["name"].language or "zh"] = row["name"].value
    return names


# --- rules, which stand in no store


@cache
def rules_version() -> int:
    """A number that is another one when the rules that come with the product are others."""
    folders = (files("duibiao.shapes"), files("duibiao.shapes").joinpath("norms"))
    turtle = [file.read_bytes() for folder in folders for file in sorted(folder.iterdir(), key=str) if file.name.endswith(".ttl")]
    return int.from_bytes(sha256(b"".join(turtle)).digest()[:6], "big")


def rules() -> Iterator[Thing]:
    """The rules that come with the product, by name, with what they say and what they advise."""
    from duibiao.shapes import norm_rules, shipped  # only what makes the index pays for reading them

    for rule in (*shipped().rules.values(), *norm_rules().rules.values()):
        title, text = (_HOLE.sub("…", f"{said['zh']}\n{said['en']}") for said in (rule.message, rule.remedy))
        yield Thing(rule.node.value, "rule", title, rule.name, text, "", "", "", "")
