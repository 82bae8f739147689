"""The small enterprise with a post that nobody holds, and waivers of its gaps."""

import csv
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pyoxigraph import Triple
from workbooks import CODE, small_enterprise, write

from duibiao import register, shapes
from duibiao.ontology import labels
from duibiao.shapes import Gap, RuleBook
from duibiao.store import Store

DAY, UNTIL = date(2026, 11, 22), date(2027, 3, 31)
RULE = "Post-holder"
TOLD = {"reason": "正在招聘", "until": UNTIL, "by": "安全总监"}


def enterprise(folder: Path, name: str = "book.xlsx", **changes: Any) -> Path:
    """The small enterprise, nobody holding its second post; `kind`, `holder`, `scope` of that post and its clause's `hours` may change,
    `title` is the first post's, and `above` puts a row before them."""
    sheets = small_enterprise()
    head, first, second = sheets["岗位"]
    for row, column, value in (
        (second, "责任人", changes.get("holder", "")),
        (second, "岗位类别", changes.get("kind", "特种作业")),
        (second, "责任范围", changes.get("scope", "罐区")),
        (first, "岗位名称", changes.get("title", "总经理")),
    ):
        row[head.index(column)] = value
    if changes.get("above"):
        sheets["岗位"].insert(1, ["G0", *second[1 : head.index("责任人")], "1003", *second[head.index("责任人") + 1 :]])
    blank = [""] * 6
    parameter, scope = "气体分析取样与动火开始的间隔", "动火"
    sheets["条款"].append(
        ["Q/XY 2-2024", "6.1", "限时。", "GB 30871-2022", "5.3.1 c)", parameter, scope, "上限", changes.get("hours", 1), "", "h", *blank]
    )
    return write(folder / name, sheets)


def requirements(folder: Path, changes: dict[str, dict[str, str]]) -> Path:
    """The requirements that come with the product, some with other cells."""
    with as_file(files("duibiao.corpus").joinpath("norms", "requirements.csv")) as file:
        rows = [row | changes.get(row["id"], {}) for row in csv.DictReader(file.read_text("utf-8-sig").splitlines())]
    path = folder / "requirements.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def load(store: Store, *paths: Path, day: date = DAY) -> None:
    for result in register.load(store, paths, day=day, who="工号1"):
        assert (result.status, result.errors) == ("loaded", ())


def check(store: Store, *, day: date = DAY, book: RuleBook | None = None, engine: str = "compiled") -> register.Report:
    return register.check(store, day=day, book=book or shapes.shipped(), codes=[CODE], engine=engine)


def gap(store: Store, rule: str = RULE, **how: Any) -> Gap:
    [found] = [gap for gap in check(store, **how).gaps if gap.rule == rule]
    return found


def waive(store: Store, rule: str = RULE, **other: Any) -> Gap:
    told = TOLD | {"day": DAY, "who": "工号7", "book": shapes.shipped()} | other
    return register.waive(store, gap(store, rule).id, **told)


def lapsed(store: Store, rule: str = RULE, **how: Any) -> set[str]:
    """Why the waiver of the gap of this rule does not hold; empty while it does."""
    found = gap(store, rule, **how)
    assert found.waiver is not None
    if found.waiver.lapsed is None:
        assert found.state == "waived"
        return set()
    assert found.state == "open"
    reasons = {texts["zh"]: node for node, texts in labels().items() if "#LapseReason-" in node.value}
    said = {reasons[text].value.rpartition("-")[2] for text in found.waiver.lapsed["zh"].split("；")}
    assert found.waiver.lapsed["en"].count(";") == len(said) - 1
    return said


def everything(store: Store) -> dict[str, set[Triple]]:
    return {name.value: store.graph(name) for name in store.graphs()}
