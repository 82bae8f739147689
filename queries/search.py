"""Full-text search over all that has a name or a number for people: exact for words of Han characters, whatever the spelling of numbers."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.queries.names import find
from duibiao.queries.search_index import PROFILE_SHIFT, Index, Profile, ask
from duibiao.queries.search_text import Segments, Word, key, line, pattern, snippet, words
from duibiao.queries.search_things import KINDS, theme_names
from duibiao.store import Store

_LONGEST = 200
_RANKED = 500
"""How many hits in titles, and how many hits at all, are put in order by relevance; those beyond come in the order of the index."""
_TELLING = 10_000
"""A word that more texts have tells none of them apart, and weighing it would look through all of them once more."""
_MOST_VALUES = 50
"""How many values of a facet are told, the most frequent ones."""


class SearchRefused(Refusal):
    """There is nothing to search for, or too much; the message says what to do."""


@dataclass(frozen=True)
class Narrowing:
    """What results are confined to: kinds, issuers, years, themes and documents; each any of those named, none for all.

    Issuers and themes by IRI or name, documents as people name things.
    """

    kinds: Collection[str] = ()
    issuers: Collection[str] = ()
    years: Collection[str] = ()
    themes: Collection[str] = ()
    documents: Collection[str] = ()


@dataclass(frozen=True)
class Named:
    """A document by its IRI and what people call it."""

    iri: str
    name: str


@dataclass(frozen=True)
class Hit:
    """A thing found: number, title and the stretch of its text around the first hit, in pieces of which the hits are marked."""

    iri: str
    kind: str
    number: Segments
    title: Segments
    text: Segments
    document: Named | None

    def as_json(self) -> dict[str, Any]:
        """The hit as machines get it: its texts whole, and in pieces."""
        parts = {"number": self.number, "title": self.title, "text": self.text}
        return {
            "iri": self.iri,
            "kind": self.kind,
            **{name: "".join(piece for piece, _ in pieces) or None for name, pieces in parts.items()},
            "document": asdict(self.document) if self.document else None,
            "segments": {name: [{"text": piece, "hit": is_hit} for piece, is_hit in pieces] for name, pieces in parts.items()},
        }


@dataclass(frozen=True)
class Count:
    """How many of the hits have a value; with its names in zh and en."""

    value: str
    label: Mapping[str, str]
    count: int


@dataclass(frozen=True)
class Found:
    """A page of the hits, how many there are in all, and their counts by kind, document, issuer, year and theme. Where there are none,
    `instead` are words that would find something, with how many."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Count, ...]]
    instead: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The page as the document that machines get."""
        return {
            "total": self.total,
            "hits": [hit.as_json() for hit in self.hits],
            "facets": {facet: [asdict(count) for count in counts] for facet, counts in self.facets.items()},
            "instead": [{"words": text, "total": count} for text, count in self.instead.items()],
        }


def search(store: Store, query: str, narrowing: Narrowing = Narrowing(), limit: int = 20, offset: int = 0) -> Found:
    """What has all the words of the query: exact numbers first, then hits in numbers and titles, then by relevance.

    SearchRefused for a query without words or of more than 200 characters, or a kind that there is not; UnknownName or AmbiguousName for
    a document.
    """
    asked = _asked(query)
    wanted = _wanted(store, narrowing)
    return ask(store, lambda index: _found(index, asked, wanted, limit, offset))


def _asked(query: str) -> tuple[Word, ...]:
    if len(query) > _LONGEST:
        raise SearchRefused(f"the query has {len(query)} characters; search for {_LONGEST} at most")
    if not (asked := words(query)):
        raise SearchRefused("there is nothing to search for; give a word, a number or a part of a title, like 岗位责任 or GB 18218")
    return asked


Wanted = Mapping[str, frozenset[str]]


def _wanted(store: Store, narrowing: Narrowing) -> Wanted:
    """For each facet that is confined the values that will do."""
    if unknown := set(narrowing.kinds) - KINDS.keys():
        raise SearchRefused(f"there is no kind {min(unknown)}; there are: {', '.join(KINDS)}")
    wanted = {
        "kind": set(narrowing.kinds),
        "issuer": {name for given in narrowing.issuers for name in (given, *_bodies(store, given))},
        "year": set(narrowing.years),
        "theme": {iri for given in narrowing.themes for iri in (given, *_themes(store, given))},
        "document": {iri for name in narrowing.documents for iri in _editions(store, find(store, name).node)},
    }
    return {facet: frozenset(values) for facet, values in wanted.items() if values}


def _bodies(store: Store, name: str) -> set[str]:
    """The authorities that are called so; one that only documents name goes by its name."""
    rows = store.query("SELECT ?body ?name { ?body a org:Organization ; rdfs:label|skos:altLabel ?name }")
    return {iris.body(name).value, *(row["body"].value for row in rows if row["name"].value == name)}


def _themes(store: Store, name: str) -> set[str]:
    return {iri for iri, names in theme_names(store).items() if name in names.values()}


def _editions(store: Store, node: NamedNode) -> set[str]:
    """The document itself and, where it is a work, its editions."""
    return {node.value, *(row["edition"].value for row in store.query(f"SELECT ?edition {{ ?edition dcterms:isVersionOf {node} }}"))}


def _found(index: Index, asked: tuple[Word, ...], wanted: Wanted, limit: int, offset: int) -> Found:
    counts = _counted(index, asked, wanted)
    total = sum(counts.values())
    ids = _page(index, asked, list(counts) if wanted else None, limit, offset) if total else []
    return Found(total, tuple(_hits(index, ids, pattern(asked))), _facets(index, counts), {} if total else _instead(index, asked))


def _expression(asked: Iterable[Word]) -> str:
    return " AND ".join(word.expression for word in asked)


def _counted(index: Index, asked: Iterable[Word], wanted: Wanted) -> Mapping[int, int]:
    """How many hits there are of each profile that will do."""
    counts = index.counted(_expression(asked))
    return {number: count for number, count in counts.items() if _will_do(index.profiles[number], wanted)} if wanted else counts


def _will_do(profile: Profile, wanted: Wanted) -> bool:
    return all(any((facet, value) in profile.facets for value in choice) for facet, choice in wanted.items())


# --- the order of the hits

_HITS = "FROM {table} WHERE {table} MATCH :expression{within}"
_WITHIN = f" AND rowid >> {PROFILE_SHIFT} IN (SELECT value FROM json_each(:profiles))"
_RANKING = """
SELECT id FROM (
  SELECT id, max(tier) AS tier, min(score) AS score FROM (
    SELECT rowid AS id, 2 AS tier, 0 AS score {words} AND rowid IN (SELECT thing.id FROM thing JOIN json_each(:keys) ON thing.key = value)
    UNION ALL SELECT * FROM (SELECT rowid, 1, bm25(names) {names} LIMIT :most)
    UNION ALL SELECT * FROM (SELECT rowid, 0, {relevance} {words} LIMIT :most)
  ) GROUP BY id
) JOIN thing USING (id) ORDER BY tier DESC, score, iri
"""
_UP_TO = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
_OTHERS = "SELECT rowid {words} AND rowid NOT IN (SELECT value FROM json_each(:ranked)) LIMIT :limit OFFSET :offset"


def _page(index: Index, asked: tuple[Word, ...], profiles: list[int] | None, limit: int, offset: int) -> list[int]:
    """The ids of the hits on a page, in their order; those of some profiles, or all."""
    within = "" if profiles is None else _WITHIN
    parts = {table: _HITS.format(table=table, within=within) for table in ("words", "names")}
    given = {
        "expression": _expression(asked),
        "keys": json.dumps([key(word.text) for word in asked]),
        "profiles": json.dumps(profiles),
        "most": _RANKED,
    }
    relevance = "bm25(words, 4, 4, 1)" if all(_tells(index, word) for word in asked) else "0"
    ranked = [number for (number,) in index.db.execute(_RANKING.format(relevance=relevance, **parts), given)]
    page = ranked[offset : offset + limit]
    if len(page) < limit and len(ranked) >= _RANKED:
        given |= {"ranked": json.dumps(ranked), "limit": limit - len(page), "offset": max(0, offset - len(ranked))}
        page += [number for (number,) in index.db.execute(_OTHERS.format(**parts), given)]
    return page


def _tells(index: Index, word: Word) -> bool:
    """Whether a word is rare enough to tell texts apart."""
    (count,) = index.db.execute(_UP_TO, (word.expression, _TELLING + 1)).fetchone()
    return int(count) <= _TELLING


def _hits(index: Index, ids: Iterable[int], hits: re.Pattern[str]) -> Iterator[Hit]:
    for number in ids:
        iri, title, figure, text = index.db.execute("SELECT iri, title, number, text FROM thing WHERE id = ?", (number,)).fetchone()
        profile = index.profiles[number >> PROFILE_SHIFT]
        above = next((document for document in profile.documents if document != iri), None)
        document = Named(above, _name(index, above)) if above else None
        yield Hit(iri, profile.kind, line(figure, hits), line(title, hits), snippet(text, hits), document)


def _name(index: Index, iri: str) -> str:
    """What people call a thing: a standard by its number, a law by its title, others by their name."""
    if iri not in index.names:
        found = index.db.execute("SELECT number, title FROM thing WHERE iri = ?", (iri,)).fetchone() or ("", "")
        number, title = (text.partition("\n")[0] for text in found)
        index.names[iri] = (number if number.isascii() and number else title or number) or re.split("[/#]", iri)[-1]
    return index.names[iri]


# --- counts


def _facets(index: Index, counts: Mapping[int, int]) -> dict[str, tuple[Count, ...]]:
    facets: dict[str, Counter[str]] = {facet: Counter() for facet in ("kind", "document", "issuer", "year", "theme")}
    for number, count in counts.items():
        for facet, value in index.profiles[number].facets:
            facets[facet][value] += count
    return {facet: tuple(_most(index, counted)) for facet, counted in facets.items()}


def _most(index: Index, counted: Counter[str]) -> Iterator[Count]:
    for value, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VALUES]:
        kind = KINDS.get(value)
        label = {"zh": kind.zh, "en": kind.en} if kind else index.themes.get(value) or dict.fromkeys(("zh", "en"), _name(index, value))
        yield Count(value, label, count)


# --- nothing found


def _instead(index: Index, asked: tuple[Word, ...]) -> dict[str, int]:
    """Words that find something, confined by nothing, and how much: all of the query, else each of its own, else the longest pieces."""
    together = {" ".join(word.text for word in asked): _count(index, asked)}
    alone = {word.text: _count(index, (word,)) for word in asked}
    for choice in (together, alone):
        if found := {text: count for text, count in choice.items() if count}:
            return found
    return dict(piece for word in asked if (piece := _longest_piece(index, word.text)))


def _longest_piece(index: Index, text: str) -> tuple[str, int] | None:
    pieces = (piece.strip() for length in range(len(text) - 1, 1, -1) for piece in (text[:length], text[-length:]))
    return next(((piece, count) for piece in pieces if (asked := words(piece)) and (count := _count(index, asked))), None)


def _count(index: Index, asked: Iterable[Word]) -> int:
    (count,) = index.db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (_expression(asked),)).fetchone()
    return int(count)
