"""Which incentives can be claimed: each condition at its border, what is not known told apart from what is not so."""

from datetime import date

import pytest

from duibiao import corpus, register, shapes
from duibiao.ontology import labels
from duibiao.ontology.terms import D
from duibiao.reasoning.checklists import Words
from duibiao.reasoning.incentives import Offer, Record, claim, offers
from duibiao.register.scores import scorecard
from duibiao.store import Store

DAY = date(2026, 11, 22)
BLANK = Words("", "")
GRADED = Offer("loans", True, False, False, None, BLANK, BLANK, "", "medium")
YEARLY = Offer("inspections", True, True, False, None, BLANK, BLANK, "", "medium")
CLEAN = Offer("award", False, False, True, 1, BLANK, BLANK, "", "medium")


@pytest.mark.parametrize(
    ("offer", "record", "met"),
    [
        (GRADED, Record(DAY, None, 0, None, False), True),
        (GRADED, Record(None, DAY, 9, None, True), False),
        (YEARLY, Record(DAY, date(2025, 11, 22), 0, None, False), True),
        (YEARLY, Record(DAY, date(2025, 11, 21), 0, None, False), False),
        (YEARLY, Record(DAY, None, 0, None, False), False),
        (CLEAN, Record(None, None, 1, date(2025, 11, 21), True), True),
        (CLEAN, Record(None, None, 1, date(2025, 11, 22), True), False),
        (CLEAN, Record(None, None, 1, None, True), True),
        (CLEAN, Record(None, None, 1, None, False), None),
        (CLEAN, Record(None, None, 0, None, False), False),
    ],
)
def test_a_claim_holds_when_every_condition_does(offer: Offer, record: Record, met: bool | None) -> None:
    found = claim(offer, record, DAY)
    assert found.met is met and all(why.zh and why.en for why in found.why)


def test_every_offer_names_an_incentive_and_a_document() -> None:
    assert {D[f"Incentive-{offer.incentive}"] for offer in offers()} == {node for node in labels() if "#Incentive-" in node.value}
    assert all(offer.source and offer.text.en.isascii() and offer.provider.en.isascii() for offer in offers())
    assert len(corpus.table("scoring/incentives")) == len(offers())


def test_the_samples(filled: Store) -> None:
    def met(code: str, day: date) -> set[str]:
        unchecked = register.Report(day, "", 0, [], [])
        found = scorecard(filled, code, day=day, book=shapes.shipped(), report=unchecked)
        return {one.offer.incentive for one in found.incentives if one.met}

    assert met("91000000CLW000010K", DAY) == set()  # the grade ended on 2026-09-19, the last accident was in March
    graded = {"injury-insurance", "liability-insurance", "credit", "procurement", "loans", "inspections"}
    assert met("91000000CLW000010K", date(2026, 9, 19)) == graded
    assert "inspections" not in met("91000000JJG000023K", DAY) and "loans" in met("91000000JJG000023K", DAY)
    assert met("11000000YXGX00003K", DAY) == set()
