"""From violations to gaps that people can act on: the sentence, the clause, the evidence with its source row, the remedy, who fixes it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris, sources
from duibiao.ontology.terms import ELI, ORG, PROV, RDF, RDFS, SKOS, D, Term
from duibiao.reasoning import Scratch
from duibiao.shapes.engines import Violation
from duibiao.shapes.rules import Rule, RuleBook

Texts = Mapping[str, str]
_PLACE = (D.inFile, D.sheet, D.row)
_SUM = (D.sumRatio, D.sumAtLeast, D.gradeValue, D.computedGrade)
_TERM = (D.substanceName, D.designMaximum, D.statedUnit, D.thresholdQuantity, D.thresholdSource, D.correctionFactor, D.ratio)
_ORDER = ["violation", "warning", "info"]


@dataclass(frozen=True)
class Basis:
    """A clause that asks for it: the requirement's number (None where the clause itself is the counterpart), the norm's name,
    its edition's key, the clause, and the edition's first day in force, and what of the norm's record is not verified."""

    requirement: str | None
    norm: str
    edition: str
    clause: str
    in_force_since: str | None
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiver:
    """Who let a gap stand, why, from which day until which last day; `lapsed` says why it no longer holds, None while it does."""

    reason: str
    by: str
    since: str
    until: str
    lapsed: Texts | None = None


@dataclass(frozen=True)
class Gap:
    """A gap of an enterprise, or of the norms, where `enterprise` is empty. `id` stays the same while the same thing is wrong; `since` is
    the day it was first seen, `component` the SHACL constraint component that found it. `state` is `waived` while `waiver`, the newest
    there is, holds."""

    id: str
    rule: str
    family: int
    severity: str
    enterprise: str
    focus: str
    label: Texts
    value: str | None
    message: Texts
    basis: tuple[Basis, ...]
    evidence: tuple[str, ...]
    remedy: Texts
    owner: Texts | None
    since: str
    state: str = "open"
    component: str = ""
    waiver: Waiver | None = None

    def first_seen(self, day: str) -> "Gap":
        """The gap with an earlier first day."""
        return replace(self, since=day)

    def waived(self, waiver: Waiver) -> "Gap":
        """The gap with a waiver, and waived where that holds."""
        return replace(self, waiver=waiver, state="open" if waiver.lapsed else "waived")


class Explainer:
    """Makes gaps of the violations in one data graph of these enterprises. `over` are requirements out of force, on which no gap rests."""

    def __init__(self, data: Scratch, book: RuleBook, enterprises: Sequence[NamedNode], day: date, over: Set[Term] = frozenset()) -> None:
        self._data, self._book, self._enterprises, self._day, self._over = data, book, tuple(enterprises), day, over
        self._known = frozenset(enterprises)

    def gaps(self, violations: Iterable[Violation]) -> list[Gap]:
        """The gaps by enterprise, severity, rule and focus."""
        return in_order(self._gap(self._book.rules[v.rule], v, owner) for v in violations for owner in self._owners(v.focus))

    def gaps_of_norms(self, violations: Iterable[Violation]) -> list[Gap]:
        """The gaps of the norms themselves, which are no enterprise's, by severity, rule and focus."""
        return in_order(self._gap(self._book.rules[v.rule], v, None) for v in violations)

    def _owners(self, focus: Term) -> Sequence[NamedNode]:
        """Whose gap it is. What is nobody's, such as a norm, concerns all that are checked."""
        owner = iris.owner(focus)
        return [owner] if owner is not None and owner in self._known else self._enterprises

    def _gap(self, rule: Rule, violation: Violation, enterprise: NamedNode | None) -> Gap:
        value = None if violation.value is None else _text(violation.value)
        return Gap(
            id=_id(rule.name, _text(violation.focus), value),
            rule=rule.name,
            family=rule.family,
            severity=rule.severity,
            enterprise=enterprise.value if enterprise else "",
            focus=_text(violation.focus),
            label=self._named(violation.focus),
            value=value,
            message={**rule.message, **violation.messages},
            basis=tuple(self._bases(rule, violation)),
            evidence=tuple(self._evidence(rule, violation)),
            remedy=rule.remedy,
            owner=self._owner(violation.focus, enterprise) if enterprise else None,
            since=self._day.isoformat(),
            component=_text(violation.component),
        )

    def _value(self, node: Term, term: NamedNode) -> Term | None:
        """The one value of a property of a node."""
        return min((t.object for t in self._data.matching(node, term)), key=str, default=None)

    # --- names

    def _named(self, node: Term) -> Texts:
        """`岗位名称（P-031）` for what has a name and a number, `Q/… 5.1` for a clause, `R003 …` for a requirement, the name, the number or
        the last step of the IRI for the rest."""
        if clause := self._value(node, D.clauseNumber):
            number = self._value(self._value(node, ELI.is_part_of) or node, D.number)
            text = f"{number.value if isinstance(number, Literal) else ''} {_text(clause)}".strip()
            return {"zh": text, "en": text}
        name, number = self._label(node), self._value(node, D.number)
        if name and any(self._data.matching(node, D.demandedBy)):
            return {language: f"{_text(node).rpartition('/')[2]} {self._label(node, language) or name}" for language in ("zh", "en")}
        if name and isinstance(number, Literal):
            return {"zh": f"{name}（{number.value}）", "en": f"{name} ({number.value})"}
        last = name or (number.value if isinstance(number, Literal) else _text(node).rpartition("/")[2])
        return {"zh": last, "en": last}

    def _label(self, node: Term, language: str = "zh") -> str | None:
        labels = (t.object for term in (SKOS.prefLabel, RDFS.label, ELI.title) for t in self._data.matching(node, term))
        return next((label.value for label in labels if isinstance(label, Literal) and label.language in {language, None}), None)

    def _owner(self, focus: Term, enterprise: NamedNode) -> Texts | None:
        """Who answers for it: the post named, else the department, else (of the enterprise itself) its principal."""
        owners = next(filter(None, map(self._responsible, self._upwards(focus))), [])
        if not owners:
            owners = [*self._principals.get(enterprise, ()), *self._principals.get(None, ())]
        posts = [o for o in owners if "/post/" in _text(o)]
        return self._named(min(posts or owners, key=str)) if owners else None

    @cached_property
    def _principals(self) -> Mapping[NamedNode | None, list[Term]]:
        """The posts of the principals by enterprise."""
        found: dict[NamedNode | None, list[Term]] = {}
        for triple in self._data.matching(None, RDF.type, D.PrincipalPost):
            found.setdefault(iris.owner(triple.subject), []).append(triple.subject)
        return found

    def _responsible(self, node: Term) -> list[Term]:
        """The posts and departments that a thing names; where it has none of its own, whoever is to put it right."""
        for terms in ((D.ownedBy, ORG.postIn, D.inDepartment), (D.rectificationOwner,)):
            stated = (t.object for term in terms for t in self._data.matching(node, term))
            owners: list[Term] = [owner for owner in stated if not isinstance(owner, Literal)]
            if owners:
                return owners
        return []

    def _upwards(self, focus: Term) -> Iterator[Term]:
        """The thing, and what it stands in: a clause in its standard, equipment and holdings in their unit."""
        node: Term | None = focus
        passed: set[Term] = set()
        while node is not None and node not in passed and not isinstance(node, Literal):
            yield node
            passed.add(node)
            node = self._value(node, ELI.is_part_of if self._value(node, D.clauseNumber) else D.inUnit)

    # --- basis and evidence

    def _bases(self, rule: Rule, violation: Violation) -> list[Basis]:
        asked: list[Term] = [requirement for requirement in rule.requirements if requirement not in self._over]
        found = [
            self._basis(clause.object, _text(requirement).rpartition("/")[2])
            for requirement in asked or [violation.focus]  # which may be a requirement itself
            for clause in self._data.matching(requirement, D.demandedBy)
        ]
        counterpart = violation.value
        if counterpart is not None and not isinstance(counterpart, Literal) and self._is_of_norm(counterpart):
            found.append(self._basis(counterpart, None))
        return sorted(found, key=lambda b: (b.requirement is None, b.requirement or "", b.clause))

    def _is_of_norm(self, node: Term) -> bool:
        own = any(self._data.matching(node, RDF.type, D.EnterpriseClause))
        return self._value(node, D.clauseNumber) is not None and not own

    def _basis(self, clause: Term, requirement: str | None) -> Basis:
        norm = self._value(clause, ELI.is_part_of) or clause
        title, number, start = (self._literal(norm, term) for term in (ELI.title, D.number, ELI.first_date_entry_in_force))
        named = " ".join(part for part in (number if _is_standard(norm) else None, f"《{title}》" if title else None) if part)
        return Basis(
            requirement,
            named or number or _text(norm),
            _text(norm).rpartition("/")[2],
            self._literal(clause, D.clauseNumber) or "",
            start,
            tuple(sorted(_text(t.object) for t in self._data.matching(norm, D.unverifiedField))),
        )

    def _literal(self, node: Term, term: NamedNode) -> str | None:
        found = self._value(node, term)
        return found.value if isinstance(found, Literal) else None

    def _evidence(self, rule: Rule, violation: Violation) -> list[str]:
        """The statements that the rule looked at, and the row of the file that the thing was read from."""
        looked_at = {*rule.needs, RDF.type, D.kind, *self._book.properties(rule)}
        of_focus = [t for t in self._data.matching(violation.focus) if t.predicate in looked_at]
        row = self._value(violation.focus, PROV.wasDerivedFrom)
        of_row = [t for t in sources.of_row(row, self._data.matching) if t.predicate in _PLACE] if row else []
        return sorted(str(t) for t in (*of_focus, *self._identification(violation.focus))) + sorted(str(t) for t in of_row)

    def _identification(self, unit: Term) -> list[Triple]:
        """Of a unit identified by GB 18218 the sum, the grade and every term of the sum."""
        terms = [t for term in _SUM for t in self._data.matching(unit, term)]
        held = [t.subject for t in self._data.matching(None, D.inUnit, unit)] if terms else []
        return terms + [t for holding in held for term in _TERM for t in self._data.matching(holding, term)]


def in_order(gaps: Iterable[Gap]) -> list[Gap]:
    """The gaps by enterprise, severity, rule and focus."""
    return sorted(gaps, key=lambda g: (g.enterprise, _ORDER.index(g.severity), g.family, g.rule, g.focus, g.value or ""))


def _is_standard(norm: Term) -> bool:
    return _text(norm).rpartition("/")[2].isascii()


def _text(term: Term) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def _id(rule: str, focus: str, value: str | None) -> str:
    return hashlib.sha256("\n".join((rule, focus, value or "")).encode()).hexdigest()[:16]
