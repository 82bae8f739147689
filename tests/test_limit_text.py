"""Limits read out of clause text: what is found, where, and what is left alone. The sentences are made up for the purpose."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limit_phrases import NO_LIMITS, PHRASES

from duibiao.loaders.limits.text import Reading, read
from duibiao.ontology import concepts, numerals, units
from duibiao.ontology.limits import Direction
from duibiao.ontology.terms import D

SIGNS = {Direction.UPPER: "<", Direction.LOWER: ">", Direction.INTERVAL: "间隔<"}


def number(value: Fraction | None) -> str:
    if value is None:
        return "?"
    return f"{float(value):.10g}" if Fraction(f"{float(value):.10g}") == value else str(value)


def shown(found: Reading) -> str:
    about = f" {found.parameter or ''}" if found.parameter or found.scope else ""
    return "".join(
        (
            "若" if found.boundary else "",
            bound(found),
            about,
            f"@{found.scope}" if found.scope else "",
            f" ?{found.problem.code}" if found.problem else "",
        )
    )


def bound(found: Reading) -> str:
    unit = f" {found.unit}" if found.unit else ""
    if found.direction is None:
        return f"{number(found.value)}{unit}" if found.value is not None else "…"
    if found.direction is Direction.FREQUENCY:
        return f"{number(found.value)}次/{number(found.per)}{unit}"
    if found.direction is Direction.RANGE:
        ends = "[" if found.inclusive else "(", "]" if found.upper_inclusive else ")"
        return f"{ends[0]}{number(found.value)},{number(found.upper)}{ends[1]}{unit}"
    return f"{SIGNS[found.direction]}{'=' if found.inclusive else ''}{number(found.value)}{unit}"


def rows(table: str) -> list[tuple[str, str]]:
    lines = (line for line in table.strip().splitlines() if not line.startswith("#"))
    return [(text.strip(), expected.strip()) for text, _, expected in (line.partition("→") for line in lines)]


@pytest.mark.parametrize(("text", "expected"), rows(PHRASES), ids=[text for text, _ in rows(PHRASES)])
def test_a_sentence_states_what_it_states(text: str, expected: str) -> None:
    assert " ； ".join(map(shown, read(text))) == expected


@pytest.mark.parametrize("text", [text.strip() for row in NO_LIMITS.strip().splitlines() for text in row.split("|")])
def test_numbers_that_measure_nothing_are_no_limits(text: str) -> None:
    assert read(text) == []


def test_there_are_enough_examples_of_both() -> None:
    assert len(rows(PHRASES)) >= 150
    assert NO_LIMITS.count("|") >= 60


def test_offsets_cut_out_the_surface() -> None:
    text = "。\n".join(text for text, _ in rows(PHRASES))
    found = read(text)
    assert [text[one.start : one.end] for one in found] == [one.surface for one in found]
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_sentences_do_not_disturb_each_other() -> None:
    together = read("。".join(text for text, _ in rows(PHRASES)))
    assert [shown(one) for one in together] == [shown(one) for text, _ in rows(PHRASES) for one in read(text)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("栏杆高度不应低于1.05 m。", "不应低于1.05 m"),
        ("浓度应为１９．５％～２１％", "１９．５％～２１％"),
        ("阀门每半年至少检修一次", "每半年至少检修一次"),
        ("宽度不小于1\u2009200 mm的门", "不小于1\u2009200 mm"),
        ("人数100人以上（含100人）的车间", "100人以上（含100人）"),
        ("高度h：2 m≤h≤5 m", "2 m≤h≤5 m"),
        ("深度2 m及2 m以上的坑", "2 m及2 m以上"),
        ("风力五级风以上时停工", "五级风以上"),
        ("载荷不应超过额定值的80%", "不应超过额定值的80%"),
        ("电压不得超过设计值，否则停机", "不得超过设计值"),
    ],
)
def test_the_surface_is_the_whole_wording(text: str, surface: str) -> None:
    assert [one.surface for one in read(text)] == [surface]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("高度应不低于2 m", "应"),
        ("高度必须大于2 m", "必须"),
        ("高度不得超过2 m", "不得"),
        ("高度不应超过2 m", "不应"),
        ("电压严禁超过36 V", "严禁"),
        ("高度宜大于2 m", "宜"),
        ("高度不宜超过2 m", "不宜"),
        ("间距可不小于2 m", "可"),
        ("高度不低于2 m", None),
        ("应将温度控制在5 ℃～8 ℃", "应"),
        ("30日内应当办结", "应"),
        ("企业应每年开展一次评审", "应"),
        ("反应釜压力不超过2 MPa", None),
        ("可燃液体储量不超过2 t", None),
    ],
)
def test_the_modality_is_the_one_that_bears_on_the_bound(text: str, modality: str | None) -> None:
    assert [one.modality for one in read(text)] == [modality]


def test_directions_are_concepts_of_the_ontology() -> None:
    assert {D[f"Direction-{direction}"] for direction in Direction} <= set(concepts("Direction").values())


def test_a_frequency_is_no_interval() -> None:
    often, apart = read("应每6个月检查一次"), read("检查间隔不应超过6个月")
    assert (often[0].direction, often[0].per) == (Direction.FREQUENCY, 6)
    assert (apart[0].direction, apart[0].value, apart[0].per) == (Direction.INTERVAL, 6, None)


def test_a_reading_that_is_not_understood_says_why_in_both_languages() -> None:
    (found,) = read("照射剂量不应大于4 Gy")
    assert found.status == "unknown" and found.problem
    assert "Gy" in found.problem.zh and "Gy" in found.problem.en
    assert read("电压不应大于4 V")[0].status == "read"


# --- written at random and read back

NO_PLAIN_UNITS = {"分", "时", "开", "年", "月", "日", "百分比", "千分比"}
UNITS = sorted(
    label for label, unit in units.table().items() if unit.dimension not in {"count-times", "grade"} and label not in NO_PLAIN_UNITS
)
PARAMETERS = ["栏杆高度", "储罐温度", "氧含量", "粉尘浓度", "作业时间", "泵出口压力", "仓间湿度", "人员数量"]
WORDINGS = {
    "不应低于{}": (Direction.LOWER, True),
    "不得少于{}": (Direction.LOWER, True),
    "应大于{}": (Direction.LOWER, False),
    "应达到{}": (Direction.LOWER, True),
    "至少{}": (Direction.LOWER, True),
    "≥{}": (Direction.LOWER, True),
    "应在{}以上": (Direction.LOWER, True),
    "不应高于{}": (Direction.UPPER, True),
    "严禁超过{}": (Direction.UPPER, True),
    "宜小于{}": (Direction.UPPER, False),
    "至多{}": (Direction.UPPER, True),
    "＜{}": (Direction.UPPER, False),
    "应在{}以下": (Direction.UPPER, True),
}
SPACES = st.sampled_from(["", " ", "\u2009", "\u00a0"])


def size(value: Fraction | None, unit: str) -> tuple[str, Fraction]:
    """How much it is, in the base unit: 一千米 is a thousand metres and one kilometre."""
    known = units.find(unit)
    assert known and value is not None
    return known.dimension, known.to_base(value)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A number and one way of writing it."""
    whole = draw(st.integers(1, 9999))
    style = draw(st.sampled_from(["plain", "decimal", "grouped", "comma", "han", "wide"]))
    if style == "decimal":
        tenths = draw(st.integers(0, 99))
        return f"{whole}.{tenths:02}", whole + Fraction(tenths, 100)
    if style == "han":
        return numerals.counted(whole), Fraction(whole)
    wide = str(whole).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    forms = {"grouped": f"{whole:,}".replace(",", "\u2009"), "comma": f"{whole:,}", "wide": wide}
    return forms.get(style, str(whole)), Fraction(whole)


@given(
    written(),
    st.sampled_from(UNITS),
    st.sampled_from(PARAMETERS),
    st.sampled_from(sorted(WORDINGS)),
    SPACES,
    st.sampled_from(["", "。", "；"]),
)
def test_a_limit_written_at_random_is_read_back(
    number: tuple[str, Fraction], unit: str, parameter: str, wording: str, space: str, end: str
) -> None:
    (found,) = read(f"{parameter}{wording.format(number[0] + space + unit)}{end}")
    assert (found.direction, found.inclusive) == WORDINGS[wording]
    assert (found.parameter, found.problem) == (parameter, None)
    assert size(found.value, found.unit) == size(number[1], unit)


@given(written(), written(), st.sampled_from(UNITS), st.sampled_from(PARAMETERS), st.sampled_from(["~", "～", "至", "-", "—"]))
def test_a_range_written_at_random_is_read_back(
    one: tuple[str, Fraction], other: tuple[str, Fraction], unit: str, parameter: str, link: str
) -> None:
    (low, least), (high, most) = sorted((one, other), key=lambda number: number[1])
    (found,) = read(f"{parameter}应为{low} {unit}{link}{high} {unit}")
    assert (found.direction, found.value, found.upper, found.parameter) == (Direction.RANGE, least, most, parameter)


@given(st.text(alphabet="不应得超过大于小至少以上下内每年月日m%≤≥~±()（）.,，。、0123一二十百半两 \n的时次隔分之第表条", max_size=60))
def test_any_text_is_read_and_its_offsets_hold(text: str) -> None:
    for one in read(text):
        assert text[one.start : one.end] == one.surface != ""
