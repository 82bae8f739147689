"""Shapes as read from a shapes graph (SHACL 2): targets, path, constraints; and the errors that make a shapes graph fail closed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import OWL, RDF, RDFS, SH, XSD, Term

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


_ONE_VALUE = frozenset(
    """datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength maxLength pattern languageIn
    uniqueLang closed in qualifiedValueShape qualifiedMinCount qualifiedMaxCount""".split()  # noqa: SIM905
)
CONSTRAINTS = _ONE_VALUE | frozenset("class equals disjoint lessThan lessThanOrEquals not and or xone node hasValue sparql".split())  # noqa: SIM905
_COMPANIONS = frozenset(
    """flags ignoredProperties qualifiedValueShapesDisjoint property path severity message deactivated optional
    targetClass targetNode targetSubjectsOf targetObjectsOf name description order group defaultValue
    select ask prefixes declare labelTemplate""".split()  # noqa: SIM905
)
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_TRUE = Literal("true", datatype=XSD.boolean)


@dataclass
class ShapesGraph:
    """A shapes graph: its statements by subject, and the shapes in it by node."""

    triples: tuple[Triple, ...]
    index: dict[Term, dict[NamedNode, list[Term]]] = field(init=False)
    _shapes: dict[Term, Shape] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {}
        for triple in dict.fromkeys(self.triples):
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

    def texts(self, node: Term, predicate: NamedNode) -> tuple[Literal, ...]:
        """The objects of a property that has texts; ShapesError for one that is none."""
        found = self.values(node, predicate)
        for term in found:
            if not isinstance(term, Literal):
                raise ShapesError(f"{node}: {predicate.value} takes a text, not {term}")
        return tuple(term for term in found if isinstance(term, Literal))

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

    @cached_property
    def named(self) -> frozenset[Term]:
        """Every IRI that the graph speaks of, and so every class that its shapes may ask for."""
        return frozenset(term for t in self.triples for term in (t.subject, t.object) if isinstance(term, NamedNode))

    def shape(self, node: Term) -> Shape:
        """The shape that a node of the graph describes."""
        if node not in self._shapes:
            self._shapes[node] = self._read(node)
        return self._shapes[node]

    def _read(self, node: Term) -> Shape:
        if isinstance(node, Literal) or not isinstance(node, NamedNode | BlankNode):
            raise ShapesError(f"{node}: a shape cannot be a literal")
        if isinstance(node, NamedNode) and node not in self.index:
            raise ShapesError(f"{node}: nothing is said of this shape, so anything would conform to it")
        stated = self._stated(node)
        severity = self.value(node, SH.severity) or SH.Violation
        if not isinstance(severity, NamedNode):
            raise ShapesError(f"{node}: sh:severity takes an IRI")
        return Shape(
            node=node,
            path=self.value(node, SH.path),
            targets=tuple(self._targets(node)),
            constraints={name: values for name, values in stated.items() if name in CONSTRAINTS},
            properties=stated.get("property", ()),
            severity=severity,
            messages=self.texts(node, SH.message),
            deactivated=self.is_true(node, SH.deactivated),
        )

    def _stated(self, node: Term) -> dict[str, tuple[Term, ...]]:
        """The SHACL properties of a shape by local name; ShapesError for one that SHACL has not, or with values too many."""
        stated = {p.value.removeprefix(SH.base): tuple(o) for p, o in self.index.get(node, {}).items() if p.value.startswith(SH.base)}
        if unknown := set(stated) - CONSTRAINTS - _COMPANIONS:
            raise ShapesError(f"{node}: unknown or unsupported SHACL term sh:{min(unknown)}")
        if several := [name for name in _ONE_VALUE & set(stated) if len(stated[name]) > 1]:
            raise ShapesError(f"{node}: more than one sh:{min(several)}")
        return stated

    def property_shape(self, shape: Shape, node: Term) -> Shape:
        """A shape that another one names by sh:property; ShapesError when it has no path."""
        with told_by(shape):
            found = self.shape(node)
            if found.path is None:
                raise ShapesError(f"sh:property {node} has no sh:path")
            return found

    def is_true(self, node: Term, predicate: NamedNode) -> bool:
        """Whether a property is `true`; SHACL speaks of this very literal, so `"1"^^xsd:boolean` is not it. ShapesError for what is
        neither yes nor no: it would switch a constraint off, or a shape on, that its author wanted otherwise."""
        found = self.values(node, predicate)
        for term in found:
            if not isinstance(term, Literal) or term.datatype != XSD.boolean or term.value not in {"true", "false", "1", "0"}:
                raise ShapesError(f"{node}: {predicate.value} takes true or false, not {term}")
        return _TRUE in found

    def _targets(self, node: Term) -> Iterator[Target]:
        for kind in _TARGETS:
            for term in self.values(node, SH[kind]):
                if isinstance(term, BlankNode) or (isinstance(term, Literal) and kind != "targetNode"):
                    raise ShapesError(f"{node}: {term} cannot be the value of sh:{kind}")
                yield Target(kind, term)
        types = set(self.values(node, RDF.type))
        if types & {RDFS.Class, OWL.Class} and types & {SH.NodeShape, SH.PropertyShape}:
            if not isinstance(node, NamedNode):
                raise ShapesError(f"{node}: a class that is a shape needs an IRI")
            yield Target("targetClass", node)

    def targeted(self) -> list[Shape]:
        """The shapes that have a target, by name; ShapesError when none has: a shapes graph that checks nothing is no pass."""
        if any(SH.entailment in properties for properties in self.index.values()):
            raise ShapesError("sh:entailment asks for an inference that is not made here; infer first, then take it out")
        for node, properties in self.index.items():
            if unknown := {p.value for p in properties if p.value.startswith(SH["target"].value)} - {SH[kind].value for kind in _TARGETS}:
                raise ShapesError(f"{node}: unknown or unsupported SHACL term sh:{min(unknown).removeprefix(SH.base)}")
        declared = [node for node in self.index if {SH.NodeShape, SH.PropertyShape} & set(self.values(node, RDF.type))]
        for node in sorted(declared, key=str):
            self._stated(node)  # a misspelt target would leave the shape without one, and unread
        nodes = [node for node in self.index if any(self._targets(node))]
        if not nodes:
            raise ShapesError("no shape has a target, so nothing would be checked")
        return [self.shape(node) for node in sorted(nodes, key=str)]


@contextmanager
def not_too_deep() -> Iterator[None]:
    """Shapes within shapes within shapes, further than anybody can follow, are a fault of the shapes graph."""
    try:
        yield
    except RecursionError as error:
        raise ShapesError("the shapes are nested too deeply; give the inner ones names and take them apart") from error


@contextmanager
def told_by(shape: Shape) -> Iterator[None]:
    """A fault that names no shape is told by this one."""
    try:
        yield
    except ShapesError as error:
        raise error if str(shape.node) in str(error) else ShapesError(f"{shape.node}: {error}") from error
