"""What people state with a step: fields named as the vocabulary names properties, read as the property's range asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pyoxigraph import Literal, NamedNode

from duibiao.loaders.sheets import cells
from duibiao.ontology import concepts, iris, labels
from duibiao.ontology import load as ontology
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import RDFS, SKOS, XSD, D, Term
from duibiao.register.machines import Transition
from duibiao.store import Store


class FieldRefused(Refusal):
    """A field of a step is missing, unknown or cannot be read; the message says which and what to give."""


_OF_STEPS = (D.paper, D.stateNote, D.stepDue)
"""What each step has of its own, whatever the ones before had."""
_CELLS: Mapping[NamedNode, Any] = {
    XSD.boolean: cells.Flag,
    XSD.date: cells.Day,
    XSD.decimal: cells.Amount,
    XSD.integer: cells.Count,
    XSD.string: cells.Text,
}
_TOLD = {
    XSD.boolean: ("是/否", "yes or no"),
    XSD.date: ("日期", "day"),
    XSD.decimal: ("数", "number"),
    XSD.integer: ("整数", "whole number"),
    XSD.string: ("文字", "text"),
    SKOS.Concept: ("可选值", "one of the list"),
}


@dataclass(frozen=True)
class Field:
    """A property that may be stated with a step: its name for commands, its label, the kind of its value, and whether it is required."""

    term: NamedNode
    required: bool

    @property
    def name(self) -> str:
        """Its name for commands."""
        return self.term.value.rpartition("#")[2]

    @property
    def label(self) -> Mapping[str, str]:
        """Its name for people."""
        return labels()[self.term]

    @property
    def kind(self) -> Mapping[str, str]:
        """What its value is, for people."""
        if self.term == D.wentInto:
            return {"zh": "条款对照，如 5.1=4.2；5.2=4.3", "en": "map of clauses, like 5.1=4.2; 5.2=4.3"}
        zh, en = _TOLD.get(_range(self.term)) or ("编号", "number")
        return {"zh": zh, "en": en}


def fields(transition: Transition) -> list[Field]:
    """The fields of a transition, those that are required first."""
    required = {*transition.requires, *transition.renews}
    return [Field(term, term in required) for term in transition.fields]


def read(store: Store, code: str, transition: Transition, given: Mapping[str, str]) -> dict[NamedNode, Term]:
    """The values of the fields as given by name, label or IRI of the property; the map of clauses stays a text.

    FieldRefused for a field that the transition does not have, and for a value that its property cannot have.
    """
    known = {spelling: field for field in fields(transition) for spelling in _spellings(field)}
    found: dict[NamedNode, Term] = {}
    for name, text in given.items():
        field = known.get(iris.normal(name).lower())
        if field is None:
            raise FieldRefused(f"the step {transition.name} has no field “{name}”; it has: {_named(fields(transition))}")
        found[field.term] = Literal(text) if field.term == D.wentInto else _value(store, code, field, text)
    return found


def missing(transition: Transition, stated: Iterable[NamedNode], given: Iterable[NamedNode]) -> list[Field]:
    """The fields that are required and neither given nor, unless they have to be stated anew, stated before."""
    anew = {*transition.renews, *_OF_STEPS}
    before, now = set(stated), set(given)
    return [f for f in fields(transition) if f.required and f.term not in now and (f.term in anew or f.term not in before)]


def refuse(transition: Transition, lacking: list[Field]) -> None:
    """FieldRefused with the fields that are missing, where any are."""
    if lacking:
        example = " ".join(f"{field.name}=…" for field in lacking)
        raise FieldRefused(f"the step {transition.name} needs {_named(lacking)}; give {example}")


def _named(listed: Iterable[Field]) -> str:
    return ", ".join(f"{field.label['zh']} ({field.name})" for field in listed)


def _spellings(field: Field) -> set[str]:
    return {iris.normal(text).lower() for text in (field.name, field.term.value, *field.label.values())}


def _value(store: Store, code: str, field: Field, text: str) -> Term:
    kind = _range(field.term)
    if kind == SKOS.Concept:
        return _concept(field, text)
    if kind not in _CELLS:
        return _thing(store, code, field, kind, text)
    try:
        value = TypeAdapter(_CELLS[kind]).validate_python(text)
    except ValidationError as error:
        raise FieldRefused(f"“{text}” is no value of {_named([field])}; it takes a {field.kind['en']}") from error
    return _literal(value, kind)


def _literal(value: bool | date | Decimal | int | str, kind: NamedNode) -> Literal:
    if isinstance(value, bool):
        return Literal(value)
    return Literal(value) if isinstance(value, str) else Literal(str(value), datatype=kind)


def _concept(field: Field, text: str) -> NamedNode:
    scheme = next(t.object for t in ontology() if t.subject == field.term and t.predicate == RDFS.seeAlso)
    assert isinstance(scheme, NamedNode)
    known = concepts(scheme.value.rpartition("#")[2])
    found = known.get(iris.normal(text).lower())
    if found is None:
        raise FieldRefused(f"“{text}” is no value of {_named([field])}; there are: {', '.join(known)}")
    return found


def _thing(store: Store, code: str, field: Field, kind: NamedNode, text: str) -> NamedNode:
    """The thing of the enterprise with this number."""
    names = " ".join(sorted({str(Literal(spelling)) for spelling in (text, iris.normal(text))}))
    owner = iris.enterprise(code)
    rows = store.query(f"SELECT ?thing WHERE {{ VALUES ?number {{ {names} }} ?thing a {kind} ; d:number ?number ; d:belongsTo {owner} }}")
    found = next((row["thing"] for row in rows), None)
    if not isinstance(found, NamedNode):
        what = labels()[kind]
        raise FieldRefused(f"the enterprise has no {what['zh']} ({what['en']}) numbered “{text}” for {_named([field])}; give another")
    return found


@cache
def _range(term: NamedNode) -> NamedNode:
    found = next(t.object for t in ontology() if t.subject == term and t.predicate == RDFS.range)
    assert isinstance(found, NamedNode)
    return found
