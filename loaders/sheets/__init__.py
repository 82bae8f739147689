"""The sheets of a workbook: one row model a sheet, each cell described once.

A column says its header in both languages, the property it states and what its cell may hold; the reader, the template and all that
speaks of sheets take it from here. Values of lists come from the concept schemes of the ontology.
"""

from duibiao.loaders.sheets import (
    authority,
    emergency,
    grading,
    hazard_sources,
    management,
    operations,
    organisation,
    own_standards,
    people,
    places,
    work,
)
from duibiao.loaders.sheets.cells import written
from duibiao.loaders.sheets.hazard_sources import HoldingRow, UnitRow
from duibiao.loaders.sheets.organisation import EnterpriseRow
from duibiao.loaders.sheets.own_standards import ClauseRow, StandardRow
from duibiao.loaders.sheets.row import EXAMPLE, GUIDE, VALUES, Column, Row

SHEETS: tuple[type[Row], ...] = tuple(
    model
    for part in (
        organisation,
        people,
        operations,
        places,
        hazard_sources,
        own_standards,
        management,
        work,
        emergency,
        grading,
        authority,
    )
    for model in part.SHEETS
)

__all__ = [
    "EXAMPLE",
    "GUIDE",
    "SHEETS",
    "VALUES",
    "ClauseRow",
    "Column",
    "EnterpriseRow",
    "HoldingRow",
    "Row",
    "StandardRow",
    "UnitRow",
    "written",
]
