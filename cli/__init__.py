"""The `duibiao` command: one verb a command, each over a public function of the same name."""

from duibiao.cli.commands import main

__all__ = ["main"]
