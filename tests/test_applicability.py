"""Which requirements an enterprise is subject to: the borders, what cannot be told, the reasons, and the two samples."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from duibiao import corpus, loaders, queries
from duibiao.ontology import concepts, iris
from duibiao.ontology import load as ontology
from duibiao.ontology.terms import RDF, RDFS, XSD, D, Term
from duibiao.reasoning import Scratch, applicability
from duibiao.reasoning import derive as kinds
from duibiao.reasoning.applicability import Applicability, Condition, applicable, conditions
from duibiao.reasoning.profiles import Presence, Profile, profiles
from duibiao.register import demo
from duibiao.store import Store

CODE = "91350100M000100Y43"
FIRM = iris.enterprise(CODE)
SAMPLES = ("chemical-plant", "machining-firm")


@cache
def law() -> tuple[Condition, ...]:
    """The conditions shipped."""
    return tuple(conditions(Scratch(loaders.read(Path(str(corpus.path("norms/applicability.csv")))).triples)))


def firm(
    sector: str | None = "machinery", headcount: int | None = 92, scale: str | None = "small", place: str | None = None
) -> list[Triple]:
    """An enterprise with a post and a piece of production equipment, and nothing else on record."""
    stated: list[tuple[NamedNode, Term]] = [(RDF.type, D.Enterprise)]
    stated += [(D.sector, D[f"Sector-{sector}"])] if sector else []
    stated += [(D.headcount, Literal(headcount))] if headcount is not None else []
    stated += [(D.scale, D[f"Scale-{scale}"])] if scale else []
    stated += [(D.place, Literal(place))] if place else []
    return [
        *(Triple(FIRM, *said) for said in stated),
        *member("post", "G1", D.Post, (D.kind, D["PostKind-operating"])),
        *member("equipment", "S1", D.Equipment, (D.kind, D["EquipmentKind-production"])),
    ]


def member(kind: str, number: str, cls: NamedNode, *said: tuple[NamedNode, Term]) -> list[Triple]:
    """A thing of the enterprise with what is said of it."""
    node = iris.member(CODE, kind, number)
    return [Triple(node, *statement) for statement in ((RDF.type, cls), (D.belongsTo, FIRM), *said)]


def unit(number: str, *classes: NamedNode, grade: int | None = None) -> list[Triple]:
    said: list[tuple[NamedNode, Term]] = [(RDF.type, cls) for cls in classes]
    return member("unit", number, D.HazardUnit, *said, *([(D.computedGrade, D[f"HazardGrade-{grade}"])] if grade else []))


def holding(number: str, unit_number: str, name: str, hazard_class: str | None = None) -> list[Triple]:
    said: list[tuple[NamedNode, Term]] = [(D.inUnit, iris.member(CODE, "unit", unit_number)), (D.substanceName, Literal(name))]
    return member("holding", number, D.Holding, *said, *([(D.hazardClass, Literal(hazard_class))] if hazard_class else []))


def special(number: str, *said: tuple[NamedNode, Term]) -> list[Triple]:
    return member("equipment", number, D.Equipment, (D.kind, D["EquipmentKind-special"]), *said)


def profile(*triples: Triple) -> Profile:
    (found,) = profiles(Scratch(triples))
    return found


def answer(of: str, *triples: Triple) -> Applicability:
    """What is found for a requirement (R006) or a norm by its key."""
    about = iris.requirement(of) if of.startswith("R0") else iris.norm(of)
    (found,) = [found for found in applicable(profile(*triples), law()) if found.about == about]
    return found


# --- borders


@pytest.mark.parametrize(
    ("requirement", "sector", "headcount", "applies"),
    [
        ("R006", "machinery", 100, False),  # more than one hundred: exactly one hundred is not enough
        ("R006", "machinery", 101, True),
        ("R006", "mining", 101, False),  # high-risk: the first paragraph
        ("R006", "hazardous-chemicals-use", 101, True),  # not named as high-risk
        ("R005", "mining", 3, True),
        ("R005", "transport", 3, True),
        ("R005", "machinery", 3000, False),
        ("R078", "construction", 299, False),
        ("R078", "construction", 300, True),
        ("R078", "metal-smelting", 300, False),  # high-risk, and yet not named by 注册安全工程师管理规定 第六条
        ("R078", "machinery", 300, False),
        ("R079", "metal-smelting", 99, False),
        ("R079", "metal-smelting", 100, True),
        ("R079", "machinery", 100, False),
    ],
)
def test_headcount_and_sector(requirement: str, sector: str, headcount: int, applies: bool) -> None:
    assert answer(requirement, *firm(sector, headcount)).applies is applies


@pytest.mark.parametrize("requirement", ["R029", "R035"])
@pytest.mark.parametrize(
    ("sector", "scale", "applies"),
    [
        ("machinery", "large", True),
        ("machinery", "medium", True),
        ("machinery", "small", False),
        ("machinery", "micro", False),
        ("machinery", None, None),
        ("mining", "micro", True),
        ("mining", None, True),  # the sector is enough
        ("transport", "small", None),  # it depends on the goods
        ("transport", "medium", True),
    ],
)
def test_plans_are_reviewed_in_named_sectors_or_from_medium_scale(
    requirement: str, sector: str, scale: str | None, applies: bool | None
) -> None:
    assert answer(requirement, *firm(sector, scale=scale)).applies is applies


@pytest.mark.parametrize(("scale", "applies"), [("large", True), ("medium", True), ("small", False), ("micro", False), (None, None)])
def test_the_standardisation_standard_is_for_large_and_medium_enterprises(scale: str | None, applies: bool | None) -> None:
    assert answer("gb-t-33000-2025", *firm(scale=scale)).applies is applies


def determined(cls: NamedNode) -> set[str]:
    return {t.subject.value.partition("Sector-")[2] for t in ontology() if t.predicate == D.determines and t.object == cls} - {""}


@pytest.mark.parametrize(("requirement", "cls"), [("R005", D.HighRiskEnterprise), ("R008", D.SafetyEngineerEnterprise)])
def test_sectors_named_by_the_law_are_those_of_the_ontology(requirement: str, cls: NamedNode) -> None:
    sectors = {c.value.partition("Sector-")[2] for c in concepts("Sector").values()}
    assert {sector for sector in sectors if answer(requirement, *firm(sector)).applies} == determined(cls)


@pytest.mark.parametrize(
    ("of", "sector", "applies"),
    [
        ("R090", "hazardous-chemicals-production", True),
        ("R090", "machinery", False),
        ("R090", "hazardous-chemicals-use", None),  # a chemical works or not
        ("gb-30871-2022", "machinery", False),
        ("工贸企业重大事故隐患判定标准-2023", "machinery", True),
        ("工贸企业重大事故隐患判定标准-2023", "hazardous-chemicals-production", False),
        ("工贸企业重大事故隐患判定标准-2023", "other", None),
        ("R085", "hazardous-chemicals-production", False),
        ("R053", "hazardous-chemicals-use", True),
        ("R057", "hazardous-chemicals-trade", True),
        ("R057", "hazardous-chemicals-production", False),
        ("R077", "fireworks", None),  # makers need the licence, traders do not
    ],
)
def test_chemical_works_and_industry_and_trade_keep_apart(of: str, sector: str, applies: bool | None) -> None:
    assert answer(of, *firm(sector)).applies is applies


# --- what is on record


def test_double_keeping_is_for_major_sources_and_highly_toxic_chemicals() -> None:
    plant = firm("hazardous-chemicals-production")
    assert answer("R054", *firm()).applies is False
    assert answer("R054", *plant).applies is None  # nothing on record, and the sector cannot be without chemicals
    assert answer("R054", *plant, *unit("D1"), *holding("C1", "D1", "甲醇")).applies is None  # methanol is not said to be harmless
    assert answer("R054", *plant, *unit("D1"), *holding("C1", "D1", "某物", "W5.1；J2")).applies is True
    assert answer("R054", *plant, *unit("D1", D.MajorHazardSource)).applies is True
    assert answer("R060", *firm(), *unit("D1")).applies is False


def test_an_undecided_unit_is_no_pass() -> None:
    assert answer("R037", *firm(), *unit("D1")).applies is False
    assert answer("R037", *firm("hazardous-chemicals-production")).applies is None  # no unit on record
    assert answer("R037", *firm(), *unit("D1"), *unit("D2", D.UndecidedUnit)).applies is None
    assert answer("R037", *firm(), *unit("D2", D.UndecidedUnit), *unit("D3", D.MajorHazardSource)).applies is True


@pytest.mark.parametrize(
    ("classes", "grade", "applies"),
    [
        ((D.MajorHazardSource, D.GraveMajorHazardSource), 2, True),
        ((D.MajorHazardSource,), 3, False),
        ((D.MajorHazardSource,), None, None),
        ((), None, False),
    ],
)
def test_emergency_stops_are_for_levels_one_and_two(classes: tuple[NamedNode, ...], grade: int | None, applies: bool | None) -> None:
    assert answer("R040", *firm(), *unit("D1", *classes, grade=grade)).applies is applies


def test_toxic_gas_is_told_by_table_3_in_its_own_unit() -> None:
    both = [*unit("D1", D.MajorHazardSource, D.GraveMajorHazardSource, grade=1), *unit("D2", D.MajorHazardSource, grade=4)]
    assert answer("R041", *firm(), *both, *holding("C1", "D1", "液氯")).applies is True
    assert answer("R041", *firm(), *both, *holding("C1", "D2", "液氯")).applies is None  # the other one is of level four
    assert answer("R046", *firm(), *both, *holding("C1", "D2", "液氯")).applies is True
    assert answer("R046", *firm(), *unit("D3"), *holding("C1", "D3", "液氯")).applies is False


@pytest.mark.parametrize(
    ("requirement", "more", "applies"),
    [
        ("R065", [], False),
        ("R065", special("T1"), True),
        ("R065", special("T1", (D.state, D["EquipmentState-scrapped"])), False),
        ("R069", special("T1", (D.specialKind, Literal("电梯"))), True),
        ("R069", special("T1", (D.specialKind, Literal("锅炉"))), False),
        ("R069", special("T1"), None),
        ("R073", member("equipment", "X1", D.Equipment, (D.kind, D["EquipmentKind-fire-facility"])), True),
        ("R011", member("post", "G2", D.Post, (D.kind, D["PostKind-special-operation"])), True),
        ("R019", member("post", "G2", D.Post, (D.highRiskWork, D["HighRiskWork-hot-work"])), True),
        ("R084", member("post", "G2", D.Post, (D.highRiskWork, D["HighRiskWork-hot-work"])), False),
        ("R084", member("post", "G2", D.Post, (D.highRiskWork, D["HighRiskWork-confined-space"])), True),
        ("R013", [], None),  # no hazard on record
        ("R013", member("hazard", "W1", D.Hazard), None),  # not rated
        ("R013", member("hazard", "W1", D.Hazard, (D.riskLevel, D["RiskLevel-blue"])), False),
        ("R013", member("hazard", "W1", D.Hazard, (D.riskLevel, D["RiskLevel-orange"])), True),
        ("R083", member("hazard", "W1", D.Hazard, (D.hazardType, D["HazardType-dust-explosion"])), True),
        ("R086", [], False),
        ("R086", member("standard", "Q1", D.EnterpriseStandard), True),
        ("R070", [], None),
    ],
)
def test_equipment_posts_and_hazards(requirement: str, more: list[Triple], applies: bool | None) -> None:
    assert answer(requirement, *firm(), *more).applies is applies


def test_nothing_on_record_tells_nothing_where_every_enterprise_has_something() -> None:
    bare = [Triple(FIRM, RDF.type, D.Enterprise)]
    for requirement in ("R011", "R014", "R065", "R073", "R005", "R006", "R029"):
        assert answer(requirement, *bare).applies is None, requirement
    assert answer("R001", *bare).applies is True


@pytest.mark.parametrize(("place", "applies"), [("福建省福州市", True), ("上海市（虚构）", False), ("云杉岭市", None), (None, None)])
def test_a_local_regulation_is_for_its_province(place: str | None, applies: bool | None) -> None:
    assert answer("福建省安全生产条例-2024", *firm(place=place)).applies is applies


# --- reasons


@pytest.mark.parametrize(
    ("of", "triples", "zh", "en"),
    [
        ("R006", firm(), "从业人员 92 人，未超过 100 人", "92 people, not more than 100"),
        (
            "R006",
            firm(headcount=101),
            "行业“机械制造”属于一般行业（高危行业以外）；从业人员 101 人，超过 100 人",
            "101 people, more than 100",
        ),
        ("R006", firm(headcount=None), "没有填写从业人员数", "no headcount is stated"),
        ("R006", firm("other", None), "没有填写从业人员数", "no headcount is stated"),
        ("R079", firm("metal-smelting", 99), "从业人员 99 人，不足 100 人", "99 people, fewer than 100"),
        ("R001", firm(), "对所有生产经营单位适用", "it applies to every enterprise"),
        ("R005", firm(None), "没有填写行业", "no sector is stated"),
        ("R057", firm(), "行业“机械制造”不属于危险化学品经营（含仓储经营）企业", "the sector machinery does not belong to traders"),
        ("R056", firm("hazardous-chemicals-use"), "仅凭行业“危险化学品使用”说不清是否属于使用量达到规定数量的化工企业", "does not tell"),
        ("gb-t-33000-2025", firm(), "企业规模“小型”不属于中型、大型", "the scale is small, not large or medium"),
        ("gb-t-33000-2025", firm(scale="large"), "企业规模“大型”属于中型、大型", "the scale is large"),
        ("R065", firm(), "特种设备：登记的 1 项中没有", "special equipment: none of the 1 on record"),
        ("R065", [*firm(), *special("T1"), *special("T2")], "特种设备：有 2 项", "special equipment: 2 on record"),
        ("R069", [*firm(), *special("T1")], "电梯：1 项说不清", "lift: 1 on record do not tell"),
        ("R037", firm(), "重大危险源：没有登记", "major hazard source: none on record"),
        ("R070", firm(), "职业病危害：没有可以说明的资料", "occupational hazard: nothing on record tells"),
        ("R080", firm(), "发生事故时执行", "to be done when there is an accident"),
        ("R006", firm(), "一百人以下仍须配备专职或者兼职安全管理人员", "full-time or part-time safety staff are still due"),
        ("福建省安全生产条例-2024", firm(place="上海"), "所在地“上海”不在福建", "the place 上海 is not in 福建"),
        ("福建省安全生产条例-2024", firm(), "没有填写所在地", "no place is stated"),
    ],
)
def test_a_reason_names_the_fact(of: str, triples: list[Triple], zh: str, en: str) -> None:
    reason = answer(of, *triples).reason
    assert zh in reason.zh
    assert en in reason.en


@pytest.mark.parametrize("sector", ["machinery", "hazardous-chemicals-production", None])
def test_every_answer_has_its_reason_in_both_languages(sector: str | None) -> None:
    for found in applicable(profile(*firm(sector, None, None)), law()):
        assert all(reason.zh and reason.en for reason in found.reasons), found.about
        assert found.reasons


SECTORS = sorted({c.value.partition("Sector-")[2] for c in concepts("Sector").values()})


@given(
    st.sampled_from([None, *SECTORS]),
    st.none() | st.integers(0, 400),
    st.sampled_from([None, "large", "medium", "small", "micro"]),
    st.sampled_from(SECTORS),
    st.integers(0, 400),
    st.sampled_from(["large", "medium", "small", "micro"]),
)
def test_what_could_be_told_stays_when_a_blank_is_filled(
    sector: str | None, count: int | None, scale: str | None, other: str, people: int, size: str
) -> None:
    before = applicable(profile(*firm(sector, count, scale, "福建")), law())
    after = applicable(profile(*firm(sector or other, people if count is None else count, scale or size, "福建")), law())
    for one, two in zip(before, after, strict=True):
        if one.applies is not None and sector is not None:  # a sector also tells how to read empty sheets
            assert one.applies == two.applies, one.about


def test_presence() -> None:
    states = {Presence(1, 3, 2): True, Presence(0, 3, 1): None, Presence(0, 3): False, Presence(): False, Presence(told=False): None}
    assert {presence: presence.state for presence in states} == states


# --- statements, samples and the question


def statements(triples: Iterable[Triple]) -> frozenset[Triple]:
    conditions_shipped = loaders.read(Path(str(corpus.path("norms/applicability.csv")))).triples
    data = Scratch(conditions_shipped, triples)
    return frozenset(applicability.derive(data, applicability.conditions(data)))


def test_an_answer_is_a_node_of_the_enterprise() -> None:
    found = statements(firm())
    node = NamedNode(f"{FIRM.value}/applicability/R006")
    assert {t for t in found if t.subject == node and t.predicate != RDFS.comment} == {
        Triple(node, RDF.type, D.Applicability),
        Triple(node, D.ofRequirement, iris.requirement("R006")),
        Triple(node, D.belongsTo, FIRM),
        Triple(node, D.applies, Literal("false", datatype=XSD.boolean)),
    }
    comments = {t.object.language for t in found if t.subject == node and t.predicate == RDFS.comment and isinstance(t.object, Literal)}
    assert comments == {"zh", "en"}
    whole = NamedNode(f"{FIRM.value}/applicability/gb-t-33000-2025")
    assert Triple(whole, D.ofNorm, iris.norm("gb-t-33000-2025")) in found


def test_what_cannot_be_told_has_no_answer() -> None:
    node = NamedNode(f"{FIRM.value}/applicability/R070")
    found = {t.predicate for t in statements(firm()) if t.subject == node}
    assert D.applies not in found
    assert RDFS.comment in found


def test_enterprises_in_one_graph_keep_apart() -> None:
    other = NamedNode(FIRM.value.replace(CODE, "91000000JJG000023K"))
    theirs = [Triple(other, RDF.type, D.Enterprise), Triple(other, D.sector, D["Sector-mining"])]
    both = statements([*firm(), *special("T1"), *theirs])
    alone = statements([*firm(), *special("T1")])
    assert {t for t in both if FIRM.value in getattr(t.subject, "value", "")} == alone
    assert statements(theirs) == both - alone


@cache
def sample(name: str) -> dict[str, bool | None]:
    own = loaders.read(Path(str(corpus.path(f"sample/{name}.xlsx")))).triples
    tables = [loaders.read(Path(str(corpus.path(f"gb18218/{t}.csv")))).triples for t in ("table1", "table2", "beta", "alpha", "levels")]
    data = Scratch(ontology(), *tables, own)
    data.add(list(kinds(data)))
    (found,) = profiles(data)
    return {a.about.value.rpartition("/")[2]: a.applies for a in applicable(found, law())}


def test_the_machine_shop_and_the_chemical_plant() -> None:
    plant, shop = (sample(name) for name in SAMPLES)
    # 92 people, small, machinery: no safety body by law, no review of the plan, industry and trade
    assert [shop[r] for r in ("R005", "R006", "R008", "R029", "R036", "R037", "R085", "R083")] == [False] * 6 + [True] * 2
    # 286 people, small, chemicals: high-risk whatever its size, three sources of which one is of level two
    assert [plant[r] for r in ("R005", "R006", "R008", "R029", "R037", "R040", "R078", "R085")] == [
        *(True, False, True, True, True, True, False, False)
    ]
    assert plant["gb-30871-2022"] and not shop["gb-30871-2022"]
    untold = {r for r in plant if plant[r] is None}
    assert untold == {"R041", "R042", "R061"}


def test_the_question_lists_every_requirement_and_norm() -> None:
    store = Store.in_memory()
    demo.fill(store, date(2026, 11, 22))
    own = loaders.read(Path(str(corpus.path("sample/machining-firm.xlsx")))).triples
    store.write({iris.graph("derived/test"): statements(own)})
    found = queries.ask(store, "applicable-requirements", {"enterprise": "云杉岭示例精密机械有限公司"})
    assert {"R001", "R089", "R092", None} <= {row["requirement"] for row in found.rows}
    rows = {row["requirement"]: row for row in found.rows if row["requirement"]}
    assert len(rows) == 94
    assert (rows["R006"]["applies"], rows["R006"]["clause"]) == ("不适用", "第二十四条第二款")
    assert rows["R070"]["applies"] == "适用"
    assert (rows["R089"]["clause"], rows["R089"]["applies"]) == (None, "适用")
    assert rows["R051"]["until"] == "2024-02-04"
    detail = queries.ask(store, "requirement-detail", {"requirement": "R018"}).rows
    assert [(row["modality"], row["actor"], row["clause"]) for row in detail] == [
        ("不得", "生产、经营、储存、使用危险物品的单位", "第四十二条")
    ]
