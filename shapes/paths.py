"""SHACL property paths (SHACL 2.3.1): read from the shapes graph, written as SPARQL and, for reports, as RDF."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple

from duibiao.ontology.terms import RDF, SH, Term
from duibiao.shapes.model import ShapesError, ShapesGraph

_REPEATED = {"*": SH.zeroOrMorePath, "+": SH.oneOrMorePath, "?": SH.zeroOrOnePath}


@dataclass(frozen=True)
class Path:
    """A property (`predicate`), or steps joined by `kind`: `/` `|`, or one step with `^` `*` `+` `?`."""

    kind: str
    steps: tuple["Path", ...] = ()
    predicate: NamedNode | None = None

    @property
    def text(self) -> str:
        """The path in SPARQL."""
        if self.predicate is not None:
            return str(self.predicate)
        if self.kind == "^":
            return f"^({self.steps[0].text})"
        if self.kind in _REPEATED:
            return f"({self.steps[0].text}){self.kind}"
        return f"({self.kind.join(step.text for step in self.steps)})"

    @property
    def may_stay(self) -> bool:
        """Whether the path may have no steps, so that a node is a value of itself."""
        some = [step.may_stay for step in self.steps]
        return self.kind in {"*", "?"} or (any(some) if self.kind == "|" else bool(some) and all(some))

    @property
    def repeats(self) -> bool:
        """Whether the path walks on and on, which is cheap from a known node alone."""
        return self.kind in {"*", "+"} or any(step.repeats for step in self.steps)

    def described(self) -> tuple[Term, list[Triple]]:
        """The path as a node and the statements about it (blank nodes of its own)."""
        if self.predicate is not None:
            return self.predicate, []
        if self.kind == "/":
            return _listed(self.steps)
        node, (inner, triples) = BlankNode(), _listed(self.steps) if self.kind == "|" else self.steps[0].described()
        term = {"|": SH.alternativePath, "^": SH.inversePath}.get(self.kind) or _REPEATED[self.kind]
        return node, [Triple(node, term, inner), *triples]


def _listed(steps: tuple[Path, ...]) -> tuple[Term, list[Triple]]:
    triples: list[Triple] = []
    rest: NamedNode | BlankNode = RDF.nil
    for step in reversed(steps):
        head, (node, more) = BlankNode(), step.described()
        triples += [Triple(head, RDF.first, node), Triple(head, RDF.rest, rest), *more]
        rest = head
    return rest, triples


def read(graph: ShapesGraph, path: Term, within: tuple[Term, ...] = ()) -> Path:
    """The path that a node stands for; ShapesError for one that is none or contains itself."""
    if isinstance(path, NamedNode):
        return Path("", predicate=path)
    if path in within:
        raise ShapesError(f"{path}: the path contains itself")
    inner = (*within, path)
    if graph.values(path, RDF.first):
        return Path("/", _several(graph, path, inner))
    if inverse := graph.value(path, SH.inversePath):
        return Path("^", (read(graph, inverse, inner),))
    if alternatives := graph.value(path, SH.alternativePath):
        return Path("|", _several(graph, alternatives, inner))
    for kind, term in _REPEATED.items():
        if repeated := graph.value(path, term):
            return Path(kind, (read(graph, repeated, inner),))
    raise ShapesError(f"{path}: not a SHACL property path")


def _several(graph: ShapesGraph, head: Term, within: tuple[Term, ...]) -> tuple[Path, ...]:
    steps = tuple(read(graph, step, within) for step in graph.members(head))
    if len(steps) < 2:
        raise ShapesError(f"{head}: a path of several steps needs two at least")
    return steps
