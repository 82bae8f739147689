"""The kinds of limits and of wording: the names of the concepts in the lists Direction and Modality."""

from enum import StrEnum


class Direction(StrEnum):
    """What a limit's value bounds. A frequency is so many times in every period; an interval is the most between two times."""

    UPPER = "upper-bound"
    LOWER = "lower-bound"
    RANGE = "range"
    INTERVAL = "max-interval"
    FREQUENCY = "frequency"
    SET = "set"
    MODALITY = "modality"


class Modality(StrEnum):
    """How strongly a demand is worded: 应/必须, 不得/严禁, 宜, 可."""

    MUST = "must"
    MUST_NOT = "must-not"
    SHOULD = "should"
    MAY = "may"
