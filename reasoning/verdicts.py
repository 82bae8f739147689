"""What the law makes of a comparison. It is not the same as strictness.

Weaker than a mandatory norm in force is a violation (标准化法 第二十一条). Weaker than a recommended one has to be disclosed
(企业标准化促进办法 第十四条). Stricter is a candidate for a higher standard.
"""

from enum import StrEnum

from pyoxigraph import NamedNode

from duibiao.ontology.terms import D
from duibiao.reasoning.strictness import Strictness


class Verdict(StrEnum):
    """The legal verdict on a limit of an enterprise standard against a limit of a norm."""

    VIOLATION = "violation"
    DISCLOSURE_MISSING = "disclosure_missing"
    DECLARED = "declared"
    CANDIDATE = "candidate"
    NONE = "none"


_BINDING = frozenset({D["BindingForce-mandatory"]})
_ADVISORY = frozenset({D["BindingForce-recommended"], D["BindingForce-mandatory-in-part"]})
"""Which clauses of a norm mandatory in part are mandatory is not always known; none is called a violation on that ground."""


def verdict(strictness: Strictness, force: NamedNode | None, *, in_force: bool, disclosed: bool, partial: bool = False) -> Verdict:
    """The verdict for a norm of this binding force, in force on the day or not. `partial`: our scope is only a part of theirs."""
    if not in_force:
        return Verdict.NONE
    if strictness == Strictness.STRICTER and not partial:
        return Verdict.CANDIDATE
    if strictness != Strictness.WEAKER:
        return Verdict.NONE
    if force in _BINDING:
        return Verdict.VIOLATION
    if force in _ADVISORY:
        return Verdict.DECLARED if disclosed else Verdict.DISCLOSURE_MISSING
    return Verdict.NONE
