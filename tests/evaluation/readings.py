"""A document that was read, as rows like those of the labels."""

from pathlib import Path
from typing import Any

from duibiao.loaders.documents.model import Citation, Document, Goal, Head, Item, Part, Quantity, Requirement, Source

_OUTSIDE_THE_OUTLINE = {"title", "paragraph", "row"}


def read_facts(path: Path) -> dict[str, Any]:
    """The rows of the document in the file, read anew."""
    from duibiao.loaders.documents import read

    return facts(read(path))


def facts(document: Document) -> dict[str, Any]:
    """Header, outline, citations, requirements, goals and items as rows, each with the line it stands on."""
    source = document.source
    return {
        "header": _header(document.head),
        "outline": [_part(part, source) for part in document.outline if part.kind not in _OUTSIDE_THE_OUTLINE],
        "citations": [_citation(citation, source) for citation in document.citations],
        "requirements": [_requirement(one, source) for one in document.requirements],
        "goals": [_goal(goal, source) for goal in document.goals],
        "items": [_item(item, source) for item in document.items],
    }


def _header(head: Head) -> dict[str, Any]:
    return {
        "title": head.title,
        "number": head.number,
        "issuers": list(head.issuers),
        "addressees": list(head.addressees),
        "date": head.dated and head.dated.isoformat(),
        "kind": head.kind,
        "status": head.status,
        "jurisdiction": head.jurisdiction,
    }


def _part(part: Part, source: Source) -> dict[str, Any]:
    return {"line": source.paragraphs[part.start].line, "label": part.label, "level": part.level, "heading": part.heading}


def _citation(one: Citation, source: Source) -> dict[str, Any]:
    named = {"title": one.title, "number": one.number, "kind": one.kind, "dated": one.dated}
    return {"line": source.line(one.span), "surface": source.as_written(one.span), **named}


def _requirement(one: Requirement, source: Source) -> dict[str, Any]:
    return {
        "line": source.line(one.span),
        "last_line": source.paragraphs[one.span.paragraph].places[one.span.end - 1][0],
        "text": source.text(one.span),
        "modality": one.modality,
        "actor": one.actor,
        "deadline": one.deadline and one.deadline.isoformat(),
        **_quantity(one.quantity),
    }


def _goal(goal: Goal, source: Source) -> dict[str, Any]:
    comparison = goal.quantity and goal.quantity.comparison
    deadline = goal.deadline and goal.deadline.isoformat()
    return {"line": source.line(goal.span), "deadline": deadline, "comparison": comparison, **_quantity(goal.quantity)}


def _quantity(quantity: Quantity | None) -> dict[str, Any]:
    if quantity is None:
        return {"value": None, "unit": None}
    exact = quantity.value
    return {"value": str(exact) if exact.denominator == 1 else f"{float(exact):g}", "unit": quantity.unit}


def _item(item: Item, source: Source) -> dict[str, Any]:
    return {"line": source.line(item.span), "number": item.number, "element": item.element, "evidence": list(item.evidence)}
