"""The check of the norms themselves, for those who write them and those who study them: citations, requirements, limits, succession."""

from datetime import date
from time import perf_counter

from pyoxigraph import Triple

from duibiao.ontology.terms import DCTERMS
from duibiao.register import norms
from duibiao.register.checks import Report
from duibiao.shapes import Law, RuleBook, check_norms
from duibiao.store import Store, StoreError


def norm_check(store: Store, *, day: date, book: RuleBook, rules: RuleBook, engine: str = "compiled") -> Report:
    """What the norms in the store lack on the day by the rules of `book`; `rules` are those on enterprises, which requirements wait for.

    Nothing is written and no enterprise is looked at: each gap is one of a norm, a clause or a requirement. StoreError without norms.
    """
    start = perf_counter()
    known = norms.of(store).statements()
    if not known:
        raise StoreError("no norms are in the store, so nothing would be checked; run `duibiao load` with a norm table or a workbook")
    rests_on = [Triple(rule.node, DCTERMS.source, asked) for rule in rules.rules.values() for asked in rule.requirements]
    found = check_norms(Law.on(day, known), rests_on, book, engine)
    return Report(day, engine, perf_counter() - start, found.gaps, found.ledger)
