"""SPARQL of shapes graphs, run for all focus nodes at once (SHACL 5.3.1 and appendix A, pre-binding of variables).

SHACL runs a query once a focus node, with $this known in every group of it. Here each group is given the focus nodes instead, so that
one run answers for all. What appendix A forbids is refused, for there pre-binding has no meaning.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from duibiao.shapes.model import ShapesError

SHAPES_GRAPH = "<urn:x-duibiao:shapes>"
"""What $shapesGraph stands for."""

_TOKEN = re.compile(
    r"""(?P<text>'{3}.*?'{3}|"{3}.*?"{3}|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<iri><[^<>{}"'\s]*>)|(?P<comment>\#[^\n]*)|(?P<variable>[?$]\w+)|(?P<language>@[a-zA-Z-]+)
    |(?P<name>(?:[^\W\d_][\w.-]*|_)?:[\w.:%-]*)|(?P<word>[^\W\d]\w*)|(?P<mark>[{}()*]|[^\s{}()*])""",
    re.DOTALL | re.VERBOSE,
)
_SERVICE = re.compile(r"[?$:][^\W\d][\w-]*|(SERVICE)", re.IGNORECASE)
"""SERVICE anywhere but in the name of a variable or property: the engine reads it without a space before or after (`1SERVICEex:x`)."""

_FORBIDDEN = frozenset({"MINUS", "VALUES", "FROM"})


@dataclass(frozen=True)
class Token:
    """A token of SPARQL: its kind, its text (words in capitals, variables without ? or $), where it begins and ends."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Group:
    """A group graph pattern: the tokens of its braces, and what opens it (`EXISTS`, `OPTIONAL`, `GRAPH`, `SELECT` for the braces around a
    subquery, else nothing)."""

    opens: int
    closes: int
    kind: str


class Sparql:
    """A query of a shapes graph. ShapesError when it uses what pre-bound queries must not use."""

    def __init__(self, text: str, prebound: Collection[str]) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.groups = list(_groups(self.tokens))
        self._refuse(frozenset(prebound))

    def mentions(self, variable: str) -> bool:
        """Whether the query has the variable."""
        return any(token.kind == "variable" and token.text == variable for token in self.tokens)

    def has(self, *words: str) -> bool:
        """Whether the query has one of the keywords."""
        return any(token.kind == "word" and token.text in words for token in self.tokens)

    @property
    def is_per_node(self) -> bool:
        """Whether the query means another thing for each focus node than for all together."""
        return self.has("LIMIT", "OFFSET")

    def bound(self, pattern: str, *, path: str | None, body: bool = False) -> str:
        """The query with the pattern put first into each group where variables are to be bound anew, and $PATH replaced. `body` gives
        the outermost group alone, which stands in an EXISTS and is given nothing."""
        inner = {self.tokens[g.opens].end for g in self.groups if self._binds_anew(g)}
        first, last = self.groups[0], self.groups[0].closes
        start, end = (self.tokens[first.opens].start, self.tokens[last].end) if body else (0, len(self.text))
        edits = [(at, at, f" {pattern} ") for at in inner if not (body and at == self.tokens[first.opens].end)]
        edits += [(t.start, t.end, path or "") for t in self.tokens if t.kind == "variable" and t.text == "PATH"]
        found, at = "", start
        for begins, ends, new in sorted(edit for edit in edits if start <= edit[0] < end):
            found += self.text[at:begins] + new
            at = ends
        return found + self.text[at:end]

    def _binds_anew(self, group: Group) -> bool:
        """In EXISTS variables are bound outside; in OPTIONAL too, except by a BIND, which sees its own group alone."""
        inside = self.tokens[group.opens : group.closes]
        assigns = any(token.kind == "word" and token.text == "BIND" for token in inside)
        return group.kind in {"", "GRAPH"} or (group.kind == "OPTIONAL" and assigns)

    # --- what is refused

    def _refuse(self, prebound: frozenset[str]) -> None:
        if any(found[1] for found in _SERVICE.finditer(self.text)):
            raise ShapesError("SERVICE is not allowed in the SPARQL of shapes")
        if not self.groups:
            raise ShapesError("a query without a pattern")
        for token, after in zip(self.tokens, [*self.tokens[1:], None], strict=True):
            if token.kind == "word" and token.text in _FORBIDDEN:
                raise ShapesError(f"{token.text} is not allowed in the SPARQL of shapes")
            if token.kind == "word" and token.text == "AS" and after and after.kind == "variable" and after.text in prebound:
                raise ShapesError(f"AS ${after.text} would bind what is bound already")
            if token.text == "GRAPH" and token.kind == "word" and (after is None or after.text != "shapesGraph"):
                raise ShapesError("GRAPH: the data are one graph; only GRAPH $shapesGraph is known")
        self._refuse_subqueries(prebound - {"shapesGraph", "currentShape"})

    def _refuse_subqueries(self, due: frozenset[str]) -> None:
        """A subquery has to give the pre-bound variables, for what it does not give is another variable in it."""
        for group in self.groups:
            if group.kind == "SELECT":
                given = self._given(group)
                if lacking := due - given:
                    raise ShapesError(f"a subquery does not give ${min(lacking)}")

    def _given(self, group: Group) -> set[str]:
        head = self.tokens[group.opens + 2 : self._body(group).opens]
        depth, given = 0, set()
        for token in head:
            depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
            if depth == 0 and token.kind == "variable":
                given.add(token.text)
            if depth == 0 and token.kind == "mark" and token.text == "*":
                given |= self._in_scope(self._body(group))
        return given

    def _body(self, group: Group) -> Group:
        return next(g for g in self.groups if g.opens > group.opens)

    def _in_scope(self, group: Group) -> set[str]:
        """The variables of a group that stand outside of expressions."""
        hidden = [(g.opens, g.closes) for g in self.groups if g.kind == "EXISTS"]
        depth, found = 0, set()
        for number in range(group.opens, group.closes):
            token = self.tokens[number]
            depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
            if token.kind == "variable" and depth == 0 and not any(a < number < b for a, b in hidden):
                found.add(token.text)
        return found


def closed_up(text: str) -> str:
    """The query with one space where there were several or a comment: over little data it is reading a query that takes the time."""
    found, at = list[str](), 0
    for match in _TOKEN.finditer(text):
        found += [" " if match.start() > at else "", "" if match.lastgroup == "comment" else match[0]]
        at = match.end()
    return "".join(found)


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind != "comment":
            shown = found[0].upper() if kind == "word" else found[0][1:] if kind == "variable" else found[0]
            yield Token(kind, shown, found.start(), found.end())


def _groups(tokens: list[Token]) -> Iterator[Group]:
    """The groups in the order in which they open; ShapesError for braces that do not match."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for number, token in enumerate(tokens):
        if token.kind == "mark" and token.text == "{":
            opened.append(number)
        elif token.kind == "mark" and token.text == "}":
            if not opened:
                raise ShapesError("a brace closes that none has opened")
            found[opened.pop()] = number
    if opened:
        raise ShapesError("a brace that opens is not closed")
    return (Group(opens, found[opens], _kind(tokens, opens)) for opens in sorted(found))


def _kind(tokens: list[Token], opens: int) -> str:
    before, two, after = tokens[opens - 1], tokens[opens - 2], tokens[opens + 1]
    if after.kind == "word" and after.text == "SELECT":
        return "SELECT"
    if before.kind == "word" and before.text in {"EXISTS", "OPTIONAL"}:
        return before.text
    return "GRAPH" if two.kind == "word" and two.text == "GRAPH" else ""
