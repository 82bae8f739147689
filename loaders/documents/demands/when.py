"""Until when and how often: deadlines as days, periods in words.

2021年底前, 到2021年 and 2021年末 mean its last day, 6月底前 and 上半年 the 30th of June, 2022年前 the last day of the year before.
Without a year the last one named before counts, else that of the document, or the next where the day had passed when it was dated.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from duibiao.ontology import numerals

_DIGITS = "〇○Ｏ零一二三四五六七八九"
_MONTHS = "十[一二]|[一二三四五六七八九十]|1[0-2]|0?[1-9]"
_DAYS = "三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]|3[01]|[12][0-9]|0?[1-9]"
_DATE = re.compile(
    rf"(?=[{_DIGITS}0-9十今本当明后“第的上下底末终内年期时])(?:(?P<year>(?:19|20)[0-9]{{2}}|[一二][{_DIGITS}]{{3}})\s*年度?|(?P<relative>今年|本年度?|当年|明年|后年)|“?(?P<plan>十[二三四五六])五”?)?的?(?:"
    r"(?:(?<![同每逐])第?(?P<quarter>[一二三四1-4])季度|(?P<half>上半年|下半年)|(?<=年)(?P<whole>底|末|终|内)|(?P<bare>(?<![0-9一二两三四五六七八九十半几每])(?:年底|年末|年终|年内))|(?P<plan_end>期?末|时期末|期间))"
    rf"|(?<![0-9])(?P<month>{_MONTHS})\s*月份?(?:(?P<part>底|末|上旬|中旬|下旬|初)|\s*(?P<day>{_DAYS})\s*[日号])?)?"
)
_DATED = re.compile("[年月季五]|20[0-9]{2}")
_DOTTED = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])")
_UNTIL = re.compile(r"(?:之?前|以前|为止|止(?!血)|前后|截止|截至)")
_TOWARDS = re.compile(r"(?:到|至|截至|截止到?|力争|争取|在|于|最迟|不晚于|不迟于)[“\s]*$")
_RANGE = re.compile(r"(?:[-—–~～]{1,2}|至|到)\s*$")
_FROM = re.compile(r"[)）]?(?:起|以来|开始|施行|实施[。]?$|印发|颁布|发布|公布|以后|之后|后|至今|修订|修正|度?的|版|第|[0-9])")
_RECURRING = re.compile(
    r"(?:每年|每月|每季度?|次年度?|次月|翌年|下一?个?(?:年度?|月)|次季度|季后|月后|每半年|逐年|每个?(?:年|月|季)度?)(?:的?首月)?\s*$"
)
_YEAR_NAMED = re.compile(rf"(?<![0-9])((?:19|20)[0-9]{{2}}|[一二][{_DIGITS}]{{3}})年")

_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,4}|半|几)"
_UNIT = r"(?:个?工作日|个自然日|日|天|个?小时|个?月|周|年|分钟|个?季度|星期)"
_PERIODS = [
    rf"自[^，。；]{{2,30}}?之?日起{_COUNT}{_UNIT}(?:以|之)?内",
    rf"(?:于|在)?(?:每|次|下一?个?|翌)(?:个)?(?:年度?|月|季度|周)(?:的?首月)?(?:(?:{_MONTHS})月)?(?:(?:{_DAYS})[日号]|底|末|初|第一周)?(?:以|之)?前",
    rf"(?:每|隔)(?:隔)?{_COUNT}?(?:个)?(?:年度?|季度|月|周|日|天|班次?|半年|学期|工作日|小时|星期|旬|轮班|次作业前|次)(?:度)?(?:(?:至少|不少于|不得少于|不低于|应至少)?{_COUNT}次)?",
    rf"(?:{_COUNT}{_UNIT}|半年|一年|季度)(?:至少)?一次",
    rf"(?:不超过|不得超过|最长|至少提前|提前){_COUNT}{_UNIT}",
    rf"(?:(?:在|于|收到|接到)[^，。；、的]{{0,14}}?[前后]?)?{_COUNT}{_UNIT}(?:以|之)?内",
    r"立即|第一时间|当日|当天|当场|即日起|逐月|按月|按季度?|按年度?|每逢[^，。；]{1,8}",
]
_PERIOD = [re.compile(period) for period in _PERIODS]
_PERIODIC = re.compile("[内前每隔]|一次|超过|最长|立即|第一时间|当[日天场]|即日|逐月|按[月季年]")
"""What one of these words is in any of them; most sentences have none."""


def deadline(text: str, dated: date | None) -> date | None:
    """The day until which something is due by a stretch of text, the first where there are several; None where it names none."""
    return next(deadlines(text, dated), None)


def deadlines(text: str, dated: date | None) -> Iterator[date]:
    """Each day named as one until which something is due, in order."""
    if not _DATED.search(text):
        return
    for found in sorted([*_DOTTED.finditer(text), *_DATE.finditer(text)], key=re.Match.start):
        if found[0] and _is_due(text, found) and (due := _day(text, found, dated)):
            yield due


def period(text: str) -> str | None:
    """How often or how soon, as it stands (每年, 自发布之日起30日内); None where the text does not say."""
    if not _PERIODIC.search(text):
        return None
    found = next((found for kind in _PERIOD if (found := kind.search(text))), None)
    return found[0].strip() if found else None


def _is_due(text: str, found: re.Match[str]) -> bool:
    said = {name: value for name, value in found.groupdict().items() if value}
    before, after = text[: found.start()], text[found.end() :]
    if not said or said.keys() in ({"plan"}, {"whole"}) or _RECURRING.search(before) or _FROM.match(after):
        return False
    if _UNTIL.match(after) or _RANGE.search(before) and _DATE.search(before[-12:]):
        return True
    if said.keys() & {"half", "quarter", "whole", "bare", "plan_end"} or said.get("part") in {"底", "末"}:
        return not re.match(r"[^，。；]{0,4}(?:以来|情况|数据|总结)", after)
    return bool(_TOWARDS.search(before)) and not after.startswith(("年", "度"))


def _day(text: str, found: re.Match[str], dated: date | None) -> date | None:
    said = found.groupdict()
    year = _year(text[: found.start()], said, dated)
    if year is None:
        return None
    if {name for name, value in said.items() if value} <= {"year", "relative"} and re.match("之?前|以前", text[found.end() :]):
        return date(year - 1, 12, 31)
    due = _last_day(year, said)
    is_open = not (said["year"] or said.get("relative") or said.get("plan") or _YEAR_NAMED.search(text[: found.start()]))
    return _last_day(year + 1, said) if due and is_open and dated and due < dated else due


def _year(before: str, said: dict[str, str | None], dated: date | None) -> int | None:
    if plan := said.get("plan"):
        return 2005 + 5 * ("二三四五六".index(plan[1]) + 2)
    if year := said.get("year"):
        return _number(year)
    if (named := _YEAR_NAMED.findall(before)) and not said.get("relative"):
        return _number(named[-1])
    later = {"明年": 1, "后年": 2}.get(said.get("relative") or "", 0)
    return dated.year + later if dated else None


def _number(text: str) -> int:
    value = numerals.value(re.sub("[○Ｏ]", "〇", text))
    return int(value) if value is not None else 0


def _last_day(year: int, said: dict[str, str | None]) -> date | None:
    if quarter := said.get("quarter"):
        return _month_end(year, 3 * _number(quarter))
    if said.get("half") == "上半年":
        return date(year, 6, 30)
    if not (month := said.get("month")):
        return date(year, 12, 31)
    if day := said.get("day"):
        return _valid(year, _number(month), _number(day))
    tenth = {"上旬": 10, "初": 10, "中旬": 20}.get(said.get("part") or "")
    return date(year, _number(month), tenth) if tenth else _month_end(year, _number(month))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _valid(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None
