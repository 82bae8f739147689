"""What a report is before it is written in any format: tables of text, with a title and facts at the head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from duibiao.register.checks import Report
from duibiao.register.scores import Scorecard, scorecard
from duibiao.shapes import RuleBook
from duibiao.store import Store

Line = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A table with its heading, one sentence about it, and how wide its columns are beside each other; a `roomy` one is written on."""

    name: str
    about: str
    head: Line
    rows: Sequence[Line]
    widths: tuple[int, ...]
    roomy: bool = False


@dataclass(frozen=True)
class Paper:
    """A report in one language: its title, the facts that stand at its head (what, which day, which data, which rules), its sections."""

    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    language: str


@dataclass(frozen=True)
class Subject:
    """What the sections of a report are made of: one enterprise or authority, its check on the day, the rules, the language; `due` is the
    day that a notice sets."""

    store: Store
    code: str
    name: str
    report: Report
    book: RuleBook
    language: str
    due: date | None = None

    @property
    def zh(self) -> bool:
        """Whether the report is in Chinese."""
        return self.language == "zh"

    @cached_property
    def scorecard(self) -> Scorecard:
        """The scorecard on the same day, from the same check."""
        return scorecard(self.store, self.code, day=self.report.as_of, book=self.book, report=self.report)
