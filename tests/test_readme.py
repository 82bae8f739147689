"""The commands shown in the README work, one after the other, in an empty folder, and links between our pages hold."""

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
# They answer until they are stopped.
SERVING = re.compile(r"duibiao serve|duibiao demo(?!.*--no-serve)")


def commands(text: str) -> list[str]:
    """The lines with a `duibiao` command in the ```sh blocks of a page, without those that serve."""
    lines = [line for block in re.findall(r"^```sh\n(.*?)^```", text, flags=re.M | re.S) for line in block.splitlines()]
    return [line for line in lines if re.match(r"(.*\| )?duibiao ", line) and not SERVING.search(line)]


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line run by the shell in a folder, with that folder's store and the `duibiao` of this environment."""
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "DUIBIAO_STORE": str(folder / ".duibiao"), "PYTHONUTF8": "1"}
    return subprocess.run(line, shell=True, cwd=folder, env=environment, text=True, capture_output=True, timeout=120)


def test_the_commands_work(tmp_path: Path) -> None:
    shown = commands((ROOT / "README.md").read_text("utf-8"))
    assert shown, "the tour is gone"
    for line in shown:
        done = run(line, tmp_path)
        # A check that finds gaps says so by 1.
        assert done.returncode in ({0, 1} if "duibiao check" in line else {0}), f"{line}\n{done.stderr}"
        assert "Traceback" not in done.stderr


def test_what_counts_as_a_command() -> None:
    shown = "make run\nduibiao demo\nduibiao ask\necho 1 | duibiao sparql -\nduibiao serve\n"
    assert commands(f"```sh\n{shown}```\n```\nduibiao no\n```\n") == ["duibiao ask", "echo 1 | duibiao sparql -"]


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_hold(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
