"""What a validation finds, as SHACL reports it (SHACL 3.6): results, and a report of them as RDF and as JSON."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology.terms import PREFIXES, RDF, SH, Term
from duibiao.shapes.paths import Path

SHOWN_PREFIXES = {name: PREFIXES[name] for name in ("rdf", "rdfs", "sh", "xsd")}


@dataclass(frozen=True)
class Result:
    """A violation. `stated` is the constraint as the shape states it; `constraint` the node of a SPARQL constraint; `details` are the
    results of the nested shape that the value does not conform to."""

    focus: Term
    path: Path | None
    value: Term | None
    component: Term
    constraint: Term | None
    shape: Term
    severity: Term
    messages: tuple[Literal, ...]
    stated: str = ""
    details: tuple["Result", ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The result as JSON: terms as in N-Triples, the path as in SPARQL."""
        return {
            "focusNode": str(self.focus),
            "resultPath": self.path.text if self.path else None,
            "value": None if self.value is None else str(self.value),
            "sourceConstraintComponent": str(self.component),
            "sourceConstraint": None if self.constraint is None else str(self.constraint),
            "sourceShape": str(self.shape),
            "resultSeverity": str(self.severity),
            "resultMessage": [{"text": m.value, "language": m.language} for m in self.messages],
            "constraint": self.stated,
            "detail": [result.as_json() for result in self.details],
        }


@dataclass(frozen=True)
class ValidationReport:
    """The results of a validation; data conform when there are none, whatever their severity."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        return not self.results

    def triples(self) -> list[Triple]:
        """The sh:ValidationReport."""
        node = BlankNode("report")
        found = [Triple(node, RDF.type, SH.ValidationReport), Triple(node, SH.conforms, Literal(self.conforms))]
        named = [(BlankNode(f"result{number}"), result) for number, result in enumerate(self.results, 1)]
        found += [Triple(node, SH.result, name) for name, _ in named]
        return found + [triple for name, result in named for triple in _described(name, result)]

    def turtle(self) -> str:
        """The sh:ValidationReport in Turtle."""
        return (ox.serialize(self.triples(), format=ox.RdfFormat.TURTLE, prefixes=SHOWN_PREFIXES) or b"").decode()

    def as_json(self) -> dict[str, Any]:
        """The report as the document that `duibiao validate --format json` prints."""
        return {"conforms": self.conforms, "results": [result.as_json() for result in self.results]}


def _described(node: BlankNode, result: Result) -> Iterator[Triple]:
    yield Triple(node, RDF.type, SH.ValidationResult)
    if result.path is not None:
        path, more = result.path.described()
        yield from (Triple(node, SH.resultPath, path), *more)
    said: list[tuple[NamedNode, Term | None]] = [
        (SH.focusNode, result.focus),
        (SH.value, result.value),
        (SH.sourceConstraintComponent, result.component),
        (SH.sourceConstraint, result.constraint),
        (SH.sourceShape, result.shape),
        (SH.resultSeverity, result.severity),
        *((SH.resultMessage, message) for message in result.messages),
    ]
    yield from (Triple(node, term, value) for term, value in said if value is not None)
    for number, detail in enumerate(result.details, 1):
        inner = BlankNode(f"{node.value}-{number}")
        yield from (Triple(node, SH.detail, inner), *_described(inner, detail))


# --- messages


def filled(text: str, bindings: Mapping[str, str]) -> str:
    """A message with `{?name}` and `{$name}` filled in (SHACL 5.3.2); what is not bound stays as it is."""
    return re.sub(r"\{[?$](\w+)\}", lambda found: bindings.get(found[1], found[0]), text)


def shown(term: Term) -> str:
    """A term as messages show it: the text of a literal, the IRI of a node."""
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def filled_messages(messages: Iterable[Literal], bindings: Mapping[str, Term]) -> tuple[Literal, ...]:
    """The messages filled in, each in its language."""
    texts = {name: shown(term) for name, term in bindings.items()}
    return tuple(Literal(filled(m.value, texts), language=m.language) if m.language else Literal(filled(m.value, texts)) for m in messages)
