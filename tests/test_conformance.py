"""The runner of the W3C test suite, on a suite of our own: it can fail. The real one is downloaded by `make conformance`."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

RUNNER = Path(__file__).parent / "conformance" / "suite.py"
PREFIXES = """@prefix ex: <http://example.org/> .
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix sht: <http://www.w3.org/ns/shacl-test#> .
"""
ENTRY = """<> mf:entries ( <one> ) . <one> a sht:Validate ; mf:action [ sht:dataGraph <> ; sht:shapesGraph <> ] ; mf:result {result} .
ex:S a sh:PropertyShape ; sh:targetNode ex:a ; sh:path ex:p ; sh:maxLength 1 ; sh:message "long" . ex:a ex:p "ab", "abc" . {more}"""
RESULT = """[ a sh:ValidationResult ; sh:focusNode ex:a ; sh:value "{value}" ; sh:resultPath ex:p ; sh:sourceShape ex:S ;
    sh:resultMessage "long" ; sh:resultSeverity sh:Violation ; sh:sourceConstraintComponent sh:MaxLengthConstraintComponent ]"""
BOTH = RESULT.format(value="ab") + " , " + RESULT.format(value="abc")
REPORT = "[ a sh:ValidationReport ; sh:conforms false ; sh:result {results} ]"


@pytest.fixture
def suite() -> ModuleType:
    """The runner, which is a program and no package."""
    spec = importlib.util.spec_from_file_location("conformance_suite", RUNNER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def fault(suite: ModuleType, folder: Path, result: str, more: str = "") -> str | None:
    """What the runner says of an entry with this result."""
    (folder / "manifest.ttl").write_text(PREFIXES + "<> mf:include <one.ttl> .", encoding="utf-8")
    (folder / "one.ttl").write_text(PREFIXES + ENTRY.format(result=result, more=more), encoding="utf-8")
    (entry,) = suite.entries(folder / "manifest.ttl", folder)
    assert entry.name == "one"
    found: str | None = suite.fault(entry)
    return found


def test_the_report_that_is_due_passes(suite: ModuleType, tmp_path: Path) -> None:
    assert fault(suite, tmp_path, REPORT.format(results=BOTH)) is None


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (RESULT.format(value="ab"), "found too much"),
        (f"{BOTH} , {RESULT.format(value='abcd')}", "not found"),
        (BOTH.replace("sh:resultPath ex:p", "sh:resultPath ex:q"), "not found"),
        (BOTH.replace("sh:Violation ;", "sh:Info ;"), "not found"),
        (BOTH.replace("MaxLength", "MinLength"), "not found"),
        (BOTH.replace("sh:sourceShape ex:S", "sh:sourceShape ex:T"), "not found"),
        (BOTH.replace("sh:focusNode ex:a", "sh:focusNode ex:b"), "not found"),
        (BOTH.replace('"long"', '"short"'), "not found"),
    ],
)
def test_any_other_report_fails(suite: ModuleType, tmp_path: Path, results: str, said: str) -> None:
    assert (fault(suite, tmp_path, REPORT.format(results=results)) or "").startswith(said)


def test_shapes_that_have_to_be_refused_fail_when_they_are_not(suite: ModuleType, tmp_path: Path) -> None:
    assert fault(suite, tmp_path, "sht:Failure") == "not refused"


def test_shapes_that_have_to_be_refused_pass_when_they_are(suite: ModuleType, tmp_path: Path) -> None:
    assert fault(suite, tmp_path, "sht:Failure", more="ex:S sh:minCuont 1 .") is None


def test_shapes_that_are_refused_fail_otherwise(suite: ModuleType, tmp_path: Path) -> None:
    assert (fault(suite, tmp_path, REPORT.format(results=BOTH), more="ex:S sh:minCuont 1 .") or "").startswith("refused: ")


def test_an_exception_that_passes_fails_the_run(
    suite: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fault(suite, tmp_path, REPORT.format(results=BOTH)) is None
    assert suite.main(tmp_path) == 0
    monkeypatch.setitem(suite.EXCEPTIONS, "one", "no reason")
    assert suite.main(tmp_path) == 1
    assert "passes, though" in capsys.readouterr().out


def test_a_suite_without_entries_is_no_pass(suite: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "manifest.ttl").write_text("", encoding="utf-8")
    assert suite.main(tmp_path) == 1


def test_without_the_registry_it_says_so_in_one_line(
    suite: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def offline(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "WARNING: retrying\nERROR: No matching distribution found\n")

    monkeypatch.setattr(suite.subprocess, "run", offline)
    monkeypatch.setattr(suite, "CACHE", tmp_path)
    monkeypatch.setattr(suite.suite, "__defaults__", (tmp_path,))
    assert suite.main() == 1
    assert capsys.readouterr().err == "the suite cannot be downloaded from the package registry: ERROR: No matching distribution found\n"


def test_the_sdist_is_pinned_by_its_hash() -> None:
    lines = (RUNNER.parent / "requirements.txt").read_text("utf-8").splitlines()
    assert [line.startswith("pyshacl==0.40.") and "--hash=sha256:" in line for line in lines if not line.startswith("#")] == [True]
