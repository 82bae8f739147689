"""What self-evaluations and targets come to: the border cases of both computations."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from duibiao.ontology.terms import D
from duibiao.reasoning.scores import Item, scaled, score
from duibiao.reasoning.targets import reached
from duibiao.store import Store

Marks = list[tuple[str, str | None]]
DAYS = [date(2022, 1, 3), None, date(2021, 5, 1), date(2023, 2, 2)]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([("30", "26"), ("15", "12")], "84.44"),
        ([("8", "3"), ("8", "0")], "18.75"),
        ([("3", "1")], "33.33"),
        ([("3", "2")], "66.67"),
        ([("800", "1.5"), ("800", "1.5")], "0.19"),  # half a hundredth goes up
        ([("10", "9"), ("10", None)], None),  # not given marks yet
        ([("0", "0")], None),
        ([], None),
    ],
)
def test_what_items_come_to(marks: Marks, expected: str | None) -> None:
    given = [Item("", None, Fraction(full), None if got is None else Fraction(got)) for full, got in marks]
    assert scaled(score(given), Fraction(100)) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("goal", "rate", "day"),
    [
        ("1", False, date(2021, 5, 1)),
        ("2", False, date(2022, 1, 3)),
        ("3", False, date(2023, 2, 2)),
        ("4", False, None),
        ("0", False, None),
        ("50", True, date(2022, 1, 3)),
        ("50.1", True, date(2023, 2, 2)),
        ("75", True, date(2023, 2, 2)),
        ("75.1", True, None),
    ],
)
def test_the_day_of_the_one_that_was_lacking(goal: str, rate: bool, day: date | None) -> None:
    assert reached(DAYS, Fraction(goal), rate=rate) == day


def test_what_an_authority_says_of_an_enterprise_makes_it_none_of_the_register(filled: Store) -> None:
    """A sector in the ledger of an authority must not bring the duties of that sector to the authority."""
    assert not list(filled.query(f"SELECT ?one {{ ?one a {D.SupervisedEnterprise} , {D.HighRiskEnterprise} }}"))
