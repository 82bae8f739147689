"""What has to be found, told from the shape by other means than either engine: small, slow, and only for what the rules use."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from facts import Facts, View
from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import PREFIXES, RDF, SH, Term
from duibiao.shapes.model import ShapesGraph

KNOWN = frozenset({SH.minCount, SH.maxCount, SH.hasValue, SH.minInclusive, SH.maxInclusive, SH["in"], SH["not"], SH["and"], SH["or"]})
_OTHER = frozenset(
    """minExclusive maxExclusive minLength maxLength pattern datatype nodeKind class equals disjoint lessThan lessThanOrEquals node xone
    qualifiedValueShape closed uniqueLang languageIn sparql""".split()  # noqa: SIM905
)
_NUMERIC = ("integer", "decimal", "double")
_OPTIONAL = re.compile(r"OPTIONAL\s*\{\s*\$this\s+(\w+):([\w-]+)\s+(\?\w+)\s*[;}]")


def certain(view: View, facts: Facts, targets: frozenset[Term]) -> tuple[set[Term], set[Term]]:
    """The targets that have to be found, and those that may be. The same for rules of SHACL Core, none and all for most SPARQL."""
    if view.selects:
        return _unbound(view.selects[0], facts, targets), set(targets)
    if _beyond(view.graph, view.rule.node, set()):
        return set(), set(targets)
    bad = {node for node in targets if not conforms(view.graph, view.rule.node, node, facts)}
    return bad, bad


def _unbound(select: str, facts: Facts, targets: frozenset[Term]) -> set[Term]:
    """Where the only filter asks for a value, or for a comparison with it to hold, the targets without it."""
    found = _OPTIONAL.findall(select)
    if select.count("FILTER") != 1:
        return set()
    asked = [NamedNode(PREFIXES[prefix] + name) for prefix, name, variable in found if _asks(select, variable)]
    return {node for node in targets for term in asked if not facts.values(node, term)}


def _asks(select: str, variable: str) -> bool:
    """Whether a filter of nothing but such conditions is true where the variable is unbound."""
    return re.search(rf"(FILTER \(|\|\| )!(BOUND\({re.escape(variable)}\)|COALESCE\([^()]*{re.escape(variable)} )", select) is not None


def _beyond(graph: ShapesGraph, node: Term, seen: set[Term]) -> bool:
    """Whether the shape uses a constraint that is not judged here."""
    seen.add(node)
    stated = graph.index.get(node, {})
    below = [term for values in stated.values() for term in values if not isinstance(term, Literal | NamedNode) and term not in seen]
    return any(SH[name] in stated for name in _OTHER) or any(_beyond(graph, term, seen) for term in below)


def conforms(graph: ShapesGraph, shape: Term, node: Term, facts: Facts) -> bool:
    """Whether a node conforms to a shape."""
    path = graph.value(shape, SH.path)
    values = [node] if path is None else list(dict.fromkeys(_reached(graph, path, node, facts)))
    given = ((name, value) for name in KNOWN for value in graph.values(shape, name))
    return all(_holds(graph, name, value, values, facts) for name, value in given)


def _holds(graph: ShapesGraph, name: NamedNode, given: Term, values: list[Term], facts: Facts) -> bool:
    if name == SH.minCount or name == SH.maxCount:
        count = int(given.value)  # type: ignore[union-attr]
        return len(values) >= count if name == SH.minCount else len(values) <= count
    if name == SH.hasValue:
        return given in values
    return all(_value_holds(graph, name, given, value, facts) for value in values)


def _value_holds(graph: ShapesGraph, name: NamedNode, given: Term, value: Term, facts: Facts) -> bool:
    if name == SH["in"]:
        return value in graph.members(given)
    if name == SH["not"]:
        return not conforms(graph, given, value, facts)
    if name in (SH["and"], SH["or"]):
        join = all if name == SH["and"] else any
        return join(conforms(graph, member, value, facts) for member in graph.members(given))
    number, border = _number(value), _number(given)
    return number is not None and border is not None and (number >= border if name == SH.minInclusive else number <= border)


def _number(term: Term) -> Decimal | None:
    if not isinstance(term, Literal) or not term.datatype.value.endswith(_NUMERIC):
        return None
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


def _reached(graph: ShapesGraph, path: Term, node: Term, facts: Facts) -> Iterator[Term]:
    """What a property, the inverse of one, or a sequence of such leads to."""
    if isinstance(path, NamedNode):
        yield from facts.values(node, path)
    elif inverse := graph.value(path, SH.inversePath):
        yield from facts.subjects(inverse, node)
    elif graph.values(path, RDF.first):
        nodes = [node]
        for step in graph.members(path):
            nodes = [term for here in nodes for term in _reached(graph, step, here, facts)]
        yield from nodes
    else:
        raise NotImplementedError(f"the path {path}")
