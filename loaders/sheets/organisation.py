"""The enterprise, its departments and its posts."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Count, CreditCode, Day, Flag, Key, Keys, Text, Texts, parts
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import ORG, RDFS, D


class EnterpriseRow(Row):
    sheet, english, kind, cls, key = "企业", "enterprise", "", D.Enterprise, ("code",)
    root = True
    code: Annotated[CreditCode, Column("统一社会信用代码", "credit code", D.creditCode)]
    name: Annotated[Text, Column("企业名称", "name", RDFS.label)]
    sector: Annotated[NamedNode, Column("行业", "sector", D.sector, scheme="Sector")]
    headcount: Annotated[Count, Column("从业人员数", "headcount", D.headcount)]
    scale: Annotated[NamedNode | None, Column("企业规模", "scale", D.scale, scheme="Scale")] = None
    place: Annotated[Text | None, Column("所在地", "place", D.place)] = None
    safety_body: Annotated[Flag | None, Column("安全管理机构", "safety body", D.hasSafetyBody)] = None
    full_time: Annotated[Count | None, Column("专职安全管理人员数", "full-time safety staff", D.fullTimeSafetyStaff)] = None
    part_time: Annotated[Count | None, Column("兼职安全管理人员数", "part-time safety staff", D.partTimeSafetyStaff)] = None
    engineers: Annotated[Count | None, Column("注册安全工程师数", "safety engineers", D.safetyEngineers)] = None
    evaluated: Annotated[Day | None, Column("安全评价日期", "last safety evaluation", D.lastSafetyEvaluation)] = None


class DepartmentRow(Row):
    sheet, english, kind, cls = "部门", "departments", "department", D.Department
    number: Annotated[Key, Column("部门编号", "department number", D.number)]
    name: Annotated[Text, Column("部门名称", "name", RDFS.label)]
    parent: Annotated[Key | None, Column("上级部门", "parent", ORG.subOrganizationOf, refers="department")] = None
    head: Annotated[Key | None, Column("负责岗位", "head", D.head, refers="post")] = None


class PostRow(Row):
    sheet, english, kind, cls = "岗位", "posts", "post", D.Post
    number: Annotated[Key, Column("岗位编号", "post number", D.number)]
    name: Annotated[Text, Column("岗位名称", "name", RDFS.label)]
    department: Annotated[Key, Column("所属部门", "department", ORG.postIn, refers="department")]
    post_kind: Annotated[NamedNode, Column("岗位类别", "kind", D.kind, scheme="PostKind")]
    holder: Annotated[Text | None, Column("责任人", "holder", D.holder)] = None
    duty_scope: Annotated[Text | None, Column("责任范围", "duty scope", D.dutyScope)] = None
    responsibility: Annotated[Keys, Column("责任标准", "responsibility standard", D.responsibilityStandard, refers="standard")] = []
    assessment: Annotated[Keys, Column("考核标准", "assessment standard", D.assessmentStandard, refers="standard")] = []
    procedure: Annotated[Keys, Column("操作规程", "operating procedure", D.operatingProcedure, refers="standard")] = []
    high_risk: Annotated[
        list[NamedNode],
        Column("高风险作业", "high-risk work", D.highRiskWork, scheme="HighRiskWork"),
    ] = []
    work_standard: Annotated[Keys, Column("作业标准", "work standard", D.workStandard, refers="standard")] = []
    certificate: Annotated[Text | None, Column("证书类别", "certificate kind", D.certificateKind)] = None
    certificate_until: Annotated[Day | None, Column("证书有效期至", "certificate until", D.certificateUntil)] = None
    initial_training: Annotated[Amount | None, Column("初次培训学时", "initial training hours", D.initialTrainingHours)] = None
    yearly_training: Annotated[Amount | None, Column("年度再培训学时", "yearly training hours", D.yearlyTrainingHours)] = None
    protection: Annotated[Texts, Column("劳动防护用品", "protective equipment", D.protectiveEquipment)] = []
    duties: Annotated[
        list[Annotated[Count, Field(ge=1, le=7)]],
        BeforeValidator(parts),
        Column("法定职责", "statutory duties", D.statutoryDuty),
    ] = []
    training_file: Annotated[Flag | None, Column("培训档案", "training file", D.trainingFile)] = None


SHEETS: tuple[type[Row], ...] = (EnterpriseRow, DepartmentRow, PostRow)
