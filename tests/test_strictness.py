"""Is one limit stricter than another: a table of pairs with their answers, and the laws that every pair obeys."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strictness_pairs import EQUAL, INCOMPARABLE, PAIRS, STRICTER, UNKNOWN, WEAKER

from duibiao.ontology import units
from duibiao.ontology.limits import Direction, Modality
from duibiao.reasoning.strictness import Limit, Strictness, compare, composed, overall

MIRRORED = {STRICTER: WEAKER, WEAKER: STRICTER} | {answer: answer for answer in (EQUAL, INCOMPARABLE, UNKNOWN)}

_SIGNS = {"<=": Direction.UPPER, ">=": Direction.LOWER, "every": Direction.INTERVAL, "": None}
_LIMIT = re.compile(
    r"(?:(?P<word>must-not|must|should|may) ?)?"
    r"(?:\{(?P<items>[^}]*)\}|(?P<low>[^ .]\S*?)\.\.(?P<high>\S*) (?P<range>.+)|(?P<times>\d+) per (?P<per>\d+) (?P<period>.+)"
    r"|(?P<sign><=|>=|every|) ?(?P<value>[-+0-9.E/]+|x)? ?(?P<unit>.*))"
)


def limit(text: str) -> Limit:
    """A limit in short: `<=30 min`, `>=0.5 m`, `19.5..21 %`, `every 90 d`, `1 per 1 季度`, `{a,b}`, `should <=30 min`, `must`."""
    found = _LIMIT.fullmatch(text)
    assert found, text
    word = Modality(found["word"] or "must")
    if found["items"] is not None:
        return Limit(Direction.SET, None, None, items=frozenset(filter(None, found["items"].split(","))), modality=word)
    if found["low"]:
        high = Fraction(found["high"]) if found["high"] else None
        return Limit(Direction.RANGE, Fraction(found["low"]), units.find(found["range"]), high, written=text, modality=word)
    if found["times"]:
        period = units.find(found["period"])
        return Limit(Direction.FREQUENCY, Fraction(found["times"]), period, per=Fraction(found["per"]), modality=word)
    if text == found["word"]:
        return Limit(Direction.MODALITY, None, None, modality=word)
    value = Fraction(found["value"]) if found["value"] not in (None, "x") else None
    return Limit(_SIGNS[found["sign"]], value, units.find(found["unit"]), written=text, modality=word)


def answer(ours: Limit | str, theirs: Limit | str) -> Strictness:
    return compare(*(limit(one) if isinstance(one, str) else one for one in (ours, theirs))).strictness


@pytest.mark.parametrize(("ours", "theirs", "expected"), PAIRS, ids=lambda part: str(part))
def test_pairs(ours: str, theirs: str, expected: Strictness) -> None:
    assert answer(ours, theirs) == expected


def test_the_table_is_what_it_says() -> None:
    assert len(PAIRS) >= 80
    assert len({(ours, theirs) for ours, theirs, _ in PAIRS}) == len(PAIRS)
    assert {expected for *_, expected in PAIRS} == set(Strictness)


# --- laws

EVERY = sorted({unit.label: unit for unit in units.table().values()}.values(), key=lambda unit: unit.label)
CONVERTIBLE = [unit for unit in EVERY if unit.dimension != "duration-month"]
NUMBERS = st.fractions(-(10**12), 10**12, max_denominator=10**6)
UNITS = st.sampled_from(CONVERTIBLE)
ONE_SIDED = st.sampled_from([Direction.UPPER, Direction.LOWER, Direction.INTERVAL])
MODALITIES = st.sampled_from(Modality)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """Any limit, with some of it left out now and then."""
    direction = draw(st.none() | st.sampled_from(Direction))
    number = st.none() | st.fractions(-50, 50, max_denominator=4)
    unit = st.none() | st.sampled_from([units.find(text) for text in ("月", "d", "h", "%", "季度")])
    items = draw(st.frozensets(st.sampled_from("abc")))
    return Limit(direction, draw(number), draw(unit), draw(number), items, modality=draw(MODALITIES))


@given(limits(), limits())
def test_what_is_stricter_one_way_is_weaker_the_other(one: Limit, other: Limit) -> None:
    forth, back = answer(one, other), answer(other, one)
    if forth in (STRICTER, EQUAL, UNKNOWN, INCOMPARABLE):
        assert back == MIRRORED[forth]
    else:
        assert back in (STRICTER, WEAKER)  # two that overlap each admit what the other forbids


@given(ONE_SIDED, UNITS, NUMBERS, NUMBERS)
def test_bounds_of_one_direction_are_always_one_way_or_equal(
    direction: Direction, unit: units.Unit, one: Fraction, other: Fraction
) -> None:
    forth, back = (answer(Limit(direction, a, unit), Limit(direction, b, unit)) for a, b in ((one, other), (other, one)))
    assert back == MIRRORED[forth]
    assert (forth == EQUAL) == (one == other)


@given(limits())
def test_a_limit_equals_itself_where_it_says_enough(one: Limit) -> None:
    assert answer(one, one) in (EQUAL, UNKNOWN)


@st.composite
def alike(draw: st.DrawFn) -> list[Limit]:
    """Three limits of one kind."""
    direction, length = draw(st.sampled_from(Direction)), draw(st.sampled_from(["duration-day", "duration-month"]))
    of_one = st.sampled_from([unit for unit in EVERY if unit.dimension == length])
    return [
        Limit(direction, Fraction(low), draw(of_one), Fraction(low + draw(st.integers(0, 3))), items, modality=draw(MODALITIES))
        for low, items in draw(
            st.lists(st.tuples(st.integers(0, 3), st.frozensets(st.sampled_from("ab"), min_size=1)), min_size=3, max_size=3)
        )
    ]


@given(alike())
def test_stricter_than_stricter_is_stricter(three: list[Limit]) -> None:
    first, second = answer(three[0], three[1]), answer(three[1], three[2])
    if {first, second} <= {STRICTER, EQUAL}:
        assert answer(three[0], three[2]) == composed((first, second))


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["d", "月"])), min_size=3, max_size=3))
def test_months_and_days_stay_in_order(spans: list[tuple[int, str]]) -> None:
    one, two, three = (Limit(Direction.INTERVAL, Fraction(value), units.find(unit)) for value, unit in spans)
    if answer(one, two) == answer(two, three) == STRICTER:
        assert answer(one, three) == STRICTER
    if answer(one, two) == EQUAL:
        assert answer(two, three) == answer(one, three)


@given(ONE_SIDED, st.sampled_from([(a, b) for a in CONVERTIBLE for b in CONVERTIBLE if a.dimension == b.dimension]), NUMBERS, NUMBERS)
def test_the_unit_makes_no_difference(direction: Direction, pair: tuple[units.Unit, units.Unit], ours: Fraction, theirs: Fraction) -> None:
    one, other = pair
    converted = (one.to_base(ours) - other.offset) / other.factor
    same, mixed = Limit(direction, theirs, one), Limit(direction, converted, other)
    assert answer(mixed, Limit(direction, ours, one)) == EQUAL
    assert answer(mixed, same) == answer(Limit(direction, ours, one), same)


@given(UNITS, NUMBERS, NUMBERS, st.fractions(0, 1000))
def test_a_higher_number_never_makes_an_upper_bound_stricter(unit: units.Unit, ours: Fraction, theirs: Fraction, more: Fraction) -> None:
    rank = [STRICTER, EQUAL, WEAKER]
    for direction, sign in ((Direction.UPPER, 1), (Direction.INTERVAL, 1), (Direction.LOWER, -1)):
        before = answer(Limit(direction, ours, unit), Limit(direction, theirs, unit))
        after = answer(Limit(direction, ours + sign * more, unit), Limit(direction, theirs, unit))
        assert rank.index(after) >= rank.index(before)


@given(limits(), limits())
def test_where_something_is_missing_the_answer_is_unknown(one: Limit, other: Limit) -> None:
    def lacking(bound: Limit) -> bool:
        if bound.direction in (Direction.SET, Direction.MODALITY):
            return bound.direction == Direction.SET and not bound.items
        numbers = [bound.value] if bound.direction != Direction.RANGE else [bound.value, bound.upper]
        backwards = bound.value is not None and bound.upper is not None and bound.upper < bound.value
        return bound.direction is None or bound.unit is None or None in numbers or backwards

    assert (answer(one, other) == UNKNOWN) == (lacking(one) or lacking(other))


@given(st.lists(st.sampled_from(Strictness), max_size=6))
def test_a_chain_proves_no_more_than_its_weakest_link(links: list[Strictness]) -> None:
    found = composed(links)
    assert found == composed(reversed(links))
    if found == STRICTER:
        assert set(links) <= {STRICTER, EQUAL}
        assert STRICTER in links
    if WEAKER in links:
        assert found not in (STRICTER, EQUAL)
    assert composed([*links, EQUAL]) == found


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([STRICTER, WEAKER, EQUAL, UNKNOWN], WEAKER),
        ([STRICTER, UNKNOWN], UNKNOWN),
        ([STRICTER, EQUAL, INCOMPARABLE], STRICTER),
        ([EQUAL, INCOMPARABLE], EQUAL),
        ([INCOMPARABLE], INCOMPARABLE),
        ([], INCOMPARABLE),
    ],
)
def test_one_weaker_clause_makes_a_standard_weaker(answers: list[Strictness], expected: Strictness) -> None:
    assert overall(answers) == expected


# --- exactness


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("0.1", "0.1000000000000000000000000000001", STRICTER),
        ("0.30000000000000004", "0.3", WEAKER),
        ("99999999999999999999999999999999", "100000000000000000000000000000000", STRICTER),
        ("1E-30", "0", WEAKER),
        ("9007199254740993", "9007199254740992", WEAKER),
    ],
)
def test_no_digit_is_lost(ours: str, theirs: str, expected: Strictness) -> None:
    unit = units.find("m")
    assert answer(Limit(Direction.UPPER, Fraction(ours), unit), Limit(Direction.UPPER, Fraction(theirs), unit)) == expected


@given(st.decimals(-(10**25), 10**25, allow_nan=False, places=12))
def test_a_step_of_a_proof_does_not_round(value: Decimal) -> None:
    bound = Limit(Direction.UPPER, Fraction(value), units.find("m"))
    shown = re.search(r"本方允许 \[-∞, ([^]]+)\]", compare(bound, bound).proof[2])
    assert shown
    assert Fraction(shown[1]) == Fraction(value)


# --- proofs


def test_a_proof_begins_with_both_limits_as_written_and_says_each_step_in_two_languages() -> None:
    found = compare(limit("<=1 h"), limit("<=30 min"))
    assert found.proof == (
        "本方 <=1 h",
        "对方 <=30 min",
        "换算为同一单位：本方允许 [-∞, 3600]，对方允许 [-∞, 1800]",
        "本方允许了对方不允许的值",
    )
    assert all(step.zh and step.en and step.zh != step.en for step in found.steps)


def test_a_proof_with_months_shows_the_days_they_can_have() -> None:
    assert "28～31" in "".join(compare(limit("every 1 月"), limit("every 30 d")).proof)
    assert "89～92" in "".join(compare(limit("every 1 季度"), limit("every 90 d")).proof)


def test_a_proof_that_cannot_tell_says_what_is_missing() -> None:
    assert compare(limit("<=30"), limit("<=30 min")).proof[-1] == "本方限值没有单位，或单位不认识"
    assert compare(limit("<=30 min"), limit("<=x min")).proof[-1] == "对方限值不是数字"


@pytest.mark.parametrize(
    ("direction", "ours_open", "theirs_open", "expected"),
    [
        (Direction.LOWER, True, False, STRICTER),
        (Direction.LOWER, False, True, WEAKER),
        (Direction.LOWER, True, True, EQUAL),
        (Direction.UPPER, True, False, STRICTER),
        (Direction.UPPER, False, True, WEAKER),
        (Direction.UPPER, True, True, EQUAL),
    ],
)
def test_a_border_left_out_is_stricter_than_one_let_in(
    direction: Direction, ours_open: bool, theirs_open: bool, expected: Strictness
) -> None:
    metre = units.find("m")
    one, other = (Limit(direction, Fraction(2), metre, excludes_value=is_open) for is_open in (ours_open, theirs_open))
    assert compare(one, other).strictness == expected
    nearer = Fraction(3) if direction == Direction.LOWER else Fraction(1)
    assert compare(Limit(direction, nearer, metre), other).strictness == STRICTER
