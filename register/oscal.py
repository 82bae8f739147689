"""A report for machines: OSCAL assessment results, and a plan of action and milestones. A requirement is a control, a gap an observation
and a risk; identifiers are made from what they name, so that the same gap has the same in every document."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.register.coverage import Covered, coverage
from duibiao.register.formats import basis_text
from duibiao.register.papers import Subject
from duibiao.shapes import Entry, Gap


class NothingToPlan(Refusal):
    """There is no gap, so there is no plan of action."""


VERSION = "1.1.3"
Node = dict[str, Any]


def results(subject: Subject) -> Node:
    """The check as OSCAL assessment results: a finding for every requirement that applies, an observation and a risk for every gap."""
    controls = list(_controls(subject))
    checked = [covered.requirement for covered, entries in controls if _applies(entries)]
    found = {
        "uuid": _uuid(subject, "result"),
        "title": _title(subject),
        "description": _about(subject),
        "start": _start(subject),
        "local-definitions": {"inventory-items": list(_items(subject))},
        "reviewed-controls": {"control-selections": [_selection(checked)]},
        "observations": [_observation(subject, gap) for gap in subject.report.gaps],
        "risks": [_risk(subject, gap) for gap in subject.report.gaps],
        "findings": [_finding(subject, covered, entries) for covered, entries in controls if _applies(entries)],
    }
    filled = {name: value for name, value in found.items() if value and value != {"inventory-items": []}}
    return {"assessment-results": _head(subject, "results") | {"import-ap": {"href": "#plan"}, "results": [filled]}}


def poam(subject: Subject) -> Node:
    """The gaps as an OSCAL plan of action and milestones: one item a gap; a milestone where a day is set. NothingToPlan without a gap."""
    gaps = subject.report.gaps
    if not gaps:
        raise NothingToPlan(f"{subject.name} has no gap, and a plan of action needs an item; write oscal-results instead")
    parts = {
        "system-id": {"identifier-type": "https://w3id.org/duibiao/", "id": subject.code},
        "local-definitions": {"inventory-items": list(_items(subject))},
        "observations": [_observation(subject, gap) for gap in gaps],
        "risks": [_risk(subject, gap) for gap in gaps],
        "poam-items": [_item(subject, gap) for gap in gaps],
    }
    return {"plan-of-action-and-milestones": _head(subject, "poam") | parts}


# --- the head


def _head(subject: Subject, part: str) -> Node:
    day, version = subject.report.as_of.isoformat(), str(subject.store.version)
    facts = {"as-of": day, "data-version": version, "enterprise": subject.code, "rules-run": str(len(subject.report.ledger))}
    metadata = {
        "title": _title(subject),
        "last-modified": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": f"{day}.{version}",
        "oscal-version": VERSION,
        "props": [_prop(name, value) for name, value in facts.items()],
    }
    return {"uuid": _uuid(subject, part, day, version), "metadata": metadata}


def _title(subject: Subject) -> str:
    return f"{subject.name} 安全生产合规性评价" if subject.zh else f"{subject.name}: compliance with the rules of work safety"


def _about(subject: Subject) -> str:
    idle = sum(entry.targets == 0 for entry in subject.report.ledger)
    if subject.zh:
        return f"运行规则 {len(subject.report.ledger)} 条，其中 {idle} 条没有检查对象。供内部评价使用，不是法律意见。"
    return f"{len(subject.report.ledger)} rules were run, of which {idle} had nothing to check. For internal evaluation; no legal advice."


def _start(subject: Subject) -> str:
    return f"{subject.report.as_of.isoformat()}T00:00:00+08:00"


# --- requirements


def _controls(subject: Subject) -> Iterator[tuple[Covered, list[Entry]]]:
    by_rule = {entry.rule: entry for entry in subject.report.ledger}
    for covered in coverage(subject.book):
        yield covered, [by_rule[rule] for rule in covered.rules if rule in by_rule]


def _selection(checked: list[str]) -> Node:
    """The requirements that were looked at; OSCAL has no empty list, and where none applies all were asked for."""
    return {"include-controls": [{"control-id": name} for name in checked]} if checked else {"include-all": {}}


def _applies(entries: list[Entry]) -> bool:
    return any(entry.passed or entry.failed or entry.cannot_tell or entry.waived for entry in entries)


def _finding(subject: Subject, covered: Covered, entries: list[Entry]) -> Node:
    """A requirement is satisfied when something passed and nothing failed or was left untold; a waiver leaves it unsatisfied."""
    failed = sum(entry.failed + entry.waived for entry in entries)
    untold = sum(entry.cannot_tell for entry in entries)
    met = not failed and not untold
    status: Node = {"state": "satisfied" if met else "not-satisfied", "reason": "pass" if met else "fail" if failed else "other"}
    if why := "；".join(dict.fromkeys(entry.why[subject.language] for entry in entries if entry.why)):
        status["remarks"] = why
    found: Node = {
        "uuid": _uuid(subject, "finding", covered.requirement),
        "title": f"{covered.requirement} {covered.norm} {'、'.join(covered.clauses)}".strip(),
        "description": covered.text[subject.language],
        "target": {"type": "objective-id", "target-id": covered.requirement, "status": status},
    }
    rules = {entry.rule for entry in entries}
    gaps = [gap for gap in subject.report.gaps if gap.rule in rules]
    if gaps:
        found["related-observations"] = [{"observation-uuid": _uuid(subject, "observation", gap.id)} for gap in gaps]
        found["related-risks"] = [{"risk-uuid": _uuid(subject, "risk", gap.id)} for gap in gaps]
    return found


# --- gaps


def _items(subject: Subject) -> Iterator[Node]:
    """What the gaps are about."""
    for focus, label in {gap.focus: gap.label[subject.language] for gap in subject.report.gaps}.items():
        yield {"uuid": _uuid(subject, "item", focus), "description": label, "props": [_prop("iri", focus)]}


def _observation(subject: Subject, gap: Gap) -> Node:
    language = subject.language
    return {
        "uuid": _uuid(subject, "observation", gap.id),
        "title": gap.label[language],
        "description": gap.message[language],
        "props": [_prop("gap", gap.id), _prop("rule", gap.rule), _prop("severity", gap.severity)],
        "methods": ["TEST"],
        "types": ["finding"],
        "subjects": [{"subject-uuid": _uuid(subject, "item", gap.focus), "type": "inventory-item", "title": gap.label[language]}],
        "collected": _start(subject),
    }


def _risk(subject: Subject, gap: Gap) -> Node:
    """A gap as a risk; one that somebody let stand is an approved deviation."""
    language = subject.language
    basis = "；".join(dict.fromkeys(map(basis_text, gap.basis)))
    remedy: Node = {
        "uuid": _uuid(subject, "remedy", gap.id),
        "lifecycle": "recommendation",
        "title": gap.rule,
        "description": gap.remedy[language],
    }
    if gap.owner:
        remedy["remarks"] = gap.owner[language]
    if subject.due:
        day = f"{subject.due.isoformat()}T00:00:00+08:00"
        when = {"timing": {"on-date": {"date": day}}}
        task = {"uuid": _uuid(subject, "task", gap.id), "type": "milestone", "title": gap.label[language]} | when
        remedy["tasks"] = [task]
    return {
        "uuid": _uuid(subject, "risk", gap.id),
        "title": gap.label[language],
        "description": gap.message[language],
        "statement": basis or gap.message[language],
        "status": "deviation-approved" if gap.state == "waived" else "open",
        "remediations": [remedy],
        "related-observations": [{"observation-uuid": _uuid(subject, "observation", gap.id)}],
    }


def _item(subject: Subject, gap: Gap) -> Node:
    language = subject.language
    return {
        "uuid": _uuid(subject, "poam-item", gap.id),
        "title": gap.label[language],
        "description": gap.message[language],
        "related-observations": [{"observation-uuid": _uuid(subject, "observation", gap.id)}],
        "related-risks": [{"risk-uuid": _uuid(subject, "risk", gap.id)}],
    }


# --- parts


def _prop(name: str, value: str) -> Node:
    return {"name": name, "ns": iris.BASE, "value": value}


def _uuid(subject: Subject, *parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join((iris.enterprise(subject.code).value, *parts))))
