"""The demands of a document: who must, must not, should, may or is encouraged to do what, read along its outline."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from duibiao.loaders.documents.demands.frames import Frame, frame
from duibiao.loaders.documents.demands.genres import demands_by_words, narrates
from duibiao.loaders.documents.demands.inheritance import Actors, role
from duibiao.loaders.documents.demands.leads import Lead, Lists, is_announced
from duibiao.loaders.documents.demands.quantities import TIMES, quantities
from duibiao.loaders.documents.demands.sentences import CONDITION_END, Sentence
from duibiao.loaders.documents.demands.spoken import demands
from duibiao.loaders.documents.demands.statements import Statement, statements
from duibiao.loaders.documents.demands.tasks import Task, tasks
from duibiao.loaders.documents.demands.themes import theme
from duibiao.loaders.documents.demands.unspoken import Demand
from duibiao.loaders.documents.demands.verbs import is_imperative
from duibiao.loaders.documents.demands.when import deadline, period
from duibiao.loaders.documents.model import Head, Part, Place, Quantity, Requirement, Source, Span

_BACKGROUND = re.compile(
    r"背景|现状|(?:当前|面临的?|发展|安全生产)形势$|形势分析|存在的?[^，。]{0,4}问题|起草(?:过程|依据|说明)|编制(?:依据|过程|说明)|必要性$|工作回顾|基本情况$"
    r"|术语|定义|规范性引用|范围$"
)
_AIMS = re.compile(r"指导思想|总体思路|总体要求|目标(?!责任|管理|考核|与职责|职责|任务)|适用|依据$")
_DUTIES = re.compile(r"职责|任务|责任$|义务|措施")
_GOING_ON = frozenset({"并", "并且", "且"})
_SCOPE = re.compile(
    r"(?:^|，)本(?:文件|标准|规范|规程|部分|指南|导则)(?:规定|适用|不适用|代替|按照|由|的)|下列(?:文件|术语)|凡是注日期|凡是不注日期|(?:所称|是指|系指)|^注[0-9]?[：:]|^示例|^请注意本"
)
_ASKED = re.compile(r"[”’\s]*[？?]")
_ASKING = re.compile(r"为什么|为何|怎么|怎样|如何")
_SAID = re.compile(
    "”?[^，：“”]{0,16}(?:有的|他|她|[们人者员长家工志户])[也还都]?(?:谈到|认为|表示|坦言|感慨|回忆|提到|说|透露)[，：,:]|”[^，：“”]{0,20}(?:说|形容|表示|感慨)"
)
"""What somebody says or thinks: 与会的专家认为，…; “…”，老厂长说."""


def requirements(source: Source, outline: Sequence[Part], head: Head) -> tuple[Requirement, ...]:
    """Every demand of the document in order, each with its span, its parts and its theme."""
    return tuple(_requirements(source, outline, head))


def _requirements(source: Source, outline: Sequence[Part], head: Head) -> Iterator[Requirement]:
    lists, by_words = Lists(), demands_by_words(outline, head)
    actors = Actors(outline, None if by_words else "、".join(head.addressees) or None)
    begun = 0 if by_words or head.kind == "纪要" else _first_heading(outline)
    told, charged = narrates(head), tasks(source)
    before: Requirement | None = None
    read: set[Place] = set()
    for statement in statements(source, outline):
        lead = lists.enter(statement)
        if _is_no_demand(statement) or _is_repeated(source, statement, read):
            continue
        settled = not told and statement.paragraph >= begun and not source.paragraphs[statement.paragraph].cells
        bare = settled and (not by_words or any(map(_DUTIES.search, statement.headings)))
        task = _task(statement, charged)
        found = _demands(statement, lead, settled, bare) or _continued(statement, before) or _asked(statement, task)
        asked = []
        for demand in found:
            parts = frame(statement.sentence, demand)
            actors.name(statement, parts.actor)
            other = None if parts.actor else (task and task.actor) or _other(statement, demand, lead, actors, by_words)
            one = _requirement(statement, demand, parts, other, head)
            asked.append(replace(one, deadline=one.deadline or task.due(head.dated), period=one.period or task.period) if task else one)
        yield from asked
        before = asked[-1] if asked else None
        lists.announce(statement, asked[0].modality if asked else None, asked[0].actor if asked else _announced(statement))


def _task(statement: Statement, charged: Mapping[int, Task]) -> Task | None:
    """The task of a table in whose cell the statement stands."""
    task = charged.get(statement.paragraph)
    return task if task and task.start <= statement.sentence.start < task.end else None


def _asked(statement: Statement, task: Task | None) -> list[Demand]:
    """The demand that a cell is by standing in the column of tasks, whatever its words (底数核查)."""
    start, end = statement.sentence.start, statement.sentence.end
    return [Demand(start, end, "must", start, start)] if task else []


def _other(statement: Statement, demand: Demand, lead: Lead | None, actors: Actors, by_words: bool) -> str | None:
    """Who acts though the sentence names nobody; in laws nobody inherits the duty to punish but from a lead-in."""
    if demand.punishes and by_words:
        return lead.actor if lead else None
    return actors.inherited(statement, lead)


def _is_repeated(source: Source, statement: Statement, read: set[Place]) -> bool:
    """Whether the statement stands in a merged cell that a row above had too."""
    place = source.paragraphs[statement.paragraph].places[statement.sentence.start]
    repeated = place in read
    read.add(place)
    return repeated


def _is_no_demand(statement: Statement) -> bool:
    """Whether a statement says what the document is about, asks a question, tells what somebody thinks, or stands under background."""
    sentence = statement.sentence
    text = sentence.quiet[sentence.start : sentence.end]
    asks = _ASKED.match(sentence.quiet, sentence.end) or _ASKING.match(text)
    return bool(asks or _SCOPE.search(text) or _SAID.match(text) or any(map(_BACKGROUND.search, statement.headings)))


def _first_heading(outline: Sequence[Part]) -> int:
    """The paragraph of the first heading: what stands before it says why and to whom the document is."""
    return next((part.start for part in outline if part.kind not in {"title", "paragraph"}), 0)


def _demands(statement: Statement, lead: Lead | None, settled: bool, bare: bool) -> Sequence[Demand]:
    sentence = statement.sentence
    text = sentence.text[sentence.start : sentence.end]
    if lead and text.endswith("的") and lead.modality != "must_not":
        return []
    whole = not statement.titled and (statement.ended or text.endswith(("：", ":")) or (len(text) > 20 and "，" in text))
    settled = settled and whole and not _AIMS.search("".join(statement.headings[:1]))
    slogan = statement.label.startswith(("-", "—", "–")) and len(text) < 16
    if found := demands(sentence, settled, settled and bare and not slogan):
        return found
    announced = is_announced(text) or (lead.modality if lead and not lead.cases and statement.label else None)
    return [Demand(sentence.start, sentence.end, announced, sentence.start, sentence.start)] if announced else []


def _continued(statement: Statement, before: Requirement | None) -> list[Demand]:
    """A part after ； that goes on demanding (；并如实记录)."""
    sentence = statement.sentence
    goes_on = before and before.span.paragraph == statement.paragraph and "；" in sentence.quiet[before.span.end : sentence.start]
    first = sentence.words[0]
    if not before or not goes_on or not (first.text in _GOING_ON or is_imperative(first.text)):
        return []
    return [Demand(sentence.start, sentence.end, before.modality, sentence.start, sentence.start)]


def _requirement(statement: Statement, demand: Demand, found: Frame, other: str | None, head: Head) -> Requirement:
    sentence = statement.sentence
    text = sentence.text[demand.start : demand.end]
    weighted = [(found.action or "", 3), (found.object or "", 3), (text, 1)]
    return Requirement(
        Span(statement.paragraph, demand.start, demand.end),
        demand.modality,
        found.actor or other,
        other is not None,
        found.action,
        found.object,
        found.condition,
        deadline(text, head.dated) or _due_above(statement.headings, head.dated),
        period(text),
        _quantity(sentence, demand),
        theme(weighted) or _theme_above(statement.headings),
    )


@lru_cache(maxsize=64)
def _due_above(headings: tuple[str, ...], dated: date | None) -> date | None:
    """The day that the nearest heading names; many demands stand under the same."""
    return next((day for heading in headings if (day := deadline(heading, dated))), None)


@lru_cache(maxsize=64)
def _theme_above(headings: tuple[str, ...]) -> str | None:
    return theme((heading, 1) for heading in headings)


def _quantity(sentence: Sentence, demand: Demand) -> Quantity | None:
    """The first number that bounds something, else the first number; times, and what only says when (浓度大于4%时), where there is
    nothing else."""
    start = max(demand.said, demand.start)
    found = list(quantities(sentence.text[start : demand.end]))
    if not found:
        return None
    whens = [(begin - start, end - start) for begin, end in sentence.clauses if CONDITION_END.search(sentence.quiet, begin, end)]

    def rank(numbered: tuple[int, Quantity]) -> tuple[bool, bool, bool]:
        place, quantity = numbered
        return any(begin <= place < end for begin, end in whens), quantity.unit in TIMES, quantity.comparison == "equal"

    return min(found, key=rank)[1]


def _announced(statement: Statement) -> str | None:
    """Whose duties a lead-in announces without a demand of its own (总指挥职责：)."""
    text = statement.sentence.text[statement.sentence.start : statement.sentence.end]
    return role(text.rstrip("：:")) if text.endswith(("：", ":")) else None
