"""The check of enterprises on a day: gaps and ledger."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import NamedNode, Triple

from duibiao.ontology.terms import D
from duibiao.reasoning.norm_limits import differing
from duibiao.shapes import division
from duibiao.shapes.data import Law, Statements, Typed, graph
from duibiao.shapes.engines import ENGINES, Violation
from duibiao.shapes.gaps import Explainer, Gap
from duibiao.shapes.ledger import Entry, ledgers, summed
from duibiao.shapes.reasons import Reasons
from duibiao.shapes.rules import RuleBook
from duibiao.shapes.standing import Standing, standing


@dataclass(frozen=True)
class Checked:
    """What a check found: the gaps by enterprise, and the ledger over all enterprises checked. `each` has the ledger of each enterprise
    where that was asked, in which examples are named and not told."""

    gaps: list[Gap]
    ledger: list[Entry]
    each: Mapping[NamedNode, list[Entry]] = field(default_factory=dict)


def check(
    norms: Iterable[Triple], own: Iterable[Triple], enterprise: NamedNode, day: date, book: RuleBook, engine: str = "compiled"
) -> Checked:
    """The gaps of the enterprise whose stated and derived statements are `own`, on the day, by the engine named in ENGINES."""
    return check_together(Law.on(day, norms), {enterprise: Statements.of(own)}, book, engine)


def check_together(
    law: Law, stated: Mapping[NamedNode, Statements], book: RuleBook, engine: str = "compiled", *, each: bool = False
) -> Checked:
    """The gaps of several enterprises, and the ledger. Every query is asked once for all, which costs a fraction of asking it for each.

    No rule looks from one enterprise into another, so that each has the gaps it has alone; tests hold this true.
    """
    data = data_graph(law, stated, book, engine)
    stand = standing(data)
    gaps, spoken = _gaps(law, data, stand, stated, book, engine)
    reasons = Reasons(data, stand, law.day)
    return Checked(gaps, *_counted(data, book, spoken, stand, reasons, stated if each else ()))


def gaps_together(law: Law, stated: Mapping[NamedNode, Statements], book: RuleBook) -> list[Gap]:
    """The gaps alone, where nobody asks what else was counted."""
    data = data_graph(law, stated, book)
    return _gaps(law, data, standing(data), stated, book, "compiled")[0]


def data_graph(law: Law, stated: Mapping[NamedNode, Statements], book: RuleBook, engine: str = "compiled") -> Typed:
    """The data graph; the judge gets the norms whole. Of things with values that cannot be read, or that sources disagree on, a rule may
    look at any property and says what it is called."""
    law = division.lean(law) if engine == "compiled" and division.serves(book) else law
    data = Typed(graph(law, stated.values()), book.graph.named, stated, law.norms)
    for term in (D.unreadable, D.disagreesOn):
        for triple in list(data.matching(predicate=term)):
            data.complete(triple.subject)
            data.complete(triple.object)
    return data


def _gaps(
    law: Law, data: Typed, stand: Standing, stated: Mapping[NamedNode, Statements], book: RuleBook, engine: str
) -> tuple[list[Gap], list[Violation]]:
    """The gaps, and the violations by rules that speak."""
    spoken = [v for v in ENGINES[engine](data, book) if not stand.silences(book.rules[v.rule], v.focus)]
    return Explainer(data, book, tuple(stated), law.day, stand.over).gaps(spoken), spoken


def check_norms(law: Law, rests_on: Iterable[Triple], book: RuleBook, engine: str = "compiled") -> Checked:
    """The gaps of the norms themselves by the rules of `book`; `rests_on` says which requirement each rule on enterprises rests on."""
    data = Typed(graph(law, ()).add(rests_on), book.graph.named)
    data.add(list(differing(data)))
    stand, found = standing(data), ENGINES[engine](data, book)
    gaps = Explainer(data, book, (), law.day).gaps_of_norms(found)
    return Checked(gaps, *_counted(data, book, found, stand, Reasons(data, stand, law.day), ()))


def _counted(
    data: Typed, book: RuleBook, spoken: Iterable[Violation], stand: Standing, reasons: Reasons, enterprises: Collection[NamedNode]
) -> tuple[list[Entry], Mapping[NamedNode, list[Entry]]]:
    """The ledger over all, and that of each of the enterprises."""
    found = ledgers(data, book, spoken, stand, reasons, enterprises)
    total = summed(found[enterprise] for enterprise in sorted(found, key=str))
    return [entry.worded(reasons.said) for entry in total], {node: entries for node, entries in found.items() if node is not None}
