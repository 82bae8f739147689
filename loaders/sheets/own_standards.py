"""The enterprise's own standards and their clauses."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Day, Flag, Key, Keys, Text, Texts, Unit
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import ELI, D


class StandardRow(Row):
    sheet, english, kind, cls = "企业标准", "standards", "standard", D.EnterpriseStandard
    number: Annotated[Key, Column("标准编号", "standard number", D.number)]
    title: Annotated[Text, Column("标准名称", "title", ELI.title)]
    standard_kind: Annotated[NamedNode, Column("类别", "kind", D.kind, scheme="StandardKind")]
    department: Annotated[Key | None, Column("归口部门", "department", D.ownedBy, refers="department")] = None
    issued: Annotated[Day | None, Column("发布日期", "issued on", ELI.date_document)] = None
    in_force: Annotated[Day | None, Column("实施日期", "in force from", ELI.first_date_entry_in_force)] = None
    until: Annotated[Day | None, Column("废止日期", "in force until", ELI.date_no_longer_in_force)] = None
    review_due: Annotated[Day | None, Column("复审日期", "review due", D.reviewDue)] = None
    cites: Annotated[Texts, Column("引用规范", "cites")] = []
    published: Annotated[Flag | None, Column("是否公开", "published", D.published)] = None
    elements: Annotated[list[NamedNode], Column("要素", "elements", D.inElement, scheme="CoreElement")] = []
    key_fields: Annotated[list[NamedNode], Column("领域", "fields", D.inField, scheme="KeyField")] = []


class ClauseRow(Row):
    sheet, english, kind, cls, key = "条款", "clauses", "standard", D.EnterpriseClause, ("standard", "number")
    standard: Annotated[Key, Column("标准编号", "standard number", ELI.is_part_of, refers="standard")]
    number: Annotated[Key, Column("条款号", "clause", D.clauseNumber)]
    text: Annotated[Text, Column("内容", "text", D.text)]
    implements_norm: Annotated[Key | None, Column("落实规范", "implements norm")] = None
    implements_clause: Annotated[Key | None, Column("落实条款", "implements clause")] = None
    parameter: Annotated[Key | None, Column("参数", "parameter")] = None
    scope: Annotated[Key | None, Column("适用范围", "scope")] = None
    direction: Annotated[NamedNode | None, Column("方向", "direction", scheme="Direction")] = None
    value: Annotated[Key | None, Column("限值", "value")] = None
    upper: Annotated[Key | None, Column("限值上限", "upper value")] = None
    unit: Annotated[Unit | None, Column("单位", "unit")] = None
    claims_stricter: Annotated[Flag | None, Column("声称严于", "claims stricter", D.claimsStricter)] = None
    disclosed: Annotated[Flag | None, Column("明示低于", "disclosed", D.disclosed)] = None
    posts: Annotated[Keys, Column("适用岗位", "posts", D.appliesTo, refers="post")] = []
    equipment: Annotated[Keys, Column("适用设备", "equipment", D.appliesTo, refers="equipment")] = []
    hazards: Annotated[Keys, Column("适用危险源", "hazards", D.appliesTo, refers="hazard")] = []
    units: Annotated[Keys, Column("适用单元", "units", D.appliesTo, refers="unit")] = []


SHEETS: tuple[type[Row], ...] = (StandardRow, ClauseRow)
