"""Shapes as read from a shapes graph (SHACL 2): targets, path, constraints; and the errors that make a shapes graph fail closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import OWL, RDF, RDFS, SH, Term

Node = NamedNode | BlankNode


class ShapesError(Refusal):
    """The shapes graph cannot be used as it stands; the message names the shape and the fault."""


@dataclass(frozen=True)
class Target:
    """How a shape picks its focus nodes: `targetClass`, `targetNode`, `targetSubjectsOf` or `targetObjectsOf`, and the term."""

    kind: str
    term: Term


@dataclass(frozen=True)
class Shape:
    """A node shape (no path) or a property shape. `constraints` are the SHACL parameters by local name, each with its values."""

    node: Node
    path: Term | None
    targets: tuple[Target, ...]
    constraints: Mapping[str, tuple[Term, ...]]
    properties: tuple[Term, ...]
    severity: NamedNode
    messages: tuple[Literal, ...]
    deactivated: bool


CONSTRAINTS = frozenset(
    """class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength pattern languageIn
    uniqueLang equals disjoint lessThan lessThanOrEquals not and or xone node qualifiedValueShape closed hasValue in sparql""".split()  # noqa: SIM905
)
_COMPANIONS = frozenset(
    """flags ignoredProperties qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint property path severity message deactivated
    targetClass targetNode targetSubjectsOf targetObjectsOf name description order group defaultValue""".split()  # noqa: SIM905
)
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


@dataclass
class ShapesGraph:
    """A shapes graph: its statements by subject, and the shapes in it by node."""

    triples: tuple[Triple, ...]
    index: dict[Term, dict[NamedNode, list[Term]]] = field(init=False)

    def __post_init__(self) -> None:
        self.index = {}
        for triple in self.triples:
            self.index.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)

    def values(self, node: Term, predicate: NamedNode) -> list[Term]:
        """The objects of a property, in the order of the graph."""
        return self.index.get(node, {}).get(predicate, [])

    def value(self, node: Term, predicate: NamedNode) -> Term | None:
        """The only object of a property, or None; ShapesError for several."""
        found = self.values(node, predicate)
        if len(found) > 1:
            raise ShapesError(f"{node}: more than one {predicate.value}")
        return found[0] if found else None

    def members(self, head: Term) -> list[Term]:
        """The members of an RDF list; ShapesError when it is broken or circular."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != RDF.nil:
            first, rest = self.value(head, RDF.first), self.value(head, RDF.rest)
            if first is None or rest is None or head in seen:
                raise ShapesError(f"{head}: no well-formed list")
            seen.add(head)
            found.append(first)
            head = rest
        return found

    def shape(self, node: Term) -> Shape:
        """The shape that a node of the graph describes."""
        if isinstance(node, Literal) or not isinstance(node, NamedNode | BlankNode):
            raise ShapesError(f"{node}: a shape cannot be a literal")
        stated = {p.value.removeprefix(SH.base): tuple(o) for p, o in self.index.get(node, {}).items() if p.value.startswith(SH.base)}
        unknown = set(stated) - CONSTRAINTS - _COMPANIONS
        if unknown:
            raise ShapesError(f"{node}: unknown or unsupported SHACL term sh:{min(unknown)}")
        severity = self.value(node, SH.severity) or SH.Violation
        return Shape(
            node=node,
            path=self.value(node, SH.path),
            targets=tuple(self._targets(node)),
            constraints={name: values for name, values in stated.items() if name in CONSTRAINTS},
            properties=stated.get("property", ()),
            severity=severity if isinstance(severity, NamedNode) else SH.Violation,
            messages=tuple(m for m in stated.get("message", ()) if isinstance(m, Literal)),
            deactivated=self.deactivated(node),
        )

    def deactivated(self, node: Term) -> bool:
        """Whether a shape or a SPARQL constraint is switched off."""
        return any(isinstance(value, Literal) and value.value == "true" for value in self.values(node, SH.deactivated))

    def _targets(self, node: Term) -> Iterator[Target]:
        for kind in _TARGETS:
            for term in self.values(node, SH[kind]):
                if isinstance(term, BlankNode) or (isinstance(term, Literal) and kind != "targetNode"):
                    raise ShapesError(f"{node}: {term} cannot be the value of sh:{kind}")
                yield Target(kind, term)
        types = set(self.values(node, RDF.type))
        if types & {RDFS.Class, OWL.Class} and types & {SH.NodeShape, SH.PropertyShape}:
            yield Target("targetClass", node)

    def targeted(self) -> list[Shape]:
        """The shapes that have a target, by name; ShapesError when none has: a shapes graph that checks nothing is no pass."""
        nodes = [node for node in self.index if any(self._targets(node))]
        if not nodes:
            raise ShapesError("no shape has a target, so nothing would be checked")
        return [self.shape(node) for node in sorted(nodes, key=str)]
