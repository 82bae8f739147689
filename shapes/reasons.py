"""Why a rule counts things as inapplicable or cannot tell: in both languages, each reason with how often it holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from pyoxigraph import Literal, NamedNode

from duibiao.ontology import labels
from duibiao.ontology.terms import ELI, RDFS, D, Term
from duibiao.reasoning import Scratch
from duibiao.reasoning.applicability import answer
from duibiao.reasoning.literals import day as read_day
from duibiao.shapes.rules import Rule
from duibiao.shapes.standing import Standing


@dataclass(frozen=True)
class Reason:
    """A reason, and for how many things or enterprises it is one: `{count}` stands for the number in `zh` and `en`, and `{example}` for
    what reasoning says of the `example`, an enterprise and the requirements that do not apply to it. Reasons of one `key` are the same,
    whichever example they give; they are told by `rank`."""

    key: str
    count: int
    zh: str
    en: str
    rank: int = 0
    example: tuple[NamedNode, tuple[NamedNode, ...]] | None = None

    def worded(self, said: "Said") -> "Reason":
        """The reason with its example told."""
        if self.example is None:
            return self
        enterprise, requirements = self.example
        texts = [said(enterprise, requirement) for requirement in requirements]
        zh, en = ("；".join(dict.fromkeys(t.get("zh", "") for t in texts)), "; ".join(dict.fromkeys(t.get("en", "") for t in texts)))
        code = _key(enterprise)
        told = self.zh.replace("{example}", f"{code}：{zh}"), self.en.replace("{example}", f"{code}: {en}")
        return Reason(self.key, self.count, *told, self.rank)


Said = Callable[[NamedNode, NamedNode], Mapping[str, str]]
"""What reasoning says, by language, on why a requirement does or does not apply to an enterprise."""


def merged(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons with those that are the same added up, in an order that is the same however they come; the first gives the example."""
    found: dict[str, Reason] = {}
    for reason in reasons:
        before = found.get(reason.key)
        found[reason.key] = reason if before is None else replace(before, count=before.count + reason.count)
    return tuple(sorted(found.values(), key=lambda reason: (reason.rank, reason.key)))


def text(reasons: Iterable[Reason]) -> Mapping[str, str] | None:
    """The reasons in one sentence a language; None for no reason."""
    several = list(reasons)
    zh = "；".join(reason.zh.replace("{count}", f"{reason.count:,}") for reason in several)
    en = "; ".join(reason.en.replace("{count}", f"{reason.count:,}") for reason in several)
    return {"zh": zh, "en": en} if several else None


class Reasons:
    """Finds the reasons in the data graph of a check, in which answers on applicability say why."""

    def __init__(self, data: Scratch, standing: Standing, day: date) -> None:
        self._data, self._standing, self._day = data, standing, day
        self._over: dict[Term, Reason] = {}

    def silent(self, rule: Rule, owners: Set[NamedNode], count: int) -> Iterator[Reason]:
        """Why the rule has nothing to say about so many things of these enterprises: its norms are not in force, or its requirements do
        not apply."""
        left = tuple(requirement for requirement in rule.requirements if requirement not in self._standing.over)
        if count and not left:
            if rule.node not in self._over:
                self._over[rule.node] = self._not_in_force(rule)
            yield replace(self._over[rule.node], count=count)
        elif count and owners:
            ids = "、".join(_key(node) for node in left)
            in_zh, in_en = f"{ids} 不适用（企业 {{count}} 家；{{example}}）", f"{ids} does not apply (enterprises: {{count}}; {{example}})"
            yield Reason(f"{ids} does not apply", len(owners), in_zh, in_en, example=(min(owners, key=str), left))

    def said(self, enterprise: NamedNode, requirement: NamedNode) -> Mapping[str, str]:
        """What reasoning says on why a requirement does or does not apply."""
        comments = (t.object for t in self._data.matching(answer(enterprise, requirement), RDFS.comment))
        return {comment.language: comment.value for comment in comments if isinstance(comment, Literal) and comment.language}

    def _not_in_force(self, rule: Rule) -> Reason:
        clauses = {t.object for requirement in rule.requirements for t in self._data.matching(requirement, D.demandedBy)}
        editions = {t.object for clause in clauses for t in self._data.matching(clause, ELI.is_part_of)}
        named = [self._force(edition) for edition in sorted(editions or clauses, key=str)]
        zh, en = "、".join(zh for zh, _ in named), ", ".join(en for _, en in named)
        return _reason(0, f"{zh}：{{count}} 项", f"{en}: {{count}}")

    def _force(self, edition: Term) -> tuple[str, str]:
        """Which edition, and from when on it is, or was, in force no longer."""
        zh, en = self._names(edition)
        start, until = (read_day(self._value(edition, term)) for term in (ELI.first_date_entry_in_force, ELI.date_no_longer_in_force))
        if until and until <= self._day:
            return f"{zh} 自 {until} 起不再施行", f"{en} is not in force from {until} on"
        if start and start > self._day:
            return f"{zh} 自 {start} 起才施行", f"{en} is not in force before {start}"
        return f"{zh} 当日不现行", f"{en} is not in force on the day"

    def _names(self, edition: Term) -> tuple[str, str]:
        """A standard by its number, a law by its title, which other editions share."""
        key = _key(edition)
        found = self._value(edition, D.number if key.isascii() else ELI.title)
        name = found.value if isinstance(found, Literal) else key
        return (name, name) if key.isascii() else (f"《{name}》（本版）", f"《{name}》 (this edition)")

    def _value(self, node: Term, term: NamedNode) -> Term | None:
        return min((t.object for t in self._data.matching(node, term)), key=str, default=None)


def no_targets(rule: Rule, classes: Set[NamedNode], count: int) -> Iterator[Reason]:
    """That so many of the rule's population are not what it looks at: of none of these classes, where its targets are classes."""
    if count and rule.population is not None:
        population, kinds = frozenset({rule.population}), frozenset(classes)
        zh, en = ((_named(population, language), _named(kinds, language)) for language in ("zh", "en"))
        in_zh, in_en = (f"不属于{zh[1]}的", f", not {en[1]}") if classes else ("不在检查对象之内的", " that it does not look at")
        yield _reason(count, f"{in_zh}{zh[0]} {{count}} 项", f"{en[0]}{in_en}: {{count}}", 1)


def lacking(counts: Mapping[NamedNode, int]) -> Iterator[Reason]:
    """That so many lack a property without which the rule cannot tell."""
    for term, count in counts.items():
        if count:
            zh, en = (_named(frozenset({term}), language) for language in ("zh", "en"))
            yield _reason(count, f"缺{zh} {{count}} 项", f"{en} is missing: {{count}}", 2)


def unlisted(counts: Mapping[NamedNode, int]) -> Iterator[Reason]:
    """That of so many the enterprise gives no list that the rule needs."""
    for cls, count in counts.items():
        if count:
            zh, en = (_named(frozenset({cls}), language) for language in ("zh", "en"))
            yield _reason(count, f"没有报送{zh}清单 {{count}} 项", f"no list of {en} was given: {{count}}")


def undecided(rule: Rule, count: int) -> Iterator[Reason]:
    """That so many are of the class that the rule cannot tell about."""
    if count and rule.undecided is not None:
        zh, en = (_named(frozenset({rule.undecided}), language) for language in ("zh", "en"))
        yield _reason(count, f"属于{zh} {{count}} 项", f"of {en}: {{count}}", 3)


def _reason(count: int, zh: str, en: str, rank: int = 0) -> Reason:
    return Reason(en, count, zh, en, rank)


def _key(node: Term) -> str:
    return str(node).strip("<>").rpartition("/")[2].rpartition("#")[2]


@cache
def _named(terms: frozenset[NamedNode], language: str) -> str:
    names = sorted(labels().get(term, {}).get(language, _key(term)) for term in terms)
    return "或".join(f"“{name}”" for name in names) if language == "zh" else " or ".join(f"“{name}”" for name in names)
