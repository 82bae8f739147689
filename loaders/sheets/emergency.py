"""Plans, drills, teams, stock, accidents, monitoring."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Count, Day, Flag, Key, Keys, Moment, Text
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, SOSA, D


class PlanRow(Row):
    sheet, english, kind, cls = "应急预案", "emergency plans", "plan", D.EmergencyPlan
    number: Annotated[Key, Column("预案编号", "plan number", D.number)]
    name: Annotated[Text, Column("预案名称", "name", RDFS.label)]
    plan_kind: Annotated[NamedNode, Column("预案类型", "kind", D.kind, scheme="PlanKind")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    basis: Annotated[Text | None, Column("编制依据", "legal basis", D.legalBasis)] = None
    linked: Annotated[Text | None, Column("衔接的政府预案", "linked with", D.linkedPlan)] = None
    reviewed: Annotated[Day | None, Column("评审日期", "reviewed on", D.reviewedOn)] = None
    signed: Annotated[Key | None, Column("签署岗位", "signed by", D.signedBy, refers="post")] = None
    published: Annotated[Day | None, Column("公布日期", "published on", D.publishedOn)] = None
    filed: Annotated[Day | None, Column("备案日期", "filed on", D.filedOn)] = None
    receipt: Annotated[Key | None, Column("备案编号", "filing number", D.filingNumber)] = None
    assessed: Annotated[Day | None, Column("评估日期", "assessed on", D.assessedOn)] = None


class DrillRow(Row):
    sheet, english, kind, cls = "演练", "drills", "drill", D.Drill
    number: Annotated[Key, Column("演练编号", "drill number", D.number)]
    name: Annotated[Text, Column("演练名称", "name", RDFS.label)]
    drill_kind: Annotated[NamedNode, Column("演练类型", "kind", D.kind, scheme="DrillKind")]
    day: Annotated[Day, Column("演练日期", "done on", D.doneOn)]
    plan: Annotated[Key | None, Column("所演预案", "plan", D.ofPlan, refers="plan")] = None
    limit: Annotated[Amount | None, Column("响应时限(min)", "response limit (min)", D.responseLimit)] = None
    taken: Annotated[Amount | None, Column("响应用时(min)", "response time (min)", D.responseTime)] = None
    first: Annotated[Text | None, Column("先期处置", "first measures", D.firstMeasures)] = None
    evaluated: Annotated[Day | None, Column("评估日期", "evaluated on", D.evaluatedOn)] = None
    reported: Annotated[Day | None, Column("报送日期", "reported on", D.reportedOn)] = None


class TeamRow(Row):
    sheet, english, kind, cls = "应急队伍", "rescue teams", "team", D.RescueTeam
    number: Annotated[Key, Column("队伍编号", "team number", D.number)]
    name: Annotated[Text, Column("队伍名称", "name", RDFS.label)]
    team_kind: Annotated[NamedNode, Column("队伍类型", "kind", D.kind, scheme="TeamKind")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    size: Annotated[Count | None, Column("人数", "size", D.teamSize)] = None
    roster: Annotated[Flag | None, Column("应急值班", "on duty by roster", D.dutyRoster)] = None
    until: Annotated[Day | None, Column("协议有效期至", "agreement until", D.agreementUntil)] = None


class StockRow(Row):
    sheet, english, kind, cls = "应急物资", "emergency stock", "stock", D.EmergencyStock
    number: Annotated[Key, Column("物资编号", "stock number", D.number)]
    item: Annotated[Text, Column("物资名称", "item", RDFS.label)]
    quantity: Annotated[Amount, Column("数量", "quantity", D.stockQuantity)]
    unit: Annotated[Text | None, Column("计量单位", "counted in", D.countedIn)] = None
    site: Annotated[Key | None, Column("存放场所", "site", D.atSite, refers="site")] = None
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    last: Annotated[Day | None, Column("上次维护日期", "last upkeep", D.lastUpkeepOn)] = None
    due: Annotated[Day | None, Column("下次维护日期", "upkeep due", D.upkeepDue)] = None


class AccidentRow(Row):
    sheet, english, kind, cls = "事故", "accidents", "accident", D.Accident
    number: Annotated[Key, Column("事故编号", "accident number", D.number)]
    description: Annotated[Text, Column("事故简况", "description", RDFS.label)]
    accident_type: Annotated[NamedNode | None, Column("事故类型", "type", D.hazardType, scheme="HazardType")] = None
    happened: Annotated[Moment, Column("发生时间", "happened at", D.happenedAt)]
    told: Annotated[Moment | None, Column("负责人接报时间", "head told at", D.headToldAt)] = None
    reported: Annotated[Moment | None, Column("报告时间", "reported at", D.reportedAt)] = None
    changed: Annotated[Day | None, Column("伤亡变化日期", "casualties changed on", D.casualtiesChangedOn)] = None
    supplemented: Annotated[Day | None, Column("补报日期", "supplemented on", D.supplementedOn)] = None
    deaths: Annotated[Count | None, Column("死亡人数", "deaths", D.deaths)] = None
    injured: Annotated[Count | None, Column("受伤人数", "injured", D.injured)] = None
    loss: Annotated[Amount | None, Column("直接经济损失(元)", "direct loss (yuan)", D.directLoss)] = None
    cause: Annotated[Flag | None, Column("原因已查清", "cause found", D.causeFound)] = None
    dealt: Annotated[Flag | None, Column("责任人已处理", "responsible dealt with", D.responsibleDealtWith)] = None
    measures: Annotated[Flag | None, Column("整改措施已落实", "measures carried out", D.measuresCarriedOut)] = None
    taught: Annotated[Flag | None, Column("有关人员已受教育", "staff taught", D.staffTaught)] = None


class PointRow(Row):
    sheet, english, kind, cls = "监测点", "monitoring points", "monitoring-point", D.MonitoringPoint
    number: Annotated[Key, Column("监测点编号", "point number", D.number)]
    name: Annotated[Text, Column("监测点名称", "name", RDFS.label)]
    signal: Annotated[Text, Column("监测信号", "signal", D.signal)]
    measured: Annotated[Text | None, Column("单位", "measured in", D.measuredUnit)] = None
    equipment: Annotated[Key | None, Column("所在设备", "equipment", D.atEquipment, refers="equipment")] = None
    unit: Annotated[Key | None, Column("所属单元", "unit", D.inUnit, refers="unit")] = None
    hazard: Annotated[Keys, Column("监测的危险源", "hazards", D.ofHazard, refers="hazard")] = []
    low: Annotated[Amount | None, Column("低报值", "low threshold", D.lowThreshold)] = None
    high: Annotated[Amount | None, Column("高报值", "high threshold", D.highThreshold)] = None
    action: Annotated[Text | None, Column("报警处置", "prescribed action", D.prescribedAction)] = None


class ReadingRow(Row):
    sheet, english, kind, cls = "读数", "readings", "reading", D.Reading
    number: Annotated[Key, Column("读数编号", "reading number", D.number)]
    point: Annotated[Key, Column("监测点", "monitoring point", SOSA.madeBySensor, refers="monitoring-point")]
    moment: Annotated[Moment, Column("时间", "read at", SOSA.resultTime)]
    value: Annotated[Amount, Column("读数", "value", SOSA.hasSimpleResult)]
    taken: Annotated[Text | None, Column("已采取的处置", "action taken", D.actionTaken)] = None


SHEETS: tuple[type[Row], ...] = (PlanRow, DrillRow, TeamRow, StockRow, AccidentRow, PointRow, ReadingRow)
