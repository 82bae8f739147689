"""The sections that tell what a check found: its gaps, the evaluation requirement by requirement (合规性评价), posts beside their
standards, what was checked and what was not."""

from collections.abc import Iterator, Mapping

from duibiao.ontology import iris
from duibiao.ontology.terms import D, Term
from duibiao.register.coverage import Covered, coverage
from duibiao.register.formats import SEVERITY, STATE, basis_text
from duibiao.register.papers import Line, Section, Subject
from duibiao.shapes import Entry, Gap


def gaps(subject: Subject) -> Iterator[Section]:
    """Every gap with its clause, remedy and owner."""
    report, language = subject.report, subject.language
    head = {
        "zh": ("严重程度", "对象", "缺口", "依据", "整改建议", "责任", "发现日期", "状态", "编号"),
        "en": ("severity", "what", "gap", "basis", "remedy", "owner", "since", "state", "id"),
    }
    texts = ("缺口清单", "每项缺口的条款、整改建议与责任。") if language == "zh" else ("Gaps", "Each with its clause, remedy and owner.")
    yield Section(*texts, head[language], [_gap(gap, language) for gap in report.gaps], (4, 10, 14, 14, 14, 8, 6, 5, 9))


def _gap(gap: Gap, language: str) -> Line:
    basis = "；".join(dict.fromkeys(map(basis_text, gap.basis)))
    owner = gap.owner[language] if gap.owner else ""
    texts = (gap.label[language], gap.message[language], basis, gap.remedy[language], owner)
    return SEVERITY[gap.severity][language], *texts, gap.since, STATE[gap.state][language], gap.id


# --- requirement by requirement

_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "failed": {"zh": "不符合", "en": "not met"},
    "cannot_tell": {"zh": "无法判定", "en": "cannot tell"},
    "waived": {"zh": "已豁免", "en": "waived"},
    "passed": {"zh": "符合", "en": "met"},
    "inapplicable": {"zh": "不适用", "en": "does not apply"},
}
"""In order of weight: a requirement that anything fails is not met; one of which anything is untold is not known to be met."""
_NOTHING = {"zh": "没有检查对象", "en": "nothing to check"}
_UNCHECKED = {"zh": "没有规则", "en": "no rule"}
_COUNTS = ("targets", "passed", "failed", "inapplicable", "cannot_tell", "waived")


def evaluation(subject: Subject) -> Iterator[Section]:
    """Every requirement with what its rules found."""
    zh, language = subject.zh, subject.language
    head = (
        ("编号", "要求", "依据", "结论", "对象", "符合", "不符合", "不适用", "无法判定", "豁免", "说明")
        if zh
        else ("no.", "requirement", "basis", "result", "targets", "met", "not met", "inapplicable", "cannot tell", "waived", "why")
    )
    name = "合规性评价表" if zh else "Evaluation of compliance"
    about = "逐条要求的结论；一条要求由几条规则检查时，计数相加。" if zh else "Requirement by requirement; counts of its rules are added."
    by_rule = {entry.rule: entry for entry in subject.report.ledger}
    rows = [_requirement(covered, by_rule, language) for covered in coverage(subject.book)]
    yield Section(name, about, head, rows, (4, 16, 14, 6, 4, 4, 4, 4, 4, 4, 20))


def _requirement(covered: Covered, by_rule: Mapping[str, Entry], language: str) -> Line:
    entries = [by_rule[rule] for rule in covered.rules if rule in by_rule]
    counts = {name: sum(getattr(entry, name) for entry in entries) for name in _COUNTS}
    answer = next((words for name, words in _ANSWERS.items() if counts[name]), _NOTHING if entries else _UNCHECKED)
    why = "；".join(dict.fromkeys(entry.why[language] for entry in entries if entry.why))
    clauses = f"{covered.norm} {'、'.join(covered.clauses)}".strip()
    return covered.requirement, covered.text[language], clauses, answer[language], *map(str, counts.values()), why


# --- posts beside standards

_POSTS = """
SELECT ?number ?name ?kind ?standard WHERE {
  ?post a d:Post ; d:belongsTo %s ; d:number ?number ; rdfs:label ?name .
  OPTIONAL {
    VALUES ?kind { d:responsibilityStandard d:assessmentStandard d:operatingProcedure d:workStandard }
    ?post ?kind ?of
    OPTIONAL { ?of d:number ?direct }
    OPTIONAL { ?of d:clauseNumber ?clause ; eli:is_part_of/d:number ?whole }
    BIND (COALESCE(?direct, CONCAT(?whole, " ", ?clause)) AS ?standard)
  }
}
"""
_KINDS = (D.responsibilityStandard, D.assessmentStandard, D.operatingProcedure, D.workStandard)


def posts(subject: Subject) -> Iterator[Section]:
    """Every post with its standards of each kind."""
    found: dict[tuple[str, str], dict[Term | None, set[str]]] = {}
    for row in subject.store.query(_POSTS % iris.enterprise(subject.code)):
        kinds = found.setdefault((row["number"].value, row["name"].value), {})
        kinds.setdefault(row["kind"], set()).update([row["standard"].value] if row["standard"] else ())
    rows = [(*post, *("；".join(sorted(kinds.get(kind, ()))) or "—" for kind in _KINDS)) for post, kinds in sorted(found.items())]
    if subject.zh:
        head = ("岗位编号", "岗位", "责任标准", "考核标准", "操作规程", "作业标准")
        yield Section("岗位与标准覆盖表", "“—”是没有登记标准；是否应当有，见缺口清单。", head, rows, (5, 9, 12, 12, 12, 12))
        return
    head = ("number", "post", "responsibility", "assessment", "operating procedure", "work standard")
    about = "“—”: no standard is registered; whether there has to be one is told by the gaps."
    yield Section("Posts beside standards", about, head, rows, (5, 9, 12, 12, 12, 12))


# --- what was checked and what was not


def ledger(subject: Subject) -> Iterator[Section]:
    """Every rule with its counts, and why things are inapplicable or untold."""
    rows = [_entry(entry, subject.language) for entry in subject.report.ledger]
    widths = (16, 7, 4, 4, 4, 4, 4, 4, 24)
    if subject.zh:
        head = ("规则", "要求", "对象", "通过", "未通过", "不适用", "无法判定", "豁免", "说明")
        yield Section("规则台账", "对象为 0 的规则什么也没有检查，不算通过。", head, rows, widths)
        return
    head = ("rule", "requirements", "targets", "passed", "failed", "inapplicable", "cannot tell", "waived", "why")
    yield Section("Ledger of rules", "A rule with 0 targets checked nothing, which is no pass.", head, rows, widths)


def _entry(entry: Entry, language: str) -> Line:
    counts = (str(getattr(entry, name)) for name in _COUNTS)
    return entry.rule, "；".join(entry.requirement), *counts, (entry.why or {}).get(language, "")
