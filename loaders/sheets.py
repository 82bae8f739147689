"""The sheets of an enterprise's workbook: one row model a sheet, each cell described once.

A column says its header in both languages, the property it states and what its cell may hold; the reader, and all that
speaks of sheets, takes it from here. Values of lists come from the concept schemes of the ontology.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Annotated, ClassVar, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from pyoxigraph import NamedNode

from duibiao.loaders import credit_code
from duibiao.ontology import concepts, intervals, units
from duibiao.ontology.iris import normal
from duibiao.ontology.terms import ELI, ORG, RDFS, D

_SEPARATOR = re.compile(r"[;；、\n](?![^《]*》)")  # a title may hold a 、 of its own


@dataclass(frozen=True)
class Column:
    """A column: headers, the property its cells state (None: the reader has its own way), the sheet or list named."""

    zh: str
    en: str
    term: NamedNode | None = None
    refers: str | None = None
    scheme: str | None = None


def written(value: object) -> str:
    """A cell as it is written: cells come as text, number, flag or date, and a whole number has no `.0`."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _key(value: object) -> str:
    """A cell that is compared, not read: a number, a reference, a unit. Its width and its spaces do not matter."""
    return normal(written(value))


def _list(value: object) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(written(value)) if part.strip()]


def _keys(value: object) -> list[str]:
    return [normal(part) for part in _list(value)]


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", _key(value))
    try:
        return date(*map(int, found.groups())) if found else _fault("bad_date")
    except ValueError:
        return _fault("bad_date")


_FLAGS = dict.fromkeys(("是", "有", "yes", "true", "1"), True) | dict.fromkeys(("否", "无", "no", "false", "0"), False)


def _flag(value: object) -> bool:
    text = _key(value).lower()
    return _FLAGS[text] if text in _FLAGS else _fault("not_a_flag")


def _number(value: object) -> Decimal:
    try:
        number = Decimal(_key(value))
    except InvalidOperation:
        _fault("not_a_number")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        _fault("not_a_number")
    return number


def _quantity(value: object) -> Decimal | str:
    found = intervals.read(written(value))
    if found is None:
        return _fault("greater_than_equal", ge="0") if _number(value) < 0 else _fault("not_a_number")
    text = "" if found.exact is None else intervals.written(found.exact)
    return Decimal(text) if text and "/" not in text else written(value)


def _mass_unit(value: object) -> str:
    found = units.find(written(value))
    return found.label if found and found.dimension == "mass" else _fault("unknown_unit")


def _unit(value: object) -> str:
    return written(value) if units.find(written(value)) else _fault("unknown_unit")


def _code(value: object) -> str:
    text = _key(value).upper()
    return text if credit_code.valid(text) else _fault("bad_credit_code")


def _fault(code: str, **context: str) -> NoReturn:
    raise PydanticCustomError(code, code, context or None)


def _listed(scheme: str, value: object) -> NamedNode:
    known = concepts(scheme)
    return known.get(_key(value).lower()) or _fault("unknown_value", allowed="、".join(known))


def _concept(scheme: str) -> BeforeValidator:
    return BeforeValidator(lambda value: _listed(scheme, value))


def _concepts(scheme: str) -> BeforeValidator:
    return BeforeValidator(lambda value: [_listed(scheme, part) for part in _list(value)])


Text = Annotated[str, BeforeValidator(written), Field(min_length=1)]
Texts = Annotated[list[str], BeforeValidator(_list)]
Key = Annotated[str, BeforeValidator(_key), Field(min_length=1)]
Keys = Annotated[list[str], BeforeValidator(_keys)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Amount = Annotated[Decimal, BeforeValidator(_number), Field(ge=0)]
Quantity = Annotated[Decimal | str, BeforeValidator(_quantity)]
"""A number, or the bounds within which it is known, as written (`10～20`)."""
Count = Annotated[int, BeforeValidator(_number), Field(ge=0)]


class Row(BaseModel):
    """A row of a sheet.

    `sheet`, `english` name the sheet; `kind` is the step of the IRI; `cls` what the row describes; `key` the fields
    that number it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)
    sheet: ClassVar[str]
    english: ClassVar[str]
    kind: ClassVar[str]
    cls: ClassVar[NamedNode]
    key: ClassVar[tuple[str, ...]] = ("number",)

    @classmethod
    @cache
    def columns(cls) -> dict[str, Column]:
        """The column of each field, in the order of the sheet."""
        return {name: next(m for m in info.metadata if isinstance(m, Column)) for name, info in cls.model_fields.items()}


class EnterpriseRow(Row):
    sheet, english, kind, cls, key = "企业", "enterprise", "", D.Enterprise, ("code",)
    code: Annotated[str, BeforeValidator(_code), Column("统一社会信用代码", "credit code", D.creditCode)]
    name: Annotated[Text, Column("企业名称", "name", RDFS.label)]
    sector: Annotated[NamedNode, _concept("Sector"), Column("行业", "sector", D.sector, scheme="Sector")]
    headcount: Annotated[Count, Column("从业人员数", "headcount", D.headcount)]
    scale: Annotated[NamedNode | None, _concept("Scale"), Column("企业规模", "scale", D.scale, scheme="Scale")] = None
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
    post_kind: Annotated[NamedNode, _concept("PostKind"), Column("岗位类别", "kind", D.kind, scheme="PostKind")]
    holder: Annotated[Text | None, Column("责任人", "holder", D.holder)] = None
    duty_scope: Annotated[Text | None, Column("责任范围", "duty scope", D.dutyScope)] = None
    responsibility: Annotated[Keys, Column("责任标准", "responsibility standard", D.responsibilityStandard, refers="standard")] = []
    assessment: Annotated[Keys, Column("考核标准", "assessment standard", D.assessmentStandard, refers="standard")] = []
    procedure: Annotated[Keys, Column("操作规程", "operating procedure", D.operatingProcedure, refers="standard")] = []
    high_risk: Annotated[
        list[NamedNode],
        _concepts("HighRiskWork"),
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
        BeforeValidator(_list),
        Column("法定职责", "statutory duties", D.statutoryDuty),
    ] = []
    training_file: Annotated[Flag | None, Column("培训档案", "training file", D.trainingFile)] = None


class EquipmentRow(Row):
    sheet, english, kind, cls = "设备", "equipment", "equipment", D.Equipment
    number: Annotated[Key, Column("设备编号", "equipment number", D.number)]
    name: Annotated[Text, Column("设备名称", "name", RDFS.label)]
    equipment_kind: Annotated[NamedNode, _concept("EquipmentKind"), Column("设备类别", "kind", D.kind, scheme="EquipmentKind")]
    department: Annotated[Key, Column("使用部门", "department", D.ownedBy, refers="department")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    unit: Annotated[Key | None, Column("所属单元", "unit", D.inUnit, refers="unit")] = None
    special_kind: Annotated[Text | None, Column("种类", "special kind", D.specialKind)] = None
    in_service: Annotated[Day | None, Column("投用日期", "in service on", D.inServiceOn)] = None
    registered: Annotated[Day | None, Column("使用登记日期", "registered on", D.registeredOn)] = None
    registration: Annotated[Key | None, Column("登记编号", "registration number", D.registrationNumber)] = None
    next_inspection: Annotated[Day | None, Column("下次检验日期", "next inspection", D.nextInspection)] = None
    self_check: Annotated[Day | None, Column("上次自查日期", "last self-check", D.lastSelfCheck)] = None
    tested: Annotated[Day | None, Column("上次检测日期", "last tested", D.lastTested)] = None
    signed_by: Annotated[Text | None, Column("检测签字", "test signed by", D.testSignedBy)] = None
    maintenance: Annotated[Keys, Column("维护保养标准", "maintenance standard", D.maintenanceStandard, refers="standard")] = []
    state: Annotated[NamedNode | None, _concept("EquipmentState"), Column("状态", "state", D.state, scheme="EquipmentState")] = None
    technical_file: Annotated[Flag | None, Column("安全技术档案", "technical file", D.technicalFile)] = None
    maintained: Annotated[Day | None, Column("上次维保日期", "last maintained", D.lastMaintained)] = None


class HazardRow(Row):
    sheet, english, kind, cls = "危险源", "hazards", "hazard", D.Hazard
    number: Annotated[Key, Column("危险源编号", "hazard number", D.number)]
    name: Annotated[Text, Column("危险源名称", "name", RDFS.label)]
    department: Annotated[Key, Column("所在部门", "department", D.inDepartment, refers="department")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    equipment: Annotated[Key | None, Column("所在设备", "equipment", D.atEquipment, refers="equipment")] = None
    unit: Annotated[Key | None, Column("所属单元", "unit", D.inUnit, refers="unit")] = None
    hazard_type: Annotated[
        NamedNode | None, _concept("HazardType"), Column("事故类型", "hazard type", D.hazardType, scheme="HazardType")
    ] = None
    risk: Annotated[NamedNode | None, _concept("RiskLevel"), Column("风险等级", "risk level", D.riskLevel, scheme="RiskLevel")] = None
    assessed: Annotated[Day | None, Column("评估日期", "assessed on", D.assessedOn)] = None
    control: Annotated[Text | None, Column("控制措施", "control measure", D.controlMeasure)] = None
    covered_by: Annotated[Keys, Column("对应标准", "covered by", D.coveredBy, refers="standard")] = []
    frequency: Annotated[
        NamedNode | None,
        _concept("CheckFrequency"),
        Column("检查频次", "check frequency", D.checkFrequency, scheme="CheckFrequency"),
    ] = None
    sign: Annotated[Flag | None, Column("警示标志", "warning sign", D.warningSign)] = None


class UnitRow(Row):
    sheet, english, kind, cls = "单元", "units", "unit", D.HazardUnit
    number: Annotated[Key, Column("单元编号", "unit number", D.number)]
    name: Annotated[Text, Column("单元名称", "name", RDFS.label)]
    unit_kind: Annotated[NamedNode, _concept("UnitKind"), Column("单元类型", "kind", D.kind, scheme="UnitKind")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    population: Annotated[Count | None, Column("500米内常住人口", "population within 500 m", D.population500m)] = None
    identified: Annotated[Day | None, Column("辨识日期", "identified on", D.identifiedOn)] = None
    registration: Annotated[Key | None, Column("登记编号", "registration number", D.registrationNumber)] = None
    grade: Annotated[
        NamedNode | None,
        _concept("HazardGrade"),
        Column("登记等级", "registered grade", D.registeredGrade, scheme="HazardGrade"),
    ] = None
    assessed: Annotated[Day | None, Column("评估日期", "assessed on", D.assessedOn)] = None
    changed: Annotated[Day | None, Column("变更日期", "last change", D.lastChangedOn)] = None
    accident: Annotated[Day | None, Column("事故日期", "last accident", D.lastAccidentOn)] = None
    filed: Annotated[Day | None, Column("备案日期", "filed on", D.filedOn)] = None
    filing: Annotated[Key | None, Column("备案编号", "filing number", D.filingNumber)] = None
    filed_fire: Annotated[Day | None, Column("消防救援机构备案日期", "filed with fire rescue on", D.filedWithFireRescueOn)] = None
    first_filed: Annotated[Day | None, Column("首次备案日期", "first filed on", D.firstFiledOn)] = None
    accepted: Annotated[Day | None, Column("竣工验收日期", "final acceptance", D.finalAcceptanceOn)] = None
    monitored: Annotated[Flag | None, Column("监测监控", "monitored", D.monitored)] = None
    kept_days: Annotated[Count | None, Column("数据保存天数", "data kept days", D.dataKeptDays)] = None
    emergency_stop: Annotated[Flag | None, Column("紧急停车系统", "emergency stop", D.emergencyStop)] = None
    instrumented: Annotated[Flag | None, Column("安全仪表系统", "safety instrumented system", D.safetyInstrumentedSystem)] = None
    surveillance: Annotated[Flag | None, Column("视频监控", "video surveillance", D.videoSurveillance)] = None
    tested_until: Annotated[Day | None, Column("安全设施检测有效期至", "safety facilities tested until", D.facilitiesTestedUntil)] = None
    checked: Annotated[Day | None, Column("上次检查日期", "last checked", D.lastCheckedOn)] = None
    principal: Annotated[Key | None, Column("主要负责人包保", "principal guarantor", D.principalGuarantor, refers="post")] = None
    technical: Annotated[Key | None, Column("技术负责人包保", "technical guarantor", D.technicalGuarantor, refers="post")] = None
    operating: Annotated[Key | None, Column("操作负责人包保", "operating guarantor", D.operatingGuarantor, refers="post")] = None
    responsibility: Annotated[Key | None, Column("安全责任制", "responsibility system", D.responsibilitySystem, refers="standard")] = None
    sign: Annotated[Flag | None, Column("警示标志", "warning sign", D.warningSign)] = None
    plan: Annotated[Key | None, Column("应急预案", "emergency plan", D.emergencyPlan, refers="standard")] = None
    special_drill: Annotated[Day | None, Column("专项预案演练日期", "special plan drilled on", D.drilledSpecialPlanOn)] = None
    site_drill: Annotated[Day | None, Column("现场处置方案演练日期", "on-site plan drilled on", D.drilledOnSitePlanOn)] = None
    emergency_equipment: Annotated[
        list[NamedNode],
        _concepts("EmergencyEquipment"),
        Column("应急器材", "emergency equipment", D.emergencyEquipment, scheme="EmergencyEquipment"),
    ] = []
    suits: Annotated[Count | None, Column("气密型防护服套数", "gas-tight suits", D.gasTightSuits)] = None
    two_persons: Annotated[Flag | None, Column("双人收发双人保管", "two-person handling", D.twoPersonHandling)] = None
    separate: Annotated[Flag | None, Column("单独存放", "stored separately", D.keptSeparately)] = None
    stock_register: Annotated[Flag | None, Column("出入库登记", "stock register", D.stockRegister)] = None
    records_kept: Annotated[Count | None, Column("收发记录保存年限", "records kept years", D.recordsKeptYears)] = None
    reported: Annotated[Flag | None, Column("储存备案", "storage reported", D.storageReported)] = None


class HoldingRow(Row):
    sheet, english, kind, cls = "危险化学品储存", "holdings", "holding", D.Holding
    number: Annotated[Key, Column("储存编号", "holding number", D.number)]
    unit: Annotated[Key, Column("所属单元", "unit", D.inUnit, refers="unit")]
    substance: Annotated[Key, Column("物质名称", "substance", D.substanceName)]
    cas: Annotated[Key | None, Column("CAS号", "CAS", D.casNumber)] = None
    quantity: Annotated[Quantity, Column("设计最大量", "design maximum", D.designMaximum)]
    mass_unit: Annotated[str, BeforeValidator(_mass_unit), Column("计量单位", "mass unit", D.statedUnit)]
    hazard_class: Annotated[Key | None, Column("危险类别", "hazard class", D.hazardClass)] = None
    process: Annotated[Text | None, Column("工艺条件", "process condition", D.processCondition)] = None
    physical_state: Annotated[
        NamedNode | None,
        _concept("PhysicalState"),
        Column("物质状态", "state", D.physicalState, scheme="PhysicalState"),
    ] = None
    highly_toxic: Annotated[Flag | None, Column("剧毒", "highly toxic", D.highlyToxic)] = None


class StandardRow(Row):
    sheet, english, kind, cls = "企业标准", "standards", "standard", D.EnterpriseStandard
    number: Annotated[Key, Column("标准编号", "standard number", D.number)]
    title: Annotated[Text, Column("标准名称", "title", ELI.title)]
    standard_kind: Annotated[NamedNode, _concept("StandardKind"), Column("类别", "kind", D.kind, scheme="StandardKind")]
    department: Annotated[Key | None, Column("归口部门", "department", D.ownedBy, refers="department")] = None
    issued: Annotated[Day | None, Column("发布日期", "issued on", ELI.date_document)] = None
    in_force: Annotated[Day | None, Column("实施日期", "in force from", ELI.first_date_entry_in_force)] = None
    until: Annotated[Day | None, Column("废止日期", "in force until", ELI.date_no_longer_in_force)] = None
    review_due: Annotated[Day | None, Column("复审日期", "review due", D.reviewDue)] = None
    cites: Annotated[Texts, Column("引用规范", "cites")] = []
    published: Annotated[Flag | None, Column("是否公开", "published", D.published)] = None


class ClauseRow(Row):
    sheet, english, kind, cls, key = "条款", "clauses", "standard", D.EnterpriseClause, ("standard", "number")
    standard: Annotated[Key, Column("标准编号", "standard number", ELI.is_part_of, refers="standard")]
    number: Annotated[Key, Column("条款号", "clause", D.clauseNumber)]
    text: Annotated[Text, Column("内容", "text", D.text)]
    implements_norm: Annotated[Key | None, Column("落实规范", "implements norm")] = None
    implements_clause: Annotated[Key | None, Column("落实条款", "implements clause")] = None
    parameter: Annotated[Key | None, Column("参数", "parameter")] = None
    scope: Annotated[Key | None, Column("适用范围", "scope")] = None
    direction: Annotated[NamedNode | None, _concept("Direction"), Column("方向", "direction", scheme="Direction")] = None
    value: Annotated[Key | None, Column("限值", "value")] = None
    upper: Annotated[Key | None, Column("限值上限", "upper value")] = None
    unit: Annotated[str | None, BeforeValidator(_unit), Column("单位", "unit")] = None
    claims_stricter: Annotated[Flag | None, Column("声称严于", "claims stricter", D.claimsStricter)] = None
    disclosed: Annotated[Flag | None, Column("明示低于", "disclosed", D.disclosed)] = None
    posts: Annotated[Keys, Column("适用岗位", "posts", D.appliesTo, refers="post")] = []
    equipment: Annotated[Keys, Column("适用设备", "equipment", D.appliesTo, refers="equipment")] = []
    hazards: Annotated[Keys, Column("适用危险源", "hazards", D.appliesTo, refers="hazard")] = []
    units: Annotated[Keys, Column("适用单元", "units", D.appliesTo, refers="unit")] = []


class HiddenDangerRow(Row):
    sheet, english, kind, cls = "隐患", "hidden dangers", "hidden-danger", D.HiddenDanger
    number: Annotated[Key, Column("隐患编号", "hidden danger number", D.number)]
    description: Annotated[Text, Column("描述", "description", RDFS.label)]
    department: Annotated[Key, Column("所在部门", "department", D.inDepartment, refers="department")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    hazard: Annotated[Key | None, Column("关联危险源", "hazard", D.ofHazard, refers="hazard")] = None
    level: Annotated[
        NamedNode | None,
        _concept("HiddenDangerLevel"),
        Column("级别", "level", D.hiddenDangerLevel, scheme="HiddenDangerLevel"),
    ] = None
    source: Annotated[Text | None, Column("来源", "source", D.foundThrough)] = None
    found: Annotated[Day | None, Column("排查日期", "found on", D.foundOn)] = None
    measure: Annotated[Text | None, Column("整改措施", "measure", D.rectificationMeasure)] = None
    owner: Annotated[Key | None, Column("整改责任人", "owner", D.rectificationOwner, refers="post")] = None
    funds: Annotated[Amount | None, Column("整改资金", "funds", D.rectificationFunds)] = None
    due: Annotated[Day | None, Column("整改期限", "due", D.rectificationDue)] = None
    contingency: Annotated[Text | None, Column("应急预案", "contingency plan", D.contingencyPlan)] = None
    fixed: Annotated[Day | None, Column("整改完成日期", "fixed on", D.rectifiedOn)] = None
    fixed_by: Annotated[Key | None, Column("整改人", "fixed by", D.rectifiedBy, refers="post")] = None
    verified: Annotated[Day | None, Column("验收日期", "verified on", D.verifiedOn)] = None
    verified_by: Annotated[Key | None, Column("验收人", "verified by", D.verifiedBy, refers="post")] = None
    told: Annotated[Day | None, Column("通报日期", "told on", D.toldOn)] = None
    reported: Annotated[Day | None, Column("报告日期", "reported on", D.reportedOn)] = None
    treatment: Annotated[Text | None, Column("治理方案", "treatment plan", D.treatmentPlan)] = None
    state: Annotated[
        NamedNode | None,
        _concept("HiddenDangerState"),
        Column("状态", "state", D.hiddenDangerState, scheme="HiddenDangerState"),
    ] = None


SHEETS: tuple[type[Row], ...] = (
    EnterpriseRow,
    DepartmentRow,
    PostRow,
    EquipmentRow,
    HazardRow,
    UnitRow,
    HoldingRow,
    StandardRow,
    ClauseRow,
    HiddenDangerRow,
)
