"""An authority, and whom it answers for."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import CreditCode, Text
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class AuthorityRow(Row):
    sheet, english, kind, cls, key = "主管部门", "authority", "", D.Authority, ("code",)
    root, book = True, "authority"
    code: Annotated[CreditCode, Column("统一社会信用代码", "credit code", D.creditCode, example="11000000BMLL00001N")]
    name: Annotated[Text, Column("部门名称", "name", RDFS.label)]
    level: Annotated[NamedNode, Column("层级", "level", D.authorityLevel, scheme="AuthorityLevel")]
    place: Annotated[Text, Column("辖区", "area", D.place)]


SHEETS: tuple[type[Row], ...] = (AuthorityRow,)
