"""The files beside the tables of GB 18218: other names of substances, classes of GHS, classes of the pure substances."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from duibiao import corpus, loaders
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, SKOS, D
from duibiao.reasoning.hazard_tables import by_name, folded


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"gb18218/{name}.csv").read_text(encoding="utf-8").splitlines()))


TABLE_1, NAMES, GHS, PURE = rows("table1"), rows("aliases"), rows("ghs"), rows("pure")
SYMBOLS = {row["symbol"] for row in rows("table2")}
STATES = {"gas", "liquid", "solid"}
ROUTES = {"": "", "-经口": "oral", "-经皮": "dermal", "-吸入": "inhalation"}

# Counted in the parts of GB 30000 and, for the last two, in the later edition of GHS.
CATEGORIES = {
    "爆炸物": 7,
    "气溶胶": 3,
    "氧化性气体": 1,
    "易燃液体": 4,
    "易燃固体": 2,
    "自反应物质和混合物": 7,
    "自燃液体": 1,
    "自燃固体": 1,
    "自热物质和混合物": 2,
    "遇水放出易燃气体的物质和混合物": 3,
    "氧化性液体": 3,
    "氧化性固体": 3,
    "有机过氧化物": 7,
    "金属腐蚀物": 1,
    "急性毒性": 5,
    "急性毒性-经口": 5,
    "急性毒性-经皮": 5,
    "急性毒性-吸入": 5,
    "吸入危害": 2,
    "危害水生环境-急性危害": 3,
    "危害水生环境-长期危害": 4,
    "退敏爆炸物": 4,
    "加压化学品": 3,
}


def named(row: dict[str, str]) -> str:
    """A class of GHS as the catalogue of hazardous chemicals writes it."""
    return ",".join(filter(None, (row["hazard_zh"], row["category"])))


def symbols(text: str, state: str) -> set[str]:
    """The symbols of a class for a substance in this state."""
    (row,) = (row for row in GHS if named(row) == text and row["state"] in ("", state))
    return set(filter(None, row["symbols"].split(";")))


# --- other names


def test_a_name_leads_to_one_row_and_is_no_printed_name_and_no_mixture() -> None:
    assert [name for name, times in Counter(folded(row["name"]) for row in NAMES).items() if times > 1] == []
    printed = {folded(name) for row in TABLE_1 for name in (row["name_zh"], *row["alias_zh"].split(";"))}
    mixtures = {folded(row["name"]) for row in rows("mixtures")}
    for row in NAMES:
        name = folded(row["name"])
        assert name not in printed | mixtures, row
        assert {substance.number for substance in by_name().get(name, ())} <= {row["table1_no"]}, row


def test_every_row_of_table_1_has_an_english_name() -> None:
    assert {row["table1_no"] for row in NAMES if row["lang"] == "en"} == {row["no"] for row in TABLE_1}
    assert {row["table1_no"] for row in NAMES} == {row["no"] for row in TABLE_1}


def test_a_name_has_the_script_of_its_language() -> None:
    for row in NAMES:
        has_han = any("一" <= character <= "鿿" for character in row["name"])
        assert has_han == (row["lang"] == "zh"), row


def test_a_name_that_needs_its_content_states_it() -> None:
    """Nitrocellulose, ammonium nitrate, nitric acid, formaldehyde and the peroxide are rows of table 1 at some contents only."""
    conditional = {row["no"] for row in TABLE_1 if "%" in row["name_zh"]}
    assert conditional == {"8", "37", "38", "39", "40", "41", "42", "43", "44", "45", "72", "81"}
    assert [row for row in NAMES if row["table1_no"] in conditional and "%" not in row["name"]] == []


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("LPG", "52"),
        ("丙烷", "52"),
        ("液化气", "52"),
        ("LNG", "49"),
        ("压缩天然气", "49"),
        ("焦炉煤气", "13"),
        ("92号汽油", "66"),
        ("甲醇汽油", "66"),
        ("无水乙醇", "67"),
        ("methanol", "65"),
        ("三乙基铝", "74"),
        ("anhydrous ammonia", "1"),
        ("phosgene", "6"),
        ("nitrocellulose (with ≥25% alcohol)", "39"),
    ],
)
def test_a_name_in_common_use_leads_to_its_row(name: str, number: str) -> None:
    assert {row["table1_no"] for row in NAMES if folded(row["name"]) == folded(name)} == {number}


# --- CAS numbers


def cas_numbers() -> Iterator[tuple[str, str]]:
    """Each CAS number beside the row of table 1 or the gas of table 3 that it is of."""
    yield from ((cas, row["no"]) for row in TABLE_1 for cas in row["cas_numbers"].split(";") if cas)
    yield from ((row["cas"], row["table1_no"]) for row in NAMES if row["cas"])
    yield from ((row["cas"], row["table1_no"]) for row in rows("beta") if row["cas"] and row["table1_no"])


@pytest.mark.parametrize("cas", sorted({cas for cas, _ in cas_numbers()}))
def test_a_cas_number_has_the_right_check_digit(cas: str) -> None:
    first, second, check = cas.split("-")
    assert (2 <= len(first) <= 7, len(second), len(check)) == (True, 2, 1)
    assert sum(place * int(digit) for place, digit in enumerate(reversed(first + second), start=1)) % 10 == int(check)


def test_a_cas_number_in_common_use_is_of_one_row_and_is_not_printed() -> None:
    printed = {cas for row in TABLE_1 for cas in row["cas_numbers"].split(";")}
    of = defaultdict(set)
    for row in NAMES:
        of[row["cas"]].add(row["table1_no"])
    del of[""]
    assert printed & of.keys() == set()
    assert {cas for cas, numbers in of.items() if len(numbers) > 1} == set()
    assert {of[cas].pop() for cas in ("584-84-9", "91-08-7")} == {"23"}
    assert {of[cas].pop() for cas in ("97-93-8", "75-24-1", "100-99-2")} == {"74"}


def test_a_cas_number_that_another_substance_has_too_is_of_little_trust() -> None:
    assert {(row["confidence"], "red phosphorus" in row["note"]) for row in NAMES if row["cas"] == "7723-14-0"} == {("low", True)}


# --- classes of GHS


def test_the_symbols_of_a_class_are_those_of_table_2_and_every_one_is_reached() -> None:
    assert {symbol for row in GHS for symbol in row["symbols"].split(";") if symbol} == SYMBOLS


def test_a_class_stands_once_for_each_state_or_once_for_all() -> None:
    states = defaultdict(list)
    for row in GHS:
        states[named(row)].append(row["state"])
    assert [name for name, known in states.items() if known != [""] and (len(known) != 3 or set(known) != STATES)] == []


def test_every_category_of_a_hazard_is_there() -> None:
    found = {hazard: len({row["category"] for row in GHS if row["hazard_zh"] == hazard}) for hazard in CATEGORIES}
    assert found == CATEGORIES


def test_the_route_is_that_of_the_name() -> None:
    for row in GHS:
        hazard, _, route = row["hazard_zh"].partition("急性毒性")
        assert row["route"] == ("" if hazard else ROUTES[route]), row


def test_a_symbol_stands_for_the_hazard_that_table_2_names() -> None:
    groups = {row["symbol"]: row["hazard_class_zh"] for row in rows("table2")}
    for row in GHS:
        hazard = row["hazard_zh"].partition("-")[0].replace("化学不稳定性气体", "易燃气体")
        for symbol in filter(None, row["symbols"].split(";")):
            kind = hazard.removesuffix("固体").removesuffix("液体") if symbol in {"W8", "W9.1", "W9.2"} else hazard
            assert kind in groups[symbol], row


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        ("急性毒性-经口,类别1", "gas", {"J1"}),
        ("急性毒性-吸入,类别1", "liquid", {"J2"}),
        ("急性毒性-吸入,类别2", "gas", {"J3"}),
        ("急性毒性-吸入,类别3", "gas", {"J3"}),
        ("急性毒性-吸入,类别2", "liquid", {"J4", "J5"}),
        ("急性毒性-吸入,类别3", "liquid", {"J4"}),
        ("急性毒性-经皮,类别2", "liquid", {"J5"}),
        ("急性毒性-经皮,类别3", "liquid", set()),
        ("急性毒性,类别3", "liquid", {"J4"}),
        ("急性毒性,类别3", "solid", set()),
        ("急性毒性-经口,类别4", "solid", set()),
        ("爆炸物,不稳定爆炸物", "solid", {"W1.1"}),
        ("爆炸物,1.5项", "solid", {"W1.2"}),
        ("爆炸物,1.4项", "solid", {"W1.3"}),
        ("易燃气体,类别1B", "gas", {"W2"}),
        ("气溶胶,类别3", "gas", set()),
        ("氧化性气体,类别1", "gas", {"W4"}),
        ("加压气体", "gas", set()),
        ("易燃液体,类别1", "liquid", {"W5.1"}),
        ("易燃液体,类别2", "liquid", {"W5.1", "W5.2", "W5.3"}),
        ("易燃液体,类别3", "liquid", {"W5.1", "W5.2", "W5.4"}),
        ("易燃液体,类别4", "liquid", set()),
        ("自反应物质和混合物,B型", "solid", {"W6.1"}),
        ("自反应物质和混合物,E型", "solid", {"W6.2"}),
        ("自反应物质和混合物,F型", "solid", set()),
        ("有机过氧化物,F型", "liquid", {"W7.2"}),
        ("有机过氧化物,G型", "liquid", set()),
        ("自燃固体,类别1", "solid", {"W8"}),
        ("自热物质和混合物,类别1", "solid", set()),
        ("氧化性固体,类别1", "solid", {"W9.1"}),
        ("氧化性液体,类别3", "liquid", {"W9.2"}),
        ("易燃固体,类别1", "solid", {"W10"}),
        ("易燃固体,类别2", "solid", set()),
        ("遇水放出易燃气体的物质和混合物,类别2", "solid", {"W11"}),
        ("遇水放出易燃气体的物质和混合物,类别3", "solid", set()),
        ("皮肤腐蚀/刺激,类别1A", "liquid", set()),
        ("致癌性,类别1A", "liquid", set()),
    ],
)
def test_a_class_has_the_symbols_that_table_2_gives_it(name: str, state: str, expected: set[str]) -> None:
    assert symbols(name, state) == expected


# --- pure substances


@pytest.mark.parametrize("row", PURE, ids=lambda row: row["table1_no"])
def test_the_classes_of_a_pure_substance_are_classes_of_ghs(row: dict[str, str]) -> None:
    listed = row["classes"].split(";")
    assert len(listed) == len(set(listed))
    assert row["state"] in STATES
    for name in listed:
        symbols(name, row["state"])


def test_a_pure_substance_is_a_row_of_table_1_and_stands_once() -> None:
    numbers = [row["table1_no"] for row in PURE]
    assert len(set(numbers)) == len(numbers)
    assert {row["no"] for row in TABLE_1} - set(numbers) == {"8", "15", "16", "22"}


def test_the_state_agrees_with_classes_and_boiling_point() -> None:
    suited = {"气体": "gas", "液体": "liquid", "固体": "solid"}
    for row in PURE:
        own = {suited[name.partition(",")[0][-2:]] for name in row["classes"].split(";") if name.partition(",")[0][-2:] in suited}
        assert own <= {row["state"]}, row
        if row["boiling_point_c"]:
            assert (float(row["boiling_point_c"]) < 22) == (row["state"] == "gas"), row


def test_a_toxic_liquid_has_its_boiling_point() -> None:
    """J4 or J5 hangs on it."""
    for row in PURE:
        if any("J4" in symbols(name, row["state"]) for name in row["classes"].split(";")):
            assert row["boiling_point_c"], row


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("65", {"W5.1", "W5.2", "W5.3", "J4"}),
        ("25", {"W5.1", "J4", "J5"}),
        ("12", {"J3"}),
        ("20", {"J1", "J3"}),
        ("26", set()),
        ("39", {"W1.2"}),
        ("51", {"W2"}),
        ("56", {"W4"}),
        ("72", {"W7.1"}),
        ("74", {"W8", "W11"}),
        ("81", {"W9.2"}),
    ],
)
def test_the_symbols_of_a_pure_substance(number: str, expected: set[str]) -> None:
    (row,) = (row for row in PURE if row["table1_no"] == number)
    assert {symbol for name in row["classes"].split(";") for symbol in symbols(name, row["state"])} == expected


# --- in the graph


@cache
def stated(name: str) -> list[tuple[object, ...]]:
    return [(t.subject, t.predicate, t.object) for t in loaders.read(Path(str(corpus.path(f"gb18218/{name}.csv")))).triples]


def objects(name: str, subject: NamedNode, term: NamedNode) -> set[object]:
    return {o for s, p, o in stated(name) if (s, p) == (subject, term)}


def test_the_first_english_name_of_a_substance_is_its_only_label() -> None:
    methanol = iris.substance("65")
    assert objects("aliases", methanol, SKOS.prefLabel) == {Literal("methanol", language="en")}
    assert Literal("methyl alcohol", language="en") in objects("aliases", methanol, SKOS.altLabel)
    assert Literal("工业甲醇", language="zh") in objects("aliases", methanol, SKOS.altLabel)
    labels = Counter(s for s, p, _ in stated("aliases") if p == SKOS.prefLabel)
    assert (len(labels), set(labels.values())) == (85, {1})


def test_a_name_is_a_statement_that_says_how_far_to_trust_it() -> None:
    names = [s for s, p, o in stated("aliases") if (p, o) == (RDF.type, RDF.Statement)]
    assert len(names) == len(NAMES)
    about = {(s, p): o for s, p, o in stated("aliases")}
    dimer = iris.resource("alias", "gb18218", "四氧化二氮")
    assert about[dimer, D.confidence] == D["Confidence-low"]
    assert about[dimer, RDF.subject] == iris.substance("3")
    assert {(about[s, RDF.subject], about[s, RDF.predicate], about[s, RDF.object]) for s in names} <= set(stated("aliases"))


def test_a_cas_number_in_common_use_is_no_printed_one() -> None:
    assert not [s for s, p, _ in stated("aliases") if p == D.casNumber]
    assert Literal("584-84-9") in objects("aliases", iris.substance("23"), SKOS.hiddenLabel)


def test_a_class_of_ghs_states_its_symbols() -> None:
    flammable = iris.resource("ghs-class", "易燃液体", "类别2")
    assert objects("ghs", flammable, D.hazardClass) == {Literal("W5.1"), Literal("W5.2"), Literal("W5.3")}
    assert objects("ghs", flammable, SKOS.prefLabel) == {
        Literal("易燃液体,类别2", language="zh"),
        Literal("Flammable liquids, category 2", language="en"),
    }
    assert objects("ghs", iris.resource("ghs-class", "急性毒性-吸入", "类别3", "gas"), D.hazardClass) == {Literal("J3")}
    assert objects("ghs", iris.resource("ghs-class", "致癌性", "类别2"), D.hazardClass) == set()
