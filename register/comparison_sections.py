"""The 对标 table of an enterprise as sections of a report."""

from collections.abc import Iterator

from duibiao.ontology import iris, labels
from duibiao.ontology.terms import D
from duibiao.register import comparison_formats as formats
from duibiao.register.comparison import Link, Table, standards_of, tables
from duibiao.register.papers import Line, Section, Subject

_WIDTHS = (10, 4, 9, 6, 7, 10, 5, 6, 7, 5, 5, 7, 3, 17)


def comparison(subject: Subject) -> Iterator[Section]:
    """Every limit of every standard beside those of the norms above, then each standard as a whole."""
    standards = standards_of(subject.store, iris.enterprise(subject.code))
    found = tables(subject.store, standards, subject.report.as_of)
    rows = [(table.standard, *row) for table in found for row in formats.rows(table, subject.language)]
    whole = [_link(table, link, subject.language) for table in found for link in table.standards]
    if subject.zh:
        head = ("标准", *formats.header("zh"))
        yield Section("对标表", "本企业标准的限值与上级规范逐条比较；“以此为准”是几部规范中最严的一部。", head, rows, _WIDTHS)
        about = "标准整体上与各部现行规范相比；“经”是通过哪一部规范间接相比。"
        yield Section("标准整体比较", about, ("标准", "名称", "规范", "比较", "经"), whole, (10, 20, 20, 8, 14))
        return
    about = "Each limit of the enterprise's standards beside those of the norms above; “counts” marks the narrowest of several norms."
    yield Section("Comparison", about, ("standard", *formats.header("en")), rows, _WIDTHS)
    about = "Each standard as a whole beside the norms in force; “through” names the norm that leads there."
    yield Section("Standards as a whole", about, ("standard", "title", "norm", "strictness", "through"), whole, (10, 20, 20, 8, 14))


def _link(table: Table, link: Link, language: str) -> Line:
    return table.standard, table.title or "", link.norm, labels()[D[f"Strictness-{link.strictness}"]][language], link.via or ""
