"""Numbers within bounds: how they are read and written, and what arithmetic and comparisons make of them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.ontology.intervals import NOTHING, UNKNOWN, Interval, exactly, hull, read, written

NUMBERS = st.fractions(0, 100, max_denominator=20)


@st.composite
def intervals(draw: st.DrawFn, bounded: bool = False, closed: bool = False) -> Interval:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    if not bounded and draw(st.booleans()):
        return Interval(low, None)
    return Interval(low, high, not closed and draw(st.booleans()) and low < high)


@st.composite
def with_point(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number in it; both ends come up often."""
    interval = draw(intervals())
    width = (interval.low + 50 if interval.high is None else interval.high) - interval.low
    share = draw(st.sampled_from([Fraction(0), Fraction(1)]) | st.fractions(0, 1))
    if interval.below and share == 1:
        share -= Fraction(1, 10**6)
    return interval, interval.low + width * share


def holds(interval: Interval, number: Fraction) -> bool:
    if interval.high is None:
        return number >= interval.low
    return interval.low <= number < interval.high or (number == interval.high and not interval.below)


# --- reading


@pytest.mark.parametrize(
    ("text", "low", "high", "below"),
    [
        ("20", 20, 20, False),
        ("２０．５", "20.5", "20.5", False),
        ("1,200", 1200, 1200, False),
        ("1,200,000.5", "1200000.5", "1200000.5", False),
        ("0", 0, 0, False),
        ("10/3", "10/3", "10/3", False),
        ("1e3", 1000, 1000, False),
        ("10～20", 10, 20, False),
        ("10 - 20", 10, 20, False),
        ("10—20", 10, 20, False),
        ("10至20", 10, 20, False),
        ("1,200~1,500", 1200, 1500, False),
        ("5~5", 5, 5, False),
        ("[10,20]", 10, 20, False),
        ("[10,20)", 10, 20, True),
        ("(10，20)", 10, 20, True),
        ("<5", 0, 5, True),
        ("＜5", 0, 5, True),
        ("小于5", 0, 5, True),
        ("不足5", 0, 5, True),
        ("≤5", 0, 5, False),
        ("<=5", 0, 5, False),
        ("不超过5", 0, 5, False),
        ("5以下", 0, 5, False),
        ("5及以下", 0, 5, False),
        ("≥5", 5, None, False),
        (">=5", 5, None, False),
        (">5", 5, None, False),
        ("不少于5", 5, None, False),
        ("5以上", 5, None, False),
        ("5及以上", 5, None, False),
    ],
)
def test_an_amount_is_read(text: str, low: object, high: object, below: bool) -> None:
    assert read(text) == Interval(Fraction(str(low)), None if high is None else Fraction(str(high)), below)


@pytest.mark.parametrize(
    "text", ["", "-5", "若干", "约20", "20～10", "[5,5)", "<0", "5~", "~5", "-5~5", "≥-1", "1,20", "nan", "inf", "1e99", "1/0", "20 t"]
)
def test_what_is_no_amount_is_not_read(text: str) -> None:
    assert read(text) is None


@given(NUMBERS)
def test_a_number_is_read_as_it_is_written(number: Fraction) -> None:
    assert read(written(number)) == exactly(number)


@given(intervals(closed=True))  # `10～<20` is for people
def test_an_interval_is_read_as_it_is_shown(interval: Interval) -> None:
    assert read(str(interval)) == interval


@pytest.mark.parametrize(("value", "text"), [("7", "7"), ("0.125", "0.125"), ("-0.5", "-0.5"), ("10/3", "10/3"), ("1/50", "0.02")])
def test_a_number_is_written_exactly(value: str, text: str) -> None:
    assert written(Fraction(value)) == text


def test_bounds_are_shown() -> None:
    shown = [
        str(i)
        for i in (exactly(5), Interval(Fraction(5), None), Interval(Fraction(1), Fraction(2)), Interval(Fraction(0), Fraction(5), True))
    ]
    assert shown == ["5", "≥5", "1～2", "0～<5"]


# --- arithmetic


@given(with_point(), with_point())
def test_the_sum_and_the_product_hold_those_of_every_point(one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]) -> None:
    assert holds(one[0] + other[0], one[1] + other[1])
    assert holds(one[0] * other[0], one[1] * other[1])


@given(intervals(bounded=True), intervals(bounded=True))
def test_the_bounds_of_a_sum_and_a_product_are_those_of_the_bounds(one: Interval, other: Interval) -> None:
    assert one.high is not None and other.high is not None
    assert ((one + other).low, (one + other).high) == (one.low + other.low, one.high + other.high)
    assert ((one * other).low, (one * other).high) == (one.low * other.low, one.high * other.high)
    assert (one + other).below == (one.below or other.below)
    assert (one * other).below == ((one.below or other.below) and (one * other).high != 0)


def test_nothing_times_the_unknown_is_nothing() -> None:
    assert NOTHING * UNKNOWN == UNKNOWN * NOTHING == NOTHING
    assert NOTHING + UNKNOWN == UNKNOWN


@given(st.lists(with_point(), min_size=1, max_size=4))
def test_a_hull_holds_what_its_parts_hold_and_no_bound_more(parts: list[tuple[Interval, Fraction]]) -> None:
    whole = hull(interval for interval, _ in parts)
    assert all(holds(whole, point) for _, point in parts)
    highs = [interval.high for interval, _ in parts]
    assert whole.low == min(interval.low for interval, _ in parts)
    assert whole.high == (None if None in highs else max(high for high in highs if high is not None))
    reached = any(interval.high == whole.high and not interval.below for interval, _ in parts)
    assert whole.below == (whole.high is not None and not reached)


# --- comparisons


@given(with_point(), NUMBERS)
def test_a_comparison_that_is_decided_is_that_of_every_point(one: tuple[Interval, Fraction], border: Fraction) -> None:
    interval, point = one
    assert interval.reaches(border) in {None, point >= border}


@given(intervals(), NUMBERS)
def test_a_comparison_is_undecided_only_where_points_differ(interval: Interval, border: Fraction) -> None:
    if interval.reaches(border) is None:
        last = border if interval.high is None else interval.high
        assert interval.low < border <= last


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("5", True),
        ("4.999", False),
        ("<5", False),
        ("≤5", None),
        ("≥5", True),
        ("≥4", None),
        ("4~6", None),
        ("[4,5)", False),
        ("5~6", True),
    ],
)
def test_a_border_belongs_to_what_reaches_it(text: str, answer: bool | None) -> None:
    found = read(text)
    assert found is not None
    assert found.reaches(5) is answer
