"""Rows and lines that ask for evidence, who acts in a document, and personal data made unreadable. The texts are made up."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_documents import outline, source

from duibiao.loaders.documents.demands.actors import actors
from duibiao.loaders.documents.demands.items import evidence, items
from duibiao.loaders.documents.masking import masked
from duibiao.loaders.documents.model import Item, Paragraph, Source

SHARED = Path(__file__).parents[2] / "shared"


def table(*rows: str) -> Source:
    """A table with a row a line and ; between its cells."""
    paragraphs = tuple(row(number, line.split(";")) for number, line in enumerate(rows, 1))
    return Source("table.docx", tuple(rows), paragraphs)


def row(number: int, cells: list[str]) -> Paragraph:
    text = " | ".join(cells)
    places = tuple((number, column + 1) for column in range(len(text)))
    return Paragraph(text, places, cells=tuple(Paragraph(cell, places[: len(cell)]) for cell in cells), table=1)


def shown(found: tuple[Item, ...]) -> list[tuple[str | None, str | None, str, tuple[str, ...]]]:
    return [(item.number, item.element, item.text, item.evidence) for item in found]


def test_the_rows_of_a_checklist() -> None:
    rows = ("序号;检查项目;检查内容;查阅资料", "1;用电;线路是否完好;巡检记录、检测报告", "2;用电;接地是否可靠;查接地测试报告")
    assert shown(items(table(*rows), ())) == [
        ("1", "用电", "线路是否完好", ("巡检记录", "检测报告")),
        ("2", "用电", "接地是否可靠", ("接地测试报告",)),
    ]


def test_what_a_row_asks_for_in_brackets() -> None:
    (item,) = items(table("编号;要素;要点", "7;演练;演练开展情况（提供方案及照片）"), ())
    assert item.evidence == ("方案", "照片")


def test_the_span_of_an_item_is_its_text() -> None:
    read = table("序号;检查内容;佐证材料", "1;是否建账;台账")
    (item,) = items(read, ())
    assert read.text(item.span) == "是否建账"


def test_a_table_that_asks_for_nothing_has_no_items() -> None:
    assert items(table("序号;名称;数量", "1;灭火器;3"), ()) == ()


def test_a_table_with_a_line_a_cell() -> None:
    head, first = "附件\n序号\n要素\n经验要点\n", "1\n1.制度\n制度建立情况(提供目录)。\n修订做法。\n"
    read = source(f"{head}{first}2\n2.设备\n与设施\n检验情况(提供报告复印件)。\n注：按实填写。\n3\n")
    assert shown(items(read, outline(read))) == [
        ("1", "1.制度", "制度建立情况(提供目录)。", ("目录",)),
        (None, "1.制度", "修订做法。", ()),
        ("2", "2.设备与设施", "检验情况(提供报告复印件)。", ("报告复印件",)),
    ]


def test_lines_of_lists_that_ask_for_documents() -> None:
    read = source("自查清单\n一、用电\n1.查巡检记录和检测报告。\n2.线路敷设整齐。\n3.提供电工证复印件。\n")
    assert shown(items(read, outline(read))) == [
        ("1.", "用电", "查巡检记录和检测报告", ("巡检记录", "检测报告")),
        ("3.", "用电", "提供电工证复印件", ("电工证复印件",)),
    ]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("演练情况（如有提供一份总结）", ("一份总结",)),
        ("统计标牌,提供台账复印件。", ("台账复印件",)),
        ("企业提供安全的场所", ("安全的场所",)),
        ("开展巡查", ()),
    ],
)
def test_what_is_to_be_given(text: str, documents: tuple[str, ...]) -> None:
    assert evidence(text) == documents


def test_who_acts_once_each_with_the_paragraphs() -> None:
    read = source("某规定\n镇政府、区应急局应当巡查。\n班组长必须在场。\n区应急局可以抽查。\n仓库应上锁。\n")
    assert [(actor.name, actor.kind, actor.paragraphs) for actor in actors(read, outline(read))] == [
        ("镇政府", "authority", (1,)),
        ("区应急局", "authority", (1, 3)),
        ("班组长", "enterprise_role", (2,)),
    ]


def test_the_label_of_an_article_is_none_of_the_name_and_a_heading_charges() -> None:
    read = source("某规定\n第一条 班组长应当巡查。\n第二条 班组长可以停工。\n")
    assert [(actor.name, actor.paragraphs) for actor in actors(read, outline(read))] == [("班组长", (1, 2))]
    read = source("某方案\n一、职责分工\n1.市安委会：统筹协调全市排查工作。\n2.市应急局：组织开展抽查。\n")
    assert [actor.name for actor in actors(read, outline(read))] == ["市安委会", "市应急局"]


def test_what_a_name_modifies_is_not_parted() -> None:
    read = source("某规定\n冶炼、铸造企业和协会应当自查。\n")
    assert [actor.name for actor in actors(read, outline(read))] == ["冶炼、铸造企业", "协会"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系人：李某某，电话：0500-1234567", "联系人：李**，电话：****-*******"),
        ("联系人：李某、王某某 手机13800001234", "联系人：李*、王** 手机" + "*" * 11),
        ("传真：0500－12345678", "传真：****－********"),
        ("邮箱：ab.c@example.com。", "邮箱：**.*@*******.***。"),
        ("身份证110101199001011234", "身份证******************"),
        ("签发人：赵某", "签发人：赵*"),
        ("电话：12345、67890", "电话：*****、*****"),
        ("负责人应当到场", "负责人应当到场"),
        ("共1200家企业，2021年8月30日", "共1200家企业，2021年8月30日"),
        ("AQ/T 9006-2010", "AQ/T 9006-2010"),
        ("统一社会信用代码91350500MA31ABCD2X", "统一社会信用代码91350500MA31ABCD2X"),
    ],
)
def test_personal_data_are_starred(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.text(alphabet="联系人：张三电话0123456789-@ab.，（）", max_size=40))
def test_masking_keeps_the_length_and_what_is_masked_stays_so(text: str) -> None:
    once = masked(text)
    assert len(once) == len(text)
    assert masked(once) == once


def test_the_rows_of_a_shared_table() -> None:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("needs ../shared/seeds")
    (path,) = folder.glob("002*.txt")
    read = source(path.read_text("utf-8"))
    found = items(read, outline(read))
    assert len(found) == 54
    assert [item.number for item in found if item.number] == [str(number) for number in range(1, 53)]
    assert {item.element for item in found if item.number in {"6", "12"}} == {"3.组织机构与职责"}
    assert sum(bool(item.evidence) for item in found) >= 30
