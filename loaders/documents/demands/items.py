"""Rows and lines that ask for evidence: checklists, tables of points with (提供…复印件), lists of what is to be shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duibiao.loaders.documents.demands.statements import Statement, statements
from duibiao.loaders.documents.model import Item, Paragraph, Part, Source, Span

_COLUMNS = {
    "number": re.compile(r"序号|编号|项次|序|No\.?|号"),
    "element": re.compile(r"(?:[A-ZＡ一二]级)?要素|(?:检查|评审|考核|自评|排查)?(?:项目|类目|类别|分类|科目)|模块|环节|部位|单元"),
    "text": re.compile(
        r"(?:经验|检查|核查|评审|考核|自评|工作|主要|排查)?(?:要点|内容|要求|标准|事项)|(?:检查|评审|标准)(?:项|要求)|(?:基本|具体|标准化)要求|描述|清单内容|(?:隐患|检查)?内容及要求"
    ),
    "evidence": re.compile(
        r"(?:佐证|证明|支撑|查阅|所需|提供|提交|申报|备查|检查)(?:的)?(?:材料|资料|文件|依据)(?:清单)?|(?:检查|评审|核查|考核|排查|巡查|验证|审核)(?:方法|方式)|查阅?(?:内容|记录)|证据"
    ),
}
_GIVEN = re.compile(
    r"(?:如有|如有的|请|应|需|须|并)?(?:提供|提交|附|出具)"
    r"(?P<what>[^，。；,;（）()]{1,60}(?:[（(][^（）()]*[）)][^，。；,;（）()]{0,30})?)"
)
_SEEN = re.compile(r"(?:现场)?(?:查阅|查看|查验|抽查|核查|检查|查)(?P<what>[^，。；,;]{2,60})")
_DOCUMENT = re.compile(
    r"(?:记录|台[账帐]|档案|资料|材料|文件|文档|证书?|复印件|报告|目录|清单|计划|方案|制度|纪要|回执|图纸?|表|合同|协议|通知|证明|预案|批复|票|凭证|责任书|规程|手册|目标|影像|照片|情况)$"
)
_JOINT = re.compile(r"、|及(?!其|时)|和(?!谐)|以及|或者?|；|;|，|,")
_BEHIND = re.compile(r"注[：:]|说明[：:]|附[件注：:]|抄送|填表|备注[：:]")
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})*|[一二三四五六七八九十]{1,3}")
_ELEMENT = re.compile(r"(?:[0-9]{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*[^。；，,]{2,24}$")


def items(source: Source, outline: Sequence[Part]) -> tuple[Item, ...]:
    """The rows of tables that ask for evidence, whether the file keeps their cells or a line a cell, and the lines of lists that do."""
    found = [*_rows(source), *_flat_rows(source)]
    taken = {item.span.paragraph for item in found} | {place for place, paragraph in enumerate(source.paragraphs) if paragraph.cells}
    lines = [item for statement in statements(source, outline) if statement.paragraph not in taken and (item := _line(statement))]
    return tuple(sorted([*found, *lines], key=lambda item: (item.span.paragraph, item.span.start)))


def evidence(text: str) -> tuple[str, ...]:
    """The documents that a text asks to be given (提供方案及照片 → 方案, 照片)."""
    return tuple(name for asked in _GIVEN.finditer(text) for name in _each(asked["what"]))


def _each(what: str) -> Iterator[str]:
    names = [name.strip(" ：:。") for name in _JOINT.split(what)]
    yield from (name for name in names if name)


def _columns(names: Sequence[str]) -> dict[str, int]:
    """The place of each column that we know by its header."""
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        for column, header in _COLUMNS.items():
            if column not in found and header.fullmatch(re.sub(r"\s", "", name)):
                found[column] = place
                break
    return found


def _rows(source: Source) -> Iterator[Item]:
    columns: dict[int, dict[str, int]] = {}
    for place, row in enumerate(source.paragraphs):
        if not row.cells:
            continue
        if row.table not in columns or len(columns[row.table]) < 2:
            columns[row.table] = _columns([cell.text for cell in row.cells])
        elif item := _row(row, place, columns[row.table]):
            yield item


def _row(row: Paragraph, place: int, columns: dict[str, int]) -> Item | None:
    cells = {column: row.cells[at].text.strip() for column, at in columns.items() if at < len(row.cells)}
    text = cells.get("text", "")
    asked = (*evidence(text), *_asked(cells.get("evidence", "")))
    if not text or not (asked or "evidence" in columns or "element" in columns):
        return None
    start = max(row.text.find(text), 0)
    return Item(Span(place, start, start + len(text)), cells.get("number") or None, cells.get("element") or None, text, asked)


def _asked(cell: str) -> Iterator[str]:
    """The documents named in a column of evidence, with or without 查阅 or 提供."""
    for line in re.split(r"[；;。\n]", cell):
        verb = _GIVEN.search(line) or _SEEN.search(line)
        yield from (name for name in _each(verb["what"] if verb else line) if verb or _DOCUMENT.search(name))


@dataclass
class _Flat:
    """Where the reading of a table with a line a cell stands."""

    number: str | None = None
    element: str | None = None
    opened: bool = False


def _flat_rows(source: Source) -> Iterator[Item]:
    """The rows of a table of which the file keeps a line a cell: 序号, 要素, 经验要点, then 1, 1.基本情况, what is asked."""
    place = 0
    while place < len(source.paragraphs):
        width = _header(source.paragraphs, place)
        if not width:
            place += 1
            continue
        state, place = _Flat(), place + width
        while place < len(source.paragraphs) and not _BEHIND.match(source.paragraphs[place].text) and not source.paragraphs[place].cells:
            if item := _cell(source.paragraphs[place].text, place, state):
                yield item
            place += 1


def _header(paragraphs: Sequence[Paragraph], place: int) -> int:
    """How many lines from here on are the header of such a table; 0 where they are none."""
    names: list[str] = []
    for paragraph in paragraphs[place : place + 6]:
        if paragraph.cells or not any(header.fullmatch(paragraph.text) for header in _COLUMNS.values()):
            break
        names.append(paragraph.text)
    known = _columns(names)
    return len(names) if {"number", "text"} <= known.keys() and known["number"] == 0 else 0


def _cell(text: str, place: int, state: _Flat) -> Item | None:
    if _NUMBER.fullmatch(text):
        state.number, state.opened = text, False
        return None
    if _ELEMENT.match(text):
        state.element, state.opened = text, True
        return None
    if state.opened and state.element and not re.search(r"[。；，,]", text) and len(text) <= 12:
        state.element, state.opened = state.element + text, False
        return None
    number, state.number, state.opened = state.number, None, False
    return Item(Span(place, 0, len(text)), number, state.element, text, evidence(text))


def _line(statement: Statement) -> Item | None:
    """A line of a list that asks for documents: 提供…复印件, 查…记录."""
    sentence = statement.sentence
    text = sentence.text[sentence.start : sentence.end]
    asked = evidence(text) if re.search(r"[（(](?:如有)?(?:请)?提供", text) or text.startswith(("提供", "提交", "附")) else ()
    if not asked and statement.opens and (seen := _SEEN.match(text)):
        asked = tuple(name for name in _each(seen["what"]) if _DOCUMENT.search(name))
    if not any(map(_DOCUMENT.search, asked)):
        return None
    element = statement.headings[0] if statement.headings else None
    return Item(Span(statement.paragraph, sentence.start, sentence.end), statement.label or None, element, text, asked)
