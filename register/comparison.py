"""The 对标 table: a standard's limits beside the norms', with strictness, legal verdict and proof, on a day."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris, labels
from duibiao.ontology.terms import ELI, RDF, SKOS, D, Term
from duibiao.reasoning import Scratch
from duibiao.reasoning.comparisons import Compared, Stated, compared, limits
from duibiao.reasoning.strictness import Step, Strictness, compare, composed, overall
from duibiao.reasoning.topics import Topics
from duibiao.reasoning.verdicts import Verdict, verdict
from duibiao.register import norms
from duibiao.shapes import data as check_data
from duibiao.store import Store

_GRAPHS = "SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?clause eli:is_part_of <{standard}> }} }} ORDER BY ?graph"


@dataclass(frozen=True)
class Ours:
    """Our clause and the limit in it, as written."""

    clause: str
    text: str | None
    value: str | None
    unit: str | None
    scope: str | None


@dataclass(frozen=True)
class Theirs:
    """Their clause and limit; `binding_force` and `in_force` on the day asked about, and how far the norm's record is to be trusted."""

    norm: str
    clause: str
    text: str | None
    value: str | None
    unit: str | None
    scope: str | None
    mandatory: bool
    in_force: bool
    binding_force: Mapping[str, str]
    confidence: str | None
    unverified: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A line of the table. `counts` marks the narrowest of several norms in force that bind the same; `cover` says how our scope covers
    theirs; `claim` is what becomes of our clause's own word that it is stricter: proved, refuted or undecided. Without a counterpart
    `theirs` is None."""

    ours: Ours
    theirs: Theirs | None
    parameter: str
    strictness: Strictness
    verdict: Verdict
    proof: tuple[Mapping[str, str], ...]
    cover: str | None = None
    counts: bool = False
    claim: str | None = None


@dataclass(frozen=True)
class Link:
    """How the standard as a whole stands to a norm in force; `via` another norm where none of its own limits meets that one's."""

    norm: str
    strictness: Strictness
    via: str | None = None


@dataclass(frozen=True)
class Table:
    """The comparison of one standard on a day."""

    standard: str
    title: str | None
    as_of: date
    rows: list[Row]
    standards: list["Link"]

    def as_json(self) -> dict[str, Any]:
        """The table as the document that machines get; a proof's steps are in Chinese under `proof`, in English under `proof_en`."""
        return {"standard": self.standard, "as_of": self.as_of.isoformat(), **self._lists()}

    def _lists(self) -> dict[str, Any]:
        return {"rows": [_row_json(row) for row in self.rows], "standards": [asdict(link) for link in self.standards]}


def _row_json(row: Row) -> dict[str, Any]:
    said = asdict(row)
    return said | {"proof": [step["zh"] for step in row.proof], "proof_en": [step["en"] for step in row.proof]}


def tables(store: Store, standards: Iterable[NamedNode], day: date, norm: NamedNode | None = None) -> list[Table]:
    """The comparison of each standard on the day, with one norm (a work or an edition) or with all."""
    graphs = {standard: tuple(row["graph"] for row in store.query(_GRAPHS.format(standard=standard.value))) for standard in standards}
    readers = {names: _reader(store, names, day) for names in set(graphs.values())}
    return [_table(readers[names], standard, day, norm) for standard, names in graphs.items()]


def _reader(store: Store, graphs: Iterable[Term], day: date) -> "_Reader":
    own = [triple for graph in graphs if isinstance(graph, NamedNode) for triple in store.graph(graph)]
    law = check_data.Law.on(day, norms.of(store).statements())
    return _Reader(check_data.graph(law, [check_data.Statements.of(own)]))


def _table(reader: "_Reader", standard: NamedNode, day: date, norm: NamedNode | None) -> Table:
    rows = list(_rows(reader, standard, norm))
    number, title = reader.text(standard, D.number) or standard.value, reader.text(standard, ELI.title)
    return Table(number, title, day, rows, list(_links(reader, rows)))


def _links(reader: "_Reader", rows: list[Row]) -> Iterator[Link]:
    """The standard against each norm in force that its limits meet, and through those against the norms that they meet in turn."""
    direct: dict[str, list[Strictness]] = {}
    for row in rows:
        if row.theirs and row.theirs.in_force:
            direct.setdefault(row.theirs.norm, []).append(row.strictness)
    yield from (Link(norm, overall(answers)) for norm, answers in sorted(direct.items()))
    for (middle, norm), answers in sorted(reader.between(direct).items()):
        if norm not in direct:
            yield Link(norm, composed((overall(direct[middle]), overall(answers))), middle)


def _rows(reader: "_Reader", standard: NamedNode, norm: NamedNode | None) -> Iterator[Row]:
    ours = [stated for stated in reader.limits if stated.own or stated.norm == standard]
    theirs = [stated for stated in reader.limits if stated not in ours and reader.belongs(stated.norm, norm)]
    found: dict[NamedNode, list[Compared]] = {}
    for pair in compared(ours, theirs, reader.topics):
        found.setdefault(pair.ours.node, []).append(pair)
    for mine in (stated for stated in ours if stated.norm == standard):
        pairs = found.get(mine.node, [])
        narrowest = _narrowest(pair for pair in pairs if reader.binds(pair.theirs))
        yield from (reader.row(pair, counts=pair in narrowest) for pair in pairs)
        if not pairs:
            yield reader.alone(mine)


def _narrowest(pairs: Iterable[Compared]) -> list[Compared]:
    """The pairs whose counterpart no other one is stricter than: the narrower of two norms that bind the same counts."""
    candidates = list(pairs)
    return [p for p in candidates if not any(_stricter(other, p) for other in candidates)]


def _stricter(one: Compared, other: Compared) -> bool:
    return compare(one.theirs.limit, other.theirs.limit).strictness == Strictness.STRICTER


class _Reader:
    """Reads what the rows show out of the data graph."""

    def __init__(self, data: Scratch) -> None:
        self.data = data

    @cached_property
    def limits(self) -> list[Stated]:
        """Every limit in the data."""
        return limits(self.data)

    @cached_property
    def topics(self) -> Topics:
        """The parameters and scopes of the data."""
        return Topics.of(self.data)

    def text(self, node: Term | None, term: NamedNode) -> str | None:
        """A literal of a node."""
        found = (t.object for t in self.data.matching(node, term)) if node is not None else iter(())
        return next((o.value for o in found if isinstance(o, Literal) and o.language in {None, "zh"}), None)

    def between(self, middles: Container[str]) -> dict[tuple[str, str], list[Strictness]]:
        """The answers between limits of these norms and limits of other norms in force, by the two norms' numbers."""
        in_force = [stated for stated in self.limits if not stated.own and self._in_force(stated.norm)]
        named = {stated.norm: self._name(stated.norm) for stated in in_force}
        found: dict[tuple[str, str], list[Strictness]] = {}
        for pair in compared([s for s in in_force if named[s.norm] in middles], in_force, self.topics):
            if pair.ours.norm != pair.theirs.norm:
                found.setdefault((named[pair.ours.norm], named[pair.theirs.norm]), []).append(pair.found.strictness)
        return found

    def _name(self, norm: Term) -> str:
        return self.text(norm, D.number) or self.text(norm, ELI.title) or str(norm)

    def belongs(self, edition: Term, norm: NamedNode | None) -> bool:
        """Whether an edition is the norm asked for, or an edition of the work asked for."""
        works = (t.object for t in self.data.matching(edition))
        return norm is None or edition == norm or norm in works

    def binds(self, theirs: Stated) -> bool:
        """Whether their limit is of a mandatory norm in force."""
        return self._in_force(theirs.norm) and self._force(theirs.clause) == D["BindingForce-mandatory"]

    def row(self, pair: Compared, *, counts: bool) -> Row:
        """The line for a pair."""
        norm, cover = pair.theirs.norm, pair.cover
        found = verdict(
            pair.found.strictness,
            self._force(pair.theirs.clause),
            in_force=self._in_force(norm),
            disclosed=self.text(pair.ours.clause, D.disclosed) == "true",
            partial=cover == "part",
        )
        proof = tuple(step._asdict() for step in pair.found.steps)
        claim = self._claim(pair.ours, pair.found.strictness) if self._in_force(norm) else None
        ours, theirs, parameter = self._ours(pair.ours), self._theirs(pair.theirs), self._parameter(pair.ours)
        return Row(ours, theirs, parameter, pair.found.strictness, found, proof, cover, counts, claim)

    def _claim(self, mine: Stated, answer: Strictness) -> str | None:
        """What becomes of the clause's claim to be stricter, when it makes one."""
        claims = self.text(mine.clause, D.claimsStricter) == "true" or any(self.data.matching(mine.clause, D.stricterThan))
        told = {Strictness.STRICTER: "proved", Strictness.EQUAL: "refuted", Strictness.WEAKER: "refuted"}
        return told.get(answer, "undecided") if claims else None

    def alone(self, mine: Stated) -> Row:
        """The line for a limit without a counterpart."""
        why = Step("目录中没有规范对同一参数、相关范围设限", "no norm in the catalogue limits this parameter in a related scope")
        return Row(self._ours(mine), None, self._parameter(mine), Strictness.INCOMPARABLE, Verdict.NONE, (why._asdict(),))

    def _parameter(self, stated: Stated) -> str:
        return self.text(stated.parameter, SKOS.prefLabel) or str(stated.parameter)

    def _ours(self, stated: Stated) -> Ours:
        return Ours(self.text(stated.clause, D.clauseNumber) or "", self.text(stated.clause, D.text), *self._value(stated))

    def _value(self, stated: Stated) -> tuple[str | None, str | None, str | None]:
        """Value (a range as `19.5～21`), unit and scope, as written."""
        written = [self.text(stated.node, D.statedValue), self.text(stated.node, D.statedMaximum)]
        return "～".join(filter(None, written)) or None, self.text(stated.node, D.statedUnit), self.text(stated.scope, SKOS.prefLabel)

    def _theirs(self, stated: Stated) -> Theirs:
        norm, force = stated.norm, self._force(stated.clause)
        confidence = next((t.object for t in self.data.matching(stated.node, D.confidence)), None)
        return Theirs(
            self._name(norm),
            self.text(stated.clause, D.clauseNumber) or "",
            self.text(stated.clause, D.text),
            *self._value(stated),
            mandatory=force == D["BindingForce-mandatory"],
            in_force=self._in_force(norm),
            binding_force=labels().get(force, {}) if force else {},
            confidence=labels()[confidence]["en"] if isinstance(confidence, NamedNode) else None,
            unverified=tuple(sorted(t.object.value for t in self._unverified(norm) if isinstance(t.object, Literal))),
        )

    def _unverified(self, norm: Term) -> Iterable[Triple]:
        return self.data.matching(norm, D.unverifiedField)

    def _force(self, clause: Term) -> NamedNode | None:
        """The binding force of a clause on the day: parts of a norm can lose theirs before the whole."""
        found = next((t.object for t in self.data.matching(clause, D.bindingForce)), None)
        return found if isinstance(found, NamedNode) else None

    def _in_force(self, norm: Term) -> bool:
        return any(self.data.matching(norm, ELI.in_force, ELI["InForce-inForce"]))


def standards_of(store: Store, thing: NamedNode) -> list[NamedNode]:
    """The standards that the thing means: itself, or those of an enterprise."""
    about = store.graph(iris.graph(f"enterprise/{thing.value.rpartition('/')[2]}"))
    own = sorted((t.subject for t in about if t.predicate == RDF.type and t.object == D.EnterpriseStandard), key=str)
    return [node for node in own if isinstance(node, NamedNode)] or [thing]
