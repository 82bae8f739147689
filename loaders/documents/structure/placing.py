"""Where a label stands: what it continues, innermost list first, or what its new list stands below.

A style that is new under a part opens a list below it. By custom higher styles (一、 over 1.) do so only if the list above goes on
afterwards, if they were seen below it before, or if the words above end in a colon.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.structure import labels
from duibiao.loaders.documents.structure.labels import Label
from duibiao.loaders.documents.structure.numbering import Node

LEAF = 99
"""The depth of a heading that holds no lists: the foreword."""
WRAPPED = 25
"""A line shorter than this that ends without a mark is a heading, not a wrapped one."""
_ENDS = "。；;：:！？!?|”）)"
_COLONS = ("：", ":")
_LISTED = ("；", ";")


@dataclass(frozen=True)
class Text:
    """The paragraphs of the file, what each may be labelled, and which are contents and closings."""

    paragraphs: Sequence[Paragraph]
    readings: Sequence[tuple[Label, ...]]
    contents: frozenset[int] = frozenset()
    closings: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Open:
    """A part that is open: its place among the nodes, its label if it has one, and the level of heading that the file marks."""

    node: int
    label: Label | None
    depth: int = 0


Stack = tuple[Open, ...]


@dataclass
class State:
    """How far a document is read, up to `end`: its parts, those that are open, outermost first, where the last label of each style stood,
    which styles were seen below which, whether a quotation is open, and whether a signature has closed the text."""

    text: Text
    end: int
    nodes: list[Node] = field(default_factory=list)
    stack: Stack = ()
    last: dict[str, Stack] = field(default_factory=dict)
    below: set[tuple[str, str]] = field(default_factory=set)
    quoted: bool = False
    closed: bool = False

    def above(self, place: int) -> str:
        """The words of the paragraph above a place."""
        return self.text.paragraphs[place - 1].text if place else ""

    def kind(self, opened: Open) -> str:
        """The kind of an open part."""
        return self.nodes[opened.node].kind

    def ahead(self, place: int, label: Label) -> Iterator[Label]:
        """The later readings in the style of the label."""
        for readings in self.text.readings[place + 1 : self.end]:
            yield from (later for later in readings if later.style == label.style)


def is_wrapped(text: str) -> bool:
    """Whether a line breaks off within a sentence."""
    return len(text) >= WRAPPED and text[-1] not in _ENDS


def placed(state: State, place: int) -> tuple[Label, Stack] | None:
    """The label of the paragraph and what it stands below, or None where nothing makes it one. What is quoted begins no list."""
    options = [label for label in state.text.readings[place] if _is_possible(state, label, place)]
    for test in (_next,) if state.quoted else (_next, _first, _later, _resumed):
        for label in options:
            if (stack := test(state, label, place)) is not None:
                return label, stack
    return None


def _is_possible(state: State, label: Label, place: int) -> bool:
    """Whether the line can have the label where it stands: no number that a sentence broke off before, and after a signature no mere
    list."""
    if label.style.kind == "clause":
        return len(label.ordinals) > 1 or not is_wrapped(state.above(place))
    if label.style.name == "bare":
        return _is_bare_item(state, label, place)
    return label.style.firm or not state.closed


def _is_bare_item(state: State, label: Label, place: int) -> bool:
    """Whether a bare number counts an item of a clause (GB 50016: 3.1.1 … 1 …；) and not a chapter."""
    if label.first:
        return bool(state.stack and (above := state.stack[-1].label) and len(above.ordinals) > 1) and state.above(place)[-1:] in "：:。"
    last = _last(state, "clause")
    chapter = Label(last.style, label.text, label.ordinals, label.end) if last else None
    return state.above(place).endswith(_LISTED) or not (last and chapter and labels.follows(last, chapter))


def _last(state: State, style: str) -> Label | None:
    """The last label of a style, open or not."""
    return state.last[style][-1].label if style in state.last else None


# --- continuing a list


def _next(state: State, label: Label, place: int) -> Stack | None:
    """Where a label stands that is the next of an open list."""
    return _continued(state, label, labels.follows)


def _later(state: State, label: Label, place: int) -> Stack | None:
    """Where a label stands that leaps in an open list, or repeats its last one by mistake."""
    if labels.is_glued(label.style, state.text.paragraphs[place].text[label.end :]):
        return None
    return _continued(state, label, lambda old, new: labels.leaps(old, new) or labels.repeats(old, new))


def _continued(state: State, label: Label, test: Callable[[Label, Label], bool]) -> Stack | None:
    if label.style.kind == "clause":
        last = _last(state, "clause")
        return _holding(state, label) if last and test(last, label) else None
    for depth in reversed(range(len(state.stack))):
        before = state.stack[depth].label
        if before and test(before, label):
            return state.stack[:depth]
    return None


def _holding(state: State, label: Label) -> Stack:
    """What a clause stands below: the open part whose number its own begins with, else what holds the clauses."""
    depths = [depth for depth, opened in enumerate(state.stack) if opened.label and _begins_with(label, opened.label)]
    if depths:
        return state.stack[: depths[-1] + 1]
    beside = (depth for depth, opened in enumerate(state.stack) if opened.label and opened.label.style.kind in {"clause", "item"})
    stack = state.stack[: next(beside, None)]
    return tuple(opened for opened in stack if state.kind(opened) != "paragraph" and opened.depth < LEAF)


def _begins_with(label: Label, above: Label) -> bool:
    """Whether the number of a clause begins with that of the other: 4.2.1 with 4.2, 4.2 with 4, 四、 or 第四章."""
    size = len(above.ordinals)
    return above.style.kind != "item" and size < len(label.ordinals) and label.ordinals[:size] == above.ordinals


def _resumed(state: State, label: Label, place: int) -> Stack | None:
    """Where a label stands that goes on with a list no longer open: articles go on from chapter to chapter."""
    before = _last(state, label.style.name)
    if before is None or label.style.kind == "clause" or labels.is_glued(label.style, state.text.paragraphs[place].text[label.end :]):
        return None
    if not labels.follows(before, label) and not (label.style.structural and labels.leaps(before, label)):
        return None
    stack = state.last[label.style.name][:-1]
    return stack if state.stack[: len(stack)] == stack else _listed(state, label, place)


# --- beginning a list


def _first(state: State, label: Label, place: int) -> Stack | None:
    """Where the first label of a list stands; an extract of a law begins with any, that of a plan with one that is gone on from."""
    if label.style.kind == "clause":
        return _holding(state, label) if _is_first_clause(state, label, place) else None
    extract = label.style.name not in state.last and (label.style.structural or (label.style.firm and _goes_on(state, label, place)))
    return _listed(state, label, place) if label.first or extract else None


def _is_first_clause(state: State, label: Label, place: int) -> bool:
    """Whether the numbering of clauses begins with it, or begins again below another part."""
    if "clause" in state.last:
        return label.first and all(opened.label is None or opened.label.style != label.style for opened in state.stack)
    if len(label.ordinals) == 1 and not label.first:
        return any(_begins_with(later, label) and later.first for later in state.ahead(place, label))
    return len(label.ordinals) > 2 or label.first


def _listed(state: State, label: Label, place: int) -> Stack:
    """What a new list stands below."""
    stack = unmarked(state, state.text.paragraphs[place].depth)
    again = label.style.structural or any(opened.label and opened.label.style == label.style for opened in stack)
    if stack == state.stack and stack and state.above(place).endswith(_COLONS) and not again:
        return stack
    while stack and not _nests(state, stack[-1], label, place):
        stack = stack[:-1]
    return stack


def unmarked(state: State, depth: int) -> Stack:
    """What stays open at a heading that the file marks at a depth."""
    cut = next((place for place, opened in enumerate(state.stack) if depth and opened.depth >= depth), len(state.stack))
    return state.stack[:cut]


def _nests(state: State, above: Open, label: Label, place: int) -> bool:
    """Whether a new list stands below the open part."""
    if above.label is None:
        return above.depth < LEAF and not (label.style.structural and state.kind(above) == "paragraph")
    if above.label.style == label.style:
        return False
    if above.label.style.rank < label.style.rank or (above.label.style.name, label.style.name) in state.below:
        return True
    return not above.label.style.structural and _goes_on(state, above.label, place)


def _goes_on(state: State, label: Label, place: int) -> bool:
    """Whether the list of the label goes on later, before another like it begins."""
    later = next((later for later in state.ahead(place, label) if later.first or labels.follows(label, later)), None)
    return later is not None and labels.follows(label, later)


# --- lists that are over


def is_over(state: State, stack: Stack) -> bool:
    """Whether the last open list ends with its full stop: items of an article, or of a list whose items end in ；."""
    node = state.nodes[stack[-1].node]
    if node.label is None or node.kind not in {"item", "point", "heading"}:
        return False
    return within_article(stack[:-1]) or is_listed(state, node.above, stack[-1].node, node.start)


def within_article(stack: Stack) -> bool:
    """Whether an article is open."""
    return any(opened.label and opened.label.style.kind == "article" for opened in stack)


def is_listed(state: State, above: int | None, before: int, place: int) -> bool:
    """Whether the paragraph at a place is an item of a list below `above`: the item before, one of the nodes up to `before`, ends in ；."""
    listed = state.above(place).endswith(_LISTED)
    return listed and any(node.above == above and node.label for node in reversed(state.nodes[:before]))
