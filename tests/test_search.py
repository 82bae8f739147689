"""Search: exactly what a scan of the texts would find, whatever the spelling, the order, the counts, and an index that keeps up."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import copy
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, RDF, RDFS, SKOS, D
from duibiao.queries import KINDS, Found, Narrowing, SearchRefused, UnknownName, search, search_index
from duibiao.queries.search_text import folded, pattern, segments, snippet, tokens, words
from duibiao.queries.search_things import searchable
from duibiao.store import Store

TEXT = (
    *(ELI.title, RDFS.label, SKOS.prefLabel, SKOS.altLabel, D.number, D.clauseNumber, D.creditCode, D.casNumber),
    *(D.registrationNumber, D.filingNumber, D.text, D.condition, D.concerns, D.dutyScope, D.controlMeasure, D.problem),
    *(D.rectificationMeasure, D.processCondition, D.specialKind, D.certificateKind, D.place),
    *(D.heading, D.documentKind, D.actorName, D.cleanText),
)
ALL = 100_000
DOCUMENT = iris.graph("document/gb-1-2020")
HAN = "责任岗位培训安全"


def scanned(store: Store, word: str) -> set[str]:
    """The things in whose names, numbers and texts the word stands, by looking at every statement."""
    classes = {node for kind in KINDS.values() for node in kind.classes}
    triples = [triple for graph in store.graphs() if searchable(graph) for triple in store.graph(graph)]
    known = {t.subject for t in triples if t.predicate in (RDF.type, SKOS.inScheme) and t.object in classes}
    said = (t for t in triples if t.subject in known and t.predicate in TEXT)
    return {t.subject.value for t in said if iris.normal(word).lower() in iris.normal(t.object.value).lower()}


def found(store: Store, query: str, **narrowing: list[str]) -> set[str]:
    """All that the search finds, rules apart, which no store holds."""
    page = search(store, query, Narrowing(**narrowing), ALL)
    assert len(page.hits) == page.total
    return {hit.iri for hit in page.hits if hit.kind != "rule"}


def clauses(*texts: str) -> Store:
    """A store with a clause for each text; 1 is the number of the first."""
    return with_content({DOCUMENT: [t for number, text in enumerate(texts, start=1) for t in clause(str(number), text)]})


def with_content(content: dict[NamedNode, list[Triple]]) -> Store:
    store = Store.in_memory()
    store.write(content)
    return store


def clause(number: str, text: str, key: str = "gb-1-2020") -> list[Triple]:
    node = iris.clause(key, number)
    return [
        Triple(node, RDF.type, D.Clause),
        Triple(node, D.clauseNumber, Literal(f"条{number}")),
        Triple(node, D.text, Literal(text)),
        Triple(node, ELI.is_part_of, iris.norm(key)),
    ]


def numbers(store: Store, query: str) -> list[str]:
    """The clauses found, by number, in the order of the results."""
    return [hit.iri.rpartition("/")[2] for hit in search(store, query, limit=ALL).hits if hit.kind == "clause"]


# --- exact


@pytest.mark.parametrize(
    "word", ["责任", "岗位", "培训", "安全", "责", "限", "动火作业", "冲床", "危险化学品", "无此词语", "，"[:0] + "安全生产责任"]
)
def test_words_of_the_samples_are_found_as_a_scan_finds_them(filled: Store, word: str) -> None:
    assert found(filled, word) == scanned(filled, word)


@settings(max_examples=60)
@given(
    st.lists(st.text(HAN + "，。、 （)ＡaB1２-/\n《·_", max_size=12).filter(str.strip), min_size=1, max_size=6),
    st.lists(st.text(HAN, min_size=1, max_size=4), min_size=1, max_size=6),
)
def test_words_of_han_characters_are_found_as_a_scan_finds_them(texts: list[str], asked: list[str]) -> None:
    store = clauses(*texts)
    for word in asked:
        assert found(store, word) == scanned(store, word)
    assert found(store, " ".join(asked)) == set.intersection(*(scanned(store, word) for word in asked))


@pytest.mark.parametrize("query", ["GB18218", "GB 18218", "gb18218", "ＧＢ１８２１８", "GB　18218", "gb-18218", "“GB 18218”"])
def test_a_number_in_any_spelling(filled: Store, query: str) -> None:
    assert found(filled, query) == scanned(filled, "GB 18218")


@pytest.mark.parametrize(
    "query", ["GB/T 33000", "ＧＢ／Ｔ ３３０００", "GB/T33000", "gbt33000", "GB T 33000", "GB / T 33000", "gb/t33000", "GBT 33000"]
)
def test_a_recommended_standard_in_any_spelling(filled: Store, query: str) -> None:
    assert found(filled, query) == scanned(filled, "GB/T 33000") != set()


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("gb/t33000-2016", "GB/T 33000—2016"),
        ("GB/T 33000 — 2016", "GB/T 33000-2016"),
        ("db31/t1468", "DB31/T 1468-2024"),
        ("DB31/T 1468", "DB 31/T1468－2024"),
        ("q/clw101", "Q/CLW 101-2024"),
        ("示例发〔2017〕1号", "示例发[2017]1号"),
        ("示例发[2017] 1号", "示例发〔2017〕 1 号"),
        ("示例发(2017)1号", "示例发【２０１７】１号"),
        ("18218", "GB 18218-2018"),
        ("24学时", "不少于 24 学时"),
        ("24 学时", "不少于24学时"),
        ("standard", "Two standards apply"),
        ("50 mg/m3", "50 ｍｇ／ｍ³"),
    ],
)
def test_spellings_that_are_one(query: str, written: str) -> None:
    assert numbers(clauses("别的条文", f"按{written}执行"), query) == ["2"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("责任", "责，任"),
        ("责任", "责 任"),
        ("责任", "责\n任"),
        ("责任", "任责"),
        ("1821", "GB 18218"),
        ("8218", "GB 18218"),
        ("GB 18218", "GB，18218"),
        ("18218-2018", "2018-18218"),
        ("andard", "standard"),
        ("gb 33000", "GB/T 33000"),
        ("责任 岗位", "只有责任"),
        ('"岗位责任"', "责任岗位"),
    ],
)
def test_what_is_not_the_same(query: str, text: str) -> None:
    assert numbers(clauses(text), query) == []


def test_words_may_stand_apart_and_phrases_may_not() -> None:
    store = clauses("岗位培训和责任", "责任到岗位", "岗位责任")
    assert sorted(numbers(store, "责任 岗位")) == ["1", "2", "3"]
    assert numbers(store, '"岗位 责任"') == numbers(store, "「岗位责任」") == ["3"]


def test_a_word_in_the_title_and_another_in_the_text() -> None:
    store = clauses("培训记录")
    store.write({iris.graph("norms/x"): [Triple(iris.clause("gb-1-2020", "1"), RDFS.label, Literal("岗位", language="zh"))]})
    assert numbers(store, "岗位 记录") == ["1"]


# --- what people may type


@pytest.mark.parametrize(
    "query",
    [
        '安全"',
        '"安全',
        "安全*",
        "-安全",
        "^安全",
        "text:安全",
        "NEAR(安全)",
        "安全; DROP TABLE thing",
        "(安全",
        "{text} : 安全",
        "安全\x00",
        "安全\ud800",
    ],
)
def test_no_sign_is_syntax(query: str) -> None:
    store = clauses("安全", "near(安全); text:安全 drop table thing; text : 安全")
    assert numbers(store, query)


@pytest.mark.parametrize("word", ["OR", "AND", "NOT", "NEAR"])
def test_no_word_is_syntax(word: str) -> None:
    assert numbers(clauses("安全", "责任", "安全责任"), f"安全 {word} 责任") == []


@given(st.text(max_size=40))
def test_any_text_is_searched_or_refused(filled: Store, query: str) -> None:
    try:
        search(filled, query, limit=1)
    except SearchRefused:
        assert not any(sign.isalnum() for sign in folded(query))


@pytest.mark.parametrize("query", ["", " ", "。", '"', '""', "-*- ，"])
def test_nothing_to_search_for(filled: Store, query: str) -> None:
    with pytest.raises(SearchRefused, match="nothing to search for; give"):
        search(filled, query)


def test_too_long_a_query(filled: Store) -> None:
    with pytest.raises(SearchRefused, match="201 characters"):
        search(filled, "安" * 201)


# --- the order, the counts


def test_the_exact_number_comes_first(filled: Store) -> None:
    assert [hit.iri.rpartition("/")[2] for hit in search(filled, "GB 18218").hits][:4] == [
        "gb-18218",
        "gb-18218-2000",
        "gb-18218-2009",
        "gb-18218-2018",
    ]
    assert search(filled, "gw031").hits[0].iri.endswith("/post/gw-031")


def test_titles_come_before_texts_and_the_densest_text_first() -> None:
    store = clauses("责任" + "别的事项" * 20, "责任责任", "无关")
    store.write({iris.graph("norms/x"): [Triple(iris.clause("gb-1-2020", "3"), RDFS.label, Literal("长长的标题也是责任标题"))]})
    assert numbers(store, "责任") == ["3", "2", "1"]


def test_a_word_that_most_texts_have_is_not_weighed_and_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    store = clauses("责任" + "别的事项" * 20, "责任责任", "无关")
    store.write({iris.graph("norms/x"): [Triple(iris.clause("gb-1-2020", "3"), RDFS.label, Literal("长长的标题也是责任标题"))]})
    monkeypatch.setattr(sys.modules["duibiao.queries.search"], "_TELLING", 1)
    assert numbers(store, "责任") == ["3", "1", "2"]


def test_pages_are_the_whole_in_its_order(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [hit.iri for hit in search(filled, "安全", limit=ALL).hits]
    paged = [hit.iri for start in range(0, len(whole), 7) for hit in search(filled, "安全", limit=7, offset=start).hits]
    assert paged == whole
    monkeypatch.setattr(sys.modules["duibiao.queries.search"], "_RANKED", 10)
    beyond = [hit.iri for start in range(0, len(whole), 7) for hit in search(filled, "安全", limit=7, offset=start).hits]
    assert sorted(beyond) == sorted(whole)
    assert search(filled, "安全", limit=7, offset=len(whole)).hits == ()


@pytest.mark.parametrize("facet", ["kind", "document", "issuer", "year"])
def test_counts_are_what_narrowing_finds(filled: Store, facet: str) -> None:
    page = search(filled, "安全", limit=ALL)
    counts = page.facets[facet]
    assert counts and [count.count for count in counts] == sorted((count.count for count in counts), reverse=True)
    for count in counts:
        narrowed = search(filled, "安全", Narrowing(**{f"{facet}s": [count.value]}), ALL)
        assert narrowed.total == len(narrowed.hits) == count.count
        assert {hit.iri for hit in narrowed.hits} <= {hit.iri for hit in page.hits}
    if facet == "kind":
        assert sum(count.count for count in counts) == page.total
        assert all(count.label == {"zh": KINDS[count.value].zh, "en": KINDS[count.value].en} for count in counts)


def test_narrowing_by_what_people_call_things(filled: Store) -> None:
    law = found(filled, "安全", documents=["安全生产法"])
    assert law and all("/norm/安全生产法" in iri or "/requirement/" in iri for iri in law)
    official, alias = (
        {hit.iri for hit in search(filled, "安全", Narrowing(issuers=[name]), ALL).hits}
        for name in ("国家安全生产监督管理总局", "安监总局")
    )
    assert official == alias != set()
    with pytest.raises(UnknownName):
        search(filled, "安全", Narrowing(documents=["无此规范"]))
    with pytest.raises(SearchRefused, match="no kind law; there are: norm"):
        search(filled, "安全", Narrowing(kinds=["law"]))


def test_a_clause_tells_its_document(filled: Store) -> None:
    (hit,) = (hit for hit in search(filled, "5.1.5", Narrowing(documents=["GB 30871-2022"])).hits if hit.kind == "clause")
    assert hit.document and (hit.document.iri, hit.document.name) == (iris.norm("gb-30871-2022").value, "GB 30871-2022")


def test_rules_are_found_by_name_and_message(filled: Store) -> None:
    assert [hit.iri.rpartition("#")[2] for hit in search(filled, "Post-holder").hits] == ["Post-holder"]
    assert search(filled, "责任", Narrowing(kinds=["rule"])).total > 0


@pytest.mark.parametrize(
    ("query", "instead"),
    [("甲岗乙责丙表", {"甲岗乙责": 1}), ("甲岗 空中楼阁", {"甲岗": 2}), ("GB 33000", {"33000": 1}), ("空中楼阁", {})],
)
def test_what_would_find_something(query: str, instead: dict[str, int]) -> None:
    page = search(clauses("甲岗乙责", "甲岗", "GB/T 33000"), query)
    assert (page.total, page.hits, page.instead) == (0, (), instead)


def test_narrowed_to_nothing_the_whole_is_told() -> None:
    assert search(clauses("甲岗，乙责"), "乙责 甲岗", Narrowing(kinds=["post"])).instead == {"乙责 甲岗": 1}


# --- documents


@pytest.mark.parametrize("word", ["培训", "有限空间", "应急管理", "负责人", "通知", "粉尘防爆"])
def test_words_of_documents_are_found_as_a_scan_finds_them(library: Store, word: str) -> None:
    assert found(library, word) == scanned(library, word)


def test_a_document_is_found_by_its_number_and_tells_what_it_is(library: Store) -> None:
    hit, *_ = search(library, "川应急函[2025] 118号").hits
    assert (hit.kind, "".join(text for text, _ in hit.number)) == ("document", "川应急函〔2025〕118号")


@pytest.mark.parametrize("facet", ["kind", "issuer", "year", "theme"])
def test_counts_in_documents_are_what_narrowing_finds(library: Store, facet: str) -> None:
    page = search(library, "培训")
    for count in page.facets[facet]:
        assert search(library, "培训", Narrowing(**{f"{facet}s": [count.value]})).total == count.count > 0


def test_themes_and_issuers_go_by_what_people_call_them(library: Store) -> None:
    theme, *_ = search(library, "培训").facets["theme"]
    assert (theme.value, theme.label) == (D["Theme-training"].value, {"zh": "教育培训", "en": "training"})
    by_name, by_label = (search(library, "培训", Narrowing(themes=[name])).total for name in ("教育培训", "training"))
    assert by_name == by_label == theme.count
    issued = search(library, "叉车", Narrowing(issuers=["望川市应急管理局"]))
    assert {hit.document.name for hit in issued.hits if hit.document} <= {count.label["zh"] for count in issued.facets["document"]}
    assert "望川市应急管理局" in {count.label["zh"] for count in search(library, "望川市").facets["issuer"]}


def test_demands_are_found_with_their_actor(library: Store) -> None:
    demands = search(library, "主要负责人", Narrowing(kinds=["demand"]), ALL).hits
    assert demands and all(hit.document for hit in demands)
    assert any("".join(text for text, _ in hit.text).startswith("主要负责人 ") for hit in demands)


# --- hits in the texts


@given(st.text(HAN + "，。 （)ＡaB1２-/\n·ﬁ\u200b㎡", max_size=200), st.text(HAN + "a1 ", min_size=1, max_size=5))
def test_pieces_are_the_text_and_hits_are_the_words(text: str, query: str) -> None:
    asked = words(query)
    if asked:
        pieces = segments(text, pattern(asked))
        assert "".join(piece for piece, _ in pieces) == text
        assert all(set(tokens(word.text)) - {"·"} for word in asked)
        for piece, is_hit in pieces:
            assert not is_hit or any(tokens(piece)[: len(word.tokens) - 1] == list(word.tokens[:-1]) for word in asked)


def test_every_hit_shows_its_word(filled: Store) -> None:
    for query in ("责任", "GB/T33000", "安全 培训", "standard"):
        for hit in search(filled, query, limit=ALL).hits:
            assert any(is_hit for part in (hit.number, hit.title, hit.text) for _, is_hit in part), hit


def test_a_long_text_is_shown_around_its_hit() -> None:
    shown = snippet("前文" * 100 + "，ＧＢ　１８２１８规定" + "后文" * 100, pattern(words("GB18218")))
    assert shown[0] == ("…", False) and shown[-1] == ("…", False)
    assert [piece for piece, is_hit in shown if is_hit] == ["ＧＢ　１８２１８"]
    assert len("".join(piece for piece, _ in shown)) < 110


# --- the index keeps up


def edits() -> st.SearchStrategy[list[tuple[int, dict[str, str]]]]:
    """Graphs given new content, one after the other: for each the texts of clauses by number. The graphs speak of the same clauses."""
    content = st.dictionaries(st.sampled_from("1234"), st.text(HAN[:4], min_size=1, max_size=4), max_size=4)
    return st.lists(st.tuples(st.integers(0, 2), content), min_size=1, max_size=6)


def summary(page: Found) -> str:
    return json.dumps(page.as_json(), ensure_ascii=False)


@settings(max_examples=25)
@given(edits())
def test_an_index_that_kept_up_is_as_a_fresh_one(steps: list[tuple[int, dict[str, str]]]) -> None:
    store = Store.in_memory()
    for graph, texts in steps:
        triples = [t for number, text in texts.items() for t in clause(number, text)][graph == 2 :]  # one graph leaves a type out
        store.write({iris.graph(f"norms/{graph}"): triples, iris.graph("audit"): [Triple(DOCUMENT, RDFS.label, Literal(str(texts)))]})
        fresh = copy(store)
        for query in ("责", "责任", "岗位", "条"):
            assert summary(search(store, query)) == summary(search(fresh, query))


def test_a_norm_that_gets_another_year_moves_its_clauses() -> None:
    store = clauses("责任")
    norm = iris.norm("gb-1-2020")
    for year in ("2020", "2021"):
        store.write({iris.graph("norms/x"): [Triple(norm, RDF.type, D.Edition), Triple(norm, ELI.date_document, Literal(f"{year}-01-01"))]})
        assert [(count.value, count.count) for count in search(store, "责任").facets["year"]] == [(year, 1)]


def test_counts_are_not_those_of_before() -> None:
    store = clauses("责任")
    for texts in (["责任", "责任"], ["责任"] * 3):
        found(store, "责任")
        store.write({DOCUMENT: [t for number, text in enumerate(texts, start=1) for t in clause(str(number), text)]})
        assert len(found(store, "责任")) == len(texts)


def test_what_is_derived_or_found_is_no_text() -> None:
    node = iris.clause("gb-1-2020", "1")
    names = ("derived/x", "findings/x", "waivers/x", "audit", "ontology")
    store = with_content({iris.graph(name): [Triple(node, RDF.type, D.Clause), Triple(node, D.text, Literal("责任"))] for name in names})
    assert found(store, "责任") == set()


# --- the file


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "store")
    store.write({DOCUMENT: clause("1", "责任")})
    assert numbers(store, "责任") == ["1"]
    search_index.close(store)
    yield store
    search_index.close(store)


def file_of(store: Store) -> Path:
    assert store.path
    return store.path / search_index.FILE


def test_the_index_stays_beside_the_store(on_disk: Store) -> None:
    with sqlite3.connect(file_of(on_disk)) as db:
        db.execute("UPDATE thing SET title = '原样'")
    db.close()
    assert {hit.title for hit in search(on_disk, "责任").hits} == {(("原样", False),)}


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, None])
def test_a_file_that_is_no_index_is_made_anew(on_disk: Store, damage: bytes | None) -> None:
    file_of(on_disk).unlink()
    if damage is not None:
        file_of(on_disk).write_bytes(damage)
    assert numbers(on_disk, "责任") == ["1"]
    assert file_of(on_disk).read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 99", "DROP TABLE thing", "DROP TABLE words", "DELETE FROM words_data"])
def test_a_damaged_index_is_made_anew(on_disk: Store, statement: str) -> None:
    with sqlite3.connect(file_of(on_disk)) as db:
        db.execute(statement)
    db.close()
    assert numbers(on_disk, "责任") == ["1"]
    assert file_of(on_disk).is_file()


def test_torn_pages_are_noticed(on_disk: Store) -> None:
    content = bytearray(file_of(on_disk).read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file_of(on_disk).write_bytes(content)
    assert numbers(on_disk, "责任") == ["1"]


def test_where_no_file_can_be_written_the_index_is_in_memory(on_disk: Store) -> None:
    file_of(on_disk).unlink()
    (file_of(on_disk) / "in the way").mkdir(parents=True)
    assert numbers(on_disk, "责任") == ["1"]
    assert list(file_of(on_disk).iterdir())


def test_an_older_store_in_the_place_of_a_newer_one(on_disk: Store) -> None:
    on_disk.write({DOCUMENT: clause("1", "岗位")})
    assert numbers(on_disk, "岗位") == ["1"]
    older = Store(ox.Store(), on_disk.path)
    older.write({DOCUMENT: clause("2", "培训")})
    search_index.close(on_disk)
    assert (numbers(older, "岗位"), numbers(older, "培训")) == ([], ["2"])
    search_index.close(older)


ONE_OF_SEVERAL = """
import sys
from pathlib import Path
import pyoxigraph as ox
from duibiao.queries import search
from duibiao.store import Store
from test_search import DOCUMENT, clause
store = Store(ox.Store(), Path(sys.argv[1]))
for step in range(4):
    store.write({DOCUMENT: [t for number in range(step, step + 400) for t in clause(str(number), f"责任{step}")]})
assert search(store, "责任 3").total == 400
"""


def test_several_processes_at_once_leave_a_sound_index(tmp_path: Path) -> None:
    """Each has a store of its own with the same content and versions, so that only the index is shared."""
    command = [sys.executable, "-c", ONE_OF_SEVERAL, str(tmp_path)]
    running = [subprocess.Popen(command, cwd=Path(__file__).parent, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[1] for process in running] == ["", "", ""]
    with sqlite3.connect(tmp_path / search_index.FILE) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM words WHERE words MATCH 'text : 3'").fetchone() == (400,)
    db.close()


def test_a_busy_index_is_said(on_disk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_PATIENCE", 0.01)
    on_disk.write({DOCUMENT: clause("1", "岗位")})
    db = sqlite3.connect(file_of(on_disk), isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    with pytest.raises(search_index.IndexBusy, match="another process; try again"):
        search(on_disk, "岗位")
    db.execute("ROLLBACK")
    db.close()
    assert numbers(on_disk, "岗位") == ["1"]
