"""Goals of plans, and the numbers in them. The texts are made up."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_documents import outline, source

from duibiao.loaders.documents.demands.goals import goals
from duibiao.loaders.documents.demands.quantities import quantities
from duibiao.loaders.documents.model import Head, Quantity

SHARED = Path(__file__).parents[2] / "shared"


def shown(text: str, kind: str = "方案") -> list[tuple[str, str, date | None, str | None]]:
    """The number, words, day and scope of each goal."""
    one = source(text)
    found = goals(one, outline(one), Head("", kind=kind, dated=date(2023, 5, 1)))
    return [(number(goal.quantity), one.text(goal.span), goal.deadline, goal.scope) for goal in found]


def number(quantity: Quantity | None) -> str:
    return f"{quantity.comparison} {quantity.value}{quantity.unit}" if quantity else ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("培训不少于20学时", "at_least 20学时"),
        ("80%以上的企业", "at_least 80%"),
        ("各县至少培育5家标杆", "at_least 5家"),
        ("罚三万元以上十万元以下", "at_least 30000元; at_most 100000元"),
        ("间距不应小于1.5m", "at_least 3/2m"),
        ("不得高于80℃", "at_most 80℃"),
        ("压力≤0.6MPa", "at_most 3/5MPa"),
        ("达到100%", "at_least 100%"),
        ("比例为百分之十五", "equal 15%"),
        ("超过一百人", "more_than 100人"),
        ("低于5 lx", "less_than 5lx"),
        ("三十日内", "at_most 30日"),
        ("浓度为19.5%～23.5%", "at_least 39/2%; at_most 47/2%"),
        ("配备两名监护人", "equal 2名"),
        ("GB/T 33000-2016第十条", ""),
        ("2021年6月30日前", ""),
        ("一般事故", ""),
        ("三级教育", ""),
        ("一个单位", ""),
    ],
)
def test_numbers_with_units(text: str, found: str) -> None:
    assert "; ".join(number(one) for _, one in quantities(text)) == found


def test_each_number_is_a_goal() -> None:
    text = "某方案\n一、工作目标\n到2024年底，园区联网率达到90%以上，火灾起数下降10%，力争实现零死亡。\n"
    assert shown(text) == [
        ("at_least 90%", "园区联网率达到90%以上", date(2024, 12, 31), "园区联网率"),
        ("equal 10%", "火灾起数下降10%", date(2024, 12, 31), "火灾起数"),
        ("equal 0", "力争实现零死亡", date(2024, 12, 31), "死亡"),
    ]


def test_a_count_has_what_it_counts_as_its_scope() -> None:
    text = "某方案\n一、主要目标\n2024年底前，每个县培育3家示范作坊；市级建成2个实训基地。\n"
    assert [(quantity, due, scope) for quantity, _, due, scope in shown(text)] == [
        ("at_least 3家", date(2024, 12, 31), "示范作坊"),
        ("at_least 2个", date(2024, 12, 31), "实训基地"),
    ]


def test_a_state_by_a_day_is_a_goal_without_a_number() -> None:
    assert shown("某意见\n一、总体要求\n到2027年，责任体系更加完善，监管能力明显提升。\n", "意见") == [
        ("", "到2027年，责任体系更加完善，监管能力明显提升", date(2027, 12, 31), "责任体系")
    ]


@pytest.mark.parametrize("text", ["各区要于2024年6月底前上报。", "企业应当配备2名安全员。", "全市共有300家企业。", "持续深化治理。"])
def test_tasks_rules_and_facts_are_no_goals(text: str) -> None:
    assert shown(f"某方案\n一、任务\n{text}\n") == []


def test_a_law_sets_no_goals() -> None:
    assert shown("某法\n第一条 到2027年，达标率达到90%。\n", "法") == []


@given(st.integers(1, 99), st.sampled_from(["不少于", "不低于", "至少", "≥", "大于等于"]), st.sampled_from(["家", "人", "%", "学时", "m"]))
def test_a_lower_bound_written_is_read_back(number: int, word: str, unit: str) -> None:
    assert [one for _, one in quantities(f"培训{word}{number}{unit}")] == [Quantity(Fraction(number), unit, "at_least")]


def test_the_goals_of_a_shared_plan() -> None:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("needs ../shared/seeds")
    (path,) = folder.glob("002*.txt")
    one = source(path.read_text("utf-8"))
    found = goals(one, outline(one), Head("", kind="方案", dated=date(2021, 8, 30)))
    places = [(one.line(goal.span), goal.quantity and int(goal.quantity.value), goal.deadline and goal.deadline.year) for goal in found]
    assert places == [(31, 5, 2021), (31, 10, 2021), (31, None, 2021), (33, None, 2022), (33, 80, 2022), (35, 100, 2023)]
