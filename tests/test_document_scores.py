"""How well documents must be read: floors under the figures of `python tests/evaluation`, over all texts of a set."""

from functools import cache

import pytest
from evaluation.labels import SHARED, Labelled, own, public
from evaluation.readings import read_facts
from evaluation.scores import Scores, scores

FLOORS = {
    "header": 0.95,
    "outline.precision": 0.98,
    "outline.recall": 0.98,
    "citations.precision": 0.97,
    "citations.recall": 0.97,
    "requirements.precision": 0.95,
    "requirements.recall": 0.95,
    "requirements.actor": 0.8,
    "requirements.modality": 0.95,
    "requirements.deadline": 0.95,
}
each_floor = pytest.mark.parametrize(("figure", "floor"), FLOORS.items(), ids=FLOORS)


@cache
def own_scores() -> Scores:
    return total(own())


@cache
def public_scores() -> Scores:
    return total(public())


def total(documents: list[Labelled]) -> Scores:
    return sum((scores(one.labels, read_facts(one.path)) for one in documents), Scores())


@each_floor
def test_texts_of_our_own_are_read_well(figure: str, floor: float) -> None:
    assert reached(own_scores(), figure) >= floor, misses(own_scores(), figure)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/seeds and ../shared/corpus")
@each_floor
def test_public_texts_are_read_well(figure: str, floor: float) -> None:
    assert reached(public_scores(), figure) >= floor, misses(public_scores(), figure)


def reached(measured: Scores, figure: str) -> float:
    value = measured.shares[figure].value
    assert value is not None
    return value


def misses(measured: Scores, figure: str) -> str:
    """What was missed of the kind of the figure, a line each."""
    return "\n".join(one for one in measured.misses if one.startswith(figure.split(".")[0]))
