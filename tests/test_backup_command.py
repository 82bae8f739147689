"""`duibiao backup` and `restore`: there and back, and what they refuse."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_there_and_back(run: Run, filled_path: Path, tmp_path: Path) -> None:
    assert "已备份" in run("backup", tmp_path / "备份" / "一", "--store", filled_path).stdout
    restored = run("restore", tmp_path / "备份" / "一", "--store", tmp_path / "新图库")
    assert restored.exit_code == 0 and "已恢复" in restored.stdout
    words = ("check", "--as-of", "2026-11-22", "--format", "csv", "--store")
    assert run(*words, filled_path).stdout == run(*words, tmp_path / "新图库").stdout


def test_refused_in_one_line(run: Run, filled_path: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    for words, said in (
        (("backup", tmp_path / "full", "--store", filled_path), "is not empty; name a new directory"),
        (("restore", tmp_path / "full", "--store", tmp_path / "new"), "is no backup of a store"),
        (("backup", tmp_path / "b", "--store", tmp_path / "none"), "there is no store in"),
    ):
        result = run(*words)
        assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1
