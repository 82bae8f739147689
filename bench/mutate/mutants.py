"""Systematic changes of what an enterprise states: one statement, or one thing, a mutant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from duibiao import ontology
from duibiao.ontology.terms import RDF, RDFS, SKOS, XSD, D, Term

KINDS = ("drop", "drop thing", "swap", "shift", "type", "double", "unit")
UNITS = ("min", "h", "天", "m", "cm", "t", "kg")
NUMBERS = (XSD.integer, XSD.decimal, XSD.double)
_TEXTS = frozenset({RDFS.label, D.number, D.text})
_MEMBER = re.compile(r".*/enterprise/[^/]+/([a-z-]+)/.+")


@dataclass(frozen=True)
class Mutant:
    """A change by its kind, in words, and all that is stated after it. `touched` is the statement changed; None for a whole thing."""

    kind: str
    words: str
    stated: tuple[Triple, ...]
    touched: Triple | None = None


def mutants(stated: tuple[Triple, ...], others: tuple[Triple, ...], day: date) -> list[Mutant]:
    """The mutants of a conforming example. `others` are norms, whose things may stand for those that the example refers to."""
    return [mutant for mutant in (*_of_statements(stated, others, day), *_of_things(stated)) if set(mutant.stated) != set(stated)]


def _of_statements(stated: tuple[Triple, ...], others: tuple[Triple, ...], day: date) -> Iterator[Mutant]:
    for triple in stated:
        if triple.predicate in _TEXTS:
            continue
        yield changed(stated, "drop", triple, [])
        for value in dict.fromkeys(swapped(triple, stated, others)):
            yield changed(stated, "swap", triple, [value])
        for value in dict.fromkeys(shifted(triple, day)):
            yield changed(stated, "shift", triple, [value])
        if triple.predicate != RDF.type:
            yield changed(stated, "type", triple, [_other_type(triple.object)])
            yield from (changed(stated, "double", triple, [triple.object, value]) for value in _second(triple, stated, others, day))
        if triple.predicate == D.statedUnit:
            yield from (changed(stated, "unit", triple, [Literal(unit)]) for unit in UNITS if Literal(unit) != triple.object)


def _of_things(stated: tuple[Triple, ...]) -> Iterator[Mutant]:
    for thing in dict.fromkeys(triple.subject for triple in stated):
        yield Mutant("drop thing", short(thing), tuple(triple for triple in stated if triple.subject != thing))


def changed(stated: tuple[Triple, ...], kind: str, triple: Triple, values: Iterable[Term]) -> Mutant:
    """The mutant in which the statement has these values instead of its own."""
    new = [Triple(triple.subject, triple.predicate, value) for value in values]
    words = f"{short(triple.subject)} {short(triple.predicate)} {short(triple.object)}"
    told = " → " + ", ".join(short(value.object) for value in new) if new else ""
    return Mutant(kind, words + told, (*(other for other in stated if other != triple), *new), triple)


def short(term: Term) -> str:
    """A term in few letters: the end of its IRI, or what a literal writes."""
    return term.value if isinstance(term, Literal) else re.sub(r"^.*(?:#|/enterprise/[^/]+/|/)(?=.)", "", term.value.rstrip("/"))  # type: ignore[union-attr]


def swapped(triple: Triple, stated: tuple[Triple, ...], others: tuple[Triple, ...]) -> Iterator[Term]:
    """Other values of the same kind: the other truth value, the rest of the list of concepts, other things, other words in use."""
    value = triple.object
    if triple.predicate == RDF.type:
        return
    if isinstance(value, Literal):
        if value.datatype == XSD.boolean:
            yield Literal(value.value != "true")
        elif value.datatype == XSD.string:
            yield from _words(triple, stated)
    elif concepts := _list(value):
        yield from (concept for concept in concepts if concept != value)
    elif isinstance(value, NamedNode):
        yield from _things(triple.subject, value, stated, others)


def _words(triple: Triple, stated: tuple[Triple, ...]) -> Iterator[Term]:
    """What other things have as this property, and a word that nobody has."""
    found = {t.object for t in stated if t.predicate == triple.predicate and isinstance(t.object, Literal)}
    yield from sorted(found - {triple.object}, key=str)[:3]
    yield Literal("其他")


def _things(subject: Term, value: NamedNode, stated: tuple[Triple, ...], others: tuple[Triple, ...]) -> Iterator[Term]:
    """The thing itself and others of the enterprise of the same kind, one that is not described; else another norm or clause."""
    kind = _kind(value)
    if kind:
        used = {term for t in stated for term in (t.subject, t.object) if isinstance(term, NamedNode) and _kind(term) == kind}
        yield from sorted(used - {value}, key=lambda term: (term != subject, term.value))[:4]
        yield NamedNode(value.value.rpartition("/")[0] + "/none-999")
    else:
        yield from _like(value, others)


def _kind(term: NamedNode) -> tuple[str, int] | None:
    """What a thing of an enterprise is, and how deep it lies: a standard and a clause of one are two kinds."""
    found = _MEMBER.fullmatch(term.value)
    return (found[1], term.value.count("/")) if found else None


@cache
def _like(value: NamedNode, others: tuple[Triple, ...]) -> tuple[Term, ...]:
    """Up to eight things that share the classes of this one, spread over all."""
    classes = {t.object for t in others if t.subject == value and t.predicate == RDF.type}
    same = sorted({t.subject for t in others if t.predicate == RDF.type and t.object in classes and t.subject != value}, key=str)
    return tuple(same[:: max(1, len(same) // 8)])


@cache
def _list(value: Term) -> tuple[Term, ...]:
    """The concepts of the list that a concept stands in."""
    schemes = {t.object for t in ontology.load() if t.subject == value and t.predicate == SKOS.inScheme}
    return tuple(sorted({t.subject for t in ontology.load() if t.predicate == SKOS.inScheme and t.object in schemes}, key=str))


def shifted(triple: Triple, day: date) -> Iterator[Term]:
    """A number or a day a little and a lot away; days also around the day of the check."""
    value = triple.object
    if isinstance(value, Literal) and value.datatype in NUMBERS:
        number = Decimal(value.value)
        yield from (literal(new, value) for new in (number + 1, number - 1, number * 10, number / 10, Decimal(0)) if new != number)
    elif isinstance(value, Literal) and value.datatype == XSD.date:
        here = date.fromisoformat(value.value)
        near = [moved + timedelta(days) for moved in (here, day) for days in (-1, 0, 1)]
        yield from (of_day(new) for new in (*near, here - timedelta(1200), here + timedelta(1200)) if new != here)


def literal(number: Decimal, like: Literal) -> Literal:
    """The number as a literal of the same datatype, a decimal where it is no whole number."""
    if like.datatype == XSD.integer and number == number.to_integral_value():
        return Literal(str(int(number)), datatype=XSD.integer)
    return Literal(f"{number:f}", datatype=XSD.decimal if like.datatype == XSD.integer else like.datatype)


def of_day(day: date) -> Literal:
    """The day as a literal."""
    return Literal(day.isoformat(), datatype=XSD.date)


def _other_type(value: Term) -> Term:
    """The same written as a text, or as an IRI where it is a text."""
    if isinstance(value, Literal) and value.datatype == XSD.string:
        return Literal(value.value, language="zh")
    return Literal(value.value)  # type: ignore[union-attr]


def _second(triple: Triple, stated: tuple[Triple, ...], others: tuple[Triple, ...], day: date) -> Iterator[Term]:
    """One more value: the first that would fit instead."""
    found = (*swapped(triple, stated, others), *shifted(triple, day))
    yield from found[:1]
