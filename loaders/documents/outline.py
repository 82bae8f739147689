"""The outline of a document: a stack of open parts, and what each paragraph is under them.

A label takes its place by what it continues, innermost list first. A style that is new under a part opens a list below it; by custom
higher styles (一、 over 1.) do so only if the list above goes on afterwards, or the words above end in a colon.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from duibiao.loaders.documents import divisions, headings, labels, numbering, titles
from duibiao.loaders.documents.divisions import Division
from duibiao.loaders.documents.labels import Label
from duibiao.loaders.documents.model import Paragraph, Part, Source
from duibiao.loaders.documents.numbering import Node

_UNNUMBERED = {"前言", "引言", "序言", "参考文献", "索引", "编制说明"}
_WRAPPED = 25
"""A line shorter than this that ends without a mark is a heading, not a wrapped one."""
_ENDS = "。；;：:！？!?|”）)"
_LONGEST_HEADING = 60
_LEAF = 99
"""The depth of a heading that holds no lists: the foreword."""
_NUMBERED = re.compile(r"[（(]?(?:[0-9]{1,4}(?:[.．-][0-9]{1,3})*|[一二三四五六七八九十百]{1,4})[)）.．、]?")


def outline(source: Source) -> tuple[Part, ...]:
    """The parts of the text in its order. Each paragraph is of one part at most; of none are the title, what stands before the first
    part, contents, signatures and copies. Titles are parts only where several documents with parts stand in the file."""
    text = _Text(source.paragraphs, [labels.readings(paragraph.text) for paragraph in source.paragraphs])
    found = divisions.divisions(source.paragraphs)
    read = [_read(text, division, _annex(division, found)) for division in found]
    documents = [place for place, division in enumerate(found) if division.kind == "title" and read[place]]
    for place in documents if len(documents) > 1 else ():
        read[place] = _read(text, found[place], _title(found[place], source.paragraphs))
    nodes: list[Node] = []
    for division in read:
        nodes += [replace(node, above=None if node.above is None else node.above + len(nodes)) for node in division]
    return numbering.parts(nodes)


def _annex(division: Division, found: Sequence[Division]) -> Node | None:
    """The part that an annex is, unless it stands at the head and is the document."""
    if division.kind != "annex" or (division.start == 0 and not _is_next(division, found[1:])):
        return None
    return Node("annex", None, division.label, division.heading, None, division.start, division.body)


def _title(division: Division, paragraphs: Sequence[Paragraph]) -> Node:
    """The part that one of several documents is, with its title."""
    start, stop = (division.start, division.body) if division.start else titles.found(paragraphs[: division.end]) or (0, 0)
    return Node("title", None, "", titles.joined(paragraphs[start:stop]), None, start, stop)


def _is_next(division: Division, others: Sequence[Division]) -> bool:
    """Whether the next annex is counted on from this one, so that both are annexes of something else."""
    first, second = ("".join(filter(str.isdigit, other.label)) for other in (division, *others[:1], division)[:2])
    return bool(others) and first.isdigit() and second.isdigit() and int(second) == int(first) + 1


# --- one document


@dataclass(frozen=True)
class _Text:
    """The paragraphs of the file, and what each may be labelled."""

    paragraphs: Sequence[Paragraph]
    readings: Sequence[tuple[Label, ...]]


@dataclass(frozen=True)
class _Open:
    """A part that is open: its place among the nodes, its label if it has one, and the level of heading that the file marks."""

    node: int
    label: Label | None
    depth: int = 0


_Stack = tuple[_Open, ...]


@dataclass
class _State:
    """How far a document is read: its parts, those that are open, outermost first, where the last label of each style stood, which
    styles were seen below which, whether a quotation is open, and whether a signature has closed the text."""

    text: _Text
    end: int
    nodes: list[Node] = field(default_factory=list)
    stack: _Stack = ()
    last: dict[str, _Stack] = field(default_factory=dict)
    below: set[tuple[str, str]] = field(default_factory=set)
    quoted: bool = False
    closed: bool = False

    @property
    def base(self) -> _Stack:
        """What is open at the top: the annex or the title, if the document is a part."""
        return tuple(opened for opened in self.stack[:1] if self.nodes[opened.node].kind in {"annex", "title"})


def _read(text: _Text, division: Division, top: Node | None) -> list[Node]:
    """The parts of one document, below its own part if it is one."""
    state = _State(text, division.end)
    if top:
        state.nodes, state.stack = [top], (_Open(0, None),)
    closing, skipped = divisions.closings(text.paragraphs), divisions.contents(text.paragraphs)
    for place in range(top.end if top else division.body, division.end):
        if place in closing:
            state.closed = len(state.nodes) > len(state.base)
        elif place not in skipped:
            _step(state, place)
    return state.nodes


def _step(state: _State, place: int) -> None:
    """Read one paragraph."""
    paragraph = state.text.paragraphs[place]
    if paragraph.cells:
        _row(state, place)
    elif placed := _placed(state, place):
        _begin(state, place, *placed)
    elif _is_marked(state, place):
        _mark(state, place)
    elif not state.closed:
        _continue(state, place)
    state.quoted = _leaves_quoted(paragraph.text, state.quoted)


_QUOTATION = re.compile(r"(?:^|[：:])“[^”]*$")


def _leaves_quoted(text: str, quoted: bool) -> bool:
    """Whether words of another norm, quoted to be inserted, go on after the text: 修改为：“第三条 …"""
    return bool(_QUOTATION.search(text)) or (quoted and "”" not in text)


# --- labels


def _placed(state: _State, place: int) -> tuple[Label, _Stack] | None:
    """The label of the paragraph and what it stands below, or None where nothing makes it one. What is quoted begins no list."""
    options = [label for label in state.text.readings[place] if not _interrupts(state, label, place)]
    for test in (_next,) if state.quoted else (_next, _first, _later, _resumed):
        for label in options:
            if (stack := test(state, label, place)) is not None and (label.style.firm or label.style.kind == "clause" or not state.closed):
                return label, stack
    return None


def _interrupts(state: _State, label: Label, place: int) -> bool:
    """Whether a number at the start of a line belongs to the sentence that the line before left off: … not later than / 6 个月."""
    before = _words(state, place)
    return label.style.kind == "clause" and len(label.ordinals) == 1 and len(before) >= _WRAPPED and before[-1] not in _ENDS


def _words(state: _State, place: int) -> str:
    """The text of the paragraph above."""
    return state.text.paragraphs[place - 1].text if place else ""


def _next(state: _State, label: Label, place: int) -> _Stack | None:
    """Where a label stands that is the next of an open list."""
    if label.style.kind == "clause":
        last = state.last.get(label.style.name)
        return _clause(state, label) if last and last[-1].label and labels.follows(last[-1].label, label) else None
    return _among(state, label, labels.follows)


def _among(state: _State, label: Label, test: Callable[[Label, Label], bool]) -> _Stack | None:
    for depth in reversed(range(len(state.stack))):
        before = state.stack[depth].label
        if before and test(before, label):
            return state.stack[:depth]
    return None


def _clause(state: _State, label: Label) -> _Stack:
    """What a clause stands below: the open part whose number its own begins with, else what holds the clauses."""
    holding = [depth for depth, opened in enumerate(state.stack) if opened.label and _holds(opened.label, label)]
    if holding:
        return state.stack[: holding[-1] + 1]
    others = [depth for depth, opened in enumerate(state.stack) if opened.label and opened.label.style.rank >= label.style.rank]
    return tuple(
        opened
        for opened in state.stack[: others[0] if others else None]
        if state.nodes[opened.node].kind != "paragraph" and opened.depth < _LEAF
    )


def _holds(above: Label, label: Label) -> bool:
    """Whether the number of a clause begins with that of the other: 4.2.1 with 4.2, with 4 or with 4."""
    size = len(above.ordinals)
    return above.style.family in {"clause", "digits"} and size < len(label.ordinals) and label.ordinals[:size] == above.ordinals


def _first(state: _State, label: Label, place: int) -> _Stack | None:
    """Where the first label of a list stands."""
    if label.style.kind == "clause":
        return _clause(state, label) if _is_first_clause(state, label, place) else None
    unknown = label.style.structural and label.style.name not in state.last
    return _list(state, label, place) if label.first or unknown else None


def _is_first_clause(state: _State, label: Label, place: int) -> bool:
    if label.style.name in state.last and (not label.first or any(o.label and o.label.style == label.style for o in state.stack)):
        return False
    if len(label.ordinals) == 1 and label.ordinals[0] > 1:
        return any(_holds(label, later) and later.first for later in _ahead(state, place, label))
    return len(label.ordinals) > 2 or label.first


def _ahead(state: _State, place: int, label: Label) -> Iterator[Label]:
    """The later readings in the style of the label."""
    for readings in state.text.readings[place + 1 : state.end]:
        yield from (later for later in readings if later.style == label.style)


def _list(state: _State, label: Label, place: int) -> _Stack:
    """What a new list stands below."""
    stack = _unmarked(state, state.text.paragraphs[place].depth)
    if stack == state.stack and stack and _words(state, place).endswith(("：", ":")) and not label.style.structural:
        return stack
    while stack and not _nests(state, stack[-1], label, place):
        stack = stack[:-1]
    return stack


def _unmarked(state: _State, depth: int) -> _Stack:
    """What stays open at a heading that the file marks at a depth."""
    cut = next((place for place, opened in enumerate(state.stack) if depth and opened.depth >= depth), len(state.stack))
    return state.stack[:cut]


def _nests(state: _State, above: _Open, label: Label, place: int) -> bool:
    """Whether a new list stands below the open part."""
    if above.label is None:
        return above.depth < _LEAF and not (label.style.structural and state.nodes[above.node].kind == "paragraph")
    if above.label.style == label.style:
        return False
    if above.label.style.rank < label.style.rank or (above.label.style.name, label.style.name) in state.below:
        return True
    following = next((later for later in _ahead(state, place, above.label) if later.first or labels.follows(above.label, later)), None)
    return not above.label.style.structural and following is not None and labels.follows(above.label, following)


def _later(state: _State, label: Label, place: int) -> _Stack | None:
    """Where a label stands that leaps in an open list, or repeats its last one by mistake."""
    if label.style.kind == "clause":
        last = state.last.get(label.style.name)
        return _clause(state, label) if last and last[-1].label and labels.leaps(last[-1].label, label) else None
    repeated = label.style.firm and not label.style.structural
    return _among(
        state, label, lambda old, new: labels.leaps(old, new) or (repeated and (old.style, old.ordinals) == (new.style, new.ordinals))
    )


def _resumed(state: _State, label: Label, place: int) -> _Stack | None:
    """Where a label stands that goes on with a list no longer open: articles go on from chapter to chapter."""
    last = state.last.get(label.style.name)
    if not last or not last[-1].label or label.style.kind == "clause":
        return None
    before = last[-1].label
    if not labels.follows(before, label) and not (label.style.structural and labels.leaps(before, label)):
        return None
    return last[:-1] if state.stack[: len(last) - 1] == last[:-1] else _list(state, label, place)


def _begin(state: _State, place: int, label: Label, stack: _Stack) -> None:
    """A part with a label begins."""
    paragraph = state.text.paragraphs[place]
    rest = paragraph.text[label.end :]
    heading = "" if _is_item(state, label, stack) else headings.heading(label, rest)
    node = Node(_kind(state, label, stack), label, label.text, heading, _above(stack), place, place + 1, bool(headings.body(rest, heading)))
    if stack and (above := stack[-1].label):
        state.below.add((above.style.name, label.style.name))
    _push(state, stack, node, label, paragraph.depth)
    state.last[label.style.name] = state.stack


def _push(state: _State, stack: _Stack, node: Node, label: Label | None = None, depth: int = 0) -> None:
    state.nodes.append(node)
    state.stack = (*stack, _Open(len(state.nodes) - 1, label, depth))
    state.closed = False


def _above(stack: _Stack) -> int | None:
    return stack[-1].node if stack else None


def _kind(state: _State, label: Label, stack: _Stack) -> str:
    """Its kind; lists below an article or a clause are items, and those below them points."""
    if label.style.kind in {"article", "clause"} or label.style.structural:
        return label.style.kind
    kinds = [state.nodes[opened.node].kind for opened in stack if opened.label]
    if kinds and kinds[-1] in {"item", "point"}:
        return "point"
    return "item" if kinds and kinds[-1] in {"article", "clause"} else label.style.kind


def _is_item(state: _State, label: Label, stack: _Stack) -> bool:
    """Whether it stands in a list of an article, which has no headings."""
    return not label.style.structural and any(opened.label and opened.label.style.kind == "article" for opened in stack)


# --- what has no label


def _row(state: _State, place: int) -> None:
    """A row of a table stands below the open part and is never open itself."""
    cells = state.text.paragraphs[place].cells
    stack = tuple(opened for opened in state.stack if state.nodes[opened.node].kind != "paragraph")
    words = {cell.text for cell in cells}
    heading = next(iter(words)) if len(words) == 1 and len(cells) > 1 else ""
    label = cells[0].text if _NUMBERED.fullmatch(cells[0].text) and not heading else ""
    table = state.text.paragraphs[place].table
    state.nodes.append(Node("row", None, label, heading, _above(stack), place, place + 1, table=table))


def _is_marked(state: _State, place: int) -> bool:
    """Whether it is a heading without a label: one that the file marks, or the foreword and its like. The title is none."""
    paragraph = state.text.paragraphs[place]
    if "".join(paragraph.text.split()) in _UNNUMBERED:
        return True
    return paragraph.depth > 0 and len(paragraph.text) <= _LONGEST_HEADING and not _is_title(state, place)


def _is_title(state: _State, place: int) -> bool:
    """Whether it is the title: the first marked line before all parts, and the only one as high."""
    paragraphs = state.text.paragraphs
    marked = [other for other in range(len(paragraphs)) if paragraphs[other].depth == paragraphs[place].depth]
    alone = not any(other > place and not state.text.readings[other] for other in marked)
    return not state.nodes and marked[0] == place and alone


def _mark(state: _State, place: int) -> None:
    paragraph = state.text.paragraphs[place]
    stack = _unmarked(state, paragraph.depth)
    while len(stack) > len(state.base) and not (paragraph.depth and 0 < stack[-1].depth < paragraph.depth):
        stack = stack[:-1]
    node = Node("heading", None, "", titles.joined([paragraph]), _above(stack), place, place + 1)
    _push(state, stack, node, depth=paragraph.depth or _LEAF)


def _continue(state: _State, place: int) -> None:
    """Further words of an open part: of the last, or of one above it whose list is over."""
    if not state.stack:
        return
    text = state.text.paragraphs[place].text
    stack = _holding(state, place)
    node = state.nodes[stack[-1].node]
    if stack[-1].node == len(state.nodes) - 1 and not _is_new_paragraph(state, stack, place):
        heading = text if _awaits_heading(state, node, text) else node.heading
        state.nodes[-1] = replace(node, end=place + 1, heading=heading, body=node.body or heading == node.heading)
        return
    stack = tuple(opened for opened in stack if state.nodes[opened.node].kind != "paragraph")
    _push(state, stack, Node("paragraph", None, "", "", _above(stack), place, place + 1, True))


def _awaits_heading(state: _State, node: Node, text: str) -> bool:
    """Whether the label stands alone and the text is its heading, on the line below."""
    alone = node.label is not None and node.label.end == len(state.text.paragraphs[node.start].text)
    return alone and not node.heading and node.end == node.start + 1 and node.kind not in {"item", "point"} and headings.is_title(text)


def _holding(state: _State, place: int) -> _Stack:
    """What is still open for words without a label: a list that has come to its end is not."""
    stack = state.stack
    while len(stack) > 1 and _words(state, place).endswith("。") and _is_over(state, stack):
        stack = stack[:-1]
    return stack


def _is_over(state: _State, stack: _Stack) -> bool:
    """Whether the list at the end of the stack ends with its full stop: items of an article, or of a list whose items end in ；."""
    node = state.nodes[stack[-1].node]
    if node.label is None or node.kind not in {"item", "point", "heading"}:
        return False
    if any(opened.label and opened.label.style.kind == "article" for opened in stack[:-1]):
        return True
    sibling = next((other for other in reversed(state.nodes[: stack[-1].node]) if other.above == node.above and other.label), None)
    return sibling is not None and _last_words(state, sibling).endswith(("；", ";"))


def _last_words(state: _State, node: Node) -> str:
    return state.text.paragraphs[node.end - 1].text


def _is_new_paragraph(state: _State, stack: _Stack, place: int) -> bool:
    """Whether words that follow an article, or one of its paragraphs, directly are its next paragraph (款)."""
    node = state.nodes[stack[-1].node]
    before = _words(state, place)
    wrapped = len(before) >= _WRAPPED and before[-1] not in _ENDS
    within = node.kind == "paragraph" and any(opened.label and opened.label.style.kind == "article" for opened in stack)
    return (node.kind == "article" or within) and node.body and not wrapped
