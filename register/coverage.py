"""Which requirement is checked by which rules, and why the others are not checked yet."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import norms
from duibiao.ontology.terms import ELI, RDF, RDFS, D, Term
from duibiao.reasoning import Scratch
from duibiao.shapes import RuleBook

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Covered:
    """A requirement, where it stands, and the rules that rest on it; where there is none, why not and which data a rule would need."""

    requirement: str
    text: Texts
    norm: str
    clauses: tuple[str, ...]
    rules: tuple[str, ...]
    reason: Texts | None
    data: Texts | None
    family: int | None


def coverage(book: RuleBook) -> list[Covered]:
    """Every requirement shipped, by number, as the rules of `book` cover it."""
    data = Scratch(_shipped("catalogue"), _shipped("requirements"), _shipped("coverage"))
    rules = _rules(book)
    notes = {t.object: t.subject for t in data.matching(predicate=D.ofRequirement)}
    known = [t.subject for t in data.matching(predicate=RDF.type, obj=D.Requirement)]
    named = sorted((node for node in known if isinstance(node, NamedNode)), key=lambda node: node.value)
    return [_covered(data, node, rules.get(node, ()), notes.get(node)) for node in named]


def coverage_json(found: Iterable[Covered]) -> dict[str, Any]:
    """The coverage as the document that `duibiao coverage --format json` prints."""
    rows = list(found)
    return {"requirements": len(rows), "covered": sum(bool(row.rules) for row in rows), "rows": [asdict(row) for row in rows]}


def _shipped(part: str) -> Iterable[Triple]:
    with as_file(files("duibiao.corpus").joinpath("norms", f"{part}.csv")) as path:
        return norms.read(path).triples


def _rules(book: RuleBook) -> dict[Term, tuple[str, ...]]:
    """The names of the rules by the requirements they rest on."""
    found: dict[Term, list[str]] = {}
    for rule in book.rules.values():
        for requirement in rule.requirements:
            found.setdefault(requirement, []).append(rule.name)
    return {requirement: tuple(sorted(names)) for requirement, names in found.items()}


def _covered(data: Scratch, node: NamedNode, rules: tuple[str, ...], note: Term | None) -> Covered:
    clauses = [t.object for t in data.matching(node, D.demandedBy)]
    family = _literals(data, note, D.family)
    return Covered(
        requirement=node.value.rpartition("/")[2],
        text=_texts(data, node, RDFS.label),
        norm=_norm(data, clauses),
        clauses=tuple(sorted(text.value for clause in clauses for text in _literals(data, clause, D.clauseNumber))),
        rules=rules,
        reason=_texts(data, note, RDFS.comment) if note else None,
        data=_texts(data, note, D.dataNeeded) if note else None,
        family=int(family[0].value) if family else None,
    )


def _norm(data: Scratch, clauses: list[Term]) -> str:
    """The name of the norm that the clauses stand in: `GB 30871-2022 《…》`, `《安全生产法》`."""
    above = {t.object for clause in clauses for t in data.matching(clause, ELI.is_part_of)} or set(clauses)
    return "；".join(_named(data, norm) for norm in sorted(above, key=str))


def _named(data: Scratch, norm: Term) -> str:
    """Number and title of a standard, the title alone of a law."""
    numbers = _literals(data, norm, D.number) if str(norm).isascii() else []
    return " ".join([*(number.value for number in numbers), *(f"《{title.value}》" for title in _literals(data, norm, ELI.title))])


def _texts(data: Scratch, node: Term | None, term: NamedNode) -> Texts:
    return {text.language: text.value for text in _literals(data, node, term) if text.language}


def _literals(data: Scratch, node: Term | None, term: NamedNode) -> list[Literal]:
    return [t.object for t in data.matching(node, term) if isinstance(t.object, Literal)] if node else []
