"""Reports read back from the files they were written to, table by table."""

import html
import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from duibiao.register import report_formats
from duibiao.register.papers import Paper

Tables = dict[str, list[tuple[str, ...]]]


def chinese_font() -> bool:
    import typst

    return bool(set(report_formats.CHINESE_FONTS) & set(typst.Fonts().families()))


needs_font = pytest.mark.skipif(not chinese_font(), reason="no Chinese font is installed here, without which no PDF is written")


def of_xlsx(path: Path) -> Tables:
    sheets = load_workbook(path)
    return {name: [tuple("" if c is None else str(c) for c in row) for row in sheets[name].values] for name in sheets.sheetnames[1:]}


def of_docx(path: Path) -> Tables:
    document = Document(str(path))
    names = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    found = {}
    for name, table in zip(names, document.tables, strict=True):
        texts = [cell.text for cell in table._cells]
        width = len(table.columns)
        found[name] = [tuple(texts[start : start + width]) for start in range(0, len(texts), width)]
    return found


def of_html(path: Path) -> Tables:
    def cells(row: str) -> tuple[str, ...]:
        return tuple(html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S))

    parts = re.findall(r"<h2>(.*?)</h2>(.*?)</table>", path.read_text("utf-8"), re.S)
    return {name: [cells(row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.S)] for name, table in parts}


def of_pdf(written: Paper, folder: Path) -> str:
    import pypdfium2

    report_formats.write(written, folder / "report.pdf")
    pages = pypdfium2.PdfDocument(folder / "report.pdf")
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))
