"""Who is named as acting in a document."""

import re
from collections.abc import Iterator

from duibiao.loaders.documents.demands.bodies import is_head, is_place, kind
from duibiao.loaders.documents.demands.frames import frame
from duibiao.loaders.documents.demands.spoken import demands
from duibiao.loaders.documents.demands.statements import statements
from duibiao.loaders.documents.demands.words import hushed, words
from duibiao.loaders.documents.model import Actor, Source

_JOINTS = re.compile(r"、|和|以及|及其|及|或者")
_WIDEST = 40


def actors(source: Source) -> tuple[Actor, ...]:
    """The bodies and roles that the demands of a document name, each once, in order, with the paragraphs that name it so."""
    places: dict[str, list[int]] = {}
    for paragraph, name in _named(source):
        if paragraph not in places.setdefault(name, []):
            places[name].append(paragraph)
    return tuple(Actor(name, kind(name), tuple(paragraphs)) for name, paragraphs in places.items())


def _named(source: Source) -> Iterator[tuple[int, str]]:
    for statement in statements(source, ()):
        for demand in demands(statement.sentence, True, False):
            if actor := frame(statement.sentence, demand).actor:
                yield from ((statement.paragraph, name) for name in _each(actor) if len(name) <= _WIDEST)


def _each(actor: str) -> Iterator[str]:
    """The names that 、 or 和 joins where each of them is one by itself (各区县、各有关部门)."""
    start = 0
    for joint in _JOINTS.finditer(hushed(actor)):
        before = words(actor[start : joint.start()])
        if before and (is_head(before[-1]) or is_place(before[-1])):
            yield actor[start : joint.start()]
            start = joint.end()
    yield actor[start:]
