"""Whether a wheel holds the rooms byte for byte, so that what their tests say holds for it: `python tests/wheel.py WHEEL`."""

import sys
import tomllib
from collections.abc import Container
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]


def in_wheel(wheel: Path) -> dict[str, bytes]:
    """Its files below the package, by their place there."""
    with ZipFile(wheel) as archive:
        return {name.removeprefix("duibiao/"): archive.read(name) for name in archive.namelist() if name.startswith("duibiao/")}


def in_rooms() -> dict[str, bytes]:
    """The files of the rooms, by their place in the checkout."""
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-dir"].values()
    files = (path for room in rooms for path in (ROOT / room).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}


def main(wheel: Path) -> int:
    """0 when they are the same; what differs is named."""
    ours, theirs = in_rooms(), in_wheel(wheel)
    wrong = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    lines = [f"{name}: {_state(name, ours, theirs)}" for name in wrong]
    lines.append(f"{len(ours.keys() - set(wrong))} of {len(ours)} files of the rooms are in the wheel as they are")
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(wrong)


def _state(name: str, ours: Container[str], theirs: Container[str]) -> str:
    if name not in theirs:
        return "not in the wheel"
    return "another in the wheel" if name in ours else "only in the wheel"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
