"""A report as an Excel workbook, a Word document, a PDF or a page. Each says the same: the tables come ready."""

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from itertools import chain, cycle
from pathlib import Path
from typing import Any

from duibiao.ontology.errors import Refusal
from duibiao.register.formats import write_sheets
from duibiao.register.papers import Paper, Section

CHINESE_FONTS = (
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "SimSun",
    "Microsoft YaHei",
    "SimHei",
    "Songti SC",
    "PingFang SC",
    "STSong",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
"""Fonts with Chinese characters that systems come with, the best for print first."""


class NoReport(Refusal):
    """The report cannot be written so; the message says why and what else would do."""


def write(paper: Paper, out: Path) -> None:
    """Write the report in the format that the file's ending names. NoReport for an ending that none has; OSError."""
    _WRITERS[format_of(out)](paper, out)


def format_of(out: Path) -> str:
    """The format that a file's ending names. NoReport for an ending that none has."""
    if out.suffix.lower() not in _WRITERS:
        raise NoReport(f"{out.name}: no report has this ending; use {', '.join(_WRITERS)}")
    return out.suffix.lower()


def _xlsx(paper: Paper, out: Path) -> None:
    about = "概况" if paper.language == "zh" else "about"
    sheets: dict[str, list[tuple[str, ...]]] = {about: [(paper.title, ""), *paper.facts]}
    write_sheets(out, sheets | {section.name: [section.head, *section.rows] for section in paper.sections})


def _html(paper: Paper, out: Path) -> None:
    from jinja2 import Environment

    text = files("duibiao.register").joinpath("report.html").read_text("utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text).render(paper=paper)
    out.write_text(page, "utf-8")


def _docx(paper: Paper, out: Path) -> None:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.5)
    document.styles["Title"].font.size = Pt(18)
    document.styles["Normal"].font.size = Pt(9)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    document.add_heading(paper.title, 0)
    for name, value in paper.facts:
        document.add_paragraph(f"{name}{'：' if paper.language == 'zh' else ': '}{value}")
    for section in paper.sections:
        document.add_heading(section.name, 1)
        document.add_paragraph(section.about)
        _table(document, section)
    document.save(str(out))


def _table(document: Any, section: Section) -> None:
    """A table with its head on every page and no row on two of them.

    Cells are taken in one go: to ask a table for each of them costs its whole length.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    table = document.add_table(len(section.rows) + 1, len(section.head), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, section.widths, strict=True):
        column.width = Cm(26.7) * share // sum(section.widths)
    twips = cycle(str(column._gridCol.w.twips) for column in table.columns)
    texts = chain.from_iterable((section.head, *section.rows))
    for cell, text, width in zip(table._cells, texts, twips, strict=False):  # the widths go round
        cell._tc.tcPr[0].set(qn("w:w"), width)  # Word goes by the cells, others by the columns
        cell.paragraphs[0].add_run(text).font.size = Pt(8)
    if section.roomy:
        for row in table.rows:
            row.height = Cm(1)
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].font.bold = True


def _pdf(paper: Paper, out: Path) -> None:
    import typst

    fonts = typst.Fonts()
    chinese = next((font for font in CHINESE_FONTS if font in fonts.families()), None)
    if chinese is None:
        raise NoReport(f"{out.name}: no Chinese font is installed, such as Noto Sans CJK SC; install one or write .docx, .xlsx or .html")
    data = {
        "title": paper.title,
        "facts": paper.facts,
        "font": chinese,
        "language": paper.language,
        "sections": [vars(section) for section in paper.sections],
    }
    source = files("duibiao.register").joinpath("report.typ").read_bytes()
    made = typst.compile(source, font_paths=fonts, format="pdf", sys_inputs={"paper": json.dumps(data, ensure_ascii=False)})
    out.write_bytes(made)


_WRITERS: Mapping[str, Callable[[Paper, Path], None]] = {".xlsx": _xlsx, ".docx": _docx, ".pdf": _pdf, ".html": _html}
