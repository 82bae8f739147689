"""`duibiao crosswalk`: results and standards carried to another version of the framework."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import as_of_option, format_option, language_option, opened, store_option, write

if TYPE_CHECKING:
    from duibiao.reasoning.crosswalk import Path as Way
    from duibiao.register.crosswalk import Carried, Crosswalk, Reached

_HEADS = {
    "zh": ("种类", "编号", "名称", "得分", "原要素", "新要素", "结果"),
    "en": ("kind", "number", "name", "marks", "element", "new element", "outcome"),
}
_ELEMENT_HEADS = {
    "zh": ("新要素", "名称", "结果", "标准", "承接", "可信度"),
    "en": ("new element", "name", "results", "standards", "relation", "confidence"),
}
_KINDS = {"result": "自评项", "standard": "企业标准"}
_RELATIONS = {"equal": "相同", "narrower": "整体归入", "broader": "部分归入", "related": "相近"}


@click.command()
@click.argument("enterprise")
@click.option("--to", required=True, metavar="NORM", help="The version to carry to, like GB/T 33000-2025. / 转换到的版本")
@click.option("--from", "start", metavar="NORM", help="Whose numbers the items have; GB/T 33000-2016 by default. / 自评项所用的版本")
@as_of_option
@format_option("table", "json")
@store_option
@language_option
def crosswalk(enterprise: str, to: str, start: str | None, day: date, form: str, path: Path, lang: str) -> None:
    """Show what of an enterprise's self-evaluations and standards is carried to another version of the framework, by which chain of
    elements, what is left, and which new elements nothing reaches. Nothing is written.

    Example: duibiao crosswalk 沧澜湾示例化工有限公司 --to "GB/T 33000-2025"
    """
    from duibiao import register
    from duibiao.register import crosswalk as walks

    with opened(path) as store:
        found = walks.crosswalk(store, register.code_of(store, enterprise), to=to, start=start or walks.OWN, day=day)
    if form == "json":
        write(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n", None)
    else:
        _show(found, lang)


def _show(found: "Crosswalk", lang: str) -> None:
    from duibiao.cli.tables import show_rows

    show_rows(_HEADS[lang], [_thing(thing, lang) for thing in found.things])
    show_rows(_ELEMENT_HEADS[lang], [_element(reached, lang) for reached in found.elements])
    for line in _summary(found, lang):
        click.echo(line)


def _thing(thing: "Carried", lang: str) -> tuple[str, ...]:
    start = "；".join(f"{one.number} {getattr(one, lang)}" for one in thing.starts) or "—"
    outcome = thing.left[lang] if thing.left else {"zh": "转入", "en": "carried"}[lang]
    kind = _KINDS[thing.kind] if lang == "zh" else thing.kind
    return kind, thing.number, thing.name, thing.marks, start, _ways(thing.paths, lang), outcome


def _ways(paths: "Sequence[Way]", lang: str) -> str:
    """The ends of the paths, those of the same relation together, the strongest first."""
    ends: dict[str, list[str]] = {relation: [] for relation in _RELATIONS}
    for path in paths:
        ends[path.relation].append(path.end[1])
    join, space = ("、", "；") if lang == "zh" else (", ", "; ")
    return space.join(f"{_relation(relation, lang)} {join.join(dict.fromkeys(found))}" for relation, found in ends.items() if found)


def _element(reached: "Reached", lang: str) -> tuple[str, ...]:
    relation = _relation(reached.relation, lang) if reached.relation else {"zh": "没有承接", "en": "nothing reaches it"}[lang]
    from duibiao.ontology.terms import D
    from duibiao.register.score_sections import named

    element = reached.element
    return (
        element.number,
        getattr(element, lang),
        str(reached.results),
        str(reached.standards),
        relation,
        named(D[f"Confidence-{element.confidence}"], lang),
    )


def _relation(relation: str, lang: str) -> str:
    return _RELATIONS[relation] if lang == "zh" else relation


def _summary(found: "Crosswalk", lang: str) -> Iterator[str]:
    left = sum(thing.left is not None for thing in found.things)
    idle = sum(reached.relation is None for reached in found.elements)
    total, new = len(found.things), len(found.elements)
    if lang == "zh":
        yield f"{found.name}：{total} 项中转入 {total - left} 项，没有转入 {left} 项；{found.end} 的 {new} 个要素中 {idle} 个没有承接。"
        yield "要素对照是本产品的判断，没有官方对照表；只作预览，什么也没有写入。"
    else:
        yield f"{found.name}: of {total} things {total - left} are carried and {left} are left."
        yield f"Nothing reaches {idle} of the {new} elements of {found.end}."
        yield "The map of elements is a judgement of ours, there is no official one; this is a preview, and nothing was written."
