"""An authority, and whom it answers for."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Count, CreditCode, Day, Flag, Key, Text
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class AuthorityRow(Row):
    sheet, english, kind, cls, key = "主管部门", "authority", "", D.Authority, ("code",)
    root, book = True, "authority"
    code: Annotated[CreditCode, Column("统一社会信用代码", "credit code", D.creditCode, example="11000000BMLL00001N")]
    name: Annotated[Text, Column("部门名称", "name", RDFS.label)]
    level: Annotated[NamedNode, Column("层级", "level", D.authorityLevel, scheme="AuthorityLevel")]
    place: Annotated[Text, Column("辖区", "area", D.place)]


class SupervisedRow(Row):
    sheet, english, kind, cls, book = "监管企业", "supervised enterprises", "supervised", D.SupervisedEnterprise, "authority"
    number: Annotated[Key, Column("监管编号", "supervised number", D.number)]
    code: Annotated[CreditCode, Column("企业信用代码", "credit code of the enterprise", D.creditCode)]
    name: Annotated[Text, Column("企业名称", "name", RDFS.label)]
    area: Annotated[Text, Column("所在地区", "area", D.area)]
    sector: Annotated[NamedNode, Column("行业", "sector", D.inSector, scheme="Sector")]
    grade: Annotated[NamedNode | None, Column("等级", "grade", D.grade, scheme="Grade")] = None
    until: Annotated[Day | None, Column("有效期至", "valid until", D.gradeUntil)] = None
    ledger: Annotated[NamedNode | None, Column("台账", "ledger", D.inLedger, scheme="Ledger")] = None
    risk: Annotated[NamedNode | None, Column("整体风险", "overall risk", D.overallRisk, scheme="RiskLevel")] = None
    batch: Annotated[NamedNode | None, Column("批次", "batch", D.inBatch, scheme="Batch")] = None
    credit: Annotated[Flag | None, Column("进入信用系统", "in the credit system", D.inCreditSystem)] = None
    model_since: Annotated[Day | None, Column("标杆认定日期", "model since", D.modelSince)] = None
    finished: Annotated[Day | None, Column("完成提升日期", "finished on", D.finishedOn)] = None
    applied: Annotated[Day | None, Column("申请日期", "applied on", D.appliedOn)] = None
    state: Annotated[NamedNode | None, Column("申请状态", "state", D.gradeState, scheme="GradeState")] = None


class AreaTargetRow(Row):
    sheet, english, kind, cls, book = "区域目标", "area targets", "area-target", D.AreaTarget, "authority"
    number: Annotated[Key, Column("目标编号", "target number", D.number)]
    name: Annotated[Text, Column("目标名称", "name", RDFS.label)]
    target_kind: Annotated[NamedNode, Column("目标类型", "kind", D.kind, scheme="TargetKind")]
    sector: Annotated[NamedNode | None, Column("行业", "sector", D.inSector, scheme="Sector")] = None
    area: Annotated[Text | None, Column("地区", "area", D.area)] = None
    goal: Annotated[Amount, Column("目标值", "goal", D.goal)]
    due: Annotated[Day, Column("期限", "due on", D.dueOn)]


class InspectionRow(Row):
    sheet, english, kind, cls, book = "监督检查", "supervisory inspections", "inspection", D.SupervisoryInspection, "authority"
    number: Annotated[Key, Column("检查编号", "inspection number", D.number)]
    enterprise: Annotated[Key, Column("受检企业", "enterprise", D.ofSupervised, refers="supervised")]
    method: Annotated[NamedNode, Column("检查方式", "method", D.inspectionMethod, scheme="InspectionMethod")]
    day: Annotated[Day, Column("检查日期", "inspected on", D.inspectedOn)]
    subject: Annotated[Text | None, Column("检查内容", "subject", D.inspectionSubject)] = None
    finding: Annotated[Text | None, Column("发现问题", "finding", D.inspectionFinding)] = None


class ReviewBodyRow(Row):
    sheet, english, kind, cls, book = "评审单位", "review bodies", "review-body", D.ReviewBody, "authority"
    number: Annotated[Key, Column("单位编号", "body number", D.number)]
    name: Annotated[Text, Column("单位名称", "name", RDFS.label)]
    reviewers: Annotated[Count | None, Column("评审人员数", "reviewers", D.reviewers)] = None
    rechecked: Annotated[Day | None, Column("抽查日期", "rechecked on", D.recheckedOn)] = None
    sanction: Annotated[Text | None, Column("处理", "sanction", D.sanction)] = None
    sanctioned: Annotated[Day | None, Column("处理日期", "sanctioned on", D.sanctionedOn)] = None


class TalkRow(Row):
    sheet, english, kind, cls, book = "约谈通报", "talks and notices", "talk", D.TalkOrNotice, "authority"
    number: Annotated[Key, Column("事项编号", "matter number", D.number)]
    addressee: Annotated[Text, Column("对象", "addressed to", D.addressedTo)]
    talk_kind: Annotated[NamedNode, Column("类型", "kind", D.talkKind, scheme="TalkKind")]
    indicator: Annotated[Text | None, Column("事由", "indicator", D.indicator)] = None
    day: Annotated[Day, Column("日期", "held on", D.heldOn)]
    due: Annotated[Day | None, Column("办结期限", "due on", D.dueOn)] = None
    settled: Annotated[Day | None, Column("办结日期", "settled on", D.settledOn)] = None


class PeriodicReportRow(Row):
    sheet, english, kind, cls, book = "工作报送", "periodic reports", "periodic-report", D.PeriodicReport, "authority"
    number: Annotated[Key, Column("报送编号", "report number", D.number)]
    name: Annotated[Text, Column("材料名称", "name", RDFS.label)]
    reporter: Annotated[Text, Column("报送单位", "reporter", D.reporter)]
    receiver: Annotated[Text | None, Column("接收单位", "receiver", D.receiver)] = None
    period: Annotated[Text | None, Column("报告期", "period", D.reportPeriod)] = None
    due: Annotated[Day, Column("期限", "due on", D.dueOn)]
    sent: Annotated[Day | None, Column("报送日期", "sent on", D.sentOn)] = None


class PilotRow(Row):
    sheet, english, kind, cls, book = "试点", "pilot areas", "pilot", D.PilotArea, "authority"
    number: Annotated[Key, Column("试点编号", "pilot number", D.number)]
    area: Annotated[Text, Column("地区", "area", D.area)]
    role: Annotated[NamedNode, Column("角色", "role", D.pilotRole, scheme="PilotRole")]
    start: Annotated[Day | None, Column("开始日期", "from", D.runsFrom)] = None
    end: Annotated[Day | None, Column("结束日期", "until", D.runsUntil)] = None


class CriteriaRow(Row):
    sheet, english, kind, cls, book = "评定标准", "grading criteria", "criteria", D.GradingCriteria, "authority"
    number: Annotated[Key, Column("标准编号", "criteria number", D.number)]
    name: Annotated[Text, Column("标准名称", "name", RDFS.label)]
    sector: Annotated[NamedNode, Column("行业", "sector", D.inSector, scheme="Sector")]
    industry_class: Annotated[Text | None, Column("行业类别", "industry class", D.industryClass)] = None
    issuer: Annotated[Text | None, Column("制定部门", "issuer", D.criteriaIssuer)] = None
    edition: Annotated[Text | None, Column("版本", "edition", D.criteriaEdition)] = None
    grade: Annotated[NamedNode | None, Column("等级", "grade", D.grade, scheme="Grade")] = None
    micro: Annotated[Flag | None, Column("小微企业岗位标准", "micro-enterprise post standard", D.microPostStandard)] = None
    ripe: Annotated[Flag | None, Column("可申报地方标准", "ripe for a local standard", D.ripeForLocal)] = None
    trigger: Annotated[Text | None, Column("修订事由", "update trigger", D.updateTrigger)] = None


class FocusItemRow(Row):
    sheet, english, kind, cls, book = "重点清单", "focus items", "focus-item", D.FocusItem, "authority"
    number: Annotated[Key, Column("清单项编号", "focus item number", D.number)]
    sector: Annotated[NamedNode, Column("行业", "sector", D.inSector, scheme="Sector")]
    name: Annotated[Text, Column("清单项", "item", RDFS.label)]
    evidence: Annotated[Text | None, Column("核查依据", "checkable by", D.checkableBy)] = None


class ProvincialRuleRow(Row):
    sheet, english, kind, cls, book = "实施细则", "provincial rules", "provincial-rule", D.ProvincialRule, "authority"
    number: Annotated[Key, Column("细则编号", "rule number", D.number)]
    name: Annotated[Text, Column("细则名称", "name", RDFS.label)]
    area: Annotated[Text, Column("省份", "province", D.area)]
    issued: Annotated[Day | None, Column("印发日期", "issued on", D.ruleIssuedOn)] = None
    start: Annotated[Day | None, Column("施行日期", "in force from", D.runsFrom)] = None
    end: Annotated[Day | None, Column("截止日期", "in force until", D.runsUntil)] = None
    roadmap: Annotated[Text | None, Column("时间表和路线图", "timetable", D.roadmap)] = None


SHEETS: tuple[type[Row], ...] = (
    AuthorityRow,
    SupervisedRow,
    AreaTargetRow,
    InspectionRow,
    ReviewBodyRow,
    TalkRow,
    PeriodicReportRow,
    PilotRow,
    CriteriaRow,
    FocusItemRow,
    ProvincialRuleRow,
)
