"""Units: as people write them, converted exactly, and only within their dimension."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.ontology import units

ALL = sorted({unit.label: unit for unit in units.table().values()}.values(), key=lambda unit: unit.label)
NUMBERS = st.fractions(min_value=-(10**30), max_value=10**30, max_denominator=10**30)


def base(text: str, value: str = "1") -> Fraction:
    unit = units.find(text)
    assert unit
    return unit.to_base(Fraction(value))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mm", "毫米"),
        ("m", "ｍ"),
        ("m3", "m³"),
        ("m2", "㎡"),
        ("kg", "㎏"),
        ("℃", "°C"),
        ("℃", "摄氏度"),
        ("dB(A)", "dB（A）"),
        ("dB(A)", "分贝(A)"),
        ("%(体积分数)", "%（体积分数）"),
        ("%(体积分数)", "% VOL"),
        ("% LEL", "%LEL"),
        ("mg/m3", "mg/m³"),
        ("工作日", "个工作日"),
        ("月", "个月"),
        ("年", "a"),
        ("t", "吨"),
    ],
)
def test_a_unit_has_several_spellings(one: str, other: str) -> None:
    assert units.find(one) == units.find(other) is not None


@pytest.mark.parametrize("text", ["", " ", "桶", "光年", "M", "Kg", "DB", "mm2", "%%"])
def test_an_unknown_unit_is_none(text: str) -> None:
    assert units.find(text) is None


def test_letters_that_differ_in_case_are_other_units() -> None:
    assert units.find("mm") != units.find("MM")
    assert units.find("k") is None
    assert units.find("K") is not None
    assert units.find("mPa") is None
    assert base("MPa") == 1_000_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1", "h"), ("60", "min")),
        (("2", "天"), ("48", "h")),
        (("1", "周"), ("7", "d")),
        (("1", "年"), ("12", "月")),
        (("2", "季度"), ("1", "半年")),
        (("70", "cm"), ("0.7", "m")),
        (("1050", "mm"), ("1.05", "m")),
        (("1500", "kg"), ("1.5", "t")),
        (("0.35", "MPa"), ("3.5", "bar")),
        (("0.5", "%(体积分数)"), ("5000", "ppm")),
        (("1", "%"), ("10", "‰")),
        (("0", "℃"), ("273.15", "K")),
        (("-273.15", "℃"), ("0", "K")),
        (("1", "g/m3"), ("1000", "mg/m3")),
        (("10", "kV"), ("10000", "V")),
    ],
)
def test_the_same_in_two_units(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = units.find(one[1]), units.find(other[1])
    assert first and second
    assert first.dimension == second.dimension
    assert first.to_base(Fraction(one[0])) == second.to_base(Fraction(other[0]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("月", "天"),
        ("年", "天"),
        ("工作日", "天"),
        ("班", "h"),
        ("学时", "h"),
        ("dB", "dB(A)"),
        ("%", "%(体积分数)"),
        ("%", "%LEL"),
        ("%LEL", "%OEL"),
        ("ppm", "mg/m3"),
        ("套", "具"),
        ("人", "次"),
        ("kg", "L"),
    ],
)
def test_what_does_not_convert_is_of_another_dimension(one: str, other: str) -> None:
    first, second = units.find(one), units.find(other)
    assert first and second
    assert first.dimension != second.dimension


def test_no_two_units_measure_the_same() -> None:
    measures = [(unit.dimension, unit.factor, unit.offset) for unit in ALL]
    assert len(set(measures)) == len(measures)
    assert all(unit.factor > 0 for unit in ALL)


@given(st.sampled_from(ALL), NUMBERS)
def test_conversion_is_exact_and_can_be_turned_back(unit: units.Unit, value: Fraction) -> None:
    assert (unit.to_base(value) - unit.offset) / unit.factor == value


@given(st.sampled_from(ALL), NUMBERS, NUMBERS)
def test_conversion_keeps_the_order(unit: units.Unit, one: Fraction, other: Fraction) -> None:
    assert (unit.to_base(one) < unit.to_base(other)) == (one < other)
