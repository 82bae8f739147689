"""From anything to the law above it and to the posts, equipment and hazards below.

A step leads from what depends to what it depends on: post → standard → clause of it → national clause → its edition → law. An undated
reference depends on the edition in force on the day. Steps are asked of the store a frontier at a time, so that a trace costs
what it shows, not what is stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from typing import Literal as OneOf

import networkx as nx
from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.ontology.terms import D, Term
from duibiao.queries.names import find
from duibiao.store import Store

Direction = OneOf["up", "down", "both"]

_CLOSURE = iris.graph("derived/norms")
"""What the closures over the norms add are short cuts, which a chain does not show."""

_STEPS = """
SELECT DISTINCT ?lower ?upper ?relation ?graph WHERE {{
  VALUES ?{bound} {{ {nodes} }}
  {{ GRAPH ?graph {{ ?lower ?predicate ?upper }}
     VALUES (?predicate ?relation) {{
       (d:implements "implements") (eli:cites "cites") (d:demandedBy "demandedBy") (d:identifiedBy "identifiedBy")
       (d:responsibilityStandard "responsibilityStandard") (d:assessmentStandard "assessmentStandard")
       (d:operatingProcedure "operatingProcedure") (d:workStandard "workStandard")
       (d:maintenanceStandard "maintenanceStandard") (d:coveredBy "coveredBy") (d:emergencyPlan "emergencyPlan")
       (d:responsibilitySystem "responsibilitySystem") (d:ownedBy "ownedBy")
     }}
     FILTER (?predicate != d:ownedBy || CONTAINS(STR(?upper), "/unit/")) }}
  UNION {{ GRAPH ?graph {{ ?lower eli:is_part_of ?upper FILTER NOT EXISTS {{ ?lower a d:EnterpriseClause }} }}
     BIND ("partOf" AS ?relation) }}
  UNION {{ GRAPH ?graph {{ ?upper eli:is_part_of ?lower ; a d:EnterpriseClause }} BIND ("contains" AS ?relation) }}
  UNION {{ GRAPH ?graph {{ ?upper d:appliesTo ?lower }} BIND ("appliesTo" AS ?relation) }}
  UNION {{ GRAPH ?graph {{ ?upper d:ownedBy ?lower . ?upper a d:HazardUnit . ?lower a d:Post }} BIND ("answersFor" AS ?relation) }}
  UNION {{ GRAPH ?graph {{ ?upper dcterms:isVersionOf ?lower
       OPTIONAL {{ ?upper eli:first_date_entry_in_force ?start }} OPTIONAL {{ ?upper eli:date_no_longer_in_force ?until }} }}
     FILTER (BOUND(?start) && ?start <= "{day}"^^xsd:date && (!BOUND(?until) || ?until > "{day}"^^xsd:date))
     BIND ("editionInForce" AS ?relation) }}
  FILTER (?graph != {closure})
}} ORDER BY ?lower ?upper ?relation
"""
_EDITIONS = "SELECT ?edition WHERE { ?edition dcterms:isVersionOf %s } ORDER BY ?edition"
_BETWEEN = """
SELECT DISTINCT ?lower ?upper ?relation ?graph WHERE {{
  VALUES ?lower {{ {nodes} }}
  VALUES (?predicate ?relation) {{ (dcterms:isVersionOf "versionOf") (dcterms:replaces "replaces") (d:stricterThan "stricterThan") }}
  GRAPH ?graph {{ ?lower ?predicate ?upper }} FILTER (?graph != {closure})
}} ORDER BY ?lower ?upper ?relation
"""
_ABOUT = """
SELECT ?node ?type ?unverified ?label ?number ?title ?clause ?normNumber ?normTitle ?level ?start ?until WHERE {{
  VALUES ?node {{ {nodes} }}
  OPTIONAL {{ ?node a ?type }} OPTIONAL {{ ?node d:unverifiedField ?unverified }}
  OPTIONAL {{ ?node rdfs:label ?label FILTER (LANG(?label) IN ("zh", "")) }}
  OPTIONAL {{ ?node d:number ?number }} OPTIONAL {{ ?node eli:title ?title }}
  OPTIONAL {{ ?node (d:kind|^dcterms:isVersionOf/d:kind) ?kind . ?kind d:level ?level }}
  OPTIONAL {{ ?node eli:first_date_entry_in_force ?start }} OPTIONAL {{ ?node eli:date_no_longer_in_force ?until }}
  OPTIONAL {{ ?node d:clauseNumber ?clause ; eli:is_part_of ?norm
    OPTIONAL {{ ?norm d:number ?normNumber }} OPTIONAL {{ ?norm eli:title ?normTitle }}
    OPTIONAL {{ ?norm d:kind ?normKind . ?normKind d:level ?level }} }}
}} ORDER BY ?node ?type
"""

_DERIVED = f"<{iris.graph('derived/').value}"
_TYPES = ("EnterpriseClause", "Clause", "EnterpriseStandard", "Edition", "Work", "Requirement", "Post", "Equipment", "HazardUnit", "Hazard")
_LEVELS = {"EnterpriseStandard": 7, "EnterpriseClause": 8, "Requirement": 8, "Post": 9, "Equipment": 9, "HazardUnit": 9, "Hazard": 9}


@dataclass(frozen=True)
class Node:
    """A node of a trace. `level` runs from 1, a law, to 7, an enterprise standard, 8, a clause of it, and 9, a post, piece of equipment,
    hazard or unit; `in_force` is told of editions only."""

    iri: str
    type: str
    label: Mapping[str, str]
    level: int
    in_force: bool | None = None
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """`source` depends on `target`; `derived` when reasoning says so, not a file."""

    source: str
    target: str
    relation: str
    derived: bool


@dataclass(frozen=True)
class Trace:
    """What a thing depends on and what depends on it, on a day."""

    start: str
    as_of: date
    nodes: list[Node]
    edges: list[Edge]

    def as_json(self) -> dict[str, Any]:
        """The trace as the document that machines get."""
        return asdict(self) | {"as_of": self.as_of.isoformat()}


def trace(store: Store, name: str, day: date, direction: Direction = "both", depth: int = 12) -> Trace:
    """The trace of the thing that the name means, up to the law, down to posts and equipment, or both, so many steps far.

    UnknownName or AmbiguousName when the name does not mean one thing.
    """
    start = find(store, name).node
    roots = {start, *(row["edition"] for row in store.query(_EDITIONS % start))}
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(roots)
    for bound in {"up": ["lower"], "down": ["upper"], "both": ["lower", "upper"]}[direction]:
        _walk(store, graph, roots, bound, day, depth)
    _add(graph, (row for row in store.query(_BETWEEN.format(nodes=_values(graph), closure=_CLOSURE)) if row["upper"] in graph))
    nodes = sorted(_described(store, graph, day), key=lambda n: (n.level, n.label["zh"], n.iri))
    edges = sorted(
        (Edge(s.value, t.value, r, d) for s, t, r, d in graph.edges(keys=True, data="derived")),
        key=lambda e: (e.source, e.target, e.relation),
    )
    return Trace(start.value, day, nodes, edges)


def _walk(store: Store, graph: "nx.MultiDiGraph", roots: Iterable[Term], bound: str, day: date, depth: int) -> None:
    """Add what is reached from the roots, a frontier a step; `bound` names the end of the edges that is known."""
    other = "upper" if bound == "lower" else "lower"
    seen, frontier = set(roots), set(roots)
    for _ in range(depth):
        if not frontier:
            return
        rows = [
            row
            for row in store.query(_STEPS.format(bound=bound, nodes=_values(frontier), day=day.isoformat(), closure=_CLOSURE))
            if row["graph"]
        ]
        _add(graph, rows)
        frontier = {row[other] for row in rows} - seen
        seen |= frontier


def _add(graph: "nx.MultiDiGraph", rows: Iterable[Mapping[str, Term]]) -> None:
    for row in rows:
        relation = str(row["relation"]).strip('"')
        derived = relation == "editionInForce" or str(row["graph"]).startswith(_DERIVED)  # which edition counts depends on the day
        graph.add_edge(row["lower"], row["upper"], key=relation, derived=derived)


def _values(nodes: Iterable[Term]) -> str:
    return " ".join(sorted(str(node) for node in nodes if isinstance(node, NamedNode)))


def _described(store: Store, graph: "nx.MultiDiGraph", day: date) -> Iterator[Node]:
    about: dict[Term, list[Mapping[str, Term | None]]] = {}
    for row in store.query(_ABOUT.format(nodes=_values(graph))):
        about.setdefault(row["node"], []).append(row)
    for node, rows in about.items():
        yield _node(node, rows, day)


def _node(node: Term, rows: list[Mapping[str, Term | None]], day: date) -> Node:
    assert isinstance(node, NamedNode)
    types = {row["type"] for row in rows}
    kind = next((name for name in _TYPES if D[name] in types), "Thing")
    said = {
        name: _first(rows, name) for name in ("label", "number", "title", "clause", "normNumber", "normTitle", "level", "start", "until")
    }
    level = _LEVELS.get(kind) or int(said["level"] or 6)
    in_force = _in_force(said["start"], said["until"], day) if kind == "Edition" else None
    text = _label(node, said)
    unverified = {row["unverified"].value for row in rows if isinstance(row["unverified"], Literal)}
    return Node(node.value, kind, {"zh": text, "en": text}, level, in_force, tuple(sorted(unverified)))


def _first(rows: list[Mapping[str, Term | None]], name: str) -> str | None:
    return next((term.value for row in rows if isinstance(term := row[name], Literal)), None)


def _in_force(start: str | None, until: str | None, day: date) -> bool | None:
    if start is None:
        return None
    return start <= day.isoformat() and not (until and until <= day.isoformat())


def _label(node: NamedNode, said: Mapping[str, str | None]) -> str:
    if said["clause"]:
        return f"{_norm_name(said['normNumber'], said['normTitle']) or node.value.rsplit('/', 2)[-2]} {said['clause']}"
    if said["title"]:
        name = _norm_name(said["number"], said["title"])
        return f"{name} {said['title']}" if name == said["number"] else name
    number, label = said["number"], said["label"]
    return f"{number} {label}" if number and label and number != label else label or number or node.value.rpartition("/")[2]


def _norm_name(number: str | None, title: str | None) -> str:
    """A standard goes by its number, a law by its title, with its number where that tells the version."""
    if number and number.isascii():
        return number
    return f"《{title}》" if title else number or ""
