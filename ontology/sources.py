"""Where things were read: the rows of files. Of a row of a sheet nothing is stated but that things come from it; its IRI tells the rest."""

from collections.abc import Callable, Iterable

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, D, Term


def of_row(row: Term, stated: Callable[[NamedNode], Iterable[Triple]]) -> list[Triple]:
    """What a row is, and its file, sheet and number: as stated of it, or else of its sheet; nothing for what is no row. `stated` gives the
    statements about a node."""
    if not isinstance(row, NamedNode):
        return []
    own, place = list(stated(row)), iris.place(row)
    if own or place is None:
        return own
    sheet, number = place
    of_sheet = [Triple(row, t.predicate, t.object) for t in stated(sheet) if t.predicate in (D.inFile, D.sheet)]
    told = Triple(row, RDF.type, D.SourceRow), Triple(row, D.row, Literal(number))
    return [*of_sheet, *told] if of_sheet else []
