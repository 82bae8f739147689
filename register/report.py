"""The reports on an enterprise or authority: each kind is put together once, as tables of text, and written in any format."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Triple

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import RDF, D
from duibiao.register import report_sections as found
from duibiao.register import score_sections as scores
from duibiao.register.checks import Report, check, names
from duibiao.register.comparison_sections import comparison
from duibiao.register.formats import SEVERITY, STATE
from duibiao.register.papers import Paper, Section, Subject
from duibiao.register.post_matrix import matrix
from duibiao.register.quarterly import quarterly
from duibiao.register.rectification import notice
from duibiao.shapes import RuleBook
from duibiao.store import Store

Builder = Callable[[Subject], Iterable[Section]]


class NoSuchReport(Refusal):
    """There is no report of this kind on this body; the message says which there are."""


@dataclass(frozen=True)
class Kind:
    """A kind of report: what stands in its title behind the name, and the sections that make it."""

    zh: str
    en: str
    builders: tuple[Builder, ...]


KINDS: Mapping[str, Kind] = {
    "whole": Kind("安全生产合规性评价报告", "compliance report on work safety", (found.gaps, found.evaluation, found.posts, found.ledger)),
    "gaps": Kind("安全生产缺口清单", "gaps in work safety", (found.gaps,)),
    "evaluation": Kind("合规性评价表", "evaluation of compliance", (found.evaluation,)),
    "comparison": Kind("企业标准对标表", "comparison of its standards", (comparison,)),
    "self-evaluation": Kind(
        "安全生产标准化自评报告",
        "self-evaluation",
        (scores.colour, scores.evaluations, scores.elements, scores.incentives, scores.checklists),
    ),
    "coverage": Kind("岗位与标准覆盖矩阵", "posts against standards", (matrix, scores.elements)),
    "rectification": Kind("安全生产整改通知书", "notice of rectification", (notice,)),
    "quarterly": Kind("安全生产标准化季度报表", "quarterly report", (quarterly, found.gaps)),
}
"""By the name that `--kind` takes."""


def paper(store: Store, code: str, *, day: date, book: RuleBook, language: str, kind: str = "whole", due: date | None = None) -> Paper:
    """A report on one enterprise or authority, by its credit code, on a day. UnknownEnterprise when it is not loaded, NoSuchReport."""
    return made(subject_of(store, code, day=day, book=book, language=language, due=due), kind)


def subject_of(store: Store, code: str, *, day: date, book: RuleBook, language: str, due: date | None = None) -> Subject:
    """What a report on one enterprise or authority is made of: its check on the day. UnknownEnterprise when it is not loaded."""
    return Subject(store, code, names(store, [code])[code], check(store, day=day, book=book, codes=[code]), book, language, due)


def made(subject: Subject, kind: str) -> Paper:
    """A report of this kind; NoSuchReport where it is one on authorities and this is an enterprise, or the other way round."""
    if (kind == "quarterly") != is_authority(subject) and kind not in {"whole", "gaps"}:
        raise NoSuchReport(f"{subject.name}: no {kind} report is made of this; an authority has quarterly, an enterprise the others")
    chosen, name = KINDS[kind], subject.name
    sections = [section for builder in chosen.builders for section in builder(subject)]
    title = f"{name} {chosen.zh}" if subject.zh else f"{name}: {chosen.en}"
    return Paper(title, list(_facts(subject)), sections, subject.language)


def is_authority(subject: Subject) -> bool:
    """Whether the report is on an authority."""
    return Triple(iris.enterprise(subject.code), RDF.type, D.Authority) in subject.store.graph(iris.graph(f"enterprise/{subject.code}"))


def _facts(subject: Subject) -> Iterator[tuple[str, str]]:
    zh, language, report = subject.zh, subject.language, subject.report
    yield ("统一社会信用代码" if zh else "credit code"), subject.code
    yield ("判定日期" if zh else "as of"), report.as_of.isoformat()
    yield ("数据版本" if zh else "data version"), str(subject.store.version)
    yield ("规则" if zh else "rules"), _rules(report, zh)
    yield ("缺口" if zh else "gaps"), _listed(((_severity(key, language), count) for key, count in report.summary().items()), language)
    yield ("说明" if zh else "note"), "供内部评价使用，不是法律意见" if zh else "for internal evaluation; no legal advice"


def _rules(report: Report, zh: bool) -> str:
    """How many rules were run, and of how many of them nothing can be said."""
    idle = sum(entry.targets == 0 for entry in report.ledger)
    untold = sum(entry.cannot_tell > 0 for entry in report.ledger)
    if zh:
        return f"运行 {len(report.ledger)} 条，其中 {idle} 条没有检查对象，{untold} 条有无法判定的"
    return f"{len(report.ledger)} were run, of which {idle} had nothing to check and {untold} could not tell of everything"


def _severity(key: str, language: str) -> str:
    return (SEVERITY.get(key) or STATE[key])[language]


def _listed(counts: Iterable[tuple[str, int]], language: str) -> str:
    return ("，" if language == "zh" else ", ").join(f"{name} {count}" for name, count in counts)
