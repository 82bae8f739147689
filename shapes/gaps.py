"""From violations to gaps that people can act on: the sentence, the clause, the evidence with its source row, the remedy, who fixes it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeGuard

from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import ELI, ORG, PROV, RDF, RDFS, SKOS, D, Term
from duibiao.reasoning import Scratch
from duibiao.shapes.engines import Violation
from duibiao.shapes.rules import Rule, RuleBook

Texts = Mapping[str, str]


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
class Gap:
    """A gap of an enterprise. `id` stays the same while the same thing is wrong; `since` is the day it was first seen."""

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

    def first_seen(self, day: str) -> "Gap":
        """The gap with an earlier first day."""
        return replace(self, since=day)


class Explainer:
    """Makes gaps of the violations in one data graph. What many gaps look up is read once."""

    def __init__(self, data: Scratch, book: RuleBook, enterprise: NamedNode, day: date) -> None:
        self._data, self._book, self._enterprise, self._day = data, book, enterprise, day
        self._label: dict[Term, str] = {
            t.subject: t.object.value for term in (RDFS.label, SKOS.prefLabel) for t in data.matching(None, term) if _zh(t.object)
        }
        self._number = data.values(D.number)
        self._clause = data.values(D.clauseNumber)
        self._norm = data.values(ELI.is_part_of)
        self._unit = data.values(D.inUnit)
        self._title = data.values(ELI.title)
        self._start = data.values(ELI.first_date_entry_in_force)
        self._source = data.values(PROV.wasDerivedFrom)
        self._unverified = frozenset(data.matching(predicate=D.unverifiedField))

    def gaps(self, violations: Iterable[Violation]) -> list[Gap]:
        """The gaps by severity, rule and focus."""
        order = ["violation", "warning", "info"]
        found = [self._gap(self._book.rules[v.rule], v) for v in violations]
        return sorted(found, key=lambda g: (order.index(g.severity), g.family, g.rule, g.focus, g.value or ""))

    def _gap(self, rule: Rule, violation: Violation) -> Gap:
        value = None if violation.value is None else _text(violation.value)
        return Gap(
            id=_id(rule.name, _text(violation.focus), value),
            rule=rule.name,
            family=rule.family,
            severity=rule.severity,
            enterprise=self._enterprise.value,
            focus=_text(violation.focus),
            label=self._named(violation.focus),
            value=value,
            message={language: _filled(text, violation.bindings) for language, text in rule.message.items()},
            basis=tuple(self._bases(rule, violation)),
            evidence=tuple(self._evidence(rule, violation)),
            remedy=rule.remedy,
            owner=self._owner(violation.focus),
            since=self._day.isoformat(),
        )

    # --- names

    def _named(self, node: Term) -> Texts:
        """`岗位名称（P-031）` for what has a name and a number, `Q/… 5.1` for a clause, the last step of the IRI for the rest."""
        if node in self._clause:
            number = self._number.get(self._norm.get(node, node))
            text = f"{number.value if isinstance(number, Literal) else ''} {_text(self._clause[node])}".strip()
            return {"zh": text, "en": text}
        name, number = self._label.get(node), self._number.get(node)
        if name and isinstance(number, Literal):
            return {"zh": f"{name}（{number.value}）", "en": f"{name} ({number.value})"}
        last = name or _text(node).rpartition("/")[2]
        return {"zh": last, "en": last}

    def _owner(self, focus: Term) -> Texts | None:
        """Who answers for it: the post named, else the department, else (of the enterprise itself) its principal."""
        owners = [t.object for term in (D.ownedBy, ORG.postIn, D.inDepartment) for t in self._data.matching(focus, term)]
        above = self._norm if focus in self._clause else self._unit
        if not owners and focus in above:
            return self._owner(above[focus])
        if not owners:
            owners = [t.subject for t in self._data.matching(None, RDF.type, D.PrincipalPost)]
        posts = [o for o in owners if "/post/" in _text(o)]
        return self._named((posts or owners)[0]) if owners else None

    # --- basis and evidence

    def _bases(self, rule: Rule, violation: Violation) -> list[Basis]:
        found = [
            self._basis(clause.object, requirement.value.rpartition("/")[2])
            for requirement in rule.requirements
            for clause in self._data.matching(requirement, D.demandedBy)
        ]
        counterpart = violation.value
        if counterpart is not None and counterpart in self._clause and not self._own(counterpart):
            found.append(self._basis(counterpart, None))
        return sorted(found, key=lambda b: (b.requirement is None, b.requirement or "", b.clause))

    def _own(self, clause: Term) -> bool:
        return any(self._data.matching(clause, RDF.type, D.EnterpriseClause))

    def _basis(self, clause: Term, requirement: str | None) -> Basis:
        norm = self._norm.get(clause, clause)
        title, number, start = (self._literal(table, norm) for table in (self._title, self._number, self._start))
        named = " ".join(part for part in (number if _is_standard(norm) else None, f"《{title}》" if title else None) if part)
        return Basis(
            requirement,
            named or number or _text(norm),
            _text(norm).rpartition("/")[2],
            self._literal(self._clause, clause) or "",
            start,
            tuple(sorted(_text(t.object) for t in self._unverified if t.subject == norm)),
        )

    def _literal(self, table: Mapping[Term, Term], node: Term) -> str | None:
        found = table.get(node)
        return found.value if isinstance(found, Literal) else None

    def _evidence(self, rule: Rule, violation: Violation) -> list[str]:
        """The statements that the rule looked at, and the row of the file that the thing was read from."""
        looked_at = {*rule.needs, RDF.type, D.kind, *self._book.properties(rule)}
        of_focus = [t for t in self._data.matching(violation.focus) if t.predicate in looked_at]
        row = self._source.get(violation.focus)
        of_row = [t for t in self._data.matching(row) if t.predicate in {D.inFile, D.sheet, D.row}] if row else []
        return sorted(str(t) for t in of_focus) + sorted(str(t) for t in of_row)


def _zh(term: Term) -> TypeGuard[Literal]:
    return isinstance(term, Literal) and term.language in {"zh", None}


def _is_standard(norm: Term) -> bool:
    return _text(norm).rpartition("/")[2].isascii()


def _text(term: Term) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def _filled(text: str, bindings: Mapping[str, str]) -> str:
    for name, value in bindings.items():
        text = text.replace(f"{{?{name}}}", value).replace(f"{{${name}}}", value)
    return text


def _id(rule: str, focus: str, value: str | None) -> str:
    return hashlib.sha256("\n".join((rule, focus, value or "")).encode()).hexdigest()[:16]
