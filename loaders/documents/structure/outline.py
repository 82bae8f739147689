"""The outline of a document: what each paragraph is under the parts that are open where it stands."""

import re
from collections.abc import Sequence
from dataclasses import replace

from duibiao.loaders.documents.model import Paragraph, Part, Source
from duibiao.loaders.documents.structure import divisions, headings, labels, numbering, placing, titles
from duibiao.loaders.documents.structure.divisions import Division
from duibiao.loaders.documents.structure.labels import Label
from duibiao.loaders.documents.structure.numbering import Node
from duibiao.loaders.documents.structure.placing import LEAF, Open, Stack, State, Text

_UNNUMBERED = {"前言", "引言", "序言", "参考文献", "索引", "编制说明"}
_LONGEST_HEADING = 60
_NUMBER = re.compile(r"[（(]?(?:[0-9]{1,4}(?:[.．-][0-9]{1,3})*|[一二三四五六七八九十百]{1,4})[)）.．、]?")


def outline(source: Source) -> tuple[Part, ...]:
    """The parts of the text in its order. Each paragraph is of one part at most; of none are the title, what stands before the first
    part, contents, signatures and copies. A title is a part only if a document with parts stands before it in the file."""
    readings = [labels.readings(paragraph.text) for paragraph in source.paragraphs]
    text = Text(source.paragraphs, readings, divisions.contents(source.paragraphs), divisions.closings(source.paragraphs))
    found = divisions.of(source)
    read = [_read(text, division, _annex(division, found)) for division in found]
    documents = [place for place, division in enumerate(found) if division.kind == "title" and read[place]]
    for place in documents[1:]:
        read[place] = _read(text, found[place], _title(found[place]))
    nodes: list[Node] = []
    for division in read:
        before = len(nodes)
        nodes += [replace(node, above=None if node.above is None else node.above + before) for node in division]
    return numbering.parts(nodes)


def _annex(division: Division, found: Sequence[Division]) -> Node | None:
    """The part that an annex is, unless it stands at the head and is the document."""
    if division.kind != "annex" or (division.start == 0 and not _is_next(division, found[1:])):
        return None
    return Node("annex", None, division.label, division.heading, None, division.start, division.body)


def _is_next(division: Division, others: Sequence[Division]) -> bool:
    """Whether the next annex is counted on from this one, so that both are annexes of something else."""
    first, second = ("".join(filter(str.isdigit, other.label)) for other in (division, *others[:1], division)[:2])
    return bool(others) and first.isdigit() and second.isdigit() and int(second) == int(first) + 1


def _title(division: Division) -> Node:
    """The part that a further document is, with its title."""
    return Node("title", None, "", division.heading, None, division.start, division.body)


def _read(text: Text, division: Division, top: Node | None) -> list[Node]:
    """The parts of one document, below its own part if it is one."""
    state = State(text, division.end)
    if top:
        state.nodes, state.stack = [top], (Open(0, None),)
    for place in range(top.end if top else division.body, division.end):
        if place in text.closings:
            state.closed = len(state.nodes) > (top is not None)
        elif place not in text.contents:
            _step(state, place)
    return state.nodes


def _step(state: State, place: int) -> None:
    """Read one paragraph."""
    paragraph = state.text.paragraphs[place]
    if paragraph.cells:
        _row(state, place)
    elif found := placing.placed(state, place):
        _begin(state, place, *found)
    elif _is_marked(state, place):
        _mark(state, place)
    elif state.stack and not state.closed:
        _continue(state, place)
    state.quoted = _leaves_quoted(paragraph.text, state.quoted)


_QUOTATION = re.compile(r"(?:^|[：:])“[^”]*$")


def _leaves_quoted(text: str, quoted: bool) -> bool:
    """Whether words of another norm, quoted to be inserted, go on after the text: 修改为：“第三条 …"""
    return bool(_QUOTATION.search(text)) or (quoted and "”" not in text)


# --- what has a label


def _begin(state: State, place: int, label: Label, stack: Stack) -> None:
    """A part with a label begins."""
    paragraph = state.text.paragraphs[place]
    rest = paragraph.text[label.end :]
    kind = _kind(state, label, stack)
    heading = "" if _is_cited(kind, stack) else headings.heading(label, rest, _leads(state, place, stack))
    node = Node(kind, label, label.text, heading, _above(stack), place, place + 1, headings.has_body(rest, heading))
    if stack and (above := stack[-1].label):
        state.below.add((above.style.name, label.style.name))
    _push(state, stack, node, label, paragraph.depth)
    state.last[label.style.name] = state.stack


def _push(state: State, stack: Stack, node: Node, label: Label | None = None, depth: int = 0) -> None:
    state.nodes.append(node)
    state.stack = (*stack, Open(len(state.nodes) - 1, label, depth))
    state.closed = False


def _above(stack: Stack) -> int | None:
    return stack[-1].node if stack else None


def _kind(state: State, label: Label, stack: Stack) -> str:
    """Its kind; lists below an article or a clause are items, and those below them points."""
    if label.style.kind == "clause" or label.style.structural:
        return label.style.kind
    kinds = [state.kind(opened) for opened in stack if opened.label]
    if kinds and kinds[-1] in {"item", "point"}:
        return "point"
    return "item" if kinds and kinds[-1] in {"article", "clause"} else label.style.kind


def _is_cited(kind: str, stack: Stack) -> bool:
    """Whether it is an item of an article or a clause, which has no heading."""
    holding = {opened.label.style.kind for opened in stack if opened.label}
    return kind in {"item", "point"} and not holding.isdisjoint({"article", "clause"})


def _leads(state: State, place: int, stack: Stack) -> bool:
    """Whether the paragraph below may be the body of this one: it has no label, or the first of a list."""
    if place + 1 >= state.end or place + 1 in state.text.closings or placing.is_listed(state, _above(stack), len(state.nodes), place):
        return False
    readings = state.text.readings[place + 1]
    return not readings or any(label.first for label in readings)


# --- what has none


def _row(state: State, place: int) -> None:
    """A row of a table stands below the open part and is never open itself."""
    paragraph = state.text.paragraphs[place]
    stack = tuple(opened for opened in state.stack if state.kind(opened) != "paragraph")
    words = {cell.text for cell in paragraph.cells}
    heading = next(iter(words)) if len(words) == 1 and len(paragraph.cells) > 1 else ""
    first = paragraph.cells[0].text
    label = first if _NUMBER.fullmatch(first) and not heading else ""
    state.nodes.append(Node("row", None, label, heading, _above(stack), place, place + 1, table=paragraph.table))


def _is_marked(state: State, place: int) -> bool:
    """Whether it is a heading without a label: one that the file marks, or the foreword and its like. The title is none."""
    paragraph = state.text.paragraphs[place]
    if _is_unnumbered(paragraph):
        return True
    return paragraph.depth > 0 and len(paragraph.text) <= _LONGEST_HEADING and not _is_title(state, place)


def _is_unnumbered(paragraph: Paragraph) -> bool:
    return "".join(paragraph.text.split()) in _UNNUMBERED


def _is_title(state: State, place: int) -> bool:
    """Whether it is the title, or a line of it: before all parts, and marked higher than any heading without a label that follows."""
    text = state.text
    begun = next((other for other in range(place, state.end) if any(label.first for label in text.readings[other])), place + 1)
    following = [paragraph for paragraph in text.paragraphs[begun : state.end] if paragraph.depth]
    higher = all(paragraph.depth > text.paragraphs[place].depth or labels.readings(paragraph.text) for paragraph in following)
    return not state.nodes and higher


def _mark(state: State, place: int) -> None:
    paragraph = state.text.paragraphs[place]
    stack: Stack = ()
    if not _is_unnumbered(paragraph):
        stack = placing.unmarked(state, paragraph.depth)
        while stack and state.kind(stack[-1]) not in {"annex", "title"} and not 0 < stack[-1].depth < paragraph.depth:
            stack = stack[:-1]
    node = Node("heading", None, "", titles.joined([paragraph]), _above(stack), place, place + 1)
    _push(state, stack, node, depth=LEAF if _is_unnumbered(paragraph) else paragraph.depth)


def _continue(state: State, place: int) -> None:
    """Further words of an open part: of the last, or of one above it whose list is over."""
    text = state.text.paragraphs[place].text
    stack = state.stack
    while len(stack) > 1 and state.above(place).endswith("。") and placing.is_over(state, stack):
        stack = stack[:-1]
    node = state.nodes[stack[-1].node]
    if stack[-1].node == len(state.nodes) - 1 and not _is_new_paragraph(state, node, stack, place):
        heading = text if _awaits_heading(state, node, text) else node.heading
        state.nodes[-1] = replace(node, end=place + 1, heading=heading, body=node.body or heading == node.heading)
        return
    stack = tuple(opened for opened in stack if state.kind(opened) != "paragraph")
    _push(state, stack, Node("paragraph", None, "", "", _above(stack), place, place + 1, True))


def _awaits_heading(state: State, node: Node, text: str) -> bool:
    """Whether the label stands alone and the text is its heading, on the line below."""
    alone = node.label is not None and node.label.end == len(state.text.paragraphs[node.start].text)
    return alone and not node.heading and node.end == node.start + 1 and node.kind not in {"item", "point"} and headings.is_title(text)


def _is_new_paragraph(state: State, node: Node, stack: Stack, place: int) -> bool:
    """Whether words that follow an article, or one of its paragraphs, directly are its next paragraph (款)."""
    holding = node.kind == "article" or (node.kind == "paragraph" and placing.within_article(stack))
    return holding and node.body and not placing.is_wrapped(state.above(place))
