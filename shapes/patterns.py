"""The graph patterns that match violations, one function or line a SHACL Core constraint component."""

from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from duibiao.ontology.terms import SH, XSD, Term
from duibiao.shapes.model import ShapesError

INSTANCE = "{node} <urn:x-duibiao:instance-of> {cls}"
"""Types are closed over rdfs:subClassOf before the queries run (`duibiao.shapes.data`), so that instance-of is one lookup."""

COUNTING = frozenset({"minCount", "maxCount"})
PAIRING = frozenset({"equals", "disjoint", "lessThan", "lessThanOrEquals"})
ORDERING = frozenset({"lessThan", "lessThanOrEquals"})
LOGICAL = frozenset({"not", "and", "or", "xone", "node"})
_NAMES = PAIRING | {"class", "datatype", "nodeKind"}
_NUMBERS = COUNTING | {"minLength", "maxLength"}
_LITERALS = frozenset({"minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "pattern"})

Names = Callable[[], str]


def refuse(name: str, value: Term) -> None:
    """ShapesError for a value that the component cannot have. A blank node in a query would be a variable, and match anything."""
    fits = {
        "an IRI": name not in _NAMES or isinstance(value, NamedNode),
        "a whole number": name not in _NUMBERS or (isinstance(value, Literal) and value.value.isdecimal()),
        "a literal": name not in _LITERALS or isinstance(value, Literal),
        "an IRI or a literal": name != "hasValue" or not isinstance(value, BlankNode),
    }
    for due, is_so in fits.items():
        if not is_so:
            raise ShapesError(f"{value}: sh:{name} takes {due}")


def absent(pattern: str, top: str | None) -> str:
    """That the pattern has no match: MINUS beside bound targets, one scan for all; NOT EXISTS where the focus is bound outside."""
    return f"{'MINUS' if top else 'FILTER NOT EXISTS'} {{ {pattern} }}"


def not_instance(node: str, cls: Term, top: str | None) -> str:
    """sh:class"""
    return absent(INSTANCE.format(node=node, cls=cls), top)


# --- sh:minCount, sh:maxCount


def counted(name: str, bound: int, focus: str, path: str, top: str | None, names: Names) -> str:
    """Fewer than `bound` distinct values, or more."""
    if name == "minCount" and bound <= 0:
        return f"{top or ''} FILTER(false)"
    if name == "minCount" and bound == 1:
        return f"{top or ''} {absent(f'{focus} {path} {names()}', top)}"
    if top is None:
        chain = _chain(bound if name == "minCount" else bound + 1, focus, path, names)
        return f"FILTER {'NOT ' if name == 'minCount' else ''}EXISTS {{ {chain} }}"
    value = names()
    comparison = "<" if name == "minCount" else ">"
    grouped = f"{top} OPTIONAL {{ {focus} {path} {value} }}"
    return f"{{ SELECT {focus} WHERE {{ {grouped} }} GROUP BY {focus} HAVING(COUNT(DISTINCT {value}) {comparison} {bound}) }}"


def _chain(length: int, focus: str, path: str, names: Names) -> str:
    """So many pairwise distinct values."""
    values = [names() for _ in range(length)]
    distinct = [f"!sameTerm({a}, {b})" for i, a in enumerate(values) for b in values[:i]]
    steps = " ".join(f"{focus} {path} {value} ." for value in values)
    return steps + (f" FILTER({' && '.join(distinct)})" if distinct else "")


# --- one value node against constants


def outside(node: str, allowed: Sequence[Term]) -> str:
    """sh:in, and sh:hasValue of the focus node itself"""
    for term in allowed:
        if isinstance(term, BlankNode):
            raise ShapesError(f"{term}: a blank node cannot be in the list of sh:in")
    return f"FILTER(!({' || '.join(f'sameTerm({node}, {term})' for term in allowed) or 'false'}))"


def unmatched(node: str, arguments: str) -> str:
    """sh:pattern with sh:flags, the arguments of REGEX"""
    return f"FILTER(isBlank({node}) || !REGEX(STR({node}), {arguments}))"


def _compared(operator: str) -> Callable[[str, Term], str]:
    return lambda node, bound: f"FILTER(!COALESCE({node} {operator} {bound}, false))"


def _length(operator: str) -> Callable[[str, Term], str]:
    return lambda node, bound: f"FILTER(isBlank({node}) || !(STRLEN(STR({node})) {operator} {bound}))"


_CASTS = frozenset(XSD[name] for name in ("integer", "decimal", "double", "float", "boolean", "date", "dateTime", "time"))
_FREE = frozenset({XSD.string, XSD.anyURI})


def _datatype(node: str, datatype: Term) -> str:
    """Of the datatype, and well-formed: a literal that cannot be cast to its own type is none (SHACL 4.1.2)."""
    if isinstance(datatype, NamedNode) and datatype.value.startswith(XSD.base) and datatype not in _CASTS | _FREE:
        raise ShapesError(f"sh:datatype {datatype} is not compiled yet; check these shapes with --engine pyshacl")
    well_formed = f" && isLiteral({datatype}(STR({node})))" if datatype in _CASTS else ""
    return f"FILTER(!COALESCE(isLiteral({node}) && DATATYPE({node}) = {datatype}{well_formed}, false))"


_KINDS: Mapping[NamedNode, str] = {
    SH.BlankNode: "isBlank({0})",
    SH.IRI: "isIRI({0})",
    SH.Literal: "isLiteral({0})",
    SH.BlankNodeOrIRI: "(isBlank({0}) || isIRI({0}))",
    SH.BlankNodeOrLiteral: "(isBlank({0}) || isLiteral({0}))",
    SH.IRIOrLiteral: "(isIRI({0}) || isLiteral({0}))",
}


def _node_kind(node: str, kind: Term) -> str:
    if not isinstance(kind, NamedNode) or kind not in _KINDS:
        raise ShapesError(f"sh:nodeKind has no {kind}")
    return f"FILTER(!{_KINDS[kind].format(node)})"


TESTS: Mapping[str, Callable[[str, Term], str]] = {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minExclusive": _compared(">"),
    "minInclusive": _compared(">="),
    "maxExclusive": _compared("<"),
    "maxInclusive": _compared("<="),
    "minLength": _length(">="),
    "maxLength": _length("<="),
}


# --- value nodes against another property


def paired(name: str, other: Term, focus: str, step: str, node: str, path: str | None, names: Names) -> str:
    """sh:equals, sh:disjoint, sh:lessThan, sh:lessThanOrEquals"""
    rival = names()
    if name == "equals" and path is None:  # the focus node is the one value node
        both = f"{{ {{ {focus} {other} {rival} }} UNION {{ }} }} BIND(COALESCE({rival}, {focus}) AS {node})"
        return f"{both} FILTER(!sameTerm({node}, {focus}) || NOT EXISTS {{ {focus} {other} {focus} }})"
    if name == "equals":
        lacking = f"{focus} {other} {node} FILTER NOT EXISTS {{ {focus} {path} {node} }}"
        return f"{{ {step} FILTER NOT EXISTS {{ {focus} {other} {node} }} }} UNION {{ {lacking} }}"
    if name == "disjoint":
        return f"{step} {focus} {other} {node} ."
    operator = "<" if name == "lessThan" else "<="
    return f"{step} {focus} {other} {rival} . FILTER(!COALESCE({node} {operator} {rival}, false))"


# --- nested shapes


def logical(name: str, violated: Sequence[str]) -> str:
    """sh:not, sh:and, sh:or, sh:xone, sh:node over the patterns that match where each member shape is violated."""
    fails = [f"EXISTS {{ {pattern} }}" for pattern in violated]
    if name == "not":
        return f"FILTER(!({fails[0]}))"
    if name in {"and", "node"}:
        return f"FILTER({' || '.join(fails) or 'false'})"
    if name == "or":
        return f"FILTER({' && '.join(fails) or 'true'})"
    return f"FILTER(({' + '.join(f'IF({fail}, 0, 1)' for fail in fails) or '0'}) != 1)"
