"""Equipment, hazards and hidden dangers."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Day, Flag, Key, Keys, Text
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class EquipmentRow(Row):
    sheet, english, kind, cls = "设备", "equipment", "equipment", D.Equipment
    number: Annotated[Key, Column("设备编号", "equipment number", D.number)]
    name: Annotated[Text, Column("设备名称", "name", RDFS.label)]
    equipment_kind: Annotated[NamedNode, Column("设备类别", "kind", D.kind, scheme="EquipmentKind")]
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
    state: Annotated[NamedNode | None, Column("状态", "state", D.state, scheme="EquipmentState")] = None
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
    hazard_type: Annotated[NamedNode | None, Column("事故类型", "hazard type", D.hazardType, scheme="HazardType")] = None
    risk: Annotated[NamedNode | None, Column("风险等级", "risk level", D.riskLevel, scheme="RiskLevel")] = None
    assessed: Annotated[Day | None, Column("评估日期", "assessed on", D.assessedOn)] = None
    control: Annotated[Text | None, Column("控制措施", "control measure", D.controlMeasure)] = None
    covered_by: Annotated[Keys, Column("对应标准", "covered by", D.coveredBy, refers="standard")] = []
    frequency: Annotated[
        NamedNode | None,
        Column("检查频次", "check frequency", D.checkFrequency, scheme="CheckFrequency"),
    ] = None
    sign: Annotated[Flag | None, Column("警示标志", "warning sign", D.warningSign)] = None


class HiddenDangerRow(Row):
    sheet, english, kind, cls = "隐患", "hidden dangers", "hidden-danger", D.HiddenDanger
    number: Annotated[Key, Column("隐患编号", "hidden danger number", D.number)]
    description: Annotated[Text, Column("描述", "description", RDFS.label)]
    department: Annotated[Key, Column("所在部门", "department", D.inDepartment, refers="department")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    hazard: Annotated[Key | None, Column("关联危险源", "hazard", D.ofHazard, refers="hazard")] = None
    level: Annotated[
        NamedNode | None,
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
        Column("状态", "state", D.hiddenDangerState, scheme="HiddenDangerState"),
    ] = None


SHEETS: tuple[type[Row], ...] = (EquipmentRow, HazardRow, HiddenDangerRow)
