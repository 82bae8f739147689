"""What would close a gap: changes read off the rule's shape, or tried on the properties that it looks at; none is told unverified."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import SH, XSD, D, Term
from duibiao.shapes.cells import Cell, admitted, cells, dated, examples, objects, shown
from duibiao.shapes.clauses import clause_steps
from duibiao.shapes.data import Typed
from duibiao.shapes.gaps import Gap
from duibiao.shapes.ledger import Entry
from duibiao.shapes.overlay import Change, Overlay
from duibiao.shapes.passing import looked_at, sparql_of
from duibiao.shapes.rules import Rule, RuleBook
from duibiao.shapes.steps import Step

_MOST_TRIED = 16
_WAYS = 2
_BORDERS = (D.oneMonthBefore, D.sixMonthsBefore, D.oneYearBefore, D.threeYearsBefore, D.asOf)
"""The days that rules compare with, that of the check last: of a time that ends on it, the beginning says more."""


@dataclass(frozen=True)
class Closing:
    """A change after which the gap is gone, checked; and what it is in a sentence."""

    change: Change
    sentence: Mapping[str, str]


class Closer:
    """Looks for what closes the gap of one rule. `before` is the rule's entry in the ledger, `gaps` are the ids of its gaps."""

    def __init__(self, overlay: Overlay, data: Typed, book: RuleBook, rule: Rule, before: Entry, gaps: Iterable[str]) -> None:
        self._overlay, self._data, self._rule, self._before, self._gaps = overlay, data, rule, before, set(gaps)
        self._graph, self._only = book.graph, book.only([rule.name])
        self._sparql = sparql_of(book, rule)
        self._terms = looked_at(book, rule)
        self._hinted = set(self._graph.values(rule.node, D.closing))

    def closing(self, gap: Gap) -> list[Closing]:
        """The smallest changes found, at most two; none where none was found, which does not mean that there is none."""
        focus = NamedNode(gap.focus)
        self._focus, self._cells = focus, cells(self._data, focus)
        tried = islice(_distinct(self._candidates(gap)), _MOST_TRIED)
        return list(islice((self._told(gap, steps) for steps in tried if self._closes(gap, steps)), _WAYS if self._is_or() else 1))

    def _is_or(self) -> bool:
        return bool(self._graph.values(self._rule.node, SH["or"]))

    def _candidates(self, gap: Gap) -> Iterator[tuple[Step, ...]]:
        yield from sorted(self._of_shape(self._rule.node), key=lambda steps: sum(step.size for step in steps))
        yield from ((step,) for step in clause_steps(self._data, self._overlay.stated, self._focus, gap))
        yield from ((step,) for step in self._variants(gap))

    # --- whether it does

    def _closes(self, gap: Gap, steps: Sequence[Step]) -> bool:
        """Whether the gap is gone, no other of the rule is new, and the rule still looks at as much and can tell as much."""
        found = self._overlay.checked(self._only, _change(steps))
        after, ids = found.ledger[0], {other.id for other in found.gaps}
        kept = any(step.retracts for step in steps) or after.targets >= self._before.targets
        return gap.id not in ids and ids <= self._gaps and kept and after.cannot_tell <= self._before.cannot_tell

    def _told(self, gap: Gap, steps: tuple[Step, ...]) -> Closing:
        told = tuple(self._bounded(gap, step) for step in steps)
        zh, en = "，并".join(s.zh for s in told), " and ".join(s.en for s in told)
        note = ("（仅在原记录有误时更正）", " (only if the record is wrong)") if any(s.corrects for s in told) else ("", "")
        texts = {"zh": f"{zh.rstrip()}{note[0]}，即可关闭本缺口", "en": f"{en[0].upper()}{en[1:]}{note[1]}, and this gap is closed"}
        return Closing(_change(told), texts)

    def _bounded(self, gap: Gap, step: Step) -> Step:
        """The step with the direction in which its day may lie, where a day further on was found to do as well. To have been earlier is
        nothing that can still be brought about, once there is a day; and what was too long ago can at best be done on the day of the check.
        """
        if step.day is None:
            return step
        if self._closes(gap, [step.on(step.day + timedelta(1))]):
            return step.bounded("或以后", "or later", corrects=False)
        today = self._overlay.law.day
        again = step.day == today and any(t.object.value < today.isoformat() for t in step.remove if isinstance(t.object, Literal))
        if not again and self._closes(gap, [step.on(step.day - timedelta(1))]):
            return step.bounded("或以前", "or earlier", corrects=bool(step.remove))
        return step

    # --- read off the shape

    def _of_shape(self, node: Term) -> Iterator[tuple[Step, ...]]:
        """The ways to satisfy a shape at the focus node: what lacks is filled, what is beyond a border is put on it."""
        shape = self._graph.shape(node)
        cell = self._cells.get(shape.path) if isinstance(shape.path, NamedNode) else None
        if cell is not None:
            yield from ((step,) for step in self._of_property(cell, shape.constraints))
        for head in shape.constraints.get("and", ()):
            parts = [list(self._of_shape(member)) for member in self._graph.members(head)]
            yield from (tuple(s for part in way for s in part) for way in product(*(part[:2] for part in parts if part)))
        for head in (*shape.constraints.get("or", ()), *shape.constraints.get("xone", ())):
            for member in self._graph.members(head):
                yield from self._of_shape(member)
        for inner in shape.constraints.get("node", ()):
            yield from self._of_shape(inner)

    def _of_property(self, cell: Cell, stated: Mapping[str, Sequence[Term]]) -> Iterator[Step]:
        values = objects(self._overlay.stated, self._focus, cell.term)
        due = {name: terms[0] for name, terms in stated.items() if terms}
        if "hasValue" in due:
            yield self._put(cell, values if cell.kind == "flag" else [], due["hasValue"])
        for allowed in self._graph.members(due["in"]) if "in" in due else ():
            yield self._put(cell, values, allowed)
        borders = [_on_border(name, due[name]) for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive") if name in due]
        yield from (self._put(cell, values, border) for border in borders)
        lacking = _count(due.get("minCount")) - len(values)
        if lacking > 0 and not borders and "hasValue" not in due:
            new = [term for term in self._examples(cell) if term not in values][:lacking]
            yield self._fill(cell, new, bool(values) or lacking > 1)
        if "maxCount" in due and len(values) > _count(due["maxCount"]):
            yield self._drop(cell, values[_count(due["maxCount"]) :])
        if "class" in due or "nodeKind" in due or "datatype" in due:
            yield from (self._put(cell, values, term) for term in self._examples(cell)[:1] if values)

    # --- tried

    def _variants(self, gap: Gap) -> Iterator[Step]:
        """Other values of the cells: first of those that the rule looks at, then days and empty ones, from which that may be derived."""
        near = [cell for term, cell in self._cells.items() if term in self._terms or term in self._hinted]
        far = [cell for cell in self._cells.values() if cell not in near and (cell.kind == "date" or not self._values(cell))]
        for cell in (*sorted(near, key=lambda cell: self._rank(cell, gap)), *sorted(far, key=lambda cell: cell.kind != "date")):
            yield from self._others(cell)

    def _rank(self, cell: Cell, gap: Gap) -> tuple[bool, bool, bool, str]:
        """What the rule hints at before what lacks, that before the value at fault, that before the rest."""
        values = self._values(cell)
        at_fault = gap.value in {getattr(value, "value", None) for value in values}
        return cell.term not in self._hinted, bool(values), not at_fault, str(cell.term)

    def _values(self, cell: Cell) -> list[Term]:
        return objects(self._overlay.stated, self._focus, cell.term)

    def _others(self, cell: Cell) -> Iterator[Step]:
        before = self._values(cell)
        for term in list(dict.fromkeys(term for term in self._tried(cell) if term not in before))[:5]:
            yield self._put(cell, before, term)

    def _tried(self, cell: Cell) -> Iterator[Term]:
        """Values to try in a cell: borders that the rule names, what else it looks at of the thing, what the cell may hold."""
        if cell.kind == "date":
            yield from (t.object for term in _BORDERS if term in self._terms for t in self._data.matching(D.evaluation, term))
        if cell.kind == "number":
            yield from (Literal(int(text)) for text in sorted(set(re.findall(r"\b\d+\b", self._sparql)), key=int))
        else:
            looked = sorted((t for t in self._data.matching(self._focus) if t.predicate in self._terms), key=str)
            allowed = set(self._examples(cell)) if cell.kind != "date" else set()
            yield from (t.object for t in looked if t.object in allowed or (cell.kind == "date" and _is_date(t.object)))
        if cell.kind != "number":
            yield from self._examples(cell)[:: self._stride(cell)]

    def _stride(self, cell: Cell) -> int:
        """Things are many: those tried are spread over all of them."""
        return max(1, len(self._examples(cell)) // 5) if cell.kind == "thing" else 1

    def _examples(self, cell: Cell) -> Sequence[Term]:
        return examples(cell, self._overlay.stated, self._overlay.law.day)

    # --- steps

    def _fill(self, cell: Cell, terms: Sequence[Term], more: bool) -> Step:
        """Values added to a cell; they are named where there are others beside them, else what may stand there is."""
        add = frozenset(Triple(self._focus, cell.term, term) for term in terms)
        if more:
            zh, en = (cell.between((shown(self._data, term, language) for term in terms), language) for language in ("zh", "en"))
            return Step(add, frozenset(), f"在{cell.heading('zh')}补填{zh}", f"add {en} to {cell.heading('en')}")
        zh, en = admitted(cell, "zh"), admitted(cell, "en")
        return Step(add, frozenset(), f"填写{cell.heading('zh')}（{zh}）", f"fill in {cell.heading('en')} ({en})")

    def _put(self, cell: Cell, before: Sequence[Term], term: Term) -> Step:
        add = frozenset({Triple(self._focus, cell.term, term)})
        remove = frozenset(Triple(self._focus, cell.term, old) for old in before)
        zh, en = (cell.between([shown(self._data, term, language)], language) for language in ("zh", "en"))
        day = date.fromisoformat(term.value) if isinstance(term, Literal) and _is_date(term) else None
        over = bool(before) and not self._sparql and cell.kind == "date"  # a time between two days, both of them over
        if before:
            return Step(add, remove, f"将{cell.heading('zh')}改为{zh}", f"change {cell.heading('en')} to {en}", day, corrects=over)
        return Step(add, remove, f"在{cell.heading('zh')}填写{zh}", f"fill in {cell.heading('en')} with {en}", day)

    def _drop(self, cell: Cell, terms: Sequence[Term]) -> Step:
        remove = frozenset(Triple(self._focus, cell.term, term) for term in terms)
        zh, en = ("、".join(shown(self._data, term, language) for term in terms) for language in ("zh", "en"))
        return Step(frozenset(), remove, f"从{cell.heading('zh')}删去“{zh}”", f"take “{en}” out of {cell.heading('en')}")


def _change(steps: Iterable[Step]) -> Change:
    made = list(steps)
    return Change(frozenset().union(*(step.add for step in made)), frozenset().union(*(step.remove for step in made)))


def _distinct(ways: Iterable[tuple[Step, ...]]) -> Iterator[tuple[Step, ...]]:
    seen: set[Change] = set()
    for steps in ways:
        change = _change(steps)
        if change not in seen and (change.add or change.remove):
            seen.add(change)
            yield steps


def _count(term: Term | None) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def _on_border(name: str, border: Term) -> Term:
    """The value nearest to a border that is still allowed; beyond an exclusive one by one whole step."""
    step = {"minExclusive": 1, "maxExclusive": -1}.get(name, 0)
    if not step or not isinstance(border, Literal):
        return border
    if _is_date(border):
        return dated(date.fromisoformat(border.value) + timedelta(step))
    return Literal(int(float(border.value)) + step)


def _is_date(term: Term) -> bool:
    return isinstance(term, Literal) and term.datatype == XSD.date
