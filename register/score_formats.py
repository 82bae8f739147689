"""A scorecard as a document for machines, and its checklists in a line each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from duibiao.ontology import labels
from duibiao.ontology.terms import D
from duibiao.reasoning.checklists import Judged, share
from duibiao.reasoning.scores import Score, scaled
from duibiao.register.score_sections import STATES, named
from duibiao.register.scores import Element, Evaluation, Marked, Scorecard


def score_json(found: Scorecard) -> dict[str, Any]:
    """The scorecard as `duibiao score --format json` prints it; shares are out of a hundred."""
    brought = found.colour
    return {
        "enterprise": found.code,
        "name": found.name,
        "as_of": found.as_of.isoformat(),
        "colour": {
            "colour": brought.colour,
            "because": [asdict(one) | {"count": count} for one, count in brought.because],
            "ungraded": brought.open_hazards,
        },
        "evaluations": [_evaluation(one) for one in found.evaluations],
        "elements": [_element(one) for one in found.elements],
        "incentives": [asdict(one.offer) | {"met": one.met, "why": [asdict(words) for words in one.why]} for one in found.incentives],
        "checklists": {name: _checklist(judged) for name, judged in found.checklists.items()},
    }


def totals(found: Scorecard, language: str) -> Iterator[str]:
    """Each checklist in one line: how many items are in which state."""
    for name, judged in found.checklists.items():
        if not judged:  # it asks somebody else
            continue
        counts = Counter[str](one.state for one in judged)
        listed = [f"{getattr(STATES[state], language)} {counts[state]}" for state in STATES if counts[state]]
        title = named(D[f"Checklist-{name}"], language)
        yield f"{title}：{'，'.join(listed)}" if language == "zh" else f"{title}: {', '.join(listed)}"


def _evaluation(one: Evaluation) -> dict[str, Any]:
    return {
        "number": one.number,
        "year": one.year,
        "day": one.day.isoformat() if one.day else None,
        "full": _number(one.whole),
        "stated": _number(one.stated),
        "computed": None if one.computed is None else float(one.computed),
        "grade": one.score.grade,
        "vetoed": [item.number for item in one.vetoed],
        "unmarked": one.score.unmarked,
        "inapplicable": one.score.inapplicable,
        "items": [_item(marked) for marked in one.items],
    }


def _item(marked: Marked) -> dict[str, Any]:
    item = marked.item
    marks = {"full": _number(item.full), "marks": _number(item.got), "applies": item.applies, "veto": item.veto}
    return {"number": marked.number, "name": marked.name, "element": _local(item.element), **marks, "evidence": marked.evidence or None}


def _element(one: Element) -> dict[str, Any]:
    label: Mapping[str, str] = labels()[one.node]
    own = {"element": _local(one.node), "label": dict(label), "standards": one.standards}
    return own | _score(one.score) | {"points": one.points, "points_there": one.there}


def _score(score: Score | None) -> dict[str, Any]:
    if score is None:
        return {"full": None, "marks": None, "share": None}
    part = scaled(score, Fraction(100))
    return {"full": _number(score.full), "marks": _number(score.got), "share": None if part is None else float(part)}


def _checklist(found: Sequence[Judged]) -> dict[str, Any]:
    there, applying = share(found)
    return {"there": there, "apply": applying, "items": [_judged(one) for one in found]}


def _judged(one: Judged) -> dict[str, Any]:
    point = asdict(one.point)
    item = {name: point[name] for name in ("number", "group", "text", "asked", "rules", "source", "confidence")}
    return item | {"state": one.state, "decided_by": one.by, "differs": one.differs, "why": asdict(one.why)}


def _local(term: Any) -> str | None:
    return term.value.rpartition("-")[2] if term is not None else None


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
