"""The report on an enterprise: its gaps, the evaluation requirement by requirement (合规性评价), its posts beside their standards, and what
was not checked. It is put together once, as tables of text, and written in any format."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duibiao.ontology import iris
from duibiao.ontology.terms import D, Term
from duibiao.register.checks import Report, check, names
from duibiao.register.coverage import Covered, coverage
from duibiao.register.formats import SEVERITY, STATE, basis_text
from duibiao.shapes import Entry, Gap, RuleBook
from duibiao.store import Store

Line = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A table with its heading, one sentence about it, and how wide its columns are beside each other."""

    name: str
    about: str
    head: Line
    rows: Sequence[Line]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Paper:
    """A report in one language: its title, the facts that stand at its head (what, which day, which data, which rules), its sections."""

    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    language: str


def paper(store: Store, code: str, *, day: date, book: RuleBook, language: str) -> Paper:
    """The report on one enterprise, by its credit code, on a day. UnknownEnterprise when it is not loaded."""
    report = check(store, day=day, book=book, codes=[code])
    name = names(store, [code])[code]
    sections = (_gaps(report, language), _evaluation(report, book, language), _posts(store, code, language), _ledger(report, language))
    title = f"{name} 安全生产合规性评价报告" if language == "zh" else f"{name}: compliance report on work safety"
    return Paper(title, list(_facts(store, code, report, language)), sections, language)


def _facts(store: Store, code: str, report: Report, language: str) -> Iterator[tuple[str, str]]:
    zh, found = language == "zh", report.summary()
    idle = sum(entry.targets == 0 for entry in report.ledger)
    yield ("统一社会信用代码" if zh else "credit code"), code
    yield ("判定日期" if zh else "as of"), report.as_of.isoformat()
    yield ("数据版本" if zh else "data version"), str(store.version)
    if zh:
        yield "规则", f"运行 {len(report.ledger)} 条，其中 {idle} 条没有检查对象（见“规则台账”）"
    else:
        yield "rules", f"{len(report.ledger)} were run, of which {idle} had nothing to check (see “Ledger of rules”)"
    yield ("缺口" if zh else "gaps"), _listed(((_severity(key, language), count) for key, count in found.items()), language)
    yield ("说明" if zh else "note"), "供内部评价使用，不是法律意见" if zh else "for internal evaluation; no legal advice"


def _severity(key: str, language: str) -> str:
    return (SEVERITY.get(key) or STATE[key])[language]


def _listed(counts: Iterable[tuple[str, int]], language: str) -> str:
    return ("，" if language == "zh" else ", ").join(f"{name} {count}" for name, count in counts)


def _gaps(report: Report, language: str) -> Section:
    head = {
        "zh": ("严重程度", "对象", "缺口", "依据", "整改建议", "责任", "发现日期", "状态", "编号"),
        "en": ("severity", "what", "gap", "basis", "remedy", "owner", "since", "state", "id"),
    }
    texts = ("缺口清单", "每项缺口的条款、整改建议与责任。") if language == "zh" else ("Gaps", "Each with its clause, remedy and owner.")
    return Section(*texts, head[language], [_gap(gap, language) for gap in report.gaps], (4, 10, 14, 14, 14, 8, 6, 5, 9))


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


def _evaluation(report: Report, book: RuleBook, language: str) -> Section:
    zh = language == "zh"
    head = (
        ("编号", "要求", "依据", "结论", "对象", "符合", "不符合", "不适用", "无法判定", "豁免", "说明")
        if zh
        else ("no.", "requirement", "basis", "result", "targets", "met", "not met", "inapplicable", "cannot tell", "waived", "why")
    )
    name = "合规性评价表" if zh else "Evaluation of compliance"
    about = "逐条要求的结论；一条要求由几条规则检查时，计数相加。" if zh else "Requirement by requirement; counts of its rules are added."
    by_rule = {entry.rule: entry for entry in report.ledger}
    rows = [_requirement(covered, by_rule, language) for covered in coverage(book)]
    return Section(name, about, head, rows, (4, 16, 14, 6, 4, 4, 4, 4, 4, 4, 20))


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


def _posts(store: Store, code: str, language: str) -> Section:
    found: dict[tuple[str, str], dict[Term | None, set[str]]] = {}
    for row in store.query(_POSTS % iris.enterprise(code)):
        kinds = found.setdefault((row["number"].value, row["name"].value), {})
        kinds.setdefault(row["kind"], set()).update([row["standard"].value] if row["standard"] else ())
    rows = [(*post, *("；".join(sorted(kinds.get(kind, ()))) or "—" for kind in _KINDS)) for post, kinds in sorted(found.items())]
    if language == "zh":
        head = ("岗位编号", "岗位", "责任标准", "考核标准", "操作规程", "作业标准")
        return Section("岗位与标准覆盖表", "“—”是没有登记标准；是否应当有，见缺口清单。", head, rows, (5, 9, 12, 12, 12, 12))
    head = ("number", "post", "responsibility", "assessment", "operating procedure", "work standard")
    about = "“—”: no standard is registered; whether there has to be one is told by the gaps."
    return Section("Posts beside standards", about, head, rows, (5, 9, 12, 12, 12, 12))


# --- what was checked and what was not


def _ledger(report: Report, language: str) -> Section:
    rows = [
        (e.rule, "；".join(e.requirement), *(str(getattr(e, n)) for n in _COUNTS), (e.why or {}).get(language, "")) for e in report.ledger
    ]
    widths = (16, 7, 4, 4, 4, 4, 4, 4, 24)
    if language == "zh":
        head = ("规则", "要求", "对象", "通过", "未通过", "不适用", "无法判定", "豁免", "说明")
        return Section("规则台账", "对象为 0 的规则什么也没有检查，不算通过。", head, rows, widths)
    head = ("rule", "requirements", "targets", "passed", "failed", "inapplicable", "cannot tell", "waived", "why")
    return Section("Ledger of rules", "A rule with 0 targets checked nothing, which is no pass.", head, rows, widths)


def _entry(entry: Entry, language: str) -> Line:
    counts = (str(getattr(entry, name)) for name in _COUNTS)
    return entry.rule, "；".join(entry.requirement), *counts, (entry.why or {}).get(language, "")
