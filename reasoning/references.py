"""What a reference to a norm means on a day: which edition, where that stands, what has replaced it.

A number wins over a title. A dated reference means its edition for ever, an undated one the edition in force on the day. What does not fit
together, or fits several norms, is said with its candidates and never decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from duibiao.reasoning.catalogue import Catalogue, Edition
from duibiao.reasoning.editions import Remark, State, current, in_force, state
from duibiao.reasoning.naming import Meaning, Names, alike, names
from duibiao.reasoning.spellings import Spelling

Status = Literal["in_force", "announced", "replaced", "withdrawn", "unknown", "ambiguous", "unresolved"]

_TRUST = ("low", "medium", "high")


@dataclass(frozen=True)
class Reference:
    """A reference and what it means on the day.

    `status` is that of the edition `resolved`; without one it is `ambiguous` or `unresolved`, and `remarks` say why. `candidates` are the
    editions that the words can mean, `work` the key of the norm where they can mean only one. `replaced_by` are the direct successors,
    `current` the editions in force at the ends of their chains, of an ambiguous reference where all its candidates end in the same.
    `how` is number, title, alias or none; `confidence` high, medium or low, None without an edition.
    """

    input: str
    candidates: tuple[Edition, ...]
    resolved: Edition | None
    status: Status
    replaced_by: tuple[Edition, ...]
    current: tuple[Edition, ...]
    since: date | None
    confidence: str | None
    how: str
    dated: bool
    work: str | None
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class _Found:
    """What the words mean before the day is asked: a meaning, or unsettled for the reasons in its remarks. `entitled` are the editions
    that have the title beside a number."""

    meaning: Meaning
    unsettled: Literal["ambiguous", "unresolved"] | None = None
    entitled: tuple[Edition, ...] = ()


def resolve(text: str, catalogue: Catalogue, day: date) -> Reference:
    """The reference that the text makes, as on the day: that of the citing document, or today's."""
    known = names(catalogue)
    found = _found(known.read(text), known)
    if found.unsettled:
        return _unsettled(text, found.meaning, found.unsettled)
    if found.meaning.dated and len(found.meaning.editions) == 1:
        return _settled(text, found.meaning, found.meaning.editions[0], catalogue, day)
    return _entitled(_undated(text, found.meaning, known, catalogue, day), found.entitled)


# --- what the words mean


def _found(spelling: Spelling, known: Names) -> _Found:
    year = None if spelling.standards else spelling.year
    titles = [known.titled(title, year) for title in spelling.titles]
    titled = [edition for title in titles for edition in title.editions if title.known]
    numbers = known.numbered(spelling, titled)
    if len(numbers) > 1 or len(titles) > 1:
        return _several([*numbers, *titles])
    if not numbers:
        return _alone(titles[0]) if titles else _Found(Meaning((), "none", known=False, remarks=(_NOTHING,)), "unresolved")
    if not titles:
        return _alone(numbers[0])
    return _together(numbers[0], titles[0], spelling.titles[0])


def _several(meanings: list[Meaning]) -> _Found:
    """Several names in one text: of several norms, unless all of them are one edition's."""
    editions = _union(meaning.editions for meaning in meanings)
    if len(editions) == 1 and all(meaning.known for meaning in meanings):
        return _Found(meanings[0])
    return _Found(Meaning(editions, meanings[0].how, remarks=(_SEVERAL,)), "ambiguous" if editions else "unresolved")


def _alone(meaning: Meaning) -> _Found:
    return _Found(meaning, None if meaning.known else "unresolved")


def _together(number: Meaning, title: Meaning, words: str) -> _Found:
    if not number.known:
        remarks = (*number.remarks, *((_title_of(title.editions),) if title.known else ()))
        return _Found(replace(number, editions=_union((number.editions, title.editions)), remarks=remarks), "unresolved")
    if not title.known:
        return _strange_title(number, title, words)
    if common := [edition for edition in number.editions if edition in title.editions]:
        return _Found(replace(number, trust="high", remarks=()), entitled=tuple(common))
    if _of_one_work(number.editions, title.editions) and not number.editions[0].title:
        return _Found(replace(number, trust="medium", remarks=(_UNTITLED,)))
    return _clash(number, title)


def _strange_title(number: Meaning, title: Meaning, words: str) -> _Found:
    """A known number beside a title that no norm has."""
    recorded = "、".join(dict.fromkeys(e.title for e in number.editions if e.title))
    remark = Remark(f"名称与目录所载不同：{recorded}", f"the title differs from the one recorded: {recorded}")
    if title.dated:  # the title is known, its year is not
        return _clash(number, title)
    if alike(words, number.editions):
        told = (*number.remarks, remark) if recorded else number.remarks
        return _Found(replace(number, trust=_least(number.trust, "medium") if recorded else number.trust, remarks=told))
    return _Found(replace(number, remarks=(remark,)), "ambiguous")


def _clash(number: Meaning, title: Meaning) -> _Found:
    told = Remark(
        f"编号与名称不符：编号为{_names(number.editions)}，名称为{_names(title.editions)}",
        f"number and title disagree: the number is that of {_names(number.editions)}, the title that of {_names(title.editions)}",
    )
    return _Found(replace(number, editions=_union((number.editions, title.editions)), remarks=(told,)), "ambiguous")


def _union(groups: Iterable[Iterable[Edition]]) -> tuple[Edition, ...]:
    return tuple(dict.fromkeys(edition for group in groups for edition in group))


def _of_one_work(some: Iterable[Edition], others: Iterable[Edition]) -> bool:
    return bool({edition.work for edition in some} & {edition.work for edition in others} - {None})


# --- what that is on the day


def _undated(text: str, meaning: Meaning, known: Names, catalogue: Catalogue, day: date) -> Reference:
    """The edition in force on the day; where none is, the last one if the norm is over, or the only one there is."""
    issued = tuple(e for e in meaning.editions if not (e.not_before and e.not_before > day))
    if found := in_force(issued, catalogue, day):
        return _one_of(text, meaning, found, catalogue, day)
    if not issued:
        return _unsettled(text, _with(meaning, _NONE_ISSUED), "unresolved")
    states = {edition: state(edition, catalogue, day) for edition in issued}
    if all(found.status in {"replaced", "withdrawn"} for found in states.values()):
        return _one_of(text, meaning, _last(issued) if _of_one_work_all(issued) else issued, catalogue, day)
    if len(issued) == 1 and not known.amended(issued[0]):
        return _settled(text, meaning, issued[0], catalogue, day)
    return _unsettled(text, _with(meaning, _none_in_force(states)), "unresolved")


def _entitled(reference: Reference, editions: tuple[Edition, ...]) -> Reference:
    """An undated number beside the title of an older edition means the edition in force all the same, which is said."""
    if not editions or reference.resolved is None or reference.resolved in editions or not reference.resolved.title:
        return reference
    remarks = (_title_of(editions), *reference.remarks)
    return replace(reference, confidence=_least(reference.confidence or "low", "medium"), remarks=remarks)


def _one_of(text: str, meaning: Meaning, editions: tuple[Edition, ...], catalogue: Catalogue, day: date) -> Reference:
    if len(editions) > 1:
        become = {current(edition, catalogue, day) for edition in editions}
        unsettled = _unsettled(text, _with(meaning, _OF_SEVERAL), "ambiguous")
        return replace(unsettled, current=become.pop()) if len(become) == 1 else unsettled
    if not _of_one_work_all(meaning.editions):
        chosen = Remark("同名的规范不止一项，按当日现行的认定", "several norms have this name; taken as the one in force on the day")
        meaning = replace(_with(meaning, chosen), trust=_least(meaning.trust, "medium"))
    return _settled(text, meaning, editions[0], catalogue, day)


def _last(editions: tuple[Edition, ...]) -> tuple[Edition, ...]:
    """Those that no other of the editions replaces."""
    keys = {edition.key for edition in editions}
    return tuple(edition for edition in editions if not keys & set(edition.replaced_by))


def _settled(text: str, meaning: Meaning, edition: Edition, catalogue: Catalogue, day: date) -> Reference:
    found = state(edition, catalogue, day)
    over = found.status in {"replaced", "withdrawn"}
    return Reference(
        input=text,
        candidates=meaning.editions,
        resolved=edition,
        status=found.status,
        replaced_by=found.successors if over else (),
        current=current(edition, catalogue, day),
        since=found.since,
        confidence=_least(edition.confidence, meaning.trust, "low" if found.status == "unknown" else "medium" if found.why else "high"),
        how=meaning.how,
        dated=meaning.dated,
        work=edition.work,
        remarks=(*meaning.remarks, *_said(found), *(() if over else _coming(edition, found)), *_doubts(edition)),
    )


def _said(found: State) -> tuple[Remark, ...]:
    return (found.why,) if found.why else ()


def _coming(edition: Edition, found: State) -> tuple[Remark, ...]:
    """From when on the edition will be replaced, where that is settled."""
    day = edition.until or max((successor.start for successor in found.successors if successor.start), default=None)
    if day is None:
        return ()
    newer = _names(found.successors)
    return (Remark(f"自{day}起由{newer or '新文本'}代替", f"to be replaced by {newer or 'another text'} from {day}"),)


def _doubts(edition: Edition) -> tuple[Remark, ...]:
    """Which of the edition's facts nobody has verified."""
    if not edition.unverified:
        return ()
    zh, en = ([unverified_name(name, language) for name in edition.unverified] for language in ("zh", "en"))
    return (Remark(f"未核实：{'、'.join(zh)}", f"not verified: {', '.join(en)}"),)


def _unsettled(text: str, meaning: Meaning, status: Literal["ambiguous", "unresolved"]) -> Reference:
    works = {edition.work for edition in meaning.editions} if meaning.known else set()
    work = works.pop() if len(works) == 1 else None
    return Reference(text, meaning.editions, None, status, (), (), None, None, meaning.how, meaning.dated, work, meaning.remarks)


def _with(meaning: Meaning, remark: Remark) -> Meaning:
    return replace(meaning, remarks=(*meaning.remarks, remark))


def _of_one_work_all(editions: Iterable[Edition]) -> bool:
    return len({edition.work for edition in editions}) == 1


def _least(*trusts: str) -> str:
    return min(trusts, key=_TRUST.index)


# --- what is said


def _names(editions: Iterable[Edition]) -> str:
    return "、".join(edition.name for edition in editions)


def _title_of(editions: Iterable[Edition]) -> Remark:
    return Remark(f"这个名称是{_names(editions)}的", f"the title is that of {_names(editions)}")


def _none_in_force(states: dict[Edition, State]) -> Remark:
    zh = "；".join(f"{edition.name}：{_ZH[found.status]}{f'（{found.since}）' if found.since else ''}" for edition, found in states.items())
    en = "; ".join(f"{edition.name}: {found.status}{f' ({found.since})' if found.since else ''}" for edition, found in states.items())
    return Remark(f"已知版本在这一天都不现行（{zh}）", f"none of the editions known is in force on the day ({en})")


_ZH = {"in_force": "现行", "announced": "即将实施", "replaced": "被代替", "withdrawn": "废止", "unknown": "状态不明"}
_FIELDS = {
    "number": ("编号", "number"),
    "title": ("名称", "title"),
    "kind": ("种类", "kind"),
    "issuer": ("发布机关", "issuer"),
    "issue_date": ("发布日期", "day of issue"),
    "effective_date": ("实施日期", "day of entry into force"),
    "in_force_until": ("终止日期", "end"),
    "status_2026": ("状态", "status"),
    "replaces": ("代替的版本", "what it replaces"),
    "replaced_by": ("由何者代替", "what replaces it"),
}
"""The catalogue's columns that may be unverified, in words."""
_NOTHING = Remark("没有读出编号或名称", "no number and no title was read")
_SEVERAL = Remark("写了不止一项规范，请一行写一项", "several norms are named; write one a line")
_NONE_ISSUED = Remark("已知版本在这一天都未发布", "none of the editions known was issued by the day")
_OF_SEVERAL = Remark("可指不止一项规范，请写编号", "it can mean several norms; give the number")
_UNTITLED = Remark("目录没有记载这个版本的名称，所写为其他版本的名称", "the edition's title is not recorded; this one is another edition's")


def unverified_name(field: str, language: str) -> str:
    """A column of the catalogue that may be unverified, in words; a remark in brackets about it is left out."""
    zh, en = _FIELDS.get(field.partition(" (")[0], (field, field))
    return zh if language == "zh" else en
