"""What is to be done, by when and by whom: the gaps that are open, and those that will open unless somebody acts.

A deadline, a frequency, a certificate that lapses or a norm that comes into force all show in one way: on the record as it is, a rule
is satisfied until a day and broken from then on. That day is found by checking days to come.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import pyoxigraph as ox

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.register import norms
from duibiao.register.ahead import known_on
from duibiao.register.batches import batched
from duibiao.register.checks import chosen_codes, on_record
from duibiao.shapes import Days, Gap, RuleBook
from duibiao.store import Store

_NAMED = """
SELECT DISTINCT ?name ?number WHERE {
  VALUES ?given { %s }
  ?who d:number|rdfs:label ?given ; d:holdsPost? ?owner .
  ?owner rdfs:label ?name ; d:number ?number
}
"""


class UnknownOwner(Refusal):
    """No post, department or person is called that; the message says what to give."""


@dataclass(frozen=True)
class Task:
    """A gap to close, or one to forestall: that is `due` on the last day on which it is none. One that is open has no such day left."""

    gap: Gap
    due: date | None = None

    @property
    def state(self) -> Literal["open", "due"]:
        """Whether the gap is open already."""
        return "open" if self.due is None else "due"


def last_day(day: date, within: timedelta) -> date:
    """The last day of a span that begins on a day; no later than the day before the calendar ends."""
    return day + min(within, date.max - timedelta(1) - day)


def tasks(
    store: Store, *, day: date, until: date, book: RuleBook, codes: Collection[str] | None = None, who: str | None = None
) -> list[Task]:
    """The tasks from the day until another, by what has happened up to the day: those open first, then by the day they are due; of one
    owner where `who` is named, or about it: a post or department by name or number, a person by number. A gap waived is no task while its
    waiver holds.

    UnknownOwner; UnknownEnterprise for a code that is not loaded.
    """
    owners = _owners(store, who) if who else None
    found = (task for batch in batched(chosen_codes(store, codes)) for task in _of_batch(store, batch, day, until, book))
    chosen = (task for task in found if owners is None or owners & _named_in(task.gap))
    return sorted(chosen, key=lambda task: (task.due or day, task.due is not None))


def of_owner(store: Store, found: Iterable[Task], who: str) -> list[Task]:
    """Those of some tasks that are of an owner or about it; UnknownOwner."""
    owners = _owners(store, who)
    return [task for task in found if owners & _named_in(task.gap)]


def _of_batch(store: Store, codes: Sequence[str], day: date, until: date, book: RuleBook) -> Iterator[Task]:
    days = Days(norms.of(store).law, {iris.enterprise(code): known_on(store, code, day) for code in codes}, book)

    @cache
    def open_on(asked: date) -> Mapping[str, Gap]:
        return {gap.id: gap for gap in on_record(store, days.gaps(asked), asked, book) if gap.state == "open"}

    found = {gap.id: Task(gap) for gap in open_on(day).values()}
    for due, gap in _opening(open_on, day, until + timedelta(1)) if until > day else ():
        found.setdefault(gap.id, Task(gap, due))  # what opens twice is to be seen to the first time
    yield from found.values()


def _opening(open_on: Callable[[date], Mapping[str, Gap]], start: date, end: date) -> Iterator[tuple[date, Gap]]:
    """The gaps that are not there on the first day and are on the last, each with the last day on which it is not."""
    before, after = open_on(start), open_on(end)
    new = after.keys() - before.keys()
    if not new:
        return
    if (end - start).days == 1:
        yield from ((start, after[gap]) for gap in sorted(new))
        return
    middle = start + (end - start) // 2
    yield from _opening(open_on, start, middle)
    yield from _opening(open_on, middle, end)


def _named_in(gap: Gap) -> set[str]:
    return {gap.label["zh"], *([gap.owner["zh"]] if gap.owner else [])}


def _owners(store: Store, who: str) -> set[str]:
    """How the explanations of gaps name those whom the name means."""
    if found := set(_named(store, who)):
        return found
    raise UnknownOwner(f"no post, department or person is called “{who}”; give a number or name of the sheets 岗位, 部门 or 人员")


def _named(store: Store, who: str) -> Iterator[str]:
    spellings = " ".join(sorted({str(term) for text in {who, iris.normal(who)} for term in _spelt(text)}))
    for row in store.query(_NAMED % spellings):
        yield f"{row['name'].value}（{row['number'].value}）"


def _spelt(text: str) -> Iterable[ox.Literal]:
    return ox.Literal(text), ox.Literal(text, language="zh")
