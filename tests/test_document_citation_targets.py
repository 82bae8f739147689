"""What the citations of documents mean in the catalogue shipped, on the day of the document."""

import csv
from datetime import date
from pathlib import Path

import pytest
from catalogues import catalogue
from cited import source

from duibiao.loaders.documents.citing.citations import citations
from duibiao.loaders.documents.model import Citation, Head
from duibiao.ontology import iris
from duibiao.reasoning.document_citations import Target, clauses, resolved

SHARED = Path(__file__).parents[2] / "shared"
TODAY = date(2026, 9, 20)


def target(citation: Citation, day: date = TODAY) -> Target:
    return resolved(citation.title, citation.number, citation.article, citation.kind, citation.means, day, catalogue())


def targets(text: str, day: date = TODAY) -> list[Target]:
    return [target(citation, day) for citation in citations(source(text), Head("某某方案"))]


def key(found: Target) -> str | None:
    return found.iri.value.removeprefix(iris.norm("x").value[:-1]) if found.iri else None


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("《企业安全生产标准化基本规范(GB/T33000—2016)》", "resolved", "gb-t-33000-2016"),
        ("《安全生产法》（2014年修正）", "resolved", "安全生产法-2014"),
        ("《中华人民共和国安全生产法》第二十一条", "resolved", "安全生产法-2021/第二十一条"),
        ("安全生产法第二十一条第一款第（三）项", "resolved", "安全生产法-2021/第二十一条第一款第-三-项"),
        ("《安全生产法》第二十一条、第二十二条", "resolved", "安全生产法-2021"),
        ("GB 30871-2022第5.3.2条", "resolved", "gb-30871-2022/5.3.2"),
        ("《建筑设计防火规范》（GB 50016-2014，2018年版）", "resolved", "gb-50016-2014"),
        ("国务院令第708号", "resolved", "生产安全事故应急条例-2019"),
        ("中发[2016]32号", "resolved", "中共中央国务院关于推进安全生产领域改革发展的意见-2016"),
        ("《关于印发〈企业安全生产标准化建设定级办法〉的通知》", "resolved", "企业安全生产标准化建设定级办法-2021"),
        ("《危险化学品安全管理条例》（国务院令第591号）", "resolved", "危险化学品安全管理条例"),
        ("《安全生产法》（GB 18218-2018）", "ambiguous", None),
        ("《企业安全生产标准化基本规范》", "ambiguous", None),
        ("GB 18218-2015", "unresolved", None),
        ("《某某起重规程》（GB 18218-2015）", "unresolved", None),
        ("《危险化学品重大危险源辨识》（GB 18218-2015）", "resolved", "gb-18218"),
        ("《某某市安全生产办法》", "unresolved", None),
        ("《通知》", "unresolved", None),
        ("本方案", "self", None),
    ],
)
def test_the_target_of_a_citation(text: str, status: str, expected: str | None) -> None:
    (found,) = targets(f"企业应当依据{text}检查。")
    assert (found.status, key(found)) == (status, expected)
    assert found.iri or found.remarks or status == "self"


def test_a_short_name_leads_where_its_norm_does() -> None:
    norm, defined, used = targets("依据《危险化学品重大危险源辨识》（GB 18218，以下简称《辨识》）检查，按《辨识》第4.1条执行。")
    assert (norm.status, defined.status, used.status) == ("resolved", "alias", "alias")
    assert (key(norm), key(defined), key(used)) == ("gb-18218-2018", "gb-18218-2018", "gb-18218-2018/4.1")
    by_title, _, again = targets("《消防法》（以下简称“消防主法”）。消防主法。")
    assert key(by_title) == key(again) == "消防法-2021"


def test_an_undated_reference_means_the_edition_of_the_day() -> None:
    days = (date(2019, 2, 28), date(2019, 3, 1))
    assert [key(targets("GB 18218的要求", day)[0]) for day in days] == ["gb-18218-2009", "gb-18218-2018"]
    assert [key(targets("GB 18218-2009的要求", day)[0]) for day in days] == ["gb-18218-2009"] * 2


def test_where_no_edition_is_in_force_the_work_is_meant() -> None:
    (found,) = targets("《工贸企业重大事故隐患判定标准》（应急管理部令第10号）", date(1999, 1, 1))
    assert found.status == "resolved"
    (early,) = targets("《生产安全事故应急条例》", date(1999, 1, 1))
    assert (early.status, key(early)) == ("resolved", "生产安全事故应急条例")
    assert early.remarks


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("第二十一条", ("第二十一条",)),
        ("第二十一条、第二十二条和第四十一条第二款", ("第二十一条", "第二十二条", "第四十一条第二款")),
        ("第十条第一款和第二款", ("第十条第一款", "第十条第二款")),
        ("第十条第一款第（一）项、第（二）项", ("第十条第一款第（一）项", "第十条第一款第（二）项")),
        ("第3.3.1条", ("3.3.1",)),
        ("附录A", ("附录A",)),
    ],
)
def test_articles_one_by_one(article: str, expected: tuple[str, ...]) -> None:
    assert clauses(article) == expected


DAYS = {"000": date(2020, 12, 1), "001": date(2017, 2, 17), "002": date(2021, 8, 30), "003": date(2018, 6, 1), "004": date(2013, 3, 8)}


def _numbers() -> dict[str, str]:
    rows = csv.DictReader((SHARED / "facts" / "catalogue.csv").read_text("utf-8-sig").splitlines())
    return {row["id"]: row["number"] for row in rows}


@pytest.mark.parametrize("seed", sorted(DAYS))
def test_policy_documents_lead_to_the_norms_they_name(seed: str) -> None:
    if not (SHARED / "facts").is_dir():
        pytest.skip("needs ../shared/facts")
    document = source(next((SHARED / "seeds").glob(f"{seed}_*.txt")).read_text("utf-8"))
    found = {document.as_written(one.span): target(one, DAYS[seed]) for one in citations(document, Head("某某工作的通知"))}
    rows = csv.DictReader((SHARED / "facts" / "seed_citations.csv").read_text("utf-8-sig").splitlines())
    named = [row for row in rows if row["seed"] == seed and row["exact_spelling"].startswith("《")]
    assert named
    for row in named:
        status = found[row["exact_spelling"]].status
        assert status == "resolved" if row["catalogue_id"] else status in {"unresolved", "alias"}, row["exact_spelling"]
