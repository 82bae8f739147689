"""Which incentives an enterprise can claim, and why: the conditions that documents set (corpus/scoring/incentives.csv) held against what is
known of it. What is not known is told apart from what is not so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from duibiao import corpus
from duibiao.reasoning.checklists import Words
from duibiao.reasoning.editions import months_before


@dataclass(frozen=True)
class Offer:
    """An incentive (`inspections`), whether it asks for a grade in force, a self-evaluation within a year, standards made public and so
    many years without accident; who gives it, and where that is written."""

    incentive: str
    graded: bool
    self_evaluated: bool
    standards: bool
    accident_free_years: int | None
    text: Words
    provider: Words
    source: str
    confidence: str


@dataclass(frozen=True)
class Record:
    """What is known of an enterprise on a day: the last day of a grade in force, its last self-evaluation and accident up to the day, how
    many standards it has made public, whether a list of its accidents was given."""

    grade_until: date | None
    self_evaluated: date | None
    published: int
    last_accident: date | None
    accidents_listed: bool


@dataclass(frozen=True)
class Claim:
    """An offer and whether its conditions are met (None: it cannot be told), each condition with its reason."""

    offer: Offer
    met: bool | None
    why: tuple[Words, ...]


@cache
def offers() -> tuple[Offer, ...]:
    """Every incentive that the documents offer."""
    return tuple(_offer(row) for row in corpus.table("scoring/incentives"))


def claim(offer: Offer, record: Record, day: date) -> Claim:
    """Whether the enterprise can claim the offer on the day."""
    found = list(_conditions(offer, record, day))
    answers = [met for met, _ in found]
    met = False if False in answers else None if None in answers else True
    return Claim(offer, met, tuple(why for _, why in found))


def _offer(row: Mapping[str, str]) -> Offer:
    flags = (bool(row["graded"]), bool(row["self_evaluated"]), bool(row["standards"]))
    years = int(row["accident_free_years"]) if row["accident_free_years"] else None
    texts = Words(row["zh"], row["en"]), Words(row["provider_zh"], row["provider_en"])
    return Offer(row["incentive"], *flags, years, *texts, row["source"], row["confidence"])


def _conditions(offer: Offer, record: Record, day: date) -> Iterator[tuple[bool | None, Words]]:
    if offer.graded:
        until = record.grade_until
        held = Words(f"等级有效期至 {until}", f"grade in force until {until}") if until else Words("没有有效等级", "no grade in force")
        yield until is not None, held
    if offer.self_evaluated:
        last = record.self_evaluated
        recent = last is not None and last >= months_before(day, 12)
        yield recent, Words(f"最近自评 {last or '无'}", f"last self-evaluation {last or 'none'}")
    if offer.standards:
        yield record.published > 0, Words(f"已公开标准 {record.published} 项", f"{record.published} standards made public")
    if offer.accident_free_years is not None:
        yield _accident_free(record, months_before(day, 12 * offer.accident_free_years))


def _accident_free(record: Record, since: date) -> tuple[bool | None, Words]:
    if record.last_accident is not None:
        return record.last_accident < since, Words(f"最近事故 {record.last_accident}", f"last accident {record.last_accident}")
    if record.accidents_listed:
        return True, Words("没有事故记录", "no accident on record")
    return None, Words("没有报送事故清单", "the list of accidents was not given")
