"""Documents that cannot be read, through `duibiao load`: one line each that says what, where and what to do; nothing of them is stored."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from duibiao import register
from duibiao.loaders import documents
from duibiao.ontology import iris
from duibiao.register import reading
from duibiao.store import Store

Run = Callable[..., Result]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}
ARTICLE = "第{}条 企业应当建立制度。"
SECRET = "只有自己能读的内容"


def word(path: Path, text: str, declared: str = "") -> None:
    """A Word file of one paragraph, its document with a declaration before it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        body = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
        archive.writestr("word/document.xml", declared + body)


def with_a_password(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 700, "the enterprise shall")
    canvas.save()


def out_of_the_folder(path: Path) -> None:
    (path.parent.parent / "secret.txt").write_text(SECRET, "utf-8")
    path.symlink_to("../secret.txt")


def entities() -> str:
    """Ten entities, each ten times the one before."""
    grown = "".join(f'<!ENTITY e{step} "{f"&e{step - 1};" * 10}">' for step in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "哈哈">{grown}]>'


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "bomb.docx": (lambda path: word(path, "0" * 60_000_000), "unpacks to more than 50 MB of text"),
    "empty.txt": (lambda path: path.write_bytes(b""), "empty; check that it was saved"),
    "entity.docx": (
        lambda path: word(path, "&e;", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "declares entities",
    ),
    "grown.docx": (lambda path: word(path, "&e9;", entities()), "declares entities"),
    "half.docx": (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(300)), "damaged"),
    "large.txt": (lambda path: path.write_bytes("企业应当建立制度，".encode() * 1_900_000), "larger than 8 MB"),
    "line.txt": (lambda path: path.write_text("企业应当建立制度，" * 20_000, "utf-8"), "a paragraph of more than 100,000 characters"),
    "lines.txt": (lambda path: path.write_text("条\n" * 200_000, "utf-8"), "split it"),
    "locked.pdf": (with_a_password, "wants a password; save it without one"),
    "mixed.txt": (
        lambda path: path.write_bytes(ARTICLE.format("一").encode() + b"\n" + ARTICLE.format("二").encode("gb18030") * 3),
        "line 1 is UTF-8, line 2 is not",
    ),
    "nul.txt": (lambda path: path.write_bytes(bytes(5000)), "binary data"),
    "old.docx": (lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)), "with a password"),
    "out.txt": (out_of_the_folder, "a link out of the folder"),
    "round.txt": (lambda path: path.symlink_to("round.txt"), "a link out of the folder"),
}
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need a right there")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to load; the store is made without the norms and no process is started for it, which is quick."""
    monkeypatch.setattr(register, "prepare", lambda store, day: None)
    monkeypatch.setattr(reading, "MANY", 1000)
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder"


def good(folder: Path, count: int) -> None:
    for number in range(count):
        text = f"某市第{number}号办法\n\n{ARTICLE.format('一')}\n"
        (folder / f"policy-{number:02}.txt").write_text(text, "utf-8")


def entries(result: Result) -> dict[str, dict[str, Any]]:
    return {Path(entry["path"]).name: entry for entry in json.loads(result.stdout)["files"]}


def stored(path: Path) -> tuple[int, set[str]]:
    """The version of the store and the names of its documents."""
    store = Store.open(path)
    try:
        return store.version, {name.value.rpartition("/")[2] for name in store.graphs(iris.graph("document/").value)}
    finally:
        store.close()


def test_every_file_that_cannot_be_read_is_one_line_and_the_others_load(run: Run, folder: Path, tmp_path: Path) -> None:
    for name, (make, _) in BROKEN.items():
        make(folder / name)
    good(folder, 3)
    result = run("load", folder, "--format", "json", "--store", tmp_path / "store")
    told = [line.removeprefix("duibiao: ").removeprefix(f"{folder}/") for line in result.stderr.splitlines()]
    assert [line.partition(": ")[0] for line in told] == list(BROKEN)
    assert [line for line, (_, reason) in zip(told, BROKEN.values(), strict=True) if reason not in line] == []
    found = entries(result)
    assert {name for name, entry in found.items() if entry["status"] == "rejected"} == set(BROKEN)
    assert {entry["status"] for name, entry in found.items() if name not in BROKEN} == {"loaded"}
    assert result.exit_code == 1
    assert len(stored(tmp_path / "store")[1]) == 3
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_leaves_no_trace(run: Run, folder: Path, tmp_path: Path, name: str) -> None:
    BROKEN[name][0](folder / name)
    result = run("load", folder, "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert stored(tmp_path / "store") == (0, set())


def test_one_among_thirty_stops_nothing_and_loading_again_changes_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    good(folder, 29)
    BROKEN["nul.txt"][0](folder / "nul.txt")
    first = run("load", folder, "--format", "json", "--store", tmp_path / "store")
    version, names = stored(tmp_path / "store")
    assert (first.exit_code, len(names)) == (1, 29)
    second = run("load", folder, "--format", "json", "--store", tmp_path / "store")
    assert {name: entry["status"] for name, entry in entries(second).items()} == {
        **{f"policy-{number:02}.txt": "unchanged" for number in range(29)},
        "nul.txt": "rejected",
    }
    assert stored(tmp_path / "store") == (version, names)


def test_a_document_has_its_entry(run: Run, folder: Path, tmp_path: Path) -> None:
    good(folder, 1)
    [entry] = entries(run("load", folder, "--format", "json", "--store", tmp_path / "store")).values()
    assert entry["document"] == {
        "title": "某市第0号办法",
        "number": None,
        "issuers": [],
        "date": None,
        "kind": "办法",
        "jurisdiction": None,
        "sections": 1,
        "citations": 0,
        "requirements": 1,
        "unresolved": [],
    }


def test_entities_of_a_web_page_are_read_over(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    declared = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    page = f"<html>{declared}<body><h1>某市办法</h1><p>第一条 企业应当&e;建立制度。</p></body></html>"
    (folder / "page.html").write_text(declared + page, "utf-8")
    [entry] = entries(run("load", folder, "--format", "json", "--store", tmp_path / "store")).values()
    assert (entry["status"], entry["document"]["title"]) == ("loaded", "某市办法")
    store = Store.open(tmp_path / "store")
    store.dump(tmp_path / "all.nq")
    store.close()
    written = (tmp_path / "all.nq").read_text("utf-8")
    assert "企业应当&e;建立制度" in written
    assert SECRET not in written


@pytest.mark.parametrize("unit", ["1234567890", "企业应当建立制度，", "《企业", "（企业", "企 业 ", "企业应当不得"])
def test_a_long_paragraph_is_read_whole(run: Run, folder: Path, tmp_path: Path, unit: str) -> None:
    """What it costs is printed by bench/documents.py."""
    text = (unit * 60_000)[:60_000].strip()
    (folder / "long.txt").write_text(text, "utf-8")
    assert run("load", folder, "--store", tmp_path / "store").exit_code == 0
    (paragraph,) = documents.read(folder / "long.txt").source.paragraphs
    assert len(paragraph.text.replace(" ", "")) == len(text.replace(" ", ""))
