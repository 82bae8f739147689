"""Numbers as Chinese texts write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.ontology import numerals

VALUES = {
    "一": 1,
    "十": 10,
    "十五": 15,
    "三十": 30,
    "两": 2,
    "两百": 200,
    "一百五": 150,
    "一百零五": 105,
    "一百一十五": 115,
    "一百十五": 115,
    "二百二": 220,
    "一千零五": 1005,
    "一千零五十": 1050,
    "九千九百九十九": 9999,
    "一万二": 12_000,
    "一万零二": 10_002,
    "十万": 100_000,
    "一千五百万": 15_000_000,
    "一亿二千万": 120_000_000,
    "三万亿": 3 * 10**12,
    "壹佰贰拾": 120,
    "二〇二一": 2021,
    "一一九": 119,
    "零": 0,
    "半": Fraction(1, 2),
    "两个半": Fraction(5, 2),
    "一点五": Fraction(3, 2),
    "零点零五": Fraction(1, 20),
    "百分之十五": Fraction(15, 100),
    "百分之一点五": Fraction(15, 1000),
    "百分之百": 1,
    "百分之12.5": Fraction(1, 8),
    "千分之三": Fraction(3, 1000),
    "万分之五": Fraction(5, 10_000),
    "三分之二": Fraction(2, 3),
    "二十分之一": Fraction(1, 20),
    "0.05": Fraction(1, 20),
    "1 200": 1200,
    "1\u2009200": 1200,
    "12\u00a0345.5": Fraction(24_691, 2),
    "1,000,000": 10**6,
    "1/3": Fraction(1, 3),
    "1.5万": 15_000,
    "3 千": 3000,
    "2百万": 2_000_000,
    "2×10⁶": 2_000_000,
    "5×10⁻³": Fraction(1, 200),
    "1×10^5": 100_000,
}
NO_NUMBERS = [
    "",
    "三五",
    "二三十",
    "五十百",
    "十十",
    "千",
    "百",
    "万",
    "千克",
    "百货",
    "甲",
    "点五",
    "1,00",
    "1.2.3",
    "几十",
    "三成",
    "0分之一",
    "零分之一",
]


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_a_number_is_read_exactly(text: str, value: Fraction) -> None:
    assert numerals.value(text) == value


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert numerals.value(text) is None


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("共三十人", 1, (3, 30, "")),
        ("百分之九十五以上", 0, (6, 95, "%")),
        ("千分之三", 0, (4, 3, "‰")),
        ("一千伏", 0, (1, 1, "")),
        ("一千米", 0, (1, 1, "")),
        ("5千克", 0, (1, 5, "")),
        ("1/3以下", 0, (3, Fraction(1, 3), "")),
        ("2024/5/1", 0, (4, 2024, "")),
        ("1,2000", 0, (1, 1, "")),
        ("三五天", 0, (2, None, "")),
    ],
)
def test_the_longest_number_at_a_place(text: str, start: int, found: tuple[int, Fraction | None, str]) -> None:
    number = numerals.match(text, start)
    assert number is not None
    assert (number.end, number.value, number.share) == found


def test_nothing_begins_where_no_number_does() -> None:
    assert numerals.match("共三十人", 0) is None
    assert numerals.match("千斤", 0) is None


@given(st.integers(0, 9999))
def test_a_number_counted_is_read_back(number: int) -> None:
    assert numerals.value(numerals.counted(number)) == number


@given(st.integers(1, 9999), st.integers(0, 9999), st.sampled_from(["万", "亿"]))
def test_a_large_number_is_the_sum_of_its_parts(above: int, below: int, sign: str) -> None:
    rest = "" if below == 0 else ("零" if below < 1000 else "") + numerals.counted(below)
    size = {"万": 10**4, "亿": 10**8}[sign]
    assert numerals.value(f"{numerals.counted(above)}{sign}{rest}") == above * size + below


@given(st.integers(1, 9999), st.integers(2, 9999))
def test_shares_are_exact(part: int, whole: int) -> None:
    expected = Fraction(part, whole)
    assert numerals.value(f"{numerals.counted(whole)}分之{numerals.counted(part)}") == expected


@given(st.text(alphabet="零〇一二两三九十百千万亿点半分之个0123.,/× ^", max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    for start in range(len(text)):
        found = numerals.match(text, start)
        assert found is None or start < found.end <= len(text)
