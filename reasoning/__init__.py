"""What follows from what is loaded: editions in force, strictness, major hazard sources, kinds."""

from duibiao.reasoning.derived import derive
from duibiao.reasoning.scratch import Scratch

__all__ = ["Scratch", "derive"]
