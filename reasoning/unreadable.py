"""Which properties of an enterprise's things have a value that is none of their kind. Comparisons pass over such values in silence."""

from collections.abc import Iterator

from pyoxigraph import Triple

from duibiao.reasoning.scratch import Scratch

# No number on record is below zero, and a year has no more hours to be trained in than 8784.
_UNREADABLE = """
CONSTRUCT { ?thing d:unreadable ?term ; d:unreadableValue ?value } WHERE {
  {
    ?term rdfs:range xsd:date . ?thing ?term ?value
    FILTER (!COALESCE(?value >= "0001-01-01"^^xsd:date && DATATYPE(?value) = xsd:date, false))
  } UNION {
    VALUES ?number { xsd:integer xsd:decimal }
    ?term rdfs:range ?number . ?thing ?term ?value
    FILTER (!COALESCE(?value >= 0 && (?value <= 8784 || ?term NOT IN (d:initialTrainingHours, d:yearlyTrainingHours)), false))
  } UNION {
    ?term rdfs:range xsd:boolean . ?thing ?term ?value
    FILTER (!COALESCE(?value IN (true, false), false))
  } UNION {
    ?term rdfs:range xsd:dateTime . ?thing ?term ?value
    FILTER (!COALESCE(?value >= "0001-01-01T00:00:00"^^xsd:dateTime && DATATYPE(?value) = xsd:dateTime, false))
  } UNION {
    ?term rdfs:range skos:Concept . ?thing ?term ?value
    FILTER NOT EXISTS { ?value a skos:Concept }
  } UNION {
    ?term rdfs:range ?class . ?thing ?term ?value
    FILTER (isLiteral(?value) && (STRSTARTS(STR(?class), STR(d:)) || ?term IN (d:ownedBy, d:appliesTo)))
  }
  FILTER EXISTS { { ?thing a d:Enterprise } UNION { ?thing d:belongsTo ?enterprise } }
}
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """`d:unreadable` from things to such properties, and `d:unreadableValue` to the values, which may stand beside better ones: a text
    where a day, a number, a yes or no, an item of a list or a thing is due, a day that no calendar has, a number that cannot be. `data`
    holds what is stated; what is derived of delays may well be below zero."""
    yield from data.built(_UNREADABLE)
