"""What each thing of an enterprise rests on in the end: the works and editions that its standards and clauses lead up to.

Derived once at loading, so that the impact of a new edition is one look-up however many enterprises there are.
"""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from duibiao.ontology.terms import ELI, D, Term
from duibiao.reasoning.scratch import Scratch

_UP = """
SELECT DISTINCT ?lower ?upper WHERE {
  { ?lower d:implements|eli:cites|d:identifiedBy|d:responsibilityStandard|d:assessmentStandard|d:operatingProcedure|d:workStandard|
           d:maintenanceStandard|d:coveredBy|d:emergencyPlan|d:responsibilitySystem ?upper . ?lower d:belongsTo ?enterprise }
  UNION { ?upper eli:is_part_of ?lower ; a d:EnterpriseClause }
  UNION { ?upper a d:EnterpriseClause ; d:appliesTo ?lower }
}
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """`restsOn` from each clause, standard, post, piece of equipment, hazard and unit of the enterprise to the norms it leads up to."""
    above: dict[Term, set[Term]] = {}
    for row in data.rows(_UP):
        above.setdefault(row["lower"], set()).add(row["upper"])
    # a file of others may name a norm in words, where its IRI is due
    tops = {upper for uppers in above.values() for upper in uppers if upper not in above and isinstance(upper, NamedNode)}
    norms: dict[Term, Term] = {node: data.value(node, ELI.is_part_of) or node for node in tops}
    for thing in (node for node in above if isinstance(node, NamedNode)):
        reached = {norms[node] for node in _reached(thing, above) if node in norms}
        yield from (Triple(thing, D.restsOn, norm) for norm in reached if isinstance(norm, NamedNode) and _is_norm(norm))


def _is_norm(node: NamedNode) -> bool:
    return "/id/norm/" in node.value


def _reached(thing: Term, above: dict[Term, set[Term]]) -> set[Term]:
    found: set[Term] = set()
    open_ = [thing]
    while open_:
        for upper in above.get(open_.pop(), ()):
            if upper not in found:
                found.add(upper)
                open_.append(upper)
    return found
