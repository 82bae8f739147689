"""Is one limit stricter than another: a table of pairs with their answers, and the laws that every pair obeys."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.ontology import units
from duibiao.reasoning import durations
from duibiao.reasoning.strictness import Direction, Limit, Modality, Strictness, compare, composed, overall

STRICTER, EQUAL, WEAKER, INCOMPARABLE, UNKNOWN = Strictness
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


PAIRS = [
    # the same unit
    ("<=30 min", "<=30 min", EQUAL),
    ("<=29 min", "<=30 min", STRICTER),
    ("<=31 min", "<=30 min", WEAKER),
    (">=15 m", ">=10 m", STRICTER),
    (">=10 m", ">=15 m", WEAKER),
    (">=0 m", ">=0 m", EQUAL),
    ("<=-5 ℃", "<=-4 ℃", STRICTER),
    ("<=0.30 m", "<=0.3 m", EQUAL),
    ("<=3E-1 m", "<=0.3 m", EQUAL),
    # units that convert
    ("<=1 h", "<=30 min", WEAKER),
    ("<=0.5 h", "<=30 min", EQUAL),
    ("<=2 天", "<=24 h", WEAKER),
    ("<=1 天", "<=24 h", EQUAL),
    ("<=1 周", "<=7 d", EQUAL),
    (">=70 cm", ">=0.7 m", EQUAL),
    (">=30 cm", ">=0.5 m", WEAKER),
    (">=100 cm", ">=1050 mm", WEAKER),
    (">=1.2 m", ">=1100 mm", STRICTER),
    ("<=1500 kg", "<=2 t", STRICTER),
    ("<=5000 kg", "<=5 t", EQUAL),
    ("<=0.35 MPa", "<=3.5 bar", EQUAL),
    ("<=350 kPa", "<=0.3 MPa", WEAKER),
    ("<=2 g/m3", "<=2000 mg/m3", EQUAL),
    ("<=1/3 h", "<=20 min", EQUAL),
    # temperature has an offset
    ("<=40 ℃", "<=313.15 K", EQUAL),
    ("<=40 ℃", "<=313 K", WEAKER),
    ("<=40 ℃", "<=314 K", STRICTER),
    (">=0 ℃", ">=273.15 K", EQUAL),
    ("<=40 ℃", "<=40 K", WEAKER),
    # shares of what
    ("<=0.5 %(体积分数)", "<=5000 ppm", EQUAL),
    ("<=0.5 %VOL", "<=4999 ppm", WEAKER),
    ("<=10 ppm", "<=0.01 %vol", STRICTER),
    ("<=0.5 %", "<=0.5 %(体积分数)", INCOMPARABLE),
    ("<=0.5 %", "<=5000 ppm", INCOMPARABLE),
    ("<=5 ‰", "<=0.5 %", EQUAL),
    ("<=20 %LEL", "<=20 %", INCOMPARABLE),
    ("<=20 %LEL", "<=25 %LEL", STRICTER),
    ("<=50 %OEL", "<=50 %LEL", INCOMPARABLE),
    ("<=10 mg/m3", "<=10 ppm", INCOMPARABLE),
    # sounds, counts, hours of training
    ("<=88 dB(A)", "<=85 dB(A)", WEAKER),
    ("<=80 dB", "<=85 dB(A)", INCOMPARABLE),
    (">=4 套", ">=2 套", STRICTER),
    (">=4 套", ">=2 具", INCOMPARABLE),
    (">=72 学时", ">=72 h", INCOMPARABLE),
    (">=72 学时", ">=48 学时", STRICTER),
    ("<=5 级", "<=6 级", STRICTER),
    ("<=10 m", "<=10 kg", INCOMPARABLE),
    # directions
    ("<=10 m", ">=10 m", INCOMPARABLE),
    (">=10 m", "<=10 m", INCOMPARABLE),
    (">=5 min", "every 10 min", INCOMPARABLE),
    ("<=30 min", "every 30 min", EQUAL),
    ("every 20 min", "<=30 min", STRICTER),
    # ranges
    ("19.5..21 %", "19.5..21 %", EQUAL),
    ("19.5..21 %", "19.5..23.5 %", STRICTER),
    ("19.5..23.5 %", "19.5..21 %", WEAKER),
    ("20..20.5 %", "19.5..21 %", STRICTER),
    ("19..21 %", "19.5..21 %", WEAKER),
    ("19..20 %", "19.5..21 %", WEAKER),
    ("22..23 %", "19.5..21 %", WEAKER),
    ("20..20 %", "19.5..21 %", STRICTER),
    ("75..85 ℃", "348.15..358.15 K", EQUAL),
    ("75..85 ℃", "348..358 K", WEAKER),
    ("1..2 m", "1..2 %", INCOMPARABLE),
    # a range and one side
    ("19.5..21 %", "<=21 %", STRICTER),
    ("19.5..21 %", "<=20 %", WEAKER),
    ("19.5..21 %", ">=19.5 %", STRICTER),
    ("19.5..21 %", ">=20 %", WEAKER),
    ("<=21 %", "19.5..21 %", WEAKER),
    (">=19.5 %", "19.5..21 %", WEAKER),
    ("<=1 %", "19.5..21 %", WEAKER),
    # months are no number of days
    ("every 30 d", "every 1 月", INCOMPARABLE),
    ("every 29 d", "every 1 月", INCOMPARABLE),
    ("every 28 d", "every 1 月", STRICTER),
    ("every 27 d", "every 1 月", STRICTER),
    ("every 31 d", "every 1 月", WEAKER),
    ("every 32 d", "every 1 月", WEAKER),
    ("every 1 月", "every 30 d", INCOMPARABLE),
    ("every 1 月", "every 31 d", STRICTER),
    ("every 1 月", "every 28 d", WEAKER),
    ("every 1 季度", "every 90 d", INCOMPARABLE),
    ("every 1 季度", "every 92 d", STRICTER),
    ("every 1 季度", "every 89 d", WEAKER),
    ("every 89 d", "every 1 季度", STRICTER),
    ("every 365 d", "every 1 年", STRICTER),
    ("every 366 d", "every 1 年", WEAKER),
    ("every 1 年", "every 6 月", WEAKER),
    ("every 12 月", "every 1 年", EQUAL),
    ("every 18 月", "every 1 年", WEAKER),
    ("every 2 季度", "every 半年", UNKNOWN),
    ("every 2 季度", "every 1 半年", EQUAL),
    ("every 1461 d", "every 48 月", EQUAL),
    ("every 4 年", "every 1461 d", EQUAL),
    ("every 1460 d", "every 4 年", STRICTER),
    (">=32 d", ">=1 月", STRICTER),
    (">=30 d", ">=1 月", INCOMPARABLE),
    (">=27 d", ">=1 月", WEAKER),
    (">=18 月", ">=1 年", STRICTER),
    ("every 0.5 月", "every 15 d", INCOMPARABLE),
    ("every 672 h", "every 1 月", STRICTER),
    ("20..40 d", "1..2 月", INCOMPARABLE),
    # days of work and shifts depend on a calendar
    ("<=20 工作日", "<=20 工作日", EQUAL),
    ("<=15 工作日", "<=20 工作日", STRICTER),
    ("<=15 工作日", "<=15 d", INCOMPARABLE),
    ("<=20 工作日", "<=1 月", INCOMPARABLE),
    ("every 1 班", "every 8 h", INCOMPARABLE),
    # so often in a period
    ("1 per 1 季度", "every 90 d", INCOMPARABLE),
    ("every 1 月", "1 per 1 月", INCOMPARABLE),
    ("2 per 1 年", "1 per 1 年", STRICTER),
    ("1 per 1 年", "2 per 1 年", WEAKER),
    ("1 per 1 月", "1 per 1 季度", STRICTER),
    ("1 per 1 季度", "1 per 1 月", WEAKER),
    ("1 per 12 月", "1 per 1 年", EQUAL),
    ("1 per 1 月", "4 per 1 季度", WEAKER),
    ("1 per 2 月", "1 per 3 月", INCOMPARABLE),
    ("1 per 30 d", "1 per 1 月", INCOMPARABLE),
    # sets
    ("{氧气,可燃气体}", "{可燃气体,氧气}", EQUAL),
    ("{氧气,可燃气体,硫化氢}", "{氧气,可燃气体}", STRICTER),
    ("{氧气}", "{氧气,可燃气体}", WEAKER),
    ("{氧气,甲}", "{氧气,可燃气体}", WEAKER),
    ("{氧气}", "<=1 %", INCOMPARABLE),
    ("<=1 %", "{氧气}", INCOMPARABLE),
    # wording
    ("must", "should", STRICTER),
    ("should", "may", STRICTER),
    ("may", "must", WEAKER),
    ("must-not", "must-not", EQUAL),
    ("must-not", "must", INCOMPARABLE),
    ("should <=20 min", "<=30 min", WEAKER),
    ("should <=30 min", "<=30 min", WEAKER),
    ("<=30 min", "should <=30 min", STRICTER),
    ("<=31 min", "should <=30 min", WEAKER),
    ("must", "<=30 min", INCOMPARABLE),
    # something is missing
    ("<=x min", "<=30 min", UNKNOWN),
    ("<=30 min", "<=x min", UNKNOWN),
    ("<=30", "<=30 min", UNKNOWN),
    ("<=30 min", "<=30 光年", UNKNOWN),
    ("30 min", "<=30 min", UNKNOWN),
    ("<=30 min", "30 min", UNKNOWN),
    ("19.5.. %", "19.5..21 %", UNKNOWN),
    ("19.5..21 %", "19.5.. %", UNKNOWN),
    ("21..19.5 %", "19.5..21 %", UNKNOWN),
    ("19.5..21 %", "21..19.5 %", UNKNOWN),
    ("{}", "{氧气}", UNKNOWN),
    ("{氧气}", "{}", UNKNOWN),
    ("<=x ", ">=10 m", UNKNOWN),
    ("{}", "<=x ", UNKNOWN),
]


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
    ("months", "shortest", "longest"),
    [(0, 0, 0), (1, 28, 31), (2, 59, 62), (3, 89, 92), (6, 181, 184), (12, 365, 366), (36, 1095, 1096), (48, 1461, 1461)],
)
def test_the_days_that_months_can_have(months: int, shortest: int, longest: int) -> None:
    assert durations.seconds(Fraction(months)) == (shortest * 86_400, longest * 86_400)


def test_a_part_of_a_month_has_no_length() -> None:
    assert durations.seconds(Fraction(1, 2)) is durations.seconds(Fraction(-1)) is None
