"""The compliance register 台账: load, derive, check, record. The only room that writes."""

from duibiao.register.checks import Report, UnknownEnterprise, check, enterprise_codes, names
from duibiao.register.loads import FileResult, load, prepare

__all__ = ["FileResult", "Report", "UnknownEnterprise", "check", "enterprise_codes", "load", "names", "prepare"]
