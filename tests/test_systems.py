"""Every system that the documents describe has its question; the page that tells of them is of today."""

import pytest
from systems_page import PAGE, asked, page, systems

from duibiao import queries


@pytest.mark.parametrize("system", systems(), ids=lambda system: system["number"])
def test_a_system_has_its_name_and_an_answer(system: dict[str, str]) -> None:
    assert system["zh"] and system["en"].isascii() and system["part"] in "ABCDEF"
    assert asked(int(system["number"]))


def test_the_systems_are_seventy_in_order() -> None:
    assert [int(system["number"]) for system in systems()] == list(range(1, 71))
    assert {number for question in queries.questions().values() for number in question.systems} <= set(range(1, 71))


def test_the_page_is_of_today() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python tests/systems_page.py"
