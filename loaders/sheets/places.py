"""Sites with their five factors, process steps, controls and checks, buildings and what stands around, projects, measurements."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Count, Day, Flag, Key, Keys, Text
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class SiteRow(Row):
    sheet, english, kind, cls = "场所", "sites", "site", D.Site
    number: Annotated[Key, Column("场所编号", "site number", D.number)]
    name: Annotated[Text, Column("场所名称", "name", RDFS.label)]
    site_kind: Annotated[NamedNode, Column("场所类型", "kind", D.kind, scheme="SiteKind")]
    department: Annotated[Key | None, Column("所在部门", "department", D.inDepartment, refers="department")] = None
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    gas: Annotated[Flag | None, Column("使用燃气", "uses gas", D.usesGas)] = None
    alarm: Annotated[Flag | None, Column("可燃气体报警装置", "gas alarm", D.gasAlarm)] = None
    key_fire: Annotated[Flag | None, Column("消防安全重点部位", "key fire place", D.keyFirePlace)] = None
    occupational: Annotated[
        NamedNode | None,
        Column("职业病危害", "occupational hazard", D.occupationalHazard, scheme="OccupationalHazard"),
    ] = None
    identified: Annotated[Day | None, Column("风险辨识日期", "risk identified on", D.identifiedOn)] = None
    posted: Annotated[Flag | None, Column("清理制度张贴", "cleaning rules posted", D.cleaningRulesPosted)] = None


class FactorRow(Row):
    sheet, english, kind, cls = "五要素", "five factors", "factor", D.SiteFactor
    number: Annotated[Key, Column("要素编号", "factor number", D.number)]
    site: Annotated[Key, Column("场所", "site", D.atSite, refers="site")]
    factor: Annotated[NamedNode, Column("要素", "factor", D.factor, scheme="Factor")]
    requirement: Annotated[Text | None, Column("要求", "requirement", D.siteRequirement)] = None
    consequence: Annotated[Text | None, Column("违反后果", "consequence", D.consequence)] = None
    prohibited: Annotated[Text | None, Column("禁止行为", "prohibited act", D.prohibitedAct)] = None
    standard: Annotated[Keys, Column("对应标准", "covered by", D.coveredBy, refers="standard")] = []


class StepRow(Row):
    sheet, english, kind, cls = "工序", "process steps", "step", D.ProcessStep
    number: Annotated[Key, Column("工序编号", "step number", D.number)]
    name: Annotated[Text, Column("工序名称", "name", RDFS.label)]
    process: Annotated[Text, Column("流程", "process", D.inProcess)]
    order: Annotated[Count, Column("顺序", "order", D.stepOrder)]
    site: Annotated[Key | None, Column("场所", "site", D.atSite, refers="site")] = None
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    following: Annotated[Keys, Column("下一工序", "next step", D.nextStep, refers="step")] = []
    control: Annotated[Text | None, Column("控制措施", "control measure", D.controlMeasure)] = None


class HandOverRow(Row):
    sheet, english, kind, cls = "交接", "hand-overs", "hand-over", D.HandOver
    number: Annotated[Key, Column("交接编号", "hand-over number", D.number)]
    giving: Annotated[Key, Column("移交工序", "from step", D.fromStep, refers="step")]
    taking: Annotated[Key, Column("接收工序", "to step", D.toStep, refers="step")]
    control: Annotated[Text | None, Column("控制措施", "control measure", D.controlMeasure)] = None
    standard: Annotated[Keys, Column("对应标准", "covered by", D.coveredBy, refers="standard")] = []


class ControlRow(Row):
    sheet, english, kind, cls = "管控措施", "controls", "control", D.Control
    number: Annotated[Key, Column("措施编号", "control number", D.number)]
    hazard: Annotated[Key, Column("危险源", "hazard", D.ofHazard, refers="hazard")]
    control_kind: Annotated[NamedNode, Column("措施类型", "kind", D.kind, scheme="ControlKind")]
    measure: Annotated[Text, Column("措施内容", "measure", D.controlMeasure)]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None


class CheckItemRow(Row):
    sheet, english, kind, cls = "检查项", "check items", "check-item", D.CheckItem
    number: Annotated[Key, Column("检查项编号", "item number", D.number)]
    what: Annotated[Text, Column("检查内容", "content", RDFS.label)]
    hazard: Annotated[Key | None, Column("危险源", "hazard", D.ofHazard, refers="hazard")] = None
    site: Annotated[Key | None, Column("场所", "site", D.atSite, refers="site")] = None
    frequency: Annotated[
        NamedNode | None,
        Column("检查频次", "check frequency", D.checkFrequency, scheme="CheckFrequency"),
    ] = None
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    listed: Annotated[Text | None, Column("检查表", "check list", D.checkList)] = None


class CheckRow(Row):
    sheet, english, kind, cls = "检查记录", "checks", "check", D.Check
    number: Annotated[Key, Column("检查编号", "check number", D.number)]
    check_kind: Annotated[NamedNode, Column("检查类型", "kind", D.kind, scheme="CheckKind")]
    day: Annotated[Day, Column("检查日期", "done on", D.doneOn)]
    site: Annotated[Key | None, Column("场所", "site", D.atSite, refers="site")] = None
    items: Annotated[Keys, Column("检查项", "items", D.checkedItem, refers="check-item")] = []
    post: Annotated[Key | None, Column("检查岗位", "done by", D.doneBy, refers="post")] = None
    result: Annotated[Text | None, Column("检查结果", "result", D.checkResult)] = None
    dangers: Annotated[Keys, Column("查出隐患", "hidden dangers found", D.foundDanger, refers="hidden-danger")] = []


class SelfReportRow(Row):
    sheet, english, kind, cls = "隐患自报", "self-reports", "self-report", D.SelfReport
    number: Annotated[Key, Column("自报编号", "report number", D.number)]
    begins: Annotated[Day, Column("报告期起", "period from", D.periodFrom)]
    ends: Annotated[Day, Column("报告期止", "period until", D.periodUntil)]
    sent: Annotated[Day | None, Column("报送日期", "sent on", D.reportedOn)] = None
    receiver: Annotated[Text | None, Column("接收单位", "receiver", D.reportedTo)] = None


class BuildingRow(Row):
    sheet, english, kind, cls = "建筑物", "buildings", "building", D.Building
    number: Annotated[Key, Column("建筑编号", "building number", D.number)]
    name: Annotated[Text, Column("建筑名称", "name", RDFS.label)]
    use: Annotated[NamedNode, Column("用途", "use", D.kind, scheme="BuildingUse")]
    dangerous: Annotated[Flag | None, Column("有危险物品", "dangerous goods", D.dangerousGoods)] = None
    dormitory: Annotated[Flag | None, Column("同楼有员工宿舍", "dormitory inside", D.dormitoryInside)] = None
    distance: Annotated[Amount | None, Column("与员工宿舍距离(m)", "distance to the dormitory (m)", D.distance)] = None
    required: Annotated[Amount | None, Column("规定距离(m)", "distance required (m)", D.requiredDistance)] = None
    exits: Annotated[Flag | None, Column("出口畅通", "exits clear", D.exitsClear)] = None


class SurroundingRow(Row):
    sheet, english, kind, cls = "周边", "surroundings", "surrounding", D.Surrounding
    number: Annotated[Key, Column("周边编号", "place number", D.number)]
    name: Annotated[Text, Column("周边名称", "name", RDFS.label)]
    place_kind: Annotated[NamedNode, Column("场所类别", "kind", D.kind, scheme="SurroundingKind")]
    unit: Annotated[Key | None, Column("单元", "unit", D.inUnit, refers="unit")] = None
    distance: Annotated[Amount | None, Column("距离(m)", "distance (m)", D.distance)] = None
    required: Annotated[Amount | None, Column("规定距离(m)", "distance required (m)", D.requiredDistance)] = None


class ProjectRow(Row):
    sheet, english, kind, cls = "建设项目", "projects", "project", D.Project
    number: Annotated[Key, Column("项目编号", "project number", D.number)]
    name: Annotated[Text, Column("项目名称", "name", RDFS.label)]
    designed: Annotated[Day | None, Column("安全设施设计日期", "safety facilities designed on", D.facilitiesDesignedOn)] = None
    approved: Annotated[Day | None, Column("设计审查日期", "design approved on", D.designApprovedOn)] = None
    trial_from: Annotated[Day | None, Column("试运行起", "trial run from", D.trialRunFrom)] = None
    trial_until: Annotated[Day | None, Column("试运行止", "trial run until", D.trialRunUntil)] = None
    accepted: Annotated[Day | None, Column("安全设施验收日期", "safety facilities accepted on", D.facilitiesAcceptedOn)] = None
    facilities: Annotated[Day | None, Column("安全设施投用日期", "safety facilities in use on", D.facilitiesInUseOn)] = None
    works: Annotated[Day | None, Column("主体工程投用日期", "works in use on", D.worksInUseOn)] = None


class MeasurementRow(Row):
    sheet, english, kind, cls = "职业危害检测", "measurements", "measurement", D.Measurement
    number: Annotated[Key, Column("检测编号", "measurement number", D.number)]
    factor: Annotated[Text, Column("危害因素", "hazard factor", RDFS.label)]
    site: Annotated[Key | None, Column("场所", "site", D.atSite, refers="site")] = None
    post: Annotated[Key | None, Column("岗位", "post", D.ofPost, refers="post")] = None
    day: Annotated[Day, Column("检测日期", "done on", D.doneOn)]
    value: Annotated[Amount | None, Column("检测值", "value", D.measuredValue)] = None
    limit: Annotated[Amount | None, Column("接触限值", "exposure limit", D.exposureLimit)] = None
    unit: Annotated[Text | None, Column("单位", "unit", D.measuredUnit)] = None
    published: Annotated[Day | None, Column("公布日期", "result published on", D.publishedOn)] = None


class TradeRow(Row):
    sheet, english, kind, cls = "剧毒购销", "trade in toxic chemicals", "trade", D.Trade
    number: Annotated[Key, Column("购销编号", "trade number", D.number)]
    trade_kind: Annotated[NamedNode, Column("购销类型", "kind", D.kind, scheme="TradeKind")]
    substance: Annotated[Key, Column("物质名称", "substance", D.substanceName)]
    day: Annotated[Day, Column("购销日期", "done on", D.doneOn)]
    filed: Annotated[Day | None, Column("公安备案日期", "filed with the police on", D.filedOn)] = None
    kept: Annotated[Count | None, Column("记录保存年限", "records kept years", D.recordsKeptYears)] = None


SHEETS: tuple[type[Row], ...] = (
    SiteRow,
    FactorRow,
    StepRow,
    HandOverRow,
    ControlRow,
    CheckItemRow,
    CheckRow,
    SelfReportRow,
    BuildingRow,
    SurroundingRow,
    ProjectRow,
    MeasurementRow,
    TradeRow,
)
