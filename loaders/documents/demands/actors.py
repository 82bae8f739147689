"""Who is named as acting in a document."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from duibiao.loaders.documents.demands.bodies import is_head, is_place, kind
from duibiao.loaders.documents.demands.frames import frame
from duibiao.loaders.documents.demands.inheritance import role
from duibiao.loaders.documents.demands.spoken import demands
from duibiao.loaders.documents.demands.statements import Statement, statements
from duibiao.loaders.documents.demands.tasks import tasks
from duibiao.loaders.documents.demands.words import hushed, words
from duibiao.loaders.documents.model import Actor, Part, Source

_JOINTS = re.compile(r"、|和|以及|及其|及|或者")
_WIDEST = 40


def actors(source: Source, outline: Sequence[Part]) -> tuple[Actor, ...]:
    """The bodies and roles that the demands of a document or the headings over them name, each once, in order, with the paragraphs that
    name it so."""
    places: dict[str, list[int]] = {}
    for paragraph, name in sorted([*_named(source, outline), *_tabled(source)], key=itemgetter(0)):
        if paragraph not in places.setdefault(name, []):
            places[name].append(paragraph)
    return tuple(Actor(name, kind(name), tuple(paragraphs)) for name, paragraphs in places.items())


def _named(source: Source, outline: Sequence[Part]) -> Iterator[tuple[int, str]]:
    for statement in statements(source, outline):
        named = [actor for demand in demands(statement.sentence, True, False) if (actor := frame(statement.sentence, demand).actor)]
        for actor in named or _charged(statement):
            yield from ((statement.paragraph, name) for name in _each(actor) if len(name) <= _WIDEST)


def _tabled(source: Source) -> Iterator[tuple[int, str]]:
    """Whom tables of tasks charge."""
    for paragraph, task in tasks(source).items():
        yield from ((paragraph, name) for name in _each(task.actor or "") if 0 < len(name) <= _WIDEST)


def _charged(statement: Statement) -> list[str]:
    """Whom the heading charges with what a sentence demands of nobody by name (1. 市安委会：统筹…)."""
    named = role(statement.headings[0]) if statement.headings and demands(statement.sentence, True, True) else None
    return [named] if named else []


def _each(actor: str) -> Iterator[str]:
    """The names that 、 or 和 joins where each of them is one by itself (各区县、各有关部门)."""
    start = 0
    for joint in _JOINTS.finditer(hushed(actor)):
        before = words(actor[start : joint.start()])
        if before and (is_head(before[-1]) or is_place(before[-1])):
            yield actor[start : joint.start()]
            start = joint.end()
    yield actor[start:]
