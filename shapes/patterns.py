"""The queries that find violations: one function or line a constraint component of SHACL Core, each with the plan it gets.

How a query is written decides its cost up to a hundredfold. What decides is here and nowhere else:

- Absence (sh:class, sh:minCount 1, sh:hasValue, sh:not) is MINUS: both sides are bound by the targets, each is scanned once for all
  focus nodes. Paths that walk on and on are the exception: they are cheap from a known node alone, so there it is NOT EXISTS.
- Counts are one GROUP BY over all focus nodes.
- A nested shape is no nested query: the nodes that it fails for are found first, by queries as flat as these, and kept as a set
  (`duibiao.shapes.compiler.NodeSet`). sh:not, sh:and, sh:or, sh:xone, sh:node and qualified counts then look nodes up in sets.
  The simple ones, a value there or not, one of a class, within a bound, need no set: they are written out (`duibiao.shapes.inline`).
- What looks at one value alone is a FILTER on the values; few violate, so along a plain property they are found first, and then which
  of their subjects are focus nodes. So it is with too many values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode

from duibiao.ontology.terms import SH, Term
from duibiao.shapes import as_written
from duibiao.shapes.datatypes import is_of
from duibiao.shapes.focus import INSTANCE, MEMBER, Focus
from duibiao.shapes.model import ShapesError
from duibiao.shapes.paths import Path

if TYPE_CHECKING:
    from duibiao.shapes.inline import Case

PAIRING = frozenset({"equals", "disjoint", "lessThan", "lessThanOrEquals"})
LOGICAL = frozenset({"not", "and", "or", "xone", "node"})
COUNTING = frozenset({"minCount", "maxCount", "qualifiedMinCount", "qualifiedMaxCount"})
PATH_NEEDED = frozenset({"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"})
_NAMES = PAIRING | {"class", "datatype", "nodeKind"}
_NUMBERS = COUNTING | {"minLength", "maxLength"}
_LITERALS = frozenset({"minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "pattern", "closed", "uniqueLang"})
_MANY = 8  # from here on one table to look up in is cheaper than a comparison with each


@dataclass(frozen=True)
class Site:
    """Where a constraint stands: its shape's focus nodes and path. ?this is a focus node, `node` the variable of its values.
    `exact`: literals of the data may be marked as written (`duibiao.shapes.as_written`)."""

    focus: Focus
    path: Path | None
    exact: bool = False

    @property
    def node(self) -> str:
        return "?this" if self.path is None else "?value"

    @property
    def start(self) -> str:
        """The pattern of the focus nodes."""
        return self.focus.pattern()

    @property
    def values(self) -> str:
        """The pattern of the focus nodes and their values."""
        return self.focus.values(self.path, "?this", "?value")

    def term(self, term: Term) -> str:
        """A term of the shapes graph as queries name it. A blank node would be a variable there, and match anything."""
        if isinstance(term, BlankNode):
            raise ShapesError(f"{term}: a blank node stands where an IRI or a literal is due")
        return str(as_written.kept(term) if self.exact else term)

    def value(self, node: str) -> str:
        """The expression of a node's value."""
        return as_written.value(node) if self.exact else node

    def told(self, condition: str) -> str:
        """The query of the values that the condition is true of. Few are, as a rule: along a property they are found before the focus
        nodes are looked at, where these are all members of a class."""
        if self.path is None or self.path.predicate is None or not self.focus.of_classes:
            return self.select(f"{self.values} FILTER({condition})")
        first = f"{{ SELECT ?this ?value WHERE {{ ?this {self.path.text} ?value FILTER({condition}) }} }}"
        return self.select(f"{first} {self.start}")

    def select(self, pattern: str, *, of_value: bool = True) -> str:
        """The query of a pattern's violations, with the offending value or without."""
        columns = "?this" if not of_value else "?this ?value" if self.path else "?this (?this AS ?value)"
        return f"SELECT DISTINCT {columns} WHERE {{ {pattern} }}"


def refuse(name: str, value: Term) -> None:
    """ShapesError for a value that the component cannot have."""
    fits = {
        "an IRI": name not in _NAMES or isinstance(value, NamedNode),
        "a whole number": name not in _NUMBERS or (isinstance(value, Literal) and value.value.isdecimal() and len(value.value) < 19),
        "a literal": name not in _LITERALS or isinstance(value, Literal),
    }
    for due, is_so in fits.items():
        if not is_so:
            raise ShapesError(f"{value}: sh:{name} takes {due}")


def _absent(pattern: str, path: Path | None = None) -> str:
    """That the pattern has no match: one scan for all nodes, except along a path that walks on and on."""
    return f"FILTER NOT EXISTS {{ {pattern} }}" if path and path.repeats else f"MINUS {{ {pattern} }}"


# --- how many values


def min_count(at: Site, bound: int) -> str | None:
    """sh:minCount; None where nothing can violate it."""
    assert at.path is not None
    if bound <= (1 if at.path.may_stay else 0):
        return None
    if bound == 1:
        return at.select(f"{at.start} {_absent(f'?this {at.path.text} ?value', at.path)}", of_value=False)
    return _counted(f"{at.start} OPTIONAL {{ ?this {at.path.text} ?value }}", f"< {bound}")


def max_count(at: Site, bound: int) -> str:
    """sh:maxCount. Along a property, things that have too many values are rare, and found before the focus nodes are looked at."""
    if bound == 0:
        return at.select(at.values, of_value=False)
    if at.path is None or at.path.predicate is None or not at.focus.of_classes:
        return _counted(at.values, f"> {bound}")
    many = f"SELECT ?this WHERE {{ ?this {at.path.text} ?value }} GROUP BY ?this HAVING(COUNT(*) > {bound})"
    return at.select(f"{{ {many} }} {at.start}", of_value=False)


def _counted(pattern: str, due: str) -> str:
    return f"SELECT ?this WHERE {{ {pattern} }} GROUP BY ?this HAVING(COUNT(DISTINCT ?value) {due})"


def qualified(at: Site, name: str, bound: int, failing: str, siblings: Sequence[str]) -> str:
    """sh:qualifiedMinCount, sh:qualifiedMaxCount: values outside the failing set and, if disjoint, in the sets of all siblings."""
    assert at.path is not None
    others = " ".join(MEMBER.format(nodes=sibling, node="?value") for sibling in siblings)
    conforming = f"{others} FILTER NOT EXISTS {{ {MEMBER.format(nodes=failing, node='?value')} }}"
    if name == "qualifiedMaxCount":
        return _counted(f"{at.values} {conforming}", f"> {bound}")
    step = at.values if at.path.may_stay else f"?this {at.path.text} ?value ."
    return _counted(f"{at.start} OPTIONAL {{ {step} {conforming} }}", f"< {bound}")


def has_value(at: Site, value: Term) -> str:
    """sh:hasValue"""
    term = at.term(value)
    if at.path is None:
        return at.select(f"{at.start} {_outside('?this', [term])}", of_value=False)
    itself = f"FILTER(!sameTerm(?this, {term}))" if at.path.may_stay else ""
    return at.select(f"{at.start} {_absent(f'?this {at.path.text} {term}', at.path)} {itself}", of_value=False)


def unique_language(at: Site) -> str:
    """sh:uniqueLang: a row for every language that several values have."""
    grouped = f'{at.values} FILTER(isLiteral(?value) && LANG(?value) != "") BIND(LCASE(LANG(?value)) AS ?language)'
    return f"SELECT ?this ?language WHERE {{ {grouped} }} GROUP BY ?this ?language HAVING(COUNT(DISTINCT ?value) > 1)"


# --- each value against constants


def instance(at: Site, cls: Term) -> str:
    """sh:class"""
    return at.select(f"{at.values} {_absent(INSTANCE.format(node=at.node, cls=cls))}")


def among(at: Site, allowed: Sequence[Term]) -> str:
    """sh:in"""
    terms = [at.term(term) for term in allowed]
    return at.told(_none_of(at.node, terms)) if len(terms) <= _MANY else at.select(f"{at.values} {_outside(at.node, terms)}")


def _outside(node: str, allowed: Sequence[str]) -> str:
    if len(allowed) > _MANY:
        return f"MINUS {{ VALUES {node} {{ {' '.join(allowed)} }} }}"
    return f"FILTER({_none_of(node, allowed)})"


def _none_of(node: str, allowed: Sequence[str]) -> str:
    return f"!({' || '.join(f'sameTerm({node}, {term})' for term in allowed) or 'false'})"


def matched(at: Site, pattern: Term, flags: Term | None) -> str:
    """sh:pattern with sh:flags"""
    return at.told(unmatched(at, pattern, flags))


def unmatched(at: Site, pattern: Term, flags: Term | None) -> str:
    """That a value does not match. ShapesError for what is no regular expression, which would match nothing and say nothing."""
    arguments = ", ".join(str(Literal(term.value)) for term in (pattern, flags) if isinstance(term, Literal))
    rows = ox.Store().query(f'SELECT (REGEX("", {arguments}) AS ?known) {{}}')
    if isinstance(rows, ox.QuerySolutions) and next(iter(rows))["known"] is None:
        raise ShapesError(f"{pattern}: no regular expression")
    return f"isBlank({at.node}) || !REGEX(STR({at.node}), {arguments})"


def in_languages(at: Site, ranges: Sequence[Term]) -> str:
    """sh:languageIn"""
    tests = [f"LANGMATCHES(LANG({at.node}), {Literal(r.value)})" for r in ranges if isinstance(r, Literal)]
    if len(tests) < len(ranges):
        raise ShapesError("sh:languageIn takes a list of language tags")
    return at.select(f"{at.values} FILTER(!COALESCE({' || '.join(tests) or 'false'}, false))")


def _compared(operator: str) -> Callable[[Site, Term], str]:
    return lambda at, bound: f"!COALESCE({at.value(at.node)} {operator} {bound}, false)"


def _length(operator: str) -> Callable[[Site, Term], str]:
    return lambda at, bound: f"isBlank({at.node}) || !(STRLEN(STR({at.node})) {operator} {bound})"


def _datatype(at: Site, datatype: Term) -> str:
    return f"!COALESCE({is_of(at.node, datatype, exact=at.exact)}, false)"


_KINDS: Mapping[Term, str] = {
    SH.BlankNode: "isBlank({0})",
    SH.IRI: "isIRI({0})",
    SH.Literal: "isLiteral({0})",
    SH.BlankNodeOrIRI: "(isBlank({0}) || isIRI({0}))",
    SH.BlankNodeOrLiteral: "(isBlank({0}) || isLiteral({0}))",
    SH.IRIOrLiteral: "(isIRI({0}) || isLiteral({0}))",
}


def _node_kind(at: Site, kind: Term) -> str:
    if kind not in _KINDS:
        raise ShapesError(f"sh:nodeKind has no {kind}")
    return f"!{_KINDS[kind].format(at.node)}"


TESTS: Mapping[str, Callable[[Site, Term], str]] = {
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minExclusive": _compared(">"),
    "minInclusive": _compared(">="),
    "maxExclusive": _compared("<"),
    "maxInclusive": _compared("<="),
    "minLength": _length(">="),
    "maxLength": _length("<="),
}


def tested(at: Site, name: str, value: Term) -> str:
    """The components of TESTS: the condition that a value violates."""
    return at.told(TESTS[name](at, value))


def closed(at: Site, allowed: Sequence[Term]) -> str:
    """sh:closed: a row for every statement about a value with a property that is not allowed."""
    names = ", ".join(str(term) for term in allowed if isinstance(term, NamedNode))
    subject = "?this" if at.path is None else "?node"
    values = at.focus.values(at.path, "?this", subject)
    rest = f"FILTER(?path NOT IN ({names}))" if names else ""
    return f"SELECT DISTINCT ?this ?path ?value WHERE {{ {values} {subject} ?path ?value {rest} }}"


# --- values against another property


def paired(at: Site, name: str, other: Term) -> str:
    """sh:equals, sh:disjoint, sh:lessThan, sh:lessThanOrEquals"""
    if name == "equals":
        return _equal(at, other)
    if name == "disjoint":
        return at.select(f"{at.values} ?this {other} {at.node} .")
    operator = "<" if name == "lessThan" else "<="
    less = f"{at.value('?value')} {operator} {at.value('?other')}"
    return f"SELECT DISTINCT ?this ?value ?other WHERE {{ {at.values} ?this {other} ?other . FILTER(!COALESCE({less}, false)) }}"


def _equal(at: Site, other: Term) -> str:
    more = f"{at.start} ?this {other} ?value"
    if at.path is None:  # the focus node is the one value
        lacking = f"{at.start} MINUS {{ ?this {other} ?this }} BIND(?this AS ?value)"
        return f"SELECT DISTINCT ?this ?value WHERE {{ {{ {lacking} }} UNION {{ {more} FILTER(!sameTerm(?value, ?this)) }} }}"
    itself = " FILTER(!sameTerm(?value, ?this))" if at.path.may_stay else ""
    lacking = f"{at.values} FILTER NOT EXISTS {{ ?this {other} ?value }}"
    return at.select(f"{{ {lacking} }} UNION {{ {more} FILTER NOT EXISTS {{ ?this {at.path.text} ?value }}{itself} }}")


# --- nested shapes, by the sets of nodes that fail them


def cases(at: Site, ways: Sequence["Case"]) -> str:
    """sh:not, sh:and and sh:or of simple shapes (`duibiao.shapes.inline`): a value violates in one of these cases."""
    found = " UNION ".join(f"{{ {at.values} {case.text} }}" for case in ways)
    return at.select(found or f"{at.values} FILTER(false)")


def logical(at: Site, name: str, failing: Sequence[str]) -> str:
    """sh:not, sh:and, sh:or, sh:xone, sh:node. sh:and and sh:node have one set, of the nodes that fail any of their shapes."""
    found = [MEMBER.format(nodes=nodes, node=at.node) for nodes in failing]
    if name == "not":
        return at.select(f"{at.values} {_absent(found[0])}")
    if name == "xone":
        passed = " + ".join(f"IF(EXISTS {{ {member} }}, 0, 1)" for member in found) or "0"
        return at.select(f"{at.values} FILTER({passed} != 1)")
    if len(found) > _MANY:  # the engine weighs every order of what it joins, which takes minutes for some hundred
        return at.select(f"{at.values} FILTER({' && '.join(f'EXISTS {{ {member} }}' for member in found)})")
    return at.select(f"{at.values} {' '.join(found)}")
