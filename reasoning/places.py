"""Which sites, buildings and surroundings the rules look at, by what their rows say."""

from collections.abc import Iterator

from pyoxigraph import Triple

from duibiao.reasoning.scratch import Scratch

_FLAGGED = """
CONSTRUCT { ?thing a ?class } WHERE {
  VALUES (?term ?value ?class) {
    (d:usesGas true d:GasSite) (d:keyFirePlace true d:KeyFireSite) (d:dangerousGoods true d:DangerousGoodsBuilding)
    (d:occupationalHazard d:OccupationalHazard-serious d:SeriousHazardSite)
    (d:occupationalHazard d:OccupationalHazard-general d:GeneralHazardSite)
  }
  ?thing ?term ?value
}
"""
_KEY_UNITS = "CONSTRUCT { ?enterprise a d:KeyFireUnit } WHERE { ?site d:keyFirePlace true ; d:belongsTo ?enterprise }"
_SURROUNDINGS = """
CONSTRUCT { ?place a ?class } WHERE {
  ?place a d:Surrounding
  OPTIONAL { ?place d:inUnit ?unit }
  BIND (EXISTS { ?unit a d:MajorHazardSource } AS ?major)
  BIND (!BOUND(?unit) || EXISTS { ?unit a d:UndecidedUnit } AS ?undecided)
  BIND (IF(?major, d:SourceSurrounding, d:UndecidedSurrounding) AS ?class)
  FILTER (BOUND(?unit) && ?major || ?undecided)
}
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """The classes of the places in `data`, which holds what is stated and the hazard sources."""
    for construct in (_FLAGGED, _KEY_UNITS, _SURROUNDINGS):
        yield from data.built(construct)
