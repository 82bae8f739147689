"""What a document is read into: paragraphs with their places in the file, the outline over them, and the facts that stand in them.

Lines and columns count from 1 and are those of the file as given. Paragraphs count from 0; a `Span` is a stretch of one paragraph's cleaned
text, `start` inclusive and `end` exclusive, as in a slice.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Place = tuple[int, int]
Modality = Literal["must", "must_not", "should", "may", "encourage"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph without debris: wrapped lines joined, full-width letters and digits narrow, stray spaces gone.

    `places` tells the line and column of each character of `text`. `depth` is the level of a heading that the file itself marks
    (Markdown #, HTML h1, a Word style), else 0. A row of a table has its `cells` and the number of its `table`, from 1; its text is
    theirs, joined by " | ". A cell that is empty because the one above it reaches down (merged) holds the text and places of that one.
    """

    text: str
    places: tuple[Place, ...]
    depth: int = 0
    cells: tuple["Paragraph", ...] = ()
    table: int = 0

    @property
    def line(self) -> int:
        """The line of the file at which it begins."""
        return self.places[0][0]


@dataclass(frozen=True, eq=False)
class Source:
    """A file read: its name, its lines as given, and its paragraphs; none is empty. Two readings are two sources."""

    name: str
    lines: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]

    def as_written(self, span: "Span") -> str:
        """What stands in the file where the span was read, from its first character to its last, lines joined as they are."""
        places = self.paragraphs[span.paragraph].places
        (first, begin), (last, end) = places[span.start], places[span.end - 1]
        if first == last:
            return self.lines[first - 1][begin - 1 : end]
        between = self.lines[first : last - 1]
        return "\n".join([self.lines[first - 1][begin - 1 :], *between, self.lines[last - 1][:end]])

    def text(self, span: "Span") -> str:
        """The cleaned text of the span."""
        return self.paragraphs[span.paragraph].text[span.start : span.end]

    def line(self, span: "Span") -> int:
        """The line of the file at which the span begins."""
        return self.paragraphs[span.paragraph].places[span.start][0]


@dataclass(frozen=True)
class Span:
    """A stretch of one paragraph's text."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Head:
    """What the document says of itself. `kind` is 通知, 意见, 方案, 指引, 条例, 规定, 法, 标准 …; `status` 征求意见稿, 试行, 暂行, 草案,
    送审稿, 报批稿 or None; `annex_of` the title of the document that this one is an annex of, "" where it only says that it is one."""

    title: str
    number: str | None = None
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    dated: date | None = None
    in_force_from: date | None = None
    kind: str | None = None
    status: str | None = None
    jurisdiction: str | None = None
    annex_of: str | None = None


@dataclass(frozen=True)
class Part:
    """A part of the outline, in the order of the text: a heading, a numbered clause, an annex, or a paragraph (款) of one.

    `kind`: title, part (编), chapter (章), section (节), article (条), paragraph (款), item (项), point (目), heading (一、 （一） 1. and
    marked headings), clause (4.2.1), annex (附件, 附录), row (of a table). `label` is its number as it stands (第三条, 一、, （一）, 4.2.1,
    附录 A), empty where it has none; `level` counts from 1, the topmost of the document; `heading` is its title, or the run-in heading
    that ends in 。, empty where none; `number` names it within the document and no other part (第三条第二款第（一）项, 4.2.1 a),
    附件1 二、（三）1.).
    `above` is the place in the outline of the part it stands in, None at the top. It begins at `start`, its own words (label, heading and
    body) are the paragraphs from there up to `end`, `end` exclusive; those of the parts below come after.
    """

    kind: str
    label: str
    level: int
    heading: str
    number: str
    above: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Citation:
    """A norm named in the text. `span` is the whole of it (《企业安全生产标准化基本规范》（AQ/T 9006－2010）), `title` and `number` are its
    parts, normalised.

    `kind`: standard, law, document, order, alias, self. `dated`: it names one edition (a year). `article` is the clause named with it
    (第二十一条). An alias (以下简称“…”, 本办法) has in `means` the title or number of what it stands for, None where none is defined.
    """

    span: Span
    kind: str
    title: str | None = None
    number: str | None = None
    dated: bool = False
    article: str | None = None
    means: str | None = None


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as written, and how it bounds: at_least, at_most, more_than, less_than, equal."""

    value: Fraction
    unit: str
    comparison: str


@dataclass(frozen=True)
class Requirement:
    """A normative statement: who (`actor`, `inherited` where another sentence or the heading names it) must, must not, should, may or is
    encouraged to do what to what, when, until when. `deadline` is a day; `period` a recurring or relative one in words (每年,
    自发布之日起30日内). `theme` is the key of a concept of the scheme of themes."""

    span: Span
    modality: Modality
    actor: str | None = None
    inherited: bool = False
    action: str | None = None
    object: str | None = None
    condition: str | None = None
    deadline: date | None = None
    period: str | None = None
    quantity: Quantity | None = None
    theme: str | None = None


@dataclass(frozen=True)
class Goal:
    """Something to be reached: what is counted (`scope`), how much of it, by when."""

    span: Span
    quantity: Quantity | None = None
    deadline: date | None = None
    scope: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who is named as acting: an authority, an enterprise_role or a body; with the paragraphs that name it."""

    name: str
    kind: str
    paragraphs: tuple[int, ...]


@dataclass(frozen=True)
class Item:
    """A row or line that asks for evidence: its number, the element it stands under, its text and the evidence asked for."""

    span: Span
    number: str | None
    element: str | None
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A document read whole."""

    key: str
    source: Source
    head: Head
    outline: tuple[Part, ...] = ()
    citations: tuple[Citation, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    goals: tuple[Goal, ...] = ()
    actors: tuple[Actor, ...] = ()
    items: tuple[Item, ...] = ()
