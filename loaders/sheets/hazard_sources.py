"""Units of hazardous chemicals and what they hold."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Count, Day, Flag, Key, MassUnit, Quantity, Text
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class UnitRow(Row):
    sheet, english, kind, cls = "单元", "units", "unit", D.HazardUnit
    number: Annotated[Key, Column("单元编号", "unit number", D.number)]
    name: Annotated[Text, Column("单元名称", "name", RDFS.label)]
    unit_kind: Annotated[NamedNode, Column("单元类型", "kind", D.kind, scheme="UnitKind")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    population: Annotated[Count | None, Column("500米内常住人口", "population within 500 m", D.population500m)] = None
    identified: Annotated[Day | None, Column("辨识日期", "identified on", D.identifiedOn)] = None
    registration: Annotated[Key | None, Column("登记编号", "registration number", D.registrationNumber)] = None
    grade: Annotated[
        NamedNode | None,
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
    mass_unit: Annotated[MassUnit, Column("计量单位", "mass unit", D.statedUnit)]
    hazard_class: Annotated[Key | None, Column("危险类别", "hazard class", D.hazardClass)] = None
    process: Annotated[Text | None, Column("工艺条件", "process condition", D.processCondition)] = None
    physical_state: Annotated[
        NamedNode | None,
        Column("物质状态", "state", D.physicalState, scheme="PhysicalState"),
    ] = None
    highly_toxic: Annotated[Flag | None, Column("剧毒", "highly toxic", D.highlyToxic)] = None


SHEETS: tuple[type[Row], ...] = (UnitRow, HoldingRow)
