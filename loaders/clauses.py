"""Clauses of norms: the articles that a reference names, and the clause that a clause is part of."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, RDF, D

_DIGITS = "零一二三四五六七八九"
_SEVERAL = re.compile(r"第([零一二三四五六七八九十百]+)([至、])([零一二三四五六七八九十百、]+)条")
_WITHIN = re.compile(r"(.*\S)(?:第[^第]+[款项目]|\s+[表图]\s*\S+|\s*[a-z]\)|\.[0-9]+)")


def named(reference: str) -> tuple[str, ...]:
    """The clauses that a reference names: 第五至八条 four, 第四十八、四十九条 two, 5.3.1 c) one, nothing none."""
    several = _SEVERAL.fullmatch(reference)
    if several is None:
        return (reference,) if reference else ()
    first, link, rest = several.groups()
    if link == "、":
        return tuple(f"第{numeral}条" for numeral in (first, *rest.split("、")))
    return tuple(f"第{_numeral(number)}条" for number in range(_value(first), _value(rest) + 1))


def _value(numeral: str) -> int:
    """A Chinese numeral below a thousand as a number."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in "十百":
            total, digit = total + max(digit, 1) * (100 if sign == "百" else 10), 0
        else:
            digit = _DIGITS.index(sign)
    return total + digit


def _numeral(number: int) -> str:
    """A number from 1 to 199 as laws count their articles: 十, 二十四, 一百零八."""
    hundreds, below = divmod(number, 100)
    tens, ones = divmod(below, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    middle = f"{_DIGITS[tens] if tens > 1 or head else ''}十" if tens else "零" if head and ones else ""
    return head + middle + (_DIGITS[ones] if ones else "")


def parent(number: str) -> str | None:
    """The clause that holds this one (5.3.1 c) → 5.3.1 → 5.3, 第二十四条第一款 → 第二十四条), or None at the top."""
    found = _WITHIN.fullmatch(number)
    return found[1] if found else None


def described(key: str, number: str) -> Iterator[Triple]:
    """A clause of the norm `key`, and the clauses it is part of."""
    node = iris.clause(key, number)
    yield Triple(node, RDF.type, D.Clause)
    yield Triple(node, D.clauseNumber, Literal(number))
    yield Triple(node, ELI.is_part_of, iris.norm(key))
    if above := parent(number):
        yield Triple(node, DCTERMS.isPartOf, iris.clause(key, above))
        yield from described(key, above)


def placed(subject: NamedNode, term: NamedNode, key: str, reference: str) -> Iterator[Triple]:
    """Where a requirement or a limit stands: in each clause named, or in the norm where its clause is not known."""
    numbers = named(reference)
    yield from (Triple(subject, term, iris.clause(key, number)) for number in numbers)
    for number in numbers:
        yield from described(key, number)
    if not numbers:
        yield Triple(subject, term, iris.norm(key))
