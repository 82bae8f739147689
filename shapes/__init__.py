"""The gap rules, their compiler, the check, the ledger."""

from duibiao.shapes.check import Checked, check, check_norms, check_together, gaps_together
from duibiao.shapes.data import Law, Statements
from duibiao.shapes.days import Days
from duibiao.shapes.engines import ENGINES
from duibiao.shapes.gaps import Basis, Gap, Waiver
from duibiao.shapes.ledger import Entry, summed, with_waived
from duibiao.shapes.model import ShapesError
from duibiao.shapes.own_rules import with_folder
from duibiao.shapes.rules import Rule, RuleBook, norm_rules, shipped

__all__ = [
    "ENGINES",
    "Basis",
    "Checked",
    "Days",
    "Entry",
    "Gap",
    "Law",
    "Rule",
    "RuleBook",
    "ShapesError",
    "Statements",
    "Waiver",
    "check",
    "check_norms",
    "check_together",
    "gaps_together",
    "norm_rules",
    "shipped",
    "summed",
    "with_folder",
    "with_waived",
]
