"""The gap rules, their compiler, the check, the ledger."""

from duibiao.shapes.check import Checked, check
from duibiao.shapes.engines import ENGINES
from duibiao.shapes.gaps import Basis, Gap
from duibiao.shapes.ledger import Entry
from duibiao.shapes.model import ShapesError
from duibiao.shapes.rules import Rule, RuleBook, shipped, with_folder

__all__ = ["ENGINES", "Basis", "Checked", "Entry", "Gap", "Rule", "RuleBook", "ShapesError", "check", "shipped", "with_folder"]
