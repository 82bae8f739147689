"""Standards and laws as text: head, clauses, items, encodings, Word files, and the statements made of them."""

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from duibiao import loaders, queries, register
from duibiao.loaders import Loaded, UnreadableFile, documents
from duibiao.loaders.documents import Document
from duibiao.loaders.documents.clauses import Clause, clauses
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, OA, PROV, QUDT, RDF, UNIT, D, Term
from duibiao.store import Store

STANDARD = """\
Q/HX 012—2024
代替 Q/HX 012—2019

企业标准
清罐作业安全规程
2024-03-01 发布　　　　2024-04-01 实施

目 次
1 范围 ........ 1
4 作业要求 ........ 2

1 范围
本文件规定了本公司清罐作业的要求，适用于各罐区。
4 作业要求
4.1 气体检测
4.1.1 罐内氧含量应为19.5%～21%。
4.1.2 可燃气体浓度不应大于5%LEL，清罐期间应每1 h记录一次罐温，同时安排专人核对报警记录，核对的时间应不超过
30 min。
4.2 作业票有效期不应超过12 h。
a) 监护人员不应少于2人；
b) 通风间距应符合设计要求：
1) 轴流风机与罐口的距离不应小于1.5 m；
2) 风速应大于0.5 m/s。
4.3 人员要求
附录A（规范性）
A.1 记录应保存三年。
"""
LAW = """\
# 海天市作业票管理办法

2019年5月6日市政府常务会议通过，2023年7月1日修正

## 第一章 总则

第一条 为了规范作业票，制定本办法。

第二条 作业票由班组长填写，并遵守下列规定：

（一）当日办结；

（二）保存不得少于两年。

填写不全的，应当在三日内补齐。

## 第二章 附则

第三条 本办法自2019年6月1日起施行。
"""
DAY = date(2026, 1, 1)
KEY = "q-hx-012-2024"


def written(folder: Path, text: str, name: str = "standard.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def objects(loaded: Loaded, subject: Term, term: Term) -> set[str]:
    return {t.object.value for t in loaded.triples if t.subject == subject and t.predicate == term}


def read(text: str, stem: str = "text") -> Document:
    with TemporaryDirectory() as folder:
        return documents.read(written(Path(folder), text, f"{stem}.md"))


def clauses_of(text: str) -> tuple[Clause, ...]:
    return clauses(read(text))


def numbers(text: str) -> list[str]:
    return [clause.number for clause in clauses_of(text)]


# --- structure


def test_clauses_are_found_by_their_numbers() -> None:
    assert numbers(STANDARD) == [
        *("1", "4", "4.1", "4.1.1", "4.1.2", "4.2", "4.2 a)", "4.2 b)", "4.2 b) 1)", "4.2 b) 2)", "4.3", "附录A", "A.1")
    ]


def test_a_clause_knows_the_one_above_it_and_its_line() -> None:
    found = {clause.number: clause for clause in clauses_of(STANDARD)}
    above = {number: clause.above for number, clause in found.items()}
    assert above["4.1.1"] == "4.1" and above["4.1"] == "4" and above["4"] is None
    assert above["4.2 a)"] == "4.2" and above["4.2 b) 1)"] == "4.2 b)" and above["A.1"] == "附录A"
    lines = STANDARD.splitlines()
    assert all(
        lines[clause.line - 1].startswith(number.rpartition(" ")[2].removeprefix("附录")) or number == "附录A"
        for number, clause in found.items()
    )


def test_a_wrapped_line_is_put_together_again() -> None:
    found = {clause.number: clause.text for clause in clauses_of(STANDARD)}
    assert found["4.1.2"].endswith("应不超过30 min。")
    assert found["1"].startswith("范围\n本文件")


def test_articles_and_their_items() -> None:
    document = read(LAW, "办法")
    assert [clause.number for clause in clauses(document)] == [
        *("第一条", "第二条", "第二条第（一）项", "第二条第（二）项", "第二条第二款", "第三条")
    ]
    assert clauses(document)[4].text == "填写不全的，应当在三日内补齐。"
    assert (document.key, document.head.title, document.head.number) == ("海天市作业票管理办法-2023", "海天市作业票管理办法", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 范围\n甲\n2 引用\n3.1 定义\n3.2 符号", ["1", "2", "3.1", "3.2"]),
        ("1 范围\n30 天内完成", ["1"]),
        ("1 范围\n1 范围", ["1"]),
        ("1 范围\n2.5 m以上的平台", ["1"]),
        ("1 范围\n12 km以内", ["1"]),
        ("5.1 要求\n5.1.5 时限\n5.3 记录", ["5.1", "5.1.5", "5.3"]),
        ("1范围\n2引用文件\n3术语", ["1", "2", "3"]),
        ("## 1\n正文\n## 1.1\n正文", ["1", "1.1"]),
        ("1、范围\n2、职责", []),
        ("1 范围\na）甲\nb）乙\n2 引用", ["1", "1 a)", "1 b)", "2"]),
        ("1 范围\na) 甲\nb) 乙\n另列：\na) 丙", ["1", "1 a)", "1 b)"]),
        ("第一条 甲\n第二条 乙\n第一条规定的事项", ["第一条", "第二条"]),
        ("第九条 甲\n第九条之一 乙\n第十条 丙", ["第九条", "第九条之一", "第十条"]),
        ("A.1 甲\nA.1.1 乙\nB.1 丙", ["A.1", "A.1.1", "B.1"]),
        ("没有条款号的文字", []),
        ("36 V照明\n10 kV线路", []),
        ("5.1 受限空间内的照明应使用安全特低电压的灯具，并且在出入口处设置剩余电流动作保护器和\n6 个备用插座。", ["5.1"]),
    ],
)
def test_what_begins_a_clause(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("head", "number", "title", "key"),
    [
        ("GB 12345—2020\n示例设备安全要求", "GB 12345-2020", "示例设备安全要求", "gb-12345-2020"),
        ("# GB/T 12345-2020 示例导则", "GB/T 12345-2020", "示例导则", "gb-t-12345-2020"),
        ("ICS 13.100\nC 65\nAQ/T 4321—2019\n示例规范", "AQ/T 4321-2019", "示例规范", "aq-t-4321-2019"),
        ("Ｑ／ＡＢＣ ００３－２０２３\n示例规程", "Q/ABC 003-2023", "示例规程", "q-abc-003-2023"),
        ("DB31/T 1111-2022\n示例地方标准要求", "DB31/T 1111-2022", "示例地方标准要求", "db31-t-1111-2022"),
        ("示例管理制度", None, "示例管理制度", "示例管理制度"),
        ("", None, "手册", "手册"),
    ],
)
def test_number_and_title_come_from_the_head(head: str, number: str | None, title: str, key: str) -> None:
    document = read(f"{head}\n1 范围\n正文", "手册")
    assert (document.head.number, document.head.title, document.key) == (number, title, key)


# --- statements


def test_the_edition_and_its_clauses(tmp_path: Path) -> None:
    loaded = loaders.read(written(tmp_path, STANDARD))
    norm, clause = iris.norm(KEY), iris.clause(KEY, "4.1.1")
    assert (loaded.kind, loaded.graph, loaded.rows) == ("standard", iris.graph(f"document/{KEY}").value, 23)
    assert objects(loaded, norm, RDF.type) == {D.Document.value, D.Edition.value}
    assert objects(loaded, norm, D.kind) == {D["NormKind-enterprise-standard"].value}
    assert objects(loaded, norm, ELI.title) == {"清罐作业安全规程"}
    assert objects(loaded, clause, RDF.type) == {D.EnterpriseClause.value}
    assert objects(loaded, clause, D.text) == {"罐内氧含量应为19.5%～21%。"}
    assert objects(loaded, clause, ELI.is_part_of) == {norm.value}
    assert objects(loaded, clause, DCTERMS.isPartOf) == {iris.clause(KEY, "4.1").value}
    (row,) = objects(loaded, clause, PROV.wasDerivedFrom)
    assert {t.object.value for t in loaded.triples if t.subject.value == row and t.predicate == D.row} == {"16"}


def test_a_limit_says_what_it_bounds_and_where_it_stands(tmp_path: Path) -> None:
    loaded = loaders.read(written(tmp_path, STANDARD))
    limit = iris.resource("limit", f"{KEY}-4.1.1-1")
    assert objects(loaded, limit, D.statedIn) == {iris.clause(KEY, "4.1.1").value}
    assert objects(loaded, limit, D.direction) == {D["Direction-range"].value}
    assert (objects(loaded, limit, QUDT.numericValue), objects(loaded, limit, QUDT.upperBound)) == ({"19.5"}, {"21"})
    assert (objects(loaded, limit, D.statedUnit), objects(loaded, limit, QUDT.hasUnit)) == ({"%"}, {UNIT.PERCENT.value})
    assert objects(loaded, limit, D.parameter) == {iris.parameter("氧含量").value}
    assert objects(loaded, limit, D.scope) == {iris.scope("罐内").value}
    assert objects(loaded, limit, D.modality) == {D["Modality-must"].value}
    (text,) = objects(loaded, iris.clause(KEY, "4.1.1"), D.text)
    start, end = (int(*objects(loaded, limit, term)) for term in (OA.start, OA.end))
    assert {text[start:end]} == objects(loaded, limit, OA.exact)


def test_frequencies_exclusive_bounds_and_units_are_stated(tmp_path: Path) -> None:
    loaded = loaders.read(written(tmp_path, STANDARD))
    often = iris.resource("limit", f"{KEY}-4.1.2-2")
    assert objects(loaded, often, D.direction) == {D["Direction-frequency"].value}
    assert (objects(loaded, often, D.per), objects(loaded, often, D.statedUnit)) == ({"1"}, {"h"})
    wind = iris.resource("limit", f"{KEY}-4.2 b) 2)-1")
    assert objects(loaded, wind, D.excludesValue) == {"true"}
    assert (objects(loaded, wind, D.statedUnit), objects(loaded, wind, QUDT.hasUnit)) == ({"m/s"}, {"http://qudt.org/vocab/unit/M-PER-SEC"})


def test_what_was_not_read_is_said_of_its_clause(tmp_path: Path) -> None:
    loaded = loaders.read(written(tmp_path, STANDARD))
    said = objects(loaded, iris.clause(KEY, "4.2 b)"), D.unreadLimit)
    assert len(said) == 2 and all(text.startswith("应符合设计要求") for text in said)
    assert objects(loaded, iris.clause(KEY, "4.2"), D.unreadLimit) == set()


def test_a_condition_is_a_class_boundary(tmp_path: Path) -> None:
    loaded = loaders.read(written(tmp_path, "GB 12345-2020\n示例\n1 要求\n坠落高度超过24 m的，应设双层棚。"))
    limit = iris.resource("limit", "gb-12345-2020-1-1")
    assert objects(loaded, limit, D.direction) == {D["Direction-class-boundary"].value}
    assert objects(loaded, iris.clause("gb-12345-2020", "1"), RDF.type) == {D.Clause.value}


def test_its_limits_can_be_asked_for(tmp_path: Path, fresh: Store) -> None:
    path = written(tmp_path, STANDARD)
    (loaded,) = register.load(fresh, [path], day=DAY, who="test")
    assert (loaded.status, loaded.rejected) == ("loaded", 0)
    rows = queries.ask(fresh, "standard-limits", {"standard": "Q/HX 012-2024"}).rows
    assert {row["clause"] for row in rows} == {"4.1.1", "4.1.2", "4.2", "4.2 a)", "4.2 b) 1)", "4.2 b) 2)", "A.1"}
    assert register.load(fresh, [path], day=DAY, who="test")[0].status == "unchanged"


# --- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["standard.txt", "standard.md"])
def test_every_encoding_gives_the_same(tmp_path: Path, encoding: str, name: str) -> None:
    plain, other = written(tmp_path, STANDARD, name), written(tmp_path / "..", STANDARD, name, encoding)
    assert loaders.read(other).triples == loaders.read(plain).triples


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)), "no text"),
        ("nul.txt", "1 范围\x00".encode(), "no text"),
        ("broken.docx", b"PK\x03\x04 no archive", "no Word document"),
        ("text.docx", STANDARD.encode(), "no .docx file"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_in_one_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message) as refusal:
        loaders.read(path)
    assert name in str(refusal.value) and "\n" not in str(refusal.value)


def test_an_archive_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "other.docx", "w") as archive:
        archive.writestr("content.txt", "text")
    with pytest.raises(UnreadableFile, match="no Word document"):
        loaders.read(tmp_path / "other.docx")


def test_a_folder_gives_all_that_may_be_documents(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", ".hidden.txt", "standard.pdf"):
        written(tmp_path, STANDARD, name)
    written(tmp_path, LAW, "law.md")
    written(tmp_path, "1 Install\nRun it as GB 12345-2020, clause 3, asks.\n2 Use", "README.md")
    written(tmp_path, "参见 GB 12345-2020，另有：\n1 甲\n2 乙", "minutes.txt")
    (tmp_path / "damaged.docx").write_bytes(b"no archive")
    (tmp_path / "image.txt").write_bytes(bytes(range(256)))
    assert [path.name for path in loaders.found([tmp_path])] == [
        *("README.md", "a.txt", "b.md", "damaged.docx", "image.txt", "law.md", "minutes.txt", "standard.pdf")
    ]


def test_a_word_document_gives_the_same_as_its_text(tmp_path: Path) -> None:
    document = docx.Document()
    for line in STANDARD.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "standard.docx"))
    plain, word = loaders.read(written(tmp_path, STANDARD)), loaders.read(tmp_path / "standard.docx")
    assert {t for t in word.triples if t.predicate == D.text} == {t for t in plain.triples if t.predicate == D.text}


def test_numbers_that_word_counts_itself_are_counted(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Q/HX 013-2024 示例规程")
    levels = [("decimal", "%1"), ("decimal", "%1.%2"), ("lowerLetter", "%3)")]
    number = list_definition(document, levels)
    for text, level in [
        ("范围", 0),
        ("要求", 0),
        ("票证", 1),
        ("时限不超过8 h；", 2),
        ("保存一年。", 2),
        ("人员", 1),
        ("记录", 0),
        ("表格", 1),
    ]:
        counted(document.add_paragraph(text), number, level)
    document.add_table(1, 2).rows[0].cells[0].text = "深度不大于3 m"
    document.save(str(tmp_path / "auto.docx"))
    texts = {clause.number: clause.text for clause in clauses(documents.read(tmp_path / "auto.docx"))}
    assert list(texts) == ["1", "2", "2.1", "2.1 a)", "2.1 b)", "2.2", "3", "3.1"]
    assert texts["3.1"].startswith("表格\n深度不大于3 m")


def test_chinese_list_numbers_are_articles(tmp_path: Path) -> None:
    document = docx.Document()
    number = list_definition(document, [("chineseCountingThousand", "第%1条")])
    for text in ("甲", "乙"):
        counted(document.add_paragraph(text), number, 0)
    document.save(str(tmp_path / "办法.docx"))
    assert [clause.number for clause in clauses(documents.read(tmp_path / "办法.docx"))] == ["第一条", "第二条"]


def list_definition(document: docx.document.Document, levels: list[tuple[str, str]]) -> int:
    """A list of the document's own with these formats and patterns; its number."""
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for place, (form, pattern) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    return 91


def counted(paragraph: docx.text.paragraph.Paragraph, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = level


@given(st.lists(st.text(alphabet="1234.5 )a第一条二（）附录A甲。；\t#*|", max_size=12), max_size=8))
def test_any_lines_are_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    if re.sub(r"[\s#*|.]", "", text):
        found = numbers(f"甲\n{text}")
        assert len(found) == len(set(found))
