"""The quarterly report (季度报表) of an authority: ledgers and targets by area and sector, inspections, grades that end, reports due."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from pyoxigraph import QuerySolution

from duibiao.ontology import concepts, iris
from duibiao.ontology.terms import D, Term
from duibiao.reasoning import Scratch
from duibiao.reasoning.literals import day, number
from duibiao.reasoning.standings import MODELS_A_SECTOR, MODELS_AN_AREA, Standing, Supervised, finished_due, standing
from duibiao.reasoning.targets import reached
from duibiao.register.papers import Line, Section, Subject
from duibiao.register.score_sections import named
from duibiao.register.score_sections import number as written

_SUPERVISED = """
SELECT ?number ?name ?area ?sector ?ledger ?grade ?until ?risk ?model ?finished WHERE {
  ?one a d:SupervisedEnterprise ; d:number ?number ; rdfs:label ?name ; d:area ?area
  OPTIONAL { ?one d:inSector ?sector } OPTIONAL { ?one d:inLedger ?ledger } OPTIONAL { ?one d:grade ?grade }
  OPTIONAL { ?one d:gradeUntil ?until } OPTIONAL { ?one d:overallRisk ?risk } OPTIONAL { ?one d:modelSince ?model }
  OPTIONAL { ?one d:finishedOn ?finished }
} ORDER BY ?number
"""
_TARGETS = """
SELECT ?number ?name ?kind ?goal ?due ?one ?model ?finished WHERE {
  ?target a d:AreaTarget ; d:number ?number ; rdfs:label ?name ; d:kind ?kind ; d:goal ?goal ; d:dueOn ?due ; d:counts ?one
  OPTIONAL { ?one d:modelSince ?model } OPTIONAL { ?one d:finishedOn ?finished }
} ORDER BY ?number
"""
_INSPECTIONS = """
SELECT ?number ?day ?method ?name ?grade ?risk ?finding WHERE {
  ?inspection a d:SupervisoryInspection ; d:number ?number ; d:inspectedOn ?day ; d:inspectionMethod ?method ; d:ofSupervised ?one .
  ?one rdfs:label ?name OPTIONAL { ?one d:grade ?grade } OPTIONAL { ?one d:overallRisk ?risk }
  OPTIONAL { ?inspection d:inspectionFinding ?finding }
} ORDER BY ?day ?number
"""
_REPORTS = """
SELECT ?number ?name ?due ?sent WHERE {
  ?report a d:PeriodicReport ; d:number ?number ; rdfs:label ?name ; d:dueOn ?due OPTIONAL { ?report d:sentOn ?sent }
} ORDER BY ?due ?number
"""
_SOON = timedelta(days=90)


def quarterly(subject: Subject) -> Iterator[Section]:
    """Every section of the report; the quarter is that of the day, up to the day."""
    data = Scratch(*(subject.store.graph(iris.graph(f"{part}/{subject.code}")) for part in ("enterprise", "derived")))
    found = [_supervised(row) for row in data.rows(_SUPERVISED)]
    day_of = subject.report.as_of
    # The goal is one of counties: the areas of a county's own authority are its towns, for which none is set.
    of_county = bool(list(data.matching(predicate=D.authorityLevel, obj=D["AuthorityLevel-county"])))
    each, whole = (0, MODELS_AN_AREA) if of_county else (MODELS_AN_AREA, 0)
    yield _standings(subject, found, "area", lambda one: one.area, each, whole)
    yield _standings(subject, found, "sector", lambda one: named(one.sector, subject.language), MODELS_A_SECTOR, whole)
    yield _targets(subject, data)
    yield _inspections(subject, list(data.rows(_INSPECTIONS)), _quarter(day_of))
    yield _ending(subject, found)
    yield _reports(subject, data)


def _supervised(row: QuerySolution) -> Supervised:
    terms = (row["sector"], row["ledger"], row["grade"], day(row["until"]), row["risk"], day(row["model"]), day(row["finished"]))
    return Supervised(row["number"].value, row["name"].value, row["area"].value, *terms)


def _quarter(of: date) -> date:
    """The first day of the quarter."""
    return date(of.year, (of.month - 1) // 3 * 3 + 1, 1)


# --- where the groups stand


def _standings(subject: Subject, found: list[Supervised], by: str, key: Callable[[Supervised], str], due: int, whole: int) -> Section:
    """A row for each group and one for all, with the model enterprises that each and all are to have; 0 where no goal is set."""
    groups: dict[str, list[Supervised]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    as_of, zh = subject.report.as_of, subject.zh
    rows = [_standing(name, standing(group, as_of, due), due) for name, group in sorted(groups.items())]
    rows.append(_standing("合计" if zh else "all", standing(found, as_of, whole), whole))
    books, colours = ([named(node, subject.language) for node in _listed(name)] for name in ("Ledger", "RiskLevel"))
    widths = (10, 5, *(5 for _ in books), *(4 for _ in colours), 5, 6, 6, 7, 7)
    rate = written(finished_due(as_of))
    if zh:
        first = "行业" if by == "sector" else "地区"
        goals = [f"每个{first}应有标杆企业 {due} 家。" if due else "", f"合计应有标杆企业 {whole} 家。" if whole else ""]
        about = f"截至 {as_of}，完成率目标 {rate} %。{''.join(goals)}"
        head = (first, "企业数", *books, *colours, "标杆", "标杆差额", "已完成", "完成率", "完成差额")
        return Section(f"按{first}的台账与目标", about, head, rows, widths)
    goals = [f" Each {by} is to have {due} model enterprises." if due else "", f" All are to have {whole}." if whole else ""]
    about = f"As of {as_of}; {rate} % are to have finished.{''.join(goals)}"
    head = (by, "enterprises", *books, *colours, "models", "models short", "finished", "rate", "short")
    return Section(f"Ledgers and targets by {by}", about, head, rows, widths)


def _standing(name: str, found: Standing, due: int) -> Line:
    counts = [*(found.ledgers.get(node, 0) for node in _listed("Ledger")), *(found.risks.get(node, 0) for node in _listed("RiskLevel"))]
    rate = "—" if found.rate is None else f"{float(found.rate):.1f} %"
    ends = (str(found.models), str(found.short_of_models) if due else "—", str(found.finished), rate, str(found.short_of_finished))
    return name, str(found.enterprises), *map(str, counts), *ends


def _listed(scheme: str) -> list[Term]:
    """The values of a list, graded before ungraded and red before blue."""
    order = {"Ledger": ("graded", "not-graded", "new"), "RiskLevel": ("red", "orange", "yellow", "blue")}[scheme]
    known = set(concepts(scheme).values())
    return [node for node in (D[f"{scheme}-{name}"] for name in order) if node in known]


# --- targets


def _targets(subject: Subject, data: Scratch) -> Section:
    rows: dict[str, list[QuerySolution]] = defaultdict(list)
    for row in data.rows(_TARGETS):
        rows[row["number"].value].append(row)
    lines = [line for found in rows.values() if (line := _target(subject, found))]
    widths = (7, 20, 9, 6, 9, 6, 6, 6, 9)
    if subject.zh:
        head = ("编号", "目标", "类型", "目标值", "期限", "计入", "完成", "差额", "达到日期")
        return Section("区域目标完成情况", "按台账日期计算；差额是还差的企业数。", head, lines, widths)
    head = ("number", "target", "kind", "goal", "due", "counted", "done", "short", "reached on")
    return Section("Targets", "By the days in the ledger; how many enterprises are short.", head, lines, widths)


def _target(subject: Subject, rows: list[QuerySolution]) -> Line | None:
    first, as_of = rows[0], subject.report.as_of
    rate, goal = first["kind"] == D["TargetKind-completion-rate"], number(first["goal"])
    if goal is None:
        return None
    days = {row["one"]: day(row["finished"] if rate else row["model"]) for row in rows}
    known = [each if each and each <= as_of else None for each in days.values()]
    done, done_on = sum(each is not None for each in known), reached(known, goal, rate=rate)
    needed = -(-goal * len(known) // 100) if rate else goal
    short = max(-(-needed // 1) - done, 0)
    texts = (first["number"].value, first["name"].value, named(first["kind"], subject.language))
    return *texts, f"{written(goal)}{' %' if rate else ''}", first["due"].value, str(len(known)), str(done), str(short), str(done_on or "—")


# --- inspections, grades, reports


def _inspections(subject: Subject, found: Iterable[QuerySolution], since: date) -> Section:
    as_of, language = subject.report.as_of, subject.language
    within = [row for row in found if (done := day(row["day"])) and since <= done <= as_of]
    rows = [
        (
            row["number"].value,
            row["day"].value,
            named(row["method"], language),
            row["name"].value,
            named(row["grade"], language) or "—",
            named(row["risk"], language) or "—",
            row["finding"].value if row["finding"] else "",
        )
        for row in within
    ]
    widths = (7, 9, 9, 18, 6, 6, 22)
    if subject.zh:
        head = ("编号", "日期", "方式", "企业", "等级", "颜色", "发现问题")
        return Section("本季度监督检查", f"{since} 至 {as_of}，共 {len(rows)} 次。", head, rows, widths)
    head = ("number", "day", "method", "enterprise", "grade", "colour", "finding")
    return Section("Inspections of the quarter", f"{since} to {as_of}: {len(rows)}.", head, rows, widths)


def _ending(subject: Subject, found: Iterable[Supervised]) -> Section:
    as_of, language = subject.report.as_of, subject.language
    graded = [one for one in found if one.until and one.ledger == D["Ledger-graded"] and one.until <= as_of + _SOON]
    rows = [
        (one.number, one.name, one.area, named(one.grade, language), str(one.until), _state(one, as_of, subject.zh))
        for one in sorted(graded, key=lambda one: (one.until or as_of, one.number))
    ]
    widths = (7, 20, 12, 7, 10, 12)
    if subject.zh:
        head = ("编号", "企业", "地区", "等级", "有效期至", "状态")
        return Section("等级到期", "台账记为达标，等级已经到期或者 90 日内到期的企业。", head, rows, widths)
    head = ("number", "enterprise", "area", "grade", "valid until", "state")
    return Section("Grades that end", "Called graded in the ledger, and ended or ending within 90 days.", head, rows, widths)


def _state(one: Supervised, as_of: date, zh: bool) -> str:
    over = one.until is not None and one.until < as_of
    return ("已到期" if over else "即将到期") if zh else ("ended" if over else "ending")


def _reports(subject: Subject, data: Scratch) -> Section:
    as_of, zh = subject.report.as_of, subject.zh
    rows = []
    for row in data.rows(_REPORTS):
        due, sent = day(row["due"]), day(row["sent"])
        if due:
            sent = sent if sent and sent <= as_of else None
            rows.append((row["number"].value, row["name"].value, str(due), str(sent or "—"), _sent(due, sent, as_of, zh)))
    if zh:
        return Section("材料报送", "应报材料和报送情况。", ("编号", "材料", "期限", "报送日期", "状态"), rows, (8, 28, 10, 10, 10))
    return Section("Reports", "What is to be sent, and what was.", ("number", "report", "due", "sent", "state"), rows, (8, 28, 10, 10, 10))


def _sent(due: date, sent: date | None, as_of: date, zh: bool) -> str:
    if sent:
        return ("按期" if zh else "in time") if sent <= due else ("逾期报送" if zh else "late")
    return ("逾期未报" if zh else "overdue") if due < as_of else ("未到期" if zh else "not due yet")
