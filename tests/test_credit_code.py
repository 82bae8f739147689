"""Unified social credit codes and their check character (GB 32100-2015)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import CODE, changed, objects, read

from duibiao.loaders import credit_code
from duibiao.ontology import iris
from duibiao.ontology.terms import D


def credit_code_of(body: str) -> str:
    return body + credit_code.check_character(body)


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_the_example_of_the_standard_is_valid() -> None:
    assert credit_code.valid(CODE)
    assert credit_code.valid("91000000CLW000010K")


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_change_of_one_character_is_caught(body: str, place: int, other: str) -> None:
    code = credit_code_of(body)
    assert credit_code.valid(code)
    altered = code[:place] + other + code[place + 1 :]
    assert credit_code.valid(altered) == (altered == code)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from("IOSVZ"))
def test_five_letters_are_in_no_code(body: str, place: int, letter: str) -> None:
    code = credit_code_of(body)
    assert not credit_code.valid(code[:place] + letter + code[place + 1 :])


@pytest.mark.parametrize("code", ["", CODE[:-1], CODE + "0", CODE.lower(), f" {CODE[1:]}", "9" * 18])
def test_other_text_is_no_code(code: str) -> None:
    assert not credit_code.valid(code)


def test_a_code_in_lower_case_is_read_in_upper_case(tmp_path: Path) -> None:
    loaded = read(tmp_path, changed("企业", "统一社会信用代码", CODE.lower()))
    assert loaded.errors == ()
    assert objects(loaded, iris.enterprise(CODE), D.creditCode) == {CODE}
