"""The index of what can be searched: an SQLite file beside the store, made from it and made anew whenever it is missing, damaged or old.

A row's id is the number of its profile (kind, documents, themes) and a number of its own: so results are counted from the index alone.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from pathlib import Path
from threading import RLock
from typing import TypeVar
from weakref import WeakKeyDictionary

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.queries.search_text import tokens
from duibiao.queries.search_things import Thing, Values, note_said, rules, rules_version, said_of, searchable, theme_names, thing
from duibiao.store import Store

FILE = "search.sqlite"
PROFILE_SHIFT = 32
"""The bits of an id that are the row's own; those above them are its profile's."""

_FORMAT = 2
"""Grows with every change of the tables, the columns of things or the cutting into tokens."""
_SCHEMA = """
CREATE TABLE made (store INTEGER, rules INTEGER);
CREATE TABLE graph (id INTEGER PRIMARY KEY, iri TEXT UNIQUE);
CREATE TABLE said (graph INTEGER, thing TEXT, PRIMARY KEY (graph, thing)) WITHOUT ROWID;
CREATE INDEX said_of ON said (thing);
CREATE TABLE profile (id INTEGER PRIMARY KEY, kind TEXT, documents TEXT, themes TEXT, UNIQUE (kind, documents, themes));
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, title TEXT, number TEXT, text TEXT, key TEXT, issuers TEXT, years TEXT);
CREATE INDEX thing_key ON thing (key);
CREATE INDEX thing_dated ON thing (iri, issuers, years) WHERE issuers != '' OR years != '';
CREATE VIRTUAL TABLE words USING fts5 (title, number, text, content='', tokenize='ascii');
CREATE VIRTUAL TABLE names USING fts5 (title, number, content='', tokenize='ascii');
"""
_TABLES = ("made", "graph", "said", "profile", "thing", "words", "names")
_NEVER = (-1, -1)
_CHANGED = (
    f"SELECT ?graph {{{{ GRAPH <{iris.graph('version').value}> {{{{ ?graph d:version ?version }}}} FILTER (?version > {{since}}) }}}}"
)
_OF_KIND = f"SELECT iri FROM thing JOIN profile ON profile.id = thing.id >> {PROFILE_SHIFT} WHERE kind = ?"
_DATED = "SELECT iri, issuers, years FROM thing WHERE issuers != '' OR years != ''"
_ELSEWHERE = """
SELECT DISTINCT thing FROM said JOIN json_each(?) ON thing = value
WHERE graph NOT IN (SELECT graph.id FROM graph JOIN json_each(?) ON iri = value)
"""
_COUNTED = f"SELECT rowid >> {PROFILE_SHIFT}, count(*) FROM words WHERE words MATCH ? GROUP BY 1"
_REMEMBERED = 256
"""Of how many queries the counts are kept until something changes."""
_AT_ONCE = 50
"""How many graphs are read at once, which bounds the memory that it takes."""
_PATIENCE = 60.0
"""Seconds to wait for another process that is writing."""

Answer = TypeVar("Answer")


class IndexBusy(Refusal):
    """Another process has been writing the index for too long."""


@dataclass(frozen=True)
class Profile:
    """What many things have in common; their issuers and years are those of their documents."""

    kind: str
    documents: tuple[str, ...]
    themes: tuple[str, ...]
    issuers: tuple[str, ...]
    years: tuple[str, ...]

    @cached_property
    def facets(self) -> tuple[tuple[str, str], ...]:
        """What a thing of this profile counts for: each value with its facet."""
        several = {"document": self.documents, "issuer": self.issuers, "year": self.years, "theme": self.themes}
        return (("kind", self.kind), *((facet, value) for facet, values in several.items() for value in values))


class Index:
    """The index of one store, in a file or in memory. One thread at a time uses it. `names` is what has been asked for things' names,
    `themes` what themes are called, `counted` how many hits of each profile an expression has."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.profiles: Mapping[int, Profile] = {}
        self.names: dict[str, str] = {}
        self.themes: Mapping[str, Mapping[str, str]] = {}
        self.counted = lru_cache(_REMEMBERED)(lambda expression: dict(db.execute(_COUNTED, (expression,))))
        self._read_at = _NEVER

    def refresh(self, store: Store) -> None:
        """Take in what has changed in the store since the last time."""
        now = (store.version, rules_version())
        if self._made_at() != now:
            with _transaction(self.db):
                self._take_in(store, now)
        if self._read_at != now:
            self.profiles, self.names, self.themes, self._read_at = dict(_profiles(self.db)), {}, theme_names(store), now
            self.counted.cache_clear()

    def _made_at(self) -> tuple[int, int]:
        """The versions of the store and of the rules that the index was made from."""
        return self.db.execute("SELECT store, rules FROM made").fetchone() or _NEVER

    def _take_in(self, store: Store, now: tuple[int, int]) -> None:
        of_store, of_rules = self._made_at()
        if of_store > now[0]:  # another store has been put in the place of this one
            _renew(self.db)
            of_store, of_rules = _NEVER
        graphs = [name.value for name in (store.graphs() if of_store < 0 else _changed(store, of_store)) if searchable(name)]
        for start in range(0, len(graphs), _AT_ONCE):
            self._take_in_graphs(store, graphs[start : start + _AT_ONCE])
        if of_rules != now[1]:
            _replace(self.db, [iri for (iri,) in self.db.execute(_OF_KIND, ("rule",))], rules())
        self.db.execute("DELETE FROM made")
        self.db.execute("INSERT INTO made VALUES (?, ?)", now)
        if of_store < 0:
            self.db.execute("INSERT INTO words (words) VALUES ('optimize')")

    def _take_in_graphs(self, store: Store, graphs: list[str]) -> None:
        """Make the things anew that these graphs spoke of before or speak of now, with what other graphs say of them."""
        said: dict[str, Values] = {}
        touched: set[str] = set()
        self.db.executemany("INSERT OR IGNORE INTO graph (iri) VALUES (?)", ((graph,) for graph in graphs))
        for graph in graphs:
            (number,) = self.db.execute("SELECT id FROM graph WHERE iri = ?", (graph,)).fetchone()
            touched |= {name for (name,) in self.db.execute("DELETE FROM said WHERE graph = ? RETURNING thing", (number,))}
            spoken_of = note_said(said, store, graph)
            self.db.executemany("INSERT INTO said VALUES (?, ?)", ((number, name) for name in sorted(spoken_of)))
            touched |= spoken_of
        elsewhere = self.db.execute(_ELSEWHERE, (json.dumps(sorted(touched)), json.dumps(graphs)))
        said |= said_of(store, [name for (name,) in elsewhere])
        _replace(self.db, touched, (found for name in sorted(said) if (found := thing(name, said[name]))))


def _changed(store: Store, since: int) -> list[NamedNode]:
    """The graphs that have changed since that version of the store; those that there are no more included."""
    return [row["graph"] for row in store.query(_CHANGED.format(since=since)) if isinstance(row["graph"], NamedNode)]


def _replace(db: sqlite3.Connection, old: Iterable[str], new: Iterable[Thing]) -> None:
    """Take the rows of the things `old` out and put the things `new` in; by growing id, which the index of words takes quickest."""
    found = (db.execute("SELECT id, title, number, text FROM thing WHERE iri = ?", (name,)).fetchone() for name in old)
    gone = [(number, *map(_cut, texts)) for number, *texts in sorted(row for row in found if row)]
    db.executemany("INSERT INTO words (words, rowid, title, number, text) VALUES ('delete', ?, ?, ?, ?)", gone)
    db.executemany("INSERT INTO names (names, rowid, title, number) VALUES ('delete', ?, ?, ?)", (row[:3] for row in gone))
    db.executemany("DELETE FROM thing WHERE id = ?", (row[:1] for row in gone))
    come = sorted(_numbered(db, new), key=itemgetter(0))
    cut = [(number, _cut(each.title), _cut(each.number), _cut(each.text)) for number, each in come]
    db.executemany("INSERT INTO words (rowid, title, number, text) VALUES (?, ?, ?, ?)", cut)
    db.executemany("INSERT INTO names (rowid, title, number) VALUES (?, ?, ?)", (row[:3] for row in cut))
    rows = ((number, t.iri, t.title, t.number, t.text, t.key, t.issuers, t.years) for number, t in come)
    db.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _cut(text: str) -> str:
    return " ".join(tokens(text))


def _numbered(db: sqlite3.Connection, new: Iterable[Thing]) -> Iterator[tuple[int, Thing]]:
    """The things with their ids: the profile's number and the next one within it."""
    last: dict[int, int] = {}
    for each in new:
        profile = _profile(db, (each.kind, each.documents, each.themes))
        if profile not in last:
            above = (profile + 1) << PROFILE_SHIFT
            (most,) = db.execute("SELECT max(id) FROM thing WHERE id BETWEEN ? AND ?", (profile << PROFILE_SHIFT, above - 1)).fetchone()
            last[profile] = most or profile << PROFILE_SHIFT
        last[profile] += 1
        yield last[profile], each


def _profile(db: sqlite3.Connection, of: tuple[str, str, str]) -> int:
    found = db.execute("SELECT id FROM profile WHERE kind = ? AND documents = ? AND themes = ?", of).fetchone()
    return int(
        found[0] if found else db.execute("INSERT INTO profile (kind, documents, themes) VALUES (?, ?, ?) RETURNING id", of).fetchone()[0]
    )


def _profiles(db: sqlite3.Connection) -> Iterator[tuple[int, Profile]]:
    about = {iri: (issuers.split("\n"), years.split("\n")) for iri, issuers, years in db.execute(_DATED)}
    for number, kind, documents, themes in db.execute("SELECT id, kind, documents, themes FROM profile"):
        named = _parts(documents)
        issuers, years = (sorted({value for name in named if name in about for value in about[name][i] if value}) for i in (0, 1))
        yield number, Profile(kind, named, _parts(themes), tuple(issuers), tuple(years))


def _parts(lines: str) -> tuple[str, ...]:
    return tuple(lines.split("\n")) if lines else ()


# --- the file


def ask(store: Store, question: Callable[[Index], Answer]) -> Answer:
    """The answer to a question put to the index of a store, brought up to date first. IndexBusy when another process writes it for long.

    A damaged index is made anew; where none can be written it is made in memory.
    """
    file = store.path / FILE if store.path else None
    with _LOCK:
        for place in (file, file) if file else ():
            try:
                return question(_ready(store, place))
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise IndexBusy(f"{file} is being written by another process; try again when it is done") from error
                _discard(store, place)
        return question(_ready(store, None))


def close(store: Store) -> None:
    """Let go of the index of a store, so that its folder can be removed."""
    with _LOCK:
        if index := _INDEXES.pop(store, None):
            index.db.close()


_INDEXES: WeakKeyDictionary[Store, Index] = WeakKeyDictionary()
_LOCK = RLock()


def _ready(store: Store, file: Path | None) -> Index:
    index = _INDEXES.get(store)
    if index is None:
        index = _INDEXES[store] = Index(_connected(file))
    index.refresh(store)
    return index


def _connected(file: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(file or ":memory:", timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA cache_size = -32000")
    if _format(db) != _FORMAT:
        with _transaction(db):
            if _format(db) != _FORMAT:  # else another process has been quicker
                _renew(db)
    return db


def _renew(db: sqlite3.Connection) -> None:
    """Make the tables, empty."""
    for statement in (*(f"DROP TABLE IF EXISTS {table}" for table in _TABLES), *_SCHEMA.split(";")):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {_FORMAT}")


def _format(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _discard(store: Store, file: Path) -> None:
    """Remove a file that cannot be used, as far as it can be removed."""
    close(store)
    for name in (f"{file}-journal", file):
        with suppress(OSError):
            Path(name).unlink()


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
