"""A gap explained: where its evidence stands, what would close it, and a bundle that shows it without the store."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris, sources
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import PREFIXES, PROV, D, Term
from duibiao.register import findings, norms
from duibiao.register.checks import Report, check, chosen_codes, enterprise_codes
from duibiao.register.waiving import UnknownGap
from duibiao.register.whatif import overlay
from duibiao.shapes import Gap, Law, Rule, RuleBook, Statements
from duibiao.shapes.bundles import bundled
from duibiao.shapes.closing import Closer, Closing
from duibiao.shapes.data import Typed, graph
from duibiao.shapes.overlay import Overlay
from duibiao.shapes.passing import Verdict, verdict
from duibiao.store import Store


class UnknownThing(Refusal):
    """No enterprise loaded has this thing."""


@dataclass(frozen=True)
class Place:
    """Where in a file a thing was read; the sheet is None where the file has none."""

    file: str
    sheet: str | None
    row: int


@dataclass(frozen=True)
class Explanation:
    """A gap, the rows of files that what it is about was read from, and the enterprise on the day in which it was found."""

    gap: Gap
    places: tuple[Place, ...]
    case: "Case"

    @property
    def starts(self) -> list[str]:
        """The IRIs of what asks for it: requirements, and the clause that is the counterpart."""
        asked = [iris.requirement(basis.requirement).value for basis in self.gap.basis if basis.requirement]
        counterpart = [self.gap.value] if self.gap.value and any(basis.requirement is None for basis in self.gap.basis) else []
        return [*dict.fromkeys(asked), *counterpart]

    def closing(self) -> list[Closing]:
        """The smallest changes found that would close it, each checked; none where none is known."""
        report, rule = self.case.report, self.case.rule(self.gap.rule)
        before = next(entry for entry in report.ledger if entry.rule == rule.name)
        gaps = (gap.id for gap in report.gaps if gap.rule == rule.name)
        return Closer(self.case.overlay, self.case.data, self.case.book, rule, before, gaps).closing(self.gap)

    def bundle(self) -> list[Triple]:
        """The gap with all that it takes to find it again (`duibiao.shapes.bundles`)."""
        return bundled(self.case.data, self.case.book, self.case.rule(self.gap.rule), self.gap)


class Case:
    """An enterprise on a day as a check sees it: the data graph, made when it is asked for, and what changes can be laid over it."""

    def __init__(self, store: Store, code: str, day: date, book: RuleBook) -> None:
        self._store, self.code, self.day, self.book = store, code, day, book

    @cached_property
    def report(self) -> Report:
        """Its check."""
        return check(self._store, day=self.day, book=self.book, codes=[self.code])

    @cached_property
    def law(self) -> Law:
        """The norms on the day."""
        return norms.of(self._store).law(self.day)

    @cached_property
    def data(self) -> Typed:
        """The data graph of its check."""
        names = (iris.graph(f"{part}/{self.code}") for part in ("enterprise", "derived"))
        stated = Statements.of(triple for name in names for triple in self._store.graph(name))
        return Typed(graph(self.law, [stated]), self.book.graph.named)

    @cached_property
    def overlay(self) -> Overlay:
        """What it states, to lay changes over."""
        return overlay(self._store, self.day, self.code)

    def rule(self, name: str) -> Rule:
        """The rule of this name. ShapesError where there is none."""
        return next(iter(self.book.only([name]).rules.values()))

    def places(self, focus: NamedNode) -> tuple[Place, ...]:
        """The rows that the thing was read from."""
        found = (self._place(t.object) for t in self.data.matching(focus, PROV.wasDerivedFrom))
        return tuple(sorted((place for place in found if place), key=lambda p: (p.file, p.sheet or "", p.row)))

    def _place(self, row: Term) -> Place | None:
        said = {t.predicate: t.object.value for t in sources.of_row(row, self.data.matching) if isinstance(t.object, Literal)}
        return Place(said[D.inFile], said.get(D.sheet), int(said[D.row])) if D.inFile in said and D.row in said else None


def explain(store: Store, gap: str, *, day: date, book: RuleBook) -> Explanation:
    """The explanation of the gap with this id on the day. UnknownGap when no enterprise has it then."""
    held = findings.holder(store, gap) if gap.isalnum() and gap.isascii() else None
    known = enterprise_codes(store)
    for code in [held] if held in known and held else known:
        case = Case(store, code, day, book)
        for found in case.report.gaps:
            if found.id == gap:
                return Explanation(found, case.places(NamedNode(found.focus)), case)
    raise UnknownGap(f"no gap has the id {gap} on {day}; `duibiao check` names those there are")


def explain_all(store: Store, *, day: date, book: RuleBook, codes: Iterable[str] | None = None) -> list[Explanation]:
    """The explanations of every gap of the enterprises with these codes (None: all) on the day."""
    found = []
    for code in chosen_codes(store, codes):
        case = Case(store, code, day, book)
        found += [Explanation(gap, case.places(NamedNode(gap.focus)), case) for gap in case.report.gaps]
    return found


def judge(store: Store, rule: str, focus: NamedNode, *, day: date, book: RuleBook) -> Verdict:
    """What the rule says of a thing on the day. ShapesError for a rule that is not there, UnknownThing for a thing of no enterprise."""
    code = next((code for code in enterprise_codes(store) if iris.enterprise(code) == iris.owner(focus)), None)
    if code is None:
        raise UnknownThing(f"{focus.value} belongs to no enterprise loaded; name a post, a piece of equipment or another thing of one")
    only = book.only([rule])
    case = Case(store, code, day, book)
    gaps = check(store, day=day, book=only, codes=[code]).gaps
    return verdict(case.data, book, case.rule(rule), focus, gaps, day)


def explanation_json(found: Explanation, chain: Mapping[str, Any]) -> dict[str, Any]:
    """The explanation as the document that `duibiao explain --format json` prints; `chain` is that from its requirements upwards."""
    return {
        "as_of": found.case.day.isoformat(),
        "gap": asdict(found.gap),
        "sentence": {language: _sentence(found.gap, language) for language in ("zh", "en")},
        "chain": chain,
        "sources": [asdict(place) for place in found.places],
        "closing": [_closing_json(closing) for closing in found.closing()],
    }


def verdict_json(found: Verdict, day: date) -> dict[str, Any]:
    """The verdict as the document that `duibiao explain --passed --format json` prints."""
    return {"as_of": day.isoformat(), **asdict(found)}


def _closing_json(found: Closing) -> dict[str, Any]:
    add, remove = (sorted(map(str, part)) for part in (found.change.add, found.change.remove))
    return {"sentence": found.sentence, "add": add, "remove": remove}


def _sentence(gap: Gap, language: str) -> str:
    from duibiao.register.formats import sentence

    return sentence(gap, language)


def bundle_text(triples: Iterable[Triple]) -> str:
    """A bundle in Turtle."""
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return text.decode()
