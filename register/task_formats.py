"""Tasks as rows for people, as JSON, and as a calendar (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from duibiao.register.formats import gap_json, sentence
from duibiao.register.tasks import Task


def tasks_json(found: Iterable[Task], day: date, until: date) -> dict[str, Any]:
    """The document that `duibiao tasks --format json` prints."""
    tasks = [{"due": task.due and task.due.isoformat(), "state": task.state, "gap": gap_json(task.gap)} for task in found]
    return {"as_of": day.isoformat(), "until": until.isoformat(), "tasks": tasks}


def rows(found: Iterable[Task], language: str) -> Iterator[tuple[str, ...]]:
    """A row a task: by when, of what, what is wrong or would be, the remedy, who, and the id of the gap."""
    for task in found:
        gap = task.gap
        due = str(task.due) if task.due else "未关闭" if language == "zh" else "open"
        owner = gap.owner[language] if gap.owner else ""
        yield due, gap.label[language], gap.message[language], gap.remedy[language], owner, gap.id


def calendar(found: Iterable[Task], day: date, language: str) -> str:
    """An iCalendar file: an event on the day that each task is due, those already open on the day of the check. The same tasks give the
    same file, and a calendar that takes it in again knows them by their gaps."""
    whole = Calendar()
    whole.add("prodid", "-//duibiao//tasks//ZH" if language == "zh" else "-//duibiao//tasks//EN")
    whole.add("version", "2.0")
    for task in found:
        whole.add_component(_event(task, day, language))
    return str(whole.to_ical(), "utf-8")


def _event(task: Task, day: date, language: str) -> Event:
    gap, event, on = task.gap, Event(), task.due or day
    event.add("uid", f"{gap.id}@duibiao")
    event.add("dtstamp", datetime.combine(day, time(), UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(1))
    event.add(
        "summary", f"{gap.label[language]}：{gap.message[language]}" if language == "zh" else f"{gap.label['en']}: {gap.message['en']}"
    )
    event.add("description", sentence(gap, language))
    event.add("categories", [gap.rule])
    event.add("transp", "TRANSPARENT")
    return event
