"""The sample enterprises and the sample authority: exactly the gaps of their answer keys, by both engines."""

import csv
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from duibiao import register, shapes
from duibiao.loaders.sheets import SHEETS
from duibiao.ontology import iris
from duibiao.register import demo
from duibiao.store import Store

DAY = date(2026, 11, 22)
CODES = {"chemical-plant": "91000000CLW000010K", "machining-firm": "91000000JJG000023K", "county-bureau": "11000000YXGX00003K"}
KINDS = {model.sheet: model.kind for model in SHEETS}
# Their value is the counterpart; of other rules the key leaves it out, since it only repeats a cell.
WITH_COUNTERPART = {"Clause-notWeaker", "Clause-disclosure", "Clause-claimProved", "Clause-contradiction", "Standard-citesInForce"}


@pytest.fixture(scope="module")
def store() -> Store:
    filled = Store.in_memory()
    demo.fill(filled, DAY)
    return filled


def key(name: str) -> list[tuple[str, str, str | None]]:
    with as_file(files("duibiao.corpus").joinpath("sample", f"{name}.key.csv")) as path:
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    return sorted((row["rule"], _focus(CODES[name], row).value, _value(CODES[name], row)) for row in rows)


def _focus(code: str, row: dict[str, str]) -> NamedNode:
    if row["sheet"] == "企业":
        return iris.enterprise(code)
    return iris.member(code, KINDS[row["sheet"]], *row["focus"].split("|"))


def _value(code: str, row: dict[str, str]) -> str | None:
    if row["rule"] not in WITH_COUNTERPART:
        return None
    parts = row["value"].split("|")
    if row["rule"] == "Clause-contradiction":
        return iris.member(code, "standard", *parts).value
    return (iris.norm(parts[0]) if len(parts) == 1 else iris.clause(*parts)).value


@pytest.fixture(scope="module")
def reports(store: Store) -> dict[tuple[str, str], register.Report]:
    """A check of each sample by each engine, made once: the judge takes its time."""
    return {
        (name, engine): register.check(store, day=DAY, book=shapes.shipped(), codes=[code], engine=engine)
        for name, code in CODES.items()
        for engine in shapes.ENGINES
    }


@pytest.mark.parametrize("engine", ["compiled", "pyshacl"])
@pytest.mark.parametrize("name", CODES)
def test_exactly_the_gaps_of_the_key(reports: dict[tuple[str, str], register.Report], name: str, engine: str) -> None:
    found = [(gap.rule, gap.focus, gap.value if gap.rule in WITH_COUNTERPART else None) for gap in reports[name, engine].gaps]
    assert sorted(found) == key(name)


def test_every_rule_family_of_the_sheets_has_planted_gaps() -> None:
    families = {rule.name: rule.family for rule in shapes.shipped().rules.values()}
    assert {families[rule] for rule, _, _ in key("chemical-plant")} == {1, 2, 3, 4, 5, 6, 7, 8}


@pytest.mark.parametrize("name", CODES)
def test_both_engines_give_the_same_ledger(reports: dict[tuple[str, str], register.Report], name: str) -> None:
    assert reports[name, "compiled"].ledger == reports[name, "pyshacl"].ledger


def test_every_row_of_the_samples_is_accepted() -> None:
    with as_file(files("duibiao.corpus").joinpath("sample")) as folder:
        results = register.load(Store.in_memory(), [Path(folder)], day=DAY, who="test")
    assert [(r.status, r.rejected, r.errors) for r in results] == [("loaded", 0, ())] * 3
