"""Every command explains itself with an example; it and its options have their entry in docs/reference/cli.md."""

import re
from pathlib import Path

import click
import pytest

from duibiao.cli import main

REFERENCE = (Path(__file__).parents[1] / "docs" / "reference" / "cli.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"^## duibiao (\w[\w-]*)\n(.*?)(?=^## |\Z)", REFERENCE, flags=re.MULTILINE | re.DOTALL))
# Said once for all commands, before the first entry.
COMMON = REFERENCE.partition("\n## duibiao ")[0]


def options(command: click.Command) -> set[str]:
    """The long names of a command's options."""
    names = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    if isinstance(command, click.Group) and command is not main:
        names = names.union(*map(options, command.commands.values()))
    return {name for name in names if name.startswith("--")}


def mentioned(text: str) -> set[str]:
    """The long options a piece of text speaks of."""
    return set(re.findall(r"--[a-z][a-z-]*", text))


def test_the_command_is_a_group() -> None:
    assert isinstance(main, click.Group)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_help_shows_an_example(name: str) -> None:
    assert f"duibiao {name}" in (main.commands[name].help or "")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_entry_knows_exactly_the_options(name: str) -> None:
    own, common = options(main.commands[name]), mentioned(COMMON)
    assert own - common <= mentioned(ENTRIES[name])
    assert mentioned(ENTRIES[name]) - common <= own


def test_every_entry_has_its_command() -> None:
    assert sorted(ENTRIES) == sorted(main.commands)


def test_the_options_of_all_commands_are_documented() -> None:
    assert options(main) <= mentioned(COMMON)
