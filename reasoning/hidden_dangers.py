"""Which hidden dangers are major, cannot be told for want of a level, or are said to be fixed."""

from collections.abc import Iterator

from pyoxigraph import Triple

from duibiao.reasoning.scratch import Scratch

_CLASSES = """
CONSTRUCT { ?danger a ?class } WHERE {
  ?danger a d:HiddenDanger
  OPTIONAL { ?danger d:hiddenDangerLevel ?level }
  OPTIONAL { ?danger d:hiddenDangerState ?state }
  OPTIONAL { ?danger d:rectifiedOn ?day }
  VALUES ?class { d:MajorHiddenDanger d:UngradedHiddenDanger d:FixedHiddenDanger }
  FILTER (
    ?class = d:MajorHiddenDanger && BOUND(?level) && ?level = d:HiddenDangerLevel-major ||
    ?class = d:UngradedHiddenDanger && !BOUND(?level) ||
    ?class = d:FixedHiddenDanger && (
      BOUND(?day) || BOUND(?state) && ?state IN (d:HiddenDangerState-fixed, d:HiddenDangerState-accepted, d:HiddenDangerState-closed)))
}
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """The classes of each hidden danger in `data`."""
    yield from data.built(_CLASSES)
