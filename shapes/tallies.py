"""What a rule counts, and whose it is."""

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass

from pyoxigraph import NamedNode, QueryResultsFormat

from duibiao.ontology import iris
from duibiao.ontology.terms import D, Term
from duibiao.shapes.data import Typed
from duibiao.shapes.focus import Focus
from duibiao.shapes.model import Target
from duibiao.shapes.rules import Rule, RuleBook

Node = bytes | Term
"""A node: the many that rules look at as the engine writes them, for to be handed over as terms takes them several times as long."""
_OWNER = re.compile(rf"<({iris.OF_ENTERPRISE.pattern})[/>]".encode())


@dataclass(frozen=True)
class Tally:
    """The nodes that an entry of the ledger counts. `unclear` are targets that lack a property without which the rule cannot tell,
    or the list of a class, `missing` by property or class; `untold` are of its undecided class."""

    targets: Set[Node]
    failed: Set[Node]
    others: Set[Node]
    silenced: Set[Node]
    unclear: Set[Node]
    untold: Set[Node]
    missing: Mapping[NamedNode, Set[Node]]


class Tallies:
    """Makes tallies of the rules of a book."""

    def __init__(self, data: Typed, book: RuleBook) -> None:
        self._data, self._book = data, book
        self._found: dict[str, frozenset[Node]] = {}
        self._owners: dict[Node, NamedNode | None] = {}

    def of(self, rule: Rule, failed: Set[Node], silent: Set[Term] | None) -> Tally:
        """The tally of a rule that some nodes fail; `silent` are the enterprises about which it says nothing, None for everyone."""
        looked_at = self._targets(rule)
        untold = self._members(rule.undecided) - looked_at
        silenced = self._silenced(silent, looked_at | untold)
        missing = {term: self._missing(rule, term, silent) - failed for term in rule.needs}
        missing |= {cls: self._unlisted(rule, cls, silent) for cls in rule.needs_list}
        return Tally(
            targets=looked_at - silenced if silenced else looked_at,
            failed=failed,
            others=self._members(rule.population) - looked_at - untold,
            silenced=silenced,
            unclear=frozenset().union(*missing.values()),
            untold=untold - silenced,
            missing=missing,
        )

    def counted(self, nodes: Set[Node], enterprises: Set[NamedNode | None]) -> Mapping[NamedNode | None, int]:
        """How many of the nodes each enterprise has: its own, and what is none of theirs; under None those of all together."""
        if None in enterprises or not nodes:
            return {None: len(nodes)}
        owned = Counter(map(self.owner, nodes))
        everybodys = sum(count for owner, count in owned.items() if owner not in enterprises)
        return {enterprise: owned[enterprise] + everybodys for enterprise in enterprises} if everybodys else owned

    def owner(self, node: Node) -> NamedNode | None:
        """The enterprise whose the node is."""
        if node not in self._owners:
            self._owners[node] = _owner(node) if isinstance(node, bytes) else iris.owner(node)
        return self._owners[node]

    def _targets(self, rule: Rule) -> frozenset[Node]:
        parts = [self._nodes(pattern) for pattern in self._book.targets(rule)]
        return parts[0] if len(parts) == 1 else frozenset().union(*parts)

    def _members(self, cls: NamedNode | None) -> frozenset[Node]:
        """The instances of a class; none of none."""
        return frozenset() if cls is None else self._nodes(Focus((Target("targetClass", cls),)).pattern())

    def _nodes(self, pattern: str) -> frozenset[Node]:
        if pattern not in self._found:
            lines = self._data.rows(_select(pattern)).serialize(format=QueryResultsFormat.TSV) or b""
            self._found[pattern] = frozenset(lines.splitlines()[1:])  # the first is the head
        return self._found[pattern]

    def _silenced(self, silent: Set[Term] | None, nodes: frozenset[Node]) -> frozenset[Node]:
        """Those of the nodes about which the rule says nothing."""
        if silent is None:
            return nodes
        return frozenset(node for node in nodes if self.owner(node) in silent) if silent else frozenset()

    def _missing(self, rule: Rule, term: NamedNode, silent: Set[Term] | None) -> Set[Node]:
        """The targets that lack a property, or a value of it that can be read: few, so that they may be terms as those that fail."""
        readable = f"?this {term} ?value MINUS {{ ?this {D.unreadable} {term} }}"
        patterns = (f"{{ {pattern} }} MINUS {{ {readable} }}" for pattern in self._book.targets(rule))
        nodes = {row["this"] for pattern in patterns for row in self._data.rows(_select(pattern))}
        return {node for node in nodes if silent is not None and self.owner(node) not in silent}

    def _unlisted(self, rule: Rule, cls: NamedNode, silent: Set[Term] | None) -> Set[Node]:
        """The targets whose enterprise gives no list of the things of a class."""
        listing = {triple.subject for triple in self._data.matching(None, D.lists, cls)}
        nodes = {row["this"] for pattern in self._book.targets(rule) for row in self._data.rows(_select(pattern))}
        return {node for node in nodes if self.owner(node) not in listing and silent is not None and self.owner(node) not in silent}


def _select(pattern: str) -> str:
    return f"SELECT DISTINCT ?this WHERE {{ {pattern} }}"


def _owner(node: bytes) -> NamedNode | None:
    found = _OWNER.match(node)
    return NamedNode(found[1].decode()) if found else None
