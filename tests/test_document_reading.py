"""Documents in all their formats: the same content gives the same paragraphs, characters have their places, bad files say what they are."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as Flowing
from reportlab.platypus import SimpleDocTemplate, Table

from duibiao.loaders import leads_out
from duibiao.loaders.documents.model import Source, Span
from duibiao.loaders.documents.reading.files import read
from duibiao.loaders.result import UnreadableFile

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/seeds and ../shared/corpus")

HEADINGS = {"海天市作业票管理办法": 1, "第一章 总则": 2, "第二章 附则": 2}
PARAGRAPHS = [
    "海天市作业票管理办法",
    "第一章 总则",
    "第一条 为了规范作业票的填写和保存，防止无票作业，根据有关法律法规和《化工企业作业管理规范》（GB/T 99001-2031）的规定，制定本办法。"
    "本市行政区域内从事动火、受限空间等作业的企业，应当遵守本办法。",
    "第二条 作业票由班组长填写，由车间负责人核对后签发，签发以前不得作业；作业完成以后三日以内交安全管理部门保存，保存期限不得少于2年。",
    "（一）当日的作业当日办结；",
    "（二）涂改的作业票无效。",
    "序号 | 要素 | 检查要点",
    "1 | 填写 | 票面没有涂改。",
    "2 | 填写 | 签字齐全。",
    "3 | 保存 | 按月装订。",
    "第二章 附则",
    "第三条 本办法自2031年5月1日起施行。",
]
ROWS = [["序号", "要素", "检查要点"], ["1", "填写", "票面没有涂改。"], ["2", "", "签字齐全。"], ["3", "保存", "按月装订。"]]
BEFORE, AFTER = PARAGRAPHS[:6], PARAGRAPHS[10:]


def as_text(path: Path) -> None:
    rows = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in ROWS)
    path.write_text("\n\n".join([*BEFORE, rows, *AFTER]), encoding="utf-8")


def as_markdown(path: Path) -> None:
    def marked(line: str) -> str:
        return "#" * HEADINGS.get(line, 0) + (" " if line in HEADINGS else "") + line.replace("作业票由", "**作业票**由")

    rows = "\n".join(["| 序号 | 要素 | 检查要点 |", "|---|:---:|---|", *(f"| {' | '.join(row)} |" for row in ROWS[1:])])
    path.write_text(
        "---\ntitle: 草稿\n---\n<!-- 稿\n件 -->\n" + "\n\n".join([*map(marked, BEFORE), rows, *map(marked, AFTER)]), encoding="utf-8"
    )


def as_html(path: Path) -> None:
    def marked(line: str) -> str:
        depth = HEADINGS.get(line)
        return f"<h{depth}>{line}</h{depth}>" if depth else f"<p>&nbsp;&nbsp;{line.replace('保存期限', '<b>保存</b>期限')}\n"

    rows = "".join(
        f"<tr><td>{number}{'<td rowspan=2>' if number == '1' else '<td>' if element else ''}{element}<td>{point}\n"
        for number, element, point in ROWS
    )
    body = "".join(map(marked, BEFORE)) + f"<table>{rows}</table>" + "".join(map(marked, AFTER))
    path.write_bytes(f"<html><meta charset=gbk><style>p {{}}</style><nav>首页</nav>{body}</html>".encode("gb18030"))


def as_word(path: Path) -> None:
    document = docx.Document()

    def add(line: str) -> None:
        depth = HEADINGS.get(line)
        if depth:
            document.add_heading(line, depth)
        else:
            document.add_paragraph(line)

    for line in BEFORE:
        add(line)
    table = document.add_table(len(ROWS), 3)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1)).text = "填写"
    for line in AFTER:
        add(line)
    document.save(str(path))


pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
BODY = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
CENTRED = ParagraphStyle("centred", parent=BODY, alignment=1, firstLineIndent=0, spaceAfter=10)


def as_pdf(path: Path, encrypt: StandardEncryption | None = None, repeated: int = 1) -> None:
    def chrome(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, 380, "海天市安全管理文件汇编")
        canvas.drawCentredString(297, 30, f"— {page.page} —")

    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "STSong-Light"), ("SPAN", (1, 1), (1, 2))]
    before, after = ([Flowing(line, CENTRED if line in HEADINGS else BODY) for line in lines] for lines in (BEFORE, AFTER))
    story = [*before, Table(ROWS, style=style), *after] * repeated
    SimpleDocTemplate(str(path), pagesize=(420, 410), encrypt=encrypt).build(story, onFirstPage=chrome, onLaterPages=chrome)


FORMATS: dict[str, Callable[[Path], None]] = {".txt": as_text, ".md": as_markdown, ".html": as_html, ".docx": as_word, ".pdf": as_pdf}


@pytest.fixture(params=FORMATS)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    path = tmp_path / f"办法{request.param}"
    FORMATS[request.param](path)
    return read(path)


def written(folder: Path, content: str | bytes, name: str = "办法.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def texts(source: Source) -> list[str]:
    return [paragraph.text for paragraph in source.paragraphs]


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    message = str(refusal.value)
    assert message.startswith(path.name + ": ") and "\n" not in message
    return message


# --- the same content


def test_every_format_gives_the_same_paragraphs(source: Source) -> None:
    assert texts(source) == PARAGRAPHS


def test_every_character_has_the_place_where_it_stands(source: Source) -> None:
    for paragraph in source.paragraphs:
        assert len(paragraph.places) == len(paragraph.text)
        for sign, (line, column) in zip(paragraph.text, paragraph.places, strict=True):
            if not paragraph.cells or sign not in " |":
                assert source.lines[line - 1][column - 1] == sign or (
                    sign == " " and source.lines[line - 1][column - 1 :].strip(" &|") != ""
                )


def test_headings_have_the_depth_that_the_file_marks(source: Source) -> None:
    marked = source.name.endswith((".md", ".html", ".docx"))
    assert [paragraph.depth for paragraph in source.paragraphs] == [HEADINGS.get(text, 0) if marked else 0 for text in PARAGRAPHS]


def test_rows_have_cells_and_what_reaches_down_is_the_same_place(source: Source) -> None:
    header, first, second, third = (paragraph for paragraph in source.paragraphs if paragraph.cells)
    assert [cell.text for cell in header.cells] == ROWS[0]
    assert {row.table for row in (header, first, second, third)} == {1}
    assert second.cells[1] == first.cells[1] != third.cells[1]


def test_what_the_file_has_is_given_as_written(tmp_path: Path) -> None:
    source = read(written(tmp_path, "　企业应当按照ＧＢ／Ｔ 99001－2031的规定，\n每年检查。"))
    start = source.paragraphs[0].text.index("GB")
    number = Span(0, start, start + len("GB/T 99001-2031"))
    assert (source.text(number), source.as_written(number), source.line(number)) == ("GB/T 99001-2031", "ＧＢ／Ｔ 99001－2031", 1)


# --- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_texts_in_all_encodings_begin_in_the_first_column(encoding: str, tmp_path: Path) -> None:
    source = read(written(tmp_path, "海天市作业票管理办法\r\n第一条 作业票保存2年。\r\n".encode(encoding)))
    assert texts(source) == ["海天市作业票管理办法", "第一条 作业票保存2年。"]
    assert source.paragraphs[1].places[0] == (2, 1) and source.lines[1].endswith("。")


def test_gb2312_of_a_page_is_read_where_no_encoding_is_named(tmp_path: Path) -> None:
    assert texts(read(written(tmp_path, "<p>作业票保存两年。".encode("gbk"), "a.htm"))) == ["作业票保存两年。"]


def test_big5_is_read_where_the_page_says_so(tmp_path: Path) -> None:
    assert texts(read(written(tmp_path, "<meta charset='big5'><p>作業票應當保存。".encode("big5"), "a.html"))) == ["作業票應當保存。"]


def test_mixed_encodings_are_refused_with_the_lines(tmp_path: Path) -> None:
    mixed = "第一条 作业票由班组长填写。\n".encode() + "第二条 作业票保存两年。\n".encode("gb18030")
    assert "line 1 is UTF-8, line 2 is not" in refused(written(tmp_path, mixed))


@pytest.mark.parametrize(
    "content", ["作业票由班组长填写并保存两年以上".encode()[:-1], "作業票應當保存兩年並定期檢查簽發記錄".encode("big5"), os.urandom(4096)]
)
def test_broken_and_foreign_encodings_are_refused(content: bytes, tmp_path: Path) -> None:
    assert "save it as plain text in UTF-8" in refused(written(tmp_path, content))


# --- what each format has of its own


def test_a_page_shows_line_ends_references_and_no_chrome(tmp_path: Path) -> None:
    chrome = "<title>站</title><script>var a='<p>'</script><nav>首页</nav>"
    page = f"{chrome}<h1>作业票<br>管理办法</h1><div>一、目标<br>　　二、做法&mdash;&#8212;如下</div>"
    source = read(written(tmp_path, page, "a.html"))
    assert texts(source) == ["作业票管理办法", "一、目标", "二、做法——如下"]
    assert source.lines[0][source.paragraphs[2].places[4][1] - 1] == "&"


def test_a_page_laid_out_by_a_table_has_paragraphs(tmp_path: Path) -> None:
    page = "<table><tr><td><p>第一段。<p>第二段。<table><tr><td>甲<td>乙</table></table>"
    assert [(p.text, len(p.cells)) for p in read(written(tmp_path, page, "a.html")).paragraphs] == [
        ("第一段。", 0),
        ("第二段。", 0),
        ("甲 | 乙", 2),
    ]


def test_cells_that_reach_over_columns_leave_the_others_empty(tmp_path: Path) -> None:
    page = "<table><tr><td rowspan=2>项<td colspan=2>要求<td>备注<tr><td>甲<td>乙<td>丙</table>"
    rows = [[cell.text for cell in row.cells] for row in read(written(tmp_path, page, "a.html")).paragraphs]
    assert rows == [["项", "要求", "", "备注"], ["项", "甲", "乙", "丙"]]


def test_angle_brackets_that_are_no_tags_are_text(tmp_path: Path) -> None:
    assert texts(read(written(tmp_path, "<p>关于修改<作业票办法>的决定，3 < 4", "a.html"))) == ["关于修改<作业票办法>的决定，3 < 4"]
    assert texts(read(written(tmp_path, "关于修改<作业票办法>的决定", "a.md"))) == ["关于修改<作业票办法>的决定"]


def test_markdown_loses_its_marks_and_nothing_else(tmp_path: Path) -> None:
    text = (
        "> 见[办法](http://a.b)与*要点*。\n\n- [x] 长2*3*4米\n\n编号____年，\\*注\\*，`代码`\n\n附则\n----\n\n| 甲\\|乙 | 丙 |\n|---|---|\n"
    )
    source = read(written(tmp_path, text, "a.md"))
    assert texts(source) == ["见办法与要点。", "长2*3*4米", "编号____年，*注*，代码", "附则", "甲|乙 | 丙"]
    assert [paragraph.depth for paragraph in source.paragraphs] == [0, 0, 0, 2, 0]


def numbered(document: docx.document.Document, pattern: str, form: str) -> str:
    """A new list of one level; returns its number."""
    numbering = document.part.numbering_part.element
    key = str(900 + len(numbering))
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{level}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))
    return key


@pytest.mark.parametrize(
    ("pattern", "form", "shown"),
    [
        ("第%1条", "chineseCountingThousand", ["第一条 甲", "第二条 甲"]),
        ("%1、", "chineseCounting", ["一、甲", "二、甲"]),
        ("%1)", "lowerLetter", ["a) 甲", "b) 甲"]),
        ("%1.", "upperRoman", ["I. 甲", "II. 甲"]),
        ("%1、", "chineseLegalSimplified", ["壹、甲", "贰、甲"]),
        ("%1", "decimalEnclosedCircle", ["①甲", "②甲"]),
        ("", "bullet", ["甲", "甲"]),
    ],
)
def test_the_numbers_that_word_shows_are_text(pattern: str, form: str, shown: list[str], tmp_path: Path) -> None:
    document = docx.Document()
    key = numbered(document, pattern, form)
    for _ in shown:
        properties = document.add_paragraph("甲")._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{key}"/></w:numPr>'))
    document.save(str(tmp_path / "a.docx"))
    source = read(tmp_path / "a.docx")
    assert texts(source) == shown and source.lines[1][0] == shown[1][0]


def word(folder: Path, *runs: str) -> Source:
    """A document of one paragraph with these runs in WordprocessingML."""
    document = docx.Document()
    for run in runs:
        document.add_paragraph()._p.append(parse_xml(run.replace(">", f" {nsdecls('w')}>", 1)))
    document.save(str(folder / "a.docx"))
    return read(folder / "a.docx")


def test_deleted_and_hidden_text_and_field_codes_are_left_out(tmp_path: Path) -> None:
    source = word(
        tmp_path,
        "<w:del><w:r><w:delText>旧文</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>新文</w:t></w:r></w:ins>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        "<w:r><w:instrText>PAGEREF _Toc1</w:instrText><w:t>保存</w:t><w:br/><w:t>（一）两年</w:t></w:r>",
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict><w:t>框外</w:t></w:r>",
    )
    assert texts(source) == ["新文", "保存", "（一）两年", "框外", "框中"]
    assert [paragraph.line for paragraph in source.paragraphs] == [2, 4, 4, 5, 6]


def test_footnotes_come_at_the_end(tmp_path: Path) -> None:
    as_word(tmp_path / "a.docx")
    notes = '<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote><w:p><w:r><w:t>脚注。</w:t></w:r></w:p></w:footnote>'
    note = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    changes = {
        "word/_rels/document.xml.rels": lambda xml: xml.replace(
            "</Rel", f'<Relationship Id="n" Type="{kind}" Target="footnotes.xml"/></Rel'
        ),
        "[Content_Types].xml": lambda xml: xml.replace(
            "</Types", '<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types'
        ),
    }
    repacked(tmp_path / "a.docx", changes, {"word/footnotes.xml": note})
    assert texts(read(tmp_path / "a.docx")) == [*PARAGRAPHS, "脚注。"]


def repacked(path: Path, changes: dict[str, Callable[[str], str]], more: dict[str, str | bytes]) -> None:
    """The archive with some of its parts changed and others added."""
    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, changes[name](content.decode()) if name in changes else content)
        for name, added in more.items():
            new.writestr(name, added)


def test_headers_page_numbers_and_repeated_headings_of_tables_are_no_paragraphs(tmp_path: Path) -> None:
    as_pdf(tmp_path / "a.pdf", repeated=4)
    source = read(tmp_path / "a.pdf")
    assert sum("汇编" in line for line in source.lines) > 2
    assert texts(source) == PARAGRAPHS * 4


# --- bad files


def test_empty_files_folders_and_missing_files_are_named(tmp_path: Path) -> None:
    assert "empty" in refused(written(tmp_path, ""))
    assert "no text in it" in refused(written(tmp_path, " \n\n\t\n"))
    assert "folder" in refused(tmp_path)
    assert "check the path" in refused(tmp_path / "无.txt")
    os.mkfifo(tmp_path / "管.txt")
    assert "no regular file" in refused(tmp_path / "管.txt")


@pytest.mark.parametrize("content", [b"\0" * 2000, b"\x89PNG\r\n\x1a\n" + b"\0\1" * 400])
def test_binary_data_is_no_text(content: bytes, tmp_path: Path) -> None:
    assert "UTF-8" in refused(written(tmp_path, content))


def test_more_than_can_be_held_is_refused(tmp_path: Path) -> None:
    assert "larger than 8 MB" in refused(written(tmp_path, b"a" * 50_000_000))
    assert "2,000,000 characters" in refused(written(tmp_path, "安" * 2_000_001))
    assert "100,000 lines" in refused(written(tmp_path, "\n" * 200_000))


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"{\\rtf1 a}", b"plain"])
def test_old_word_files_are_to_be_saved_as_docx(content: bytes, tmp_path: Path) -> None:
    assert "save it as .docx" in refused(written(tmp_path, content, "a.doc"))


def test_the_content_decides_what_a_packed_file_is(tmp_path: Path) -> None:
    as_pdf(tmp_path / "a.txt")
    assert texts(read(tmp_path / "a.txt")) == PARAGRAPHS
    assert "damaged" in refused(written(tmp_path, "文字", "a.docx"))
    assert ".docx" in refused(written(tmp_path, "文字", "a.xyz"))


def test_damaged_archives_and_other_archives_are_no_word_documents(tmp_path: Path) -> None:
    as_word(tmp_path / "a.docx")
    content = (tmp_path / "a.docx").read_bytes()
    assert "no Word document" in refused(written(tmp_path, content[: len(content) // 2], "b.docx"))
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert "no Word document" in refused(written(tmp_path, packed.getvalue(), "c.docx"))


def test_archives_that_unpack_to_too_much_are_refused_unopened(tmp_path: Path) -> None:
    as_word(tmp_path / "a.docx")
    repacked(tmp_path / "a.docx", {}, {"word/media/a.bin": b"\0" * 30_000_000})
    assert "200-fold" in refused(tmp_path / "a.docx")
    as_word(tmp_path / "b.docx")
    repacked(tmp_path / "b.docx", {}, {"word/a.xml": b" " * 51_000_000})
    assert "50 MB" in refused(tmp_path / "b.docx")


@pytest.mark.parametrize("entity", ['<!ENTITY a SYSTEM "file:///etc/hostname">', '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'])
def test_entities_in_word_documents_are_refused(entity: str, tmp_path: Path) -> None:
    as_word(tmp_path / "a.docx")
    repacked(
        tmp_path / "a.docx", {"word/document.xml": lambda xml: xml.replace("<w:document", f"<!DOCTYPE d [{entity}]><w:document", 1)}, {}
    )
    assert "declares entities" in refused(tmp_path / "a.docx")


def test_pdfs_with_a_password_without_text_and_damaged_ones_are_told_apart(tmp_path: Path) -> None:
    as_pdf(tmp_path / "a.pdf", StandardEncryption("geheim", canPrint=0))
    assert "password" in refused(tmp_path / "a.pdf")
    scan = Canvas(str(tmp_path / "b.pdf"))
    scan.rect(50, 50, 200, 200, fill=1)
    scan.save()
    assert "OCR" in refused(tmp_path / "b.pdf")
    as_pdf(tmp_path / "c.pdf")
    damaged = (tmp_path / "c.pdf").read_bytes()
    assert "damaged" in refused(written(tmp_path, damaged[:40] + b"\0" * 2000, "d.pdf"))


def test_a_link_that_leads_out_of_the_folder_is_not_inside_it(tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    written(tmp_path, "外", "外.txt")
    (folder / "出.txt").symlink_to(tmp_path / "外.txt")
    (folder / "圈.txt").symlink_to(folder / "圈.txt")
    (folder / "内.txt").symlink_to(written(folder, "内", "真.txt"))
    assert [not leads_out(folder / name, folder) for name in ("真.txt", "内.txt", "出.txt", "圈.txt", "../外.txt")] == [
        True,
        True,
        False,
        False,
        False,
    ]


# --- documents as they come


@needs_shared
@pytest.mark.parametrize(
    ("stem", "paragraphs", "rows", "last"),
    [("000", 30, 0, 32), ("001", 25, 0, 30), ("002", 117, 55, 328), ("003", 23, 0, 25), ("004", 40, 0, 83)],
)
def test_policies_converted_from_word(stem: str, paragraphs: int, rows: int, last: int) -> None:
    source = read(next((SHARED / "seeds").glob(f"{stem}_*.txt")))
    assert len(source.paragraphs) == paragraphs
    assert sum(len(paragraph.cells) == 3 for paragraph in source.paragraphs) == rows
    assert source.paragraphs[-1].line == last
    assert not any("bookmark" in paragraph.text or "  " in paragraph.text for paragraph in source.paragraphs)


@needs_shared
def test_rows_of_a_converted_table_hold_the_element_above(tmp_path: Path) -> None:
    rows = [p for p in read(next((SHARED / "seeds").glob("002_*.txt"))).paragraphs if p.cells]
    assert {row.cells[1].places[0][0] for row in rows[7:14]} == {129}
    assert rows[7].cells[1].places[-1][0] == 130 and len(rows[7].cells[1].text) == 9


@needs_shared
@pytest.mark.parametrize(("name", "articles", "chapters"), [("安全生产法", 119, 7), ("标准化法", 45, 6), ("特种设备安全法", 101, 7)])
def test_laws_in_markdown(name: str, articles: int, chapters: int) -> None:
    source = read(next((SHARED / "corpus").glob(f"{name}*.md")))
    assert [p.depth for p in source.paragraphs].count(2) == chapters
    assert sum(p.text.startswith("第") and "条 " in p.text[:9] for p in source.paragraphs) == articles
