"""How many days months can have."""

from fractions import Fraction

import pytest

from duibiao.reasoning import durations


@pytest.mark.parametrize(
    ("months", "shortest", "longest"),
    [(0, 0, 0), (1, 28, 31), (2, 59, 62), (3, 89, 92), (6, 181, 184), (12, 365, 366), (36, 1095, 1096), (48, 1461, 1461)],
)
def test_the_days_that_months_can_have(months: int, shortest: int, longest: int) -> None:
    assert durations.seconds(Fraction(months)) == (shortest * 86_400, longest * 86_400)


def test_a_part_of_a_month_has_no_length() -> None:
    assert durations.seconds(Fraction(1, 2)) is durations.seconds(Fraction(-1)) is None
