"""The labels themselves: each stands where it says, each row is complete, and no sentence of the public texts has come along."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from evaluation.labels import DOCUMENTS, SHARED, Labelled, own, public
from evaluation.matching import plain

COLUMNS = {
    "outline": {"line", "label", "level", "heading"},
    "citations": {"line", "title", "number", "kind", "dated"},
    "requirements": {"line", "starts", "modality", "actor", "deadline"},
    "goals": {"line", "deadline", "value", "unit", "comparison"},
    "items": {"line", "number", "element", "evidence"},
}
OF_OUR_OWN = {"citations": {"surface"}, "requirements": {"value", "unit"}}
HEADER = {"title", "number", "issuers", "addressees", "date", "kind", "status", "jurisdiction"}
VALUES = {
    "modality": {"must", "must_not", "should", "may", "encourage"},
    "kind": {"standard", "law", "document", "order", "alias", "self"},
    "comparison": {"at_least", "at_most", "more_than", "less_than", "equal", None},
}
WINDOW = 24
LINES_AHEAD = 4

ALL = [*own(), *public()]
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/seeds and ../shared/corpus")
each_document = pytest.mark.parametrize("document", ALL, ids=lambda one: one.name)


def rows(document: Labelled, *kinds: str) -> Iterator[dict[str, Any]]:
    for kind in kinds or COLUMNS:
        yield from document.labels[kind]


def ahead(document: Labelled, line: int, lines: int = LINES_AHEAD) -> str:
    text = document.path.read_text(encoding="utf-8").split("\n")
    return words(re.sub(r"<[^>]*>", "", "\n".join(text[line - 1 : line - 1 + lines])))


def words(text: str | None) -> str:
    return plain((text or "").replace("&nbsp;", " "))


def test_every_text_has_its_labels() -> None:
    texts = {path.stem for path in DOCUMENTS.iterdir() if path.suffix in {".txt", ".md", ".html"}}
    assert {one.name for one in own()} == texts
    assert len(texts) >= 12


@needs_shared
def test_every_public_text_has_its_labels() -> None:
    assert len(public()) == len([*(SHARED / "seeds").iterdir(), *(SHARED / "corpus").iterdir()])


@each_document
def test_rows_are_complete(document: Labelled) -> None:
    is_own = document.path.parent == DOCUMENTS
    for kind, columns in COLUMNS.items():
        wanted = columns | (OF_OUR_OWN.get(kind, set()) if is_own else set())
        assert all(wanted <= row.keys() for row in document.labels[kind])
        assert [row["line"] for row in document.labels[kind]] == sorted(row["line"] for row in document.labels[kind])
    assert set(document.labels["header"]) == HEADER or not is_own


@each_document
def test_values_are_of_their_lists(document: Labelled) -> None:
    for row in rows(document):
        for column, values in VALUES.items():
            assert set((row.get(column) or "").split("|")) <= values | {""}
        assert all(date.fromisoformat(day) for day in (row.get("deadline") or "").split("|") if day)


@each_document
def test_lines_exist(document: Labelled) -> None:
    length = len(document.path.read_text(encoding="utf-8").split("\n"))
    first, last = document.labels.get("lines", (1, length))
    assert all(first <= row["line"] <= min(last, length) for row in rows(document))


@each_document
def test_labels_and_headings_stand_on_their_lines(document: Labelled) -> None:
    for row in rows(document, "outline"):
        text, label = ahead(document, row["line"]), plain(row["label"])
        heading = plain(row["heading"].split("|")[0].rstrip("…"))
        assert re.match(rf"(\(bookmark:\w+\))*#*{re.escape(label)}", text), row
        assert heading in text, row


@each_document
def test_citations_stand_on_their_lines(document: Labelled) -> None:
    for row in rows(document, "citations"):
        text = ahead(document, row["line"], 1 if row.get("surface") else 2)
        assert words((row.get("surface") or row["title"] or "").rstrip("…")) in text, row
        assert plain(row["number"]) in text or row.get("surface"), row


@each_document
def test_statements_start_on_their_lines(document: Labelled) -> None:
    for row in rows(document, "requirements"):
        begin = ahead(document, row["line"]).find(plain(row["starts"]))
        assert 0 <= begin < len(ahead(document, row["line"], 1)), row
        assert len(row["starts"]) <= (8 if document.path.parent == DOCUMENTS else 6)


@each_document
def test_no_citation_or_statement_is_labelled_twice(document: Labelled) -> None:
    for kind, column in (("requirements", "starts"), ("citations", "surface")):
        for line in {row["line"] for row in document.labels[kind]}:
            named = [words(row.get(column)) for row in document.labels[kind] if row["line"] == line]
            assert all(named.count(one) <= ahead(document, line).count(one) for one in named), (kind, line)


@each_document
def test_quantities_of_goals_stand_on_their_lines(document: Labelled) -> None:
    for row in (row for row in rows(document, "goals") if row["value"] not in (None, "0")):
        assert row["value"] + row["unit"] in ahead(document, row["line"], 1), row


@needs_shared
def test_no_sentence_of_the_public_texts_stands_here() -> None:
    public_windows = {one for room in ("seeds", "corpus") for path in (SHARED / room).iterdir() for one in windows(path)}
    files = [path for path in DOCUMENTS.rglob("*") if path.is_file()]
    assert [(path.name, one) for path in files for one in windows(path) if one in public_windows] == []


def windows(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        letters = re.sub(r"[^一-鿿]", "", line)
        yield from (letters[start : start + WINDOW] for start in range(len(letters) - WINDOW + 1))


@needs_shared
def test_labels_of_public_texts_hold_no_sentence() -> None:
    for document in public():
        shown = json.dumps({kind: [{**row, "statement": ""} for row in rows(document, kind)] for kind in COLUMNS}, ensure_ascii=False)
        assert not re.search(r"[一-鿿]{30}", shown)
        assert all(len(row["heading"]) <= 12 for row in rows(document, "outline"))
