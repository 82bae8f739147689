"""Debris out of paragraphs, forms made uniform, wrapped lines put together, tables of text found; nothing else is changed."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading import placed
from duibiao.loaders.documents.reading.cleaning import tidy, without_debris
from duibiao.loaders.documents.reading.text_tables import with_rows
from duibiao.loaders.documents.reading.wrapping import unwrapped


def cleaned(text: str) -> str:
    return tidy(without_debris(placed.line(1, text))).text


def paragraphs(text: str) -> list[str]:
    """What the lines become, through all steps."""
    bare = with_rows(map(without_debris, placed.lines(text.split("\n"))))
    return [paragraph.text for paragraph in map(tidy, unwrapped(bare)) if paragraph.text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[bookmark: _Hlk1][bookmark: _GoBack]附件1", "附件1"),
        ("见[image: a.png]图", "见图"),
        ('详见 HYPERLINK "http://a.b/c" \\t "_blank" 网站', "详见 网站".replace(" ", "")),
        ("第3节{ PAGEREF _Toc123456 \\h }", "第3节"),
        ("表 SEQ 表 \\* ARABIC 1", "表1"),
        ("安全\u200b生产\ufeff标\x07准", "安全生产标准"),
        ("— 12 —", ""),
        ("第3页 共10页", ""),
        ("\uf0b7 佩戴护具", "佩戴护具"),
    ],
)
def test_debris_is_left_out(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＧＢ／Ｔ　９９００１－２０３１", "GB/T 99001-2031"),
        ("AQ 9901 — 2031", "AQ 9901-2031"),
        ("Q/HX 012—2031和DB31/T 77‐2030", "Q/HX 012-2031和DB31/T 77-2030"),
        ("做到四个到位——责任、投入", "做到四个到位——责任、投入"),
        ("（一）“保存”：《办法》；", "（一）“保存”：《办法》；"),
        ("含量１２．５％", "含量12.5%"),
        ("\u2f42件", "文件"),
    ],
)
def test_forms_are_uniform_and_chinese_punctuation_stays(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("　　企业应当", "企业应当"),
        ("推进标准化 建设的意见", "推进标准化建设的意见"),
        ("第一章　总则", "第一章 总则"),
        ("第 二 章  附  则", "第二章 附则"),
        ("通　　知", "通知"),
        ("4.2.1  检查要求", "4.2.1 检查要求"),
        ("附录 A 记录", "附录 A 记录"),
        ("一、 总体要求", "一、总体要求"),
        ("1. 明确责任", "1. 明确责任"),
        ("甲市安委会办公室  甲市应急管理局", "甲市安委会办公室 甲市应急管理局"),
        ("甲市教育局 甲市公安局", "甲市教育局 甲市公安局"),
        ("企业名称：        所属行业：", "企业名称：所属行业：".replace("：所", "： 所")),
        ("到 2031 年 5 月底", "到2031年5月底"),
        ("2031 年 5 月 1 日", "2031年5月1日"),
        ("不少于 3 人", "不少于3人"),
        ("按照 GB/T 99001 的要求", "按照 GB/T 99001 的要求"),
        ("检查 ，整改 。", "检查，整改。"),
    ],
)
def test_spaces_stay_where_they_separate(text: str, expected: str) -> None:
    assert cleaned(text) == expected


SIGNS = "安全生产第一章条、。（）：《》GBTab12－—.　 \t\u200b\xa0Ａ９％年月"


@given(st.text(SIGNS, max_size=60))
def test_each_character_is_that_at_its_place(text: str) -> None:
    result = tidy(without_debris(placed.line(3, text)))
    assert len(result.places) == len(result.text)
    assert list(result.places) == sorted(result.places)
    for sign, (line, column) in zip(result.text, result.places, strict=True):
        there = text[column - 1]
        assert line == 3
        assert sign == there or unicodedata.normalize("NFKC", there) == sign or (sign, there) in {("-", "—"), (" ", "\t"), ("-", " ")}


@given(st.lists(st.text(SIGNS + "\n", max_size=60), max_size=12))
def test_no_han_character_is_lost(lines: list[str]) -> None:
    text = "\n".join(line.replace("\t", "") for line in lines)
    assert re.findall("[一-鿿]", "".join(paragraphs(text))) == re.findall("[一-鿿]", text)


# --- wrapped lines

SENTENCE = "企业主要负责人应当组织制定并实施本单位的作业票管理制度，明确填写、核对、签发和保存的要求，每季度至少检查一次并如实记录检查情况"


def wrapped(text: str, width: int = 24) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


def test_wrapped_lines_are_joined_and_headings_lists_and_signatures_are_not() -> None:
    parts = [
        "关于作业票的通知",
        "各有关企业：",
        f"　　{SENTENCE}。",
        "一、总体要求",
        f"　　{SENTENCE}。{SENTENCE}。",
        "（一）保存。",
        "甲市应急管理局",
    ]
    assert paragraphs("\n".join(map(wrapped, parts))) == [part.strip() for part in parts]


def test_labels_begin_paragraphs_though_the_line_before_is_full() -> None:
    line = "作业票的填写核对签发和保存由班组长和车间负责人办理"
    assert paragraphs(f"{wrapped(SENTENCE * 3)}\n{line[:24]}\n（二）保存")[-1] == "（二）保存"


def test_a_text_of_one_line_a_paragraph_is_left_alone() -> None:
    lines = ["甲市作业票管理要求说明", SENTENCE, SENTENCE[:40], SENTENCE + "，" + SENTENCE, "附近的企业参照执行"]
    assert paragraphs("\n".join(lines)) == lines


def test_a_line_that_cannot_begin_a_sentence_ends_the_one_before() -> None:
    assert paragraphs(f"{SENTENCE}\n\n的企业，应当整改。") == [f"{SENTENCE}的企业，应当整改。"]


def test_letters_are_parted_at_a_line_end_and_han_characters_are_not() -> None:
    lines = [placed.line(1, "按照 GB/T"), placed.line(2, "99001"), placed.line(3, "检查")]
    whole = tidy(placed.joined(lines, "\n"))
    assert whole.text == "按照 GB/T 99001检查"
    assert whole.places[len("按照 GB/T")] == (1, len("按照 GB/T") + 1)


# --- tables of text


def cells(text: str) -> list[list[str]]:
    rows: list[Paragraph] = [row for row in with_rows(placed.lines(text.split("\n"))) if row.cells]
    return [[cell.text for cell in row.cells] for row in rows]


def test_a_line_a_cell_is_a_table_when_stretches_repeat() -> None:
    text = "说明：\n\n\t序号\n\t要素\n\t要点\n\n\t1\n\t职责\n与机构\n\t定岗。\n\n\t2\n\t\n\t定责。\n\n注：略"
    assert cells(text) == [["序号", "要素", "要点"], ["1", "职责\n与机构", "定岗。"], ["2", "职责\n与机构", "定责。"]]


@pytest.mark.parametrize(
    "text",
    [
        "\t一、目标\n\t做到有票作业。\n\t二、做法",
        "\t企业应当建立作业票管理制度并组织实施。\n\t企业应当保存。\n\n\t企业应当定期组织检查作业票的填写情况。\n\t略。",
    ],
)
def test_paragraphs_indented_with_tabs_are_no_table(text: str) -> None:
    assert cells(text) == []


def test_tabs_between_cells_are_a_table_and_missing_cells_are_empty() -> None:
    assert cells("名称\t数量\t备注\n灭火器\t4\n护目镜\t9\t新购") == [["名称", "数量", "备注"], ["灭火器", "4"], ["护目镜", "9", "新购"]]


def test_a_table_of_contents_is_left_out() -> None:
    assert paragraphs("目次\n1 范围\t1\n2 要求\t2\n3 记录\t4\n正文") == ["目次", "正文"]


def test_pipes_are_a_table_with_or_without_a_frame() -> None:
    assert cells("|甲|乙|\n|--|--|\n|1||\n|2|丙|") == [["甲", "乙"], ["1"], ["2", "丙"]]
    assert cells("甲 | 乙\n--|--\n1 | 2") == [["甲", "乙"], ["1", "2"]]
    assert cells("责任 | 分工") == []


def test_an_empty_cell_is_reached_from_above_only_in_a_column_of_merged_cells() -> None:
    merged = "要素\t序号\t要点\n职责\t1\t定岗\n\t2\t定责\n保存\t3\t归档"
    assert [row[0] for row in cells(merged)] == ["要素", "职责", "职责", "保存"]
    repeated = "结果\t序号\t要点\n合格\t1\t定岗\n\t2\t定责\n合格\t3\t归档\n合格\t4\t抽查"
    assert [row[0] for row in cells(repeated)] == ["结果", "合格", "", "合格", "合格"]
