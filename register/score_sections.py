"""The sections that tell what an enterprise comes to: its colour, its self-evaluations, the eight elements, the three checklists."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pyoxigraph import NamedNode

from duibiao.ontology import intervals, labels
from duibiao.ontology.terms import D, Term
from duibiao.reasoning.checklists import Judged, Words, share
from duibiao.reasoning.incentives import Claim
from duibiao.reasoning.scores import Score, scaled
from duibiao.register.papers import Line, Section, Subject
from duibiao.register.scores import Evaluation, Marked, Scorecard

STATES: Mapping[str, Words] = {
    "there": Words("有", "there"),
    "deficient": Words("有缺陷", "deficient"),
    "expired": Words("过期", "expired"),
    "missing": Words("缺", "missing"),
    "inapplicable": Words("不适用", "does not apply"),
    "unknown": Words("未知", "unknown"),
}
_BY: Mapping[str, Words] = {
    "graph": Words("图谱", "the graph"),
    "entry": Words("企业核对", "the enterprise"),
    "nothing": Words("—", "—"),
}


def colour(subject: Subject) -> Iterator[Section]:
    """The colour of the enterprise and the conditions that bring it."""
    yield colour_of(subject.scorecard, subject.language)


def evaluations(subject: Subject) -> Iterator[Section]:
    """The self-evaluations, the elements of the latest one and its items."""
    yield from evaluations_of(subject.scorecard, subject.language)


def elements(subject: Subject) -> Iterator[Section]:
    """The eight elements: standards, marks and evidence of each."""
    yield elements_of(subject.scorecard, subject.language)


def incentives(subject: Subject) -> Iterator[Section]:
    """The incentives that can be claimed, and why."""
    yield incentives_of(subject.scorecard, subject.language)


def checklists(subject: Subject) -> Iterator[Section]:
    """The checklists, item by item."""
    for name, found in subject.scorecard.checklists.items():
        yield checklist(name, found, subject.language)


def sections(found: Scorecard, language: str, lists: bool = True) -> Iterator[Section]:
    """What there is of the scorecard, with or without its checklists."""
    parts = [colour_of(found, language), *evaluations_of(found, language), elements_of(found, language), incentives_of(found, language)]
    if lists:
        parts += [checklist(name, judged, language) for name, judged in found.checklists.items()]
    yield from (section for section in parts if section.rows)


# --- colour


def colour_of(found: Scorecard, language: str) -> Section:
    """The colour of the enterprise as a table of the conditions that bring it."""
    brought, widths = found.colour, (5, 20, 5, 24, 6)
    name = named(D[f"RiskLevel-{brought.colour}"], language) if brought.colour else {"zh": "未定级", "en": "not graded"}[language]
    rows = [
        (name, getattr(one.why, language), str(count), one.source, named(D[f"Confidence-{one.confidence}"], language))
        for one, count in brought.because
    ]
    if language == "zh":
        more = f"另有 {brought.open_hazards} 处危险源没有定级，颜色只会更重。" if brought.open_hazards else ""
        head = ("颜色", "条件", "数量", "依据", "可信度")
        return Section("整体风险", f"{name}：取成立的条件中最重的颜色。{more}", head, rows, widths)
    more = f" Hazards without a level, which can only make it graver: {brought.open_hazards}." if brought.open_hazards else ""
    head = ("colour", "condition", "count", "source", "confidence")
    return Section("Overall risk", f"{name}: the gravest colour of a condition that holds.{more}", head, rows, widths)


# --- self-evaluations


def evaluations_of(found: Scorecard, language: str) -> Iterator[Section]:
    """The self-evaluations; of the latest with items its elements and its items."""
    zh = language == "zh"
    head = ("自评编号", "年度", "评定日期", "自报得分", "核算得分", "满分", "够到等级", "否决项", "不适用项")
    head_en = ("number", "year", "on", "stated", "computed", "full marks", "enough for", "veto items failed", "not applicable")
    about = "核算得分由自评项算出：不适用项不计入分母，折算到满分；否决项没有做到的，不够任何等级。等级界限未核对原文。"
    about_en = (
        "The computed score comes from the items: those that do not apply leave the denominator; a veto item that failed is enough for no"
        " grade. The borders of the grades were not compared with their source."
    )
    rows = [_evaluation(one, language) for one in found.evaluations]
    widths = (9, 5, 8, 6, 6, 5, 6, 10, 6)
    yield Section("自评得分" if zh else "Self-evaluations", about if zh else about_en, head if zh else head_en, rows, widths)
    if found.latest:
        yield _items(found.latest, language)


def _evaluation(one: Evaluation, language: str) -> Line:
    days = (one.day.isoformat() if one.day else "",)
    grade = named(D[one.score.grade], language) if one.score.grade else "—"
    computed = "—" if one.computed is None else str(one.computed)
    counts = (grade if one.items else "—", "；".join(item.number for item in one.vetoed) or "—", str(one.score.inapplicable))
    return one.number, str(one.year), *days, number(one.stated), computed, number(one.whole), *counts


def _items(one: Evaluation, language: str) -> Section:
    rows = [_item(marked, language) for marked in one.items]
    if language == "zh":
        head = ("自评项", "要素", "评分内容", "标准分", "得分", "适用", "否决项", "证明材料")
        return Section("自评项得分", f"自评 {one.number}。", head, rows, (6, 12, 16, 5, 5, 5, 5, 18))
    head = ("item", "element", "content", "full marks", "marks", "applies", "veto", "evidence")
    return Section("Items of the evaluation", f"Self-evaluation {one.number}.", head, rows, (6, 12, 16, 5, 5, 5, 5, 18))


def _item(marked: Marked, language: str) -> Line:
    yes, no = ("是", "否") if language == "zh" else ("yes", "no")
    item = marked.item
    marks = (number(item.full), number(item.got) if item.applies else "—")
    flags = (yes if item.applies else no, yes if item.veto else "")
    return marked.number, named(item.element, language), marked.name, *marks, *flags, marked.evidence


# --- elements


def elements_of(found: Scorecard, language: str) -> Section:
    """The eight elements, each with its standards, its marks in the latest evaluation and its points that have evidence."""
    rows = [
        (str(one.place), named(one.node, language), str(one.standards), *_marks(one.score), f"{one.there}/{one.points}")
        for one in found.elements
    ]
    if language == "zh":
        about = "每个要素的企业标准数、最近一次自评的得分，以及 52 项要点中有证明材料的项数。"
        head = ("序号", "要素", "企业标准", "得分", "标准分", "得分率", "要点（有/适用）")
        return Section("八项要素覆盖", about, head, rows, (4, 20, 6, 6, 6, 7, 9))
    about = "Of each element: standards of the enterprise, marks in the latest evaluation, points of the 52 that have their evidence."
    head = ("no.", "element", "standards", "marks", "full marks", "share", "points (there/apply)")
    return Section("The eight elements", about, head, rows, (4, 20, 6, 6, 6, 7, 9))


def _marks(score: Score | None) -> tuple[str, str, str]:
    if score is None:
        return "—", "—", "—"
    part = scaled(score, Fraction(100))
    return number(score.got), number(score.full), "—" if part is None else f"{part} %"


# --- incentives


def incentives_of(found: Scorecard, language: str) -> Section:
    """Every incentive, whether its conditions are met and why, those that can be claimed first."""
    order = {True: 0, None: 1, False: 2}
    rows = [_claim(one, language) for one in sorted(found.incentives, key=lambda one: order[one.met])]
    if language == "zh":
        about = "条件来自政策文件；是否给予由提供方决定。"
        return Section("可申领的激励", about, ("激励", "可申领", "条件", "情况", "提供方", "依据"), rows, (8, 6, 20, 16, 11, 20))
    about = "The conditions are those of policy documents; whoever gives it decides."
    head = ("incentive", "can be claimed", "condition", "as it stands", "given by", "source")
    return Section("Incentives", about, head, rows, (8, 6, 20, 16, 11, 20))


def _claim(one: Claim, language: str) -> Line:
    answer = {True: Words("是", "yes"), False: Words("否", "no"), None: Words("无法判定", "cannot tell")}[one.met]
    why = ("；" if language == "zh" else "; ").join(getattr(words, language) for words in one.why)
    texts = (getattr(answer, language), getattr(one.offer.text, language), why, getattr(one.offer.provider, language))
    return named(D[f"Incentive-{one.offer.incentive}"], language), *texts, one.offer.source


# --- checklists


def checklist(name: str, found: Sequence[Judged], language: str) -> Section:
    """One checklist, item by item, with how many have their evidence."""
    there, applying = share(found)
    title, rows = named(D[f"Checklist-{name}"], language), [_judged(one, language) for one in found]
    low = any(one.point.confidence == "low" for one in found)
    if language == "zh":
        head = ("项号", "分组", "要点", "要求的证明材料", "状态", "判定", "说明")
        doubt = "清单原文未见，逐项按法律义务整理。" if low else ""
        return Section(title, f"适用 {applying} 项，证明材料有 {there} 项。{doubt}", head, rows, (4, 9, 18, 13, 6, 7, 19))
    head = ("no.", "group", "point", "evidence asked for", "state", "decided by", "why")
    doubt = " The list itself was not seen; its points are drawn from the duties of the law." if low else ""
    return Section(title, f"{there} of {applying} that apply have their evidence.{doubt}", head, rows, (4, 9, 18, 13, 6, 7, 19))


def _judged(one: Judged, language: str) -> Line:
    said = {"zh": "；企业核对为符合", "en": "; the enterprise says it is met"}[language] if one.differs else ""
    texts = (getattr(text, language) for text in (one.point.group, one.point.text, one.point.asked, STATES[one.state], _BY[one.by]))
    return str(one.point.number), *texts, getattr(one.why, language) + said


# --- words


def named(term: Term | None, language: str) -> str:
    """The label of a term of ours; empty for none."""
    return labels().get(term, {}).get(language, "") if isinstance(term, NamedNode) else ""


def number(value: Fraction | None) -> str:
    """A number as people write it, exactly; empty for none."""
    return "" if value is None else intervals.written(value)
