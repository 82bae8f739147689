"""Which editions a number or a title can mean, by the numbers, titles and other names that the catalogue holds. Nothing is taken for
another because it looks alike: what is alike is offered, not meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from duibiao.reasoning.catalogue import Catalogue, Edition
from duibiao.reasoning.editions import Remark
from duibiao.reasoning.spellings import OrderNumber, PaperNumber, Spelling, StandardNumber, bare, read, title_key

Number = StandardNumber | OrderNumber | PaperNumber

_ALIKE = 0.5
_BEHIND = 0.25
_MOST_NEAR = 5
"""Titles are near from this likeness on, if they are not this far behind the likest, and as many are offered."""
_TRIAL = re.compile("试行|暂行")


@dataclass(frozen=True)
class Meaning:
    """The editions that a name can mean and how it names them. Unknown: no norm has the name, the editions are merely near it."""

    editions: tuple[Edition, ...]
    how: str
    dated: bool = False
    known: bool = True
    trust: str = "high"
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class _Signs:
    """What an edition's own number and title say: its years, and the orders that amended it."""

    years: frozenset[int]
    amendments: tuple[int, ...]


class Names:
    """The names of a catalogue's norms."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._numbers: dict[Number, list[Edition]] = {}
        self._undated: dict[tuple[str, str], list[Edition]] = {}
        self._titles: dict[str, list[Edition]] = {}
        self._untried: dict[str, list[Edition]] = {}
        self._aliases: dict[str, Meaning] = {}
        self._signs: dict[str, _Signs] = {}
        for edition in catalogue.editions.values():
            self._take(edition)
        self._take_aliases()
        self._pairs = {key: (_pairs(key), own) for key, own in self._near_titles().items()}
        bodies = {number.body for number in self._numbers if not isinstance(number, StandardNumber)} | set(catalogue.issuers)
        self._bodies = tuple(sorted(bodies - {""}, key=len, reverse=True))
        self._codes = frozenset(code for code, _ in self._undated)

    def read(self, text: str) -> Spelling:
        """What the text names, its issuers and codes being those of the catalogue."""
        return read(text, self._bodies, self._codes)

    def numbered(self, spelling: Spelling, titled: Iterable[Edition] = ()) -> list[Meaning]:
        """What each number means. An order that amends another, or a norm that is `titled` beside it, is no norm of its own."""
        found = [self._standard(number, spelling) for number in spelling.standards]
        found += [self._paper(number) for number in spelling.papers]
        return [*found, *self._of_orders(spelling, tuple(titled))]

    def titled(self, title: str, year: int | None) -> Meaning:
        """What the title means: with a year, the edition of that year."""
        key = title_key(title)
        found = self._exact(key) or self._exact(title_key(bare(title))) or self._announced(title)
        if found is None:
            return Meaning(self.near(title_key(bare(title))), "title", known=False, remarks=(_NO_TITLE,))
        if year is None:
            return found
        dated = tuple(e for e in found.editions if year in self._signs[e.key].years)
        if not dated:
            return replace(found, dated=True, known=False, remarks=(*found.remarks, _no_edition_of(year)))
        return replace(found, editions=dated, dated=True)

    def near(self, key: str) -> tuple[Edition, ...]:
        """The editions whose titles are most like the title, the likest first."""
        pairs = _pairs(key)
        scored = [(_likeness(key, pairs, other, own), other) for other, (own, _) in self._pairs.items()]
        least = max(_ALIKE, max((likeness for likeness, _ in scored), default=0) - _BEHIND)
        best = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: (-pair[0], pair[1]))
        return tuple(dict.fromkeys(e for _, other in best for e in self._pairs[other][1]))[:_MOST_NEAR]

    def amended(self, edition: Edition) -> bool:
        """Whether its own number says that it is an amended text, so that there are earlier ones."""
        return bool(self._signs[edition.key].amendments) or bool(re.search(r"修正|修订|修改", edition.number))

    # --- taking in

    def _take(self, edition: Edition) -> None:
        spelling = read(edition.number)
        numbers = [*spelling.standards, *self._issued(spelling)]
        amendments = (*(order.number for order in spelling.orders[1:]), *spelling.amendments)
        self._signs[edition.key] = _Signs(_years(edition, spelling), amendments)
        for number in numbers[:1]:
            self._numbers.setdefault(number, []).append(edition)
        for standard in spelling.standards[:1]:
            self._undated.setdefault((standard.code, standard.number), []).append(edition)
        for title in {edition.title, "" if numbers else edition.number} - {""}:
            key = title_key(_undated(title))
            self._titles.setdefault(key, []).append(edition)
            self._untried.setdefault(_TRIAL.sub("", key), []).append(edition)

    def _issued(self, spelling: Spelling) -> list[Number]:
        return [*(replace(order, body=self._body(order.body)) for order in spelling.orders), *spelling.papers]

    def _body(self, name: str) -> str:
        return self._catalogue.issuers.get(name, name)

    def _take_aliases(self) -> None:
        for alias in self._catalogue.aliases:
            key = _alias_key(alias.text)
            before = self._aliases[key].editions if key in self._aliases else ()
            editions = (*before, *self._catalogue.named(alias.of))
            self._aliases[key] = Meaning(editions, "alias", trust=alias.confidence, remarks=(_called(alias.text, editions),))

    def _near_titles(self) -> dict[str, tuple[Edition, ...]]:
        own = {key: tuple(editions) for key, editions in self._titles.items()}
        return {key: meaning.editions for key, meaning in self._aliases.items()} | own

    # --- looking up

    def _standard(self, number: StandardNumber, spelling: Spelling) -> Meaning:
        work = tuple(self._undated.get((number.code, number.number), ()))
        if number.year is None and work:
            return Meaning(work, "number")
        found = self._numbers.get(number, [])
        if found and not self._another_version(found[0], spelling):
            return Meaning(tuple(found), "number", dated=True)
        if alias := self._aliases.get(title_key(_shown(number))):
            return replace(alias, dated=True)
        if work:
            remark = _no_edition_of(spelling.year) if found and spelling.year else _no_edition(_shown(number))
            return Meaning(work, "number", True, False, remarks=(remark,))
        return Meaning(self._of_other_code(number), "number", number.year is not None, False, remarks=(_no_number(_shown(number)),))

    def _of_other_code(self, number: StandardNumber) -> tuple[Edition, ...]:
        """GB/T 30871 may be a slip for GB 30871: offered, not meant."""
        stem = number.code.partition("/")[0]
        other = (own for (code, digits), own in self._undated.items() if digits == number.number and code.partition("/")[0] == stem)
        return tuple(edition for own in other for edition in own)

    def _another_version(self, edition: Edition, spelling: Spelling) -> bool:
        """Whether (2018版) is said of an edition that is of another year."""
        return spelling.year is not None and spelling.year not in self._signs[edition.key].years

    def _paper(self, number: PaperNumber) -> Meaning:
        if found := self._numbers.get(number):
            return Meaning(tuple(found), "number", dated=True)
        same = [n for n in self._numbers if isinstance(n, PaperNumber) and (n.year, n.number) == (number.year, number.number)]
        near = tuple(e for n in same for e in self._numbers[n])
        return Meaning(near, "number", True, False, remarks=(_no_number(_shown(number)),))

    def _of_orders(self, spelling: Spelling, titled: tuple[Edition, ...]) -> list[Meaning]:
        if titled and spelling.amendments and not spelling.orders:
            return [self._as_amended(titled, set(spelling.amendments))]
        known = {order: self._ordered(order, titled) for order in spelling.orders}
        amended = tuple(edition for found in known.values() for edition in found) or titled
        orders = {number for edition in amended for number in self._signs[edition.key].amendments}
        amending = {order.number for order, found in known.items() if not found and order.number in orders}
        strange = [self._no_order(order) for order, found in known.items() if not found and order.number not in amending]
        if amending:
            return [self._as_amended(amended, amending), *strange]
        return [*(self._order(found, spelling) for found in known.values() if found), *strange]

    def _ordered(self, order: OrderNumber, titled: tuple[Edition, ...]) -> list[Edition]:
        """The editions that an order issued; where it names no issuer, those beside it with that number."""
        if order.body:
            return self._numbers.get(replace(order, body=self._body(order.body)), [])
        return [e for e in titled if any(o.number == order.number for o in read(e.number).orders[:1])]

    def _as_amended(self, editions: tuple[Edition, ...], orders: set[int]) -> Meaning:
        """The edition that the last of its amendments made; an earlier amendment made an earlier edition."""
        found = tuple(e for e in editions if set(self._signs[e.key].amendments[-1:]) & orders)
        if found:
            return Meaning(found, "number", dated=True)
        return Meaning(editions, "number", True, False, remarks=(_NO_AMENDMENT,))

    def _order(self, found: list[Edition], spelling: Spelling) -> Meaning:
        edition, said = found[0], spelling.amendments
        if (said and set(said) != set(self._signs[edition.key].amendments)) or self._another_version(edition, spelling):
            return Meaning(tuple(found), "number", True, False, remarks=(_NO_AMENDMENT,))
        undated = self.amended(edition) and not said and spelling.year is None
        editions = self._catalogue.siblings(edition) if undated else tuple(found)
        if edition.number.startswith("主席令"):
            return Meaning(editions, "number", not undated, trust="medium", remarks=(_REPEATED,))
        return Meaning(editions, "number", not undated)

    def _no_order(self, number: OrderNumber) -> Meaning:
        same = [n for n in self._numbers if isinstance(n, OrderNumber) and n.number == number.number]
        near = self._amended_by(number) if number.body else tuple(e for n in same for e in self._numbers[n])
        remark = (_AMENDING if near else _no_number(_shown(number))) if number.body else _NO_BODY
        return Meaning(near, "number", True, False, remarks=(remark,))

    def _amended_by(self, order: OrderNumber) -> tuple[Edition, ...]:
        editions = self._catalogue.editions.values()
        return tuple(e for e in editions if order.number in self._signs[e.key].amendments and order.body in e.number)

    def _exact(self, key: str) -> Meaning | None:
        found = self._titles.get(key) or self._untried.get(_TRIAL.sub("", key))
        return Meaning(tuple(found), "title") if found else self._aliases.get(key)

    def _announced(self, title: str) -> Meaning | None:
        """The norm that a notice makes known: 关于印发《…》的通知."""
        inner = re.search(r"关于(?:印发|发布|公布|颁布)(.+?)的(?:通知|公告)", title)
        found = self._exact(title_key(inner[1])) if inner else None
        return replace(found, trust="medium", remarks=(*found.remarks, _NOTICE)) if found else None


@lru_cache(maxsize=4)
def names(catalogue: Catalogue) -> Names:
    """The names of a catalogue, made once."""
    return Names(catalogue)


def alike(title: str, editions: Iterable[Edition]) -> bool:
    """Whether the title is like that of one of the editions. It only ever casts doubt on a number."""
    key = title_key(bare(title))
    others = (title_key(_undated(e.title)) for e in editions)
    return any(not other or _likeness(key, _pairs(key), other, _pairs(other)) >= _ALIKE for other in others)


def _undated(title: str) -> str:
    """The title without its (2015版)."""
    return " ".join(read(f"《{title}》").titles) or title


def _pairs(key: str) -> frozenset[str]:
    return frozenset(map("".join, zip(key, key[1:], strict=False)))


def _likeness(key: str, pairs: frozenset[str], other: str, own: frozenset[str]) -> float:
    """The share of two-character pairs in common; 1 where one title holds the other."""
    if min(len(key), len(other)) > 3 and (key in other or other in key):
        return 1.0
    return 2 * len(pairs & own) / (len(pairs) + len(own) or 1)


def _years(edition: Edition, spelling: Spelling) -> frozenset[int]:
    """The years that an edition may be called by: of its issue, its amendment, its key."""
    last = re.search(r"-((?:19|20)\d\d)$", edition.key)
    years = (spelling.year, read(f"《{edition.title}》").year, edition.issued and edition.issued.year, last and int(last[1]))
    return frozenset(year for year in years if year)


def _alias_key(text: str) -> str:
    numbers = read(text).standards
    return title_key(_shown(numbers[0]) if numbers else text)


def _shown(number: Number) -> str:
    if isinstance(number, StandardNumber):
        return f"{number.code} {number.number}" + (f"-{number.year}" if number.year else "")
    if isinstance(number, PaperNumber):
        return f"{number.body}〔{number.year}〕{number.number}号"
    return f"{number.body}令第{number.number}号"


# --- what is to be said


def _no_number(number: str) -> Remark:
    return Remark(f"目录中没有编号{number}", f"the number {number} is not in the catalogue")


def _no_edition(number: str) -> Remark:
    return Remark(f"目录中有这项标准，但没有版本{number}", f"the catalogue has this standard, but no edition {number}")


def _no_edition_of(year: int) -> Remark:
    return Remark(f"目录中没有它{year}年的版本", f"the catalogue has no edition of {year} of it")


def _called(name: str, editions: Iterable[Edition]) -> Remark:
    meant = "、".join(dict.fromkeys(e.title or e.number for e in editions))
    return Remark(f"“{name}”是别称，指{meant}", f"“{name}” is another name of {meant}")


_NO_TITLE = Remark("目录中没有这个名称", "no norm in the catalogue has this title")
_NO_BODY = Remark("令号没有写明发布机关", "the order's issuer is not named")
_NO_AMENDMENT = Remark("目录中没有经这些修改的版本", "the catalogue has no edition with these amendments")
_AMENDING = Remark("这是修改其他规范的令，本身不是一项规范", "this order amends other norms and is none itself")
_REPEATED = Remark("主席令每届重新编号，只凭令号不能确认年份", "presidential orders are numbered anew every term: the year is open")
_NOTICE = Remark("按印发它的通知认定", "named by the notice that made it known")
