"""The compliance register 台账: load, derive, check, record. The only room that writes."""

from duibiao.register.advancing import StepRefused, advance
from duibiao.register.checks import Report, UnknownEnterprise, check, code_of, enterprise_codes, names
from duibiao.register.history import Changes, WrongDay, changes, record
from duibiao.register.loads import FileResult, load, prepare
from duibiao.register.matters import AmbiguousMatter, Standing, UnknownMatter, standings, under_way
from duibiao.register.norm_checks import norm_check
from duibiao.register.sight import permitted, without_others
from duibiao.register.step_fields import FieldRefused
from duibiao.register.tasks import Task, UnknownOwner, last_day, tasks
from duibiao.register.tokens import Bearer, TokenRefused, Tokens
from duibiao.register.updates import UpdateRefused
from duibiao.register.verification import verify
from duibiao.register.waiving import Listed, UnknownGap, WaiverRefused, listed, revoke, waive

__all__ = [
    "AmbiguousMatter",
    "Bearer",
    "Changes",
    "FieldRefused",
    "FileResult",
    "Listed",
    "Report",
    "Standing",
    "StepRefused",
    "Task",
    "TokenRefused",
    "Tokens",
    "UnknownEnterprise",
    "UnknownGap",
    "UnknownMatter",
    "UnknownOwner",
    "UpdateRefused",
    "WaiverRefused",
    "WrongDay",
    "advance",
    "changes",
    "check",
    "code_of",
    "enterprise_codes",
    "last_day",
    "listed",
    "load",
    "names",
    "norm_check",
    "permitted",
    "prepare",
    "record",
    "revoke",
    "standings",
    "tasks",
    "under_way",
    "verify",
    "waive",
    "without_others",
]
