"""IRIs: stable and speaking, whatever the width, the dashes and the spaces of what they are made from."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from duibiao.ontology import iris

CODE = "91350100M000100Y43"
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PRINTABLE = st.text(string.ascii_letters + string.digits + string.punctuation + " ", max_size=30)
WIDE = {ord(" "): "\u3000"} | {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
UNSAFE = set('"<>\\^`{|}/#?%&:;,()[] \t\n\r\u3000\0')


# --- what holds for any text


@given(ANY)
def test_a_segment_is_its_own_segment(text: str) -> None:
    assert iris.slug(iris.slug(text)) == iris.slug(text)


@given(ANY)
def test_text_once_normal_stays_as_it_is(text: str) -> None:
    assert iris.normal(iris.normal(text)) == iris.normal(text)


@given(ANY)
def test_a_segment_is_safe_in_an_iri(text: str) -> None:
    segment = iris.slug(text)
    assert not UNSAFE & set(segment)
    assert "--" not in segment
    assert segment == segment.strip("-")
    assert NamedNode(f"{iris.BASE}id/{segment}").value.endswith(segment)


@pytest.mark.parametrize("plane", range(17))
def test_no_character_breaks_an_iri(plane: int) -> None:
    text = "".join(chr(plane << 16 | low) for low in range(0x10000) if not (plane == 0 and 0xD800 <= low < 0xE000))
    NamedNode(f"{iris.BASE}id/{iris.slug(text)}")


@given(PRINTABLE)
def test_full_width_equals_half_width(text: str) -> None:
    assert iris.normal(text.translate(WIDE)) == iris.normal(text)
    assert iris.slug(text.translate(WIDE)) == iris.slug(text)
    assert iris.member(CODE, "post", text.translate(WIDE)) == iris.member(CODE, "post", text)


@given(ANY, st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad"), st.integers(0, 30))
def test_an_invisible_character_changes_nothing(text: str, invisible: str, place: int) -> None:
    assert iris.normal(text[:place] + invisible + text[place:]) == iris.normal(text)


@given(st.text("ABCabc123", min_size=1, max_size=5), st.sampled_from("-‐‑‒–—―−﹘﹣－"))
def test_all_dashes_are_one(text: str, dash: str) -> None:
    assert iris.slug(f"{text}{dash}1") == iris.slug(f"{text}-1")


@given(st.lists(PRINTABLE, min_size=1, max_size=3))
def test_numbers_stay_within_their_segment(steps: list[str]) -> None:
    path = iris.member(CODE, "standard", *steps).value.removeprefix(iris.enterprise(CODE).value)
    assert path.count("/") == 1 + len(steps)


# --- single cases


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("GB/T 33000-2016", "gb-t-33000-2016"),
        ("GB/T33000—2016", "gb-t-33000-2016"),
        ("ＧＢ／Ｔ　３３０００－２０１６", "gb-t-33000-2016"),
        ("gb/t 33000 - 2016", "gb-t-33000-2016"),
        ("GB 18218", "gb-18218"),
        ("GB18218-2018", "gb-18218-2018"),
        ("AQ/T 9006-2010", "aq-t-9006-2010"),
        ("XF 1131-2014", "xf-1131-2014"),
        ("DB31/T 1468-2024", "db31-t-1468-2024"),
        ("GB 4053.3-2009", "gb-4053.3-2009"),
        ("GBZ 2.2-2007", "gbz-2.2-2007"),
        ("TSG 21-2016", "tsg-21-2016"),
        ("安全生产法", None),
        ("第五条", None),
        ("", None),
    ],
)
def test_the_key_of_a_standard(number: str, key: str | None) -> None:
    assert iris.standard_key(number) == key


@pytest.mark.parametrize(
    ("number", "title", "issued", "key"),
    [
        ("GB 18218-2018", "危险化学品重大危险源辨识", "2018-11-19", "gb-18218-2018"),
        ("主席令第88号(2021修正)", "中华人民共和国安全生产法", "2002-06-29", "安全生产法-2021"),
        ("", "中华人民共和国消防法", "2021-04-29", "消防法-2021"),
        ("", "《安全生产法》", "", "安全生产法"),
    ],
)
def test_the_key_of_an_edition(number: str, title: str, issued: str, key: str) -> None:
    assert iris.norm_key(number, title, issued) == key


def test_the_iris_of_the_house() -> None:
    base = "https://w3id.org/duibiao/"
    assert iris.clause("gb-30871-2022", "5.3.1 c)").value == f"{base}id/norm/gb-30871-2022/5.3.1-c"
    assert iris.clause("安全生产法-2021", "第二十二条").value == f"{base}id/norm/安全生产法-2021/第二十二条"
    assert iris.requirement("r003").value == f"{base}id/requirement/R003"
    assert iris.limit("L001").value == f"{base}id/limit/L001"
    assert iris.enterprise(CODE.lower()).value == f"{base}id/enterprise/{CODE}"
    assert iris.member(CODE, "standard", "Q/X 1-2024", "5.1").value == f"{base}id/enterprise/{CODE}/standard/q-x-1-2024/5.1"
    assert iris.source_row("厂 A.xlsx", "岗位", 7).value == f"{base}id/source/厂-a.xlsx/岗位/7"
    assert iris.source_row("limits.csv", None, 7).value == f"{base}id/source/limits.csv/7"
    assert iris.graph("norms/catalogue").value == f"{base}graph/norms/catalogue"
