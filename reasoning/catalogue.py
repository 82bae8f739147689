"""The catalogue of norms as reasoning reads it: works, their editions and days, what replaces what, what else they are called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, RDF, RDFS, SKOS, D, Term
from duibiao.reasoning import literals

_NORM = f"{iris.BASE}id/norm/"
_READ = frozenset(
    {
        *(RDF.type, RDF.subject, RDF.predicate, RDF.object, RDFS.label, SKOS.altLabel),
        *(DCTERMS.isVersionOf, DCTERMS.replaces, DCTERMS.isReplacedBy),
        *(ELI.title, ELI.passed_by, ELI.date_document, ELI.first_date_entry_in_force, ELI.date_no_longer_in_force),
        *(D.number, D.kind, D.statedStatus, D.confidence, D.unverifiedField),
    }
)

Facts = Mapping[NamedNode, list[Term]]
"""The values of one subject by property."""


@dataclass(frozen=True, eq=False)
class Edition:
    """The text of a norm as issued once; in one catalogue there is one of each.

    `until` is the first day on which it is no longer in force. A day is None where none, or only a year or month, is known;
    `not_before` is the first day on which it can have been issued. `work`, `replaces` and `replaced_by` are keys; `stated` is the
    status that the source states.
    """

    key: str
    number: str
    title: str
    kind: str
    work: str | None
    issuers: tuple[str, ...]
    issued: date | None
    not_before: date | None
    start: date | None
    until: date | None
    replaces: tuple[str, ...]
    replaced_by: tuple[str, ...]
    stated: str
    confidence: str
    unverified: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its number as people cite it; its title or key where it has none."""
        return self.number or self.title or self.key


@dataclass(frozen=True)
class Work:
    """A norm through all its editions, the oldest first. A standard has a number without a year; a law is known by its title."""

    key: str
    number: str
    title: str
    editions: tuple[Edition, ...]


@dataclass(frozen=True)
class Alias:
    """Another name of a work or an edition, whose key is `of`."""

    text: str
    of: str
    confidence: str


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Works and editions by key, other names of norms, and the full name of an issuer by its short one."""

    works: Mapping[str, Work]
    editions: Mapping[str, Edition]
    aliases: tuple[Alias, ...]
    issuers: Mapping[str, str]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Self:
        """The catalogue that the statements of the norms make; what they leave open stays open."""
        facts = _facts(triples)
        found = sorted(_editions(facts), key=lambda edition: (edition.not_before or date.min, edition.key))
        editions = {edition.key: edition for edition in found}
        return cls(_works(facts, found), editions, tuple(_aliases(facts)), dict(_issuers(facts)))

    def named(self, key: str) -> tuple[Edition, ...]:
        """The editions of the work, or the one edition, that has this key."""
        if key in self.works:
            return self.works[key].editions
        return (self.editions[key],) if key in self.editions else ()

    def siblings(self, edition: Edition) -> tuple[Edition, ...]:
        """All editions of its work, itself among them."""
        return self.works[edition.work].editions if edition.work else (edition,)

    def successors(self, edition: Edition) -> tuple[Edition, ...]:
        """The editions that replace it: several where it was split."""
        return tuple(self.editions[key] for key in edition.replaced_by if key in self.editions)


def _facts(triples: Iterable[Triple]) -> dict[NamedNode, dict[NamedNode, list[Term]]]:
    facts: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for triple in triples:
        subject, predicate = triple.subject, triple.predicate
        if predicate in _READ and isinstance(subject, NamedNode):
            facts.setdefault(subject, {}).setdefault(predicate, []).append(triple.object)
    return facts


def _editions(facts: Mapping[NamedNode, Facts]) -> Iterator[Edition]:
    backwards: dict[str, set[str]] = {}
    for node, own in facts.items():
        for older in own.get(DCTERMS.replaces, ()):
            backwards.setdefault(_key(older), set()).add(_key(node))
    for node, own in facts.items():
        if D.Edition in own.get(RDF.type, ()):
            yield _edition(node, own, facts, backwards.get(_key(node), set()))


def _edition(node: NamedNode, own: Facts, facts: Mapping[NamedNode, Facts], newer: set[str]) -> Edition:
    number = _text(own, D.number)
    issued = _first(own, ELI.date_document)
    bodies = (facts.get(body, {}) for body in own.get(ELI.passed_by, ()) if isinstance(body, NamedNode))
    return Edition(
        key=_key(node),
        number=number,
        title=_text(own, ELI.title),
        kind=_concept(own, D.kind),
        work=next(iter(_keys(own, DCTERMS.isVersionOf)), None),
        issuers=tuple(sorted(filter(None, (_text(body, RDFS.label) for body in bodies)))),
        issued=literals.day(issued),
        not_before=literals.earliest(issued) or _year_of(number),
        start=literals.day(_first(own, ELI.first_date_entry_in_force)),
        until=literals.day(_first(own, ELI.date_no_longer_in_force)),
        replaces=_keys(own, DCTERMS.replaces),
        replaced_by=tuple(sorted(newer | set(_keys(own, DCTERMS.isReplacedBy)))),
        stated=_text(own, D.statedStatus),
        confidence=_concept(own, D.confidence) or "low",
        unverified=tuple(sorted(value.value for value in own.get(D.unverifiedField, ()) if isinstance(value, Literal))),
    )


def _year_of(number: str) -> date | None:
    """The first day of the year in a standard's number, which is that of its issue."""
    found = iris.STANDARD_NUMBER.fullmatch(number)
    return date(int(found["year"]), 1, 1) if found and found["year"] and len(found["year"]) == 4 else None


def _works(facts: Mapping[NamedNode, Facts], editions: Iterable[Edition]) -> dict[str, Work]:
    members: dict[str, list[Edition]] = {}
    for edition in editions:
        if edition.work:
            members.setdefault(edition.work, []).append(edition)
    return {key: _work(key, facts.get(NamedNode(_NORM + key), {}), tuple(listed)) for key, listed in members.items()}


def _work(key: str, own: Facts, editions: tuple[Edition, ...]) -> Work:
    return Work(key, _text(own, D.number), _text(own, RDFS.label), editions)


def _aliases(facts: Mapping[NamedNode, Facts]) -> Iterator[Alias]:
    """Other names of norms; how far each may be trusted stands in a statement about it."""
    trust = {
        (subject, text): _concept(own, D.confidence)
        for own in facts.values()
        if SKOS.altLabel in own.get(RDF.predicate, ())
        for subject in own.get(RDF.subject, ())
        for text in own.get(RDF.object, ())
    }
    for node, own in facts.items():
        if SKOS.altLabel in own and node.value.startswith(_NORM):
            names = (text for text in own[SKOS.altLabel] if isinstance(text, Literal))
            yield from (Alias(text.value, _key(node), trust.get((node, text)) or "medium") for text in names)


def _issuers(facts: Mapping[NamedNode, Facts]) -> Iterator[tuple[str, str]]:
    bodies = (body for own in facts.values() for body in own.get(ELI.passed_by, ()) if isinstance(body, NamedNode))
    for body in set(bodies):
        own = facts.get(body, {})
        short = (text.value for text in own.get(SKOS.altLabel, ()) if isinstance(text, Literal))
        yield from ((text, _text(own, RDFS.label)) for text in (*short, _text(own, RDFS.label)) if text)


def _key(node: Term) -> str:
    return node.value.removeprefix(_NORM) if isinstance(node, NamedNode) else ""


def _keys(own: Facts, term: NamedNode) -> tuple[str, ...]:
    return tuple(sorted({_key(value) for value in own.get(term, ())} - {""}))


def _first(own: Facts, term: NamedNode) -> Term | None:
    """The value; where a file of others states several, always the same one."""
    return min(own.get(term, ()), key=str, default=None)


def _text(own: Facts, term: NamedNode) -> str:
    value = _first(own, term)
    return value.value if isinstance(value, Literal) else ""


def _concept(own: Facts, term: NamedNode) -> str:
    """The name of a concept within its scheme (`high` of Confidence-high)."""
    value = _first(own, term)
    return value.value.partition("#")[2].partition("-")[2] if isinstance(value, NamedNode) else ""
