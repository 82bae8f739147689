"""Targets, funds, meetings, rewards, changes, insurance, versions of standards, signs, contractors and licences."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Count, Day, Flag, Key, Keys, Text, Year
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import ELI, RDFS, D


class TargetRow(Row):
    sheet, english, kind, cls = "目标", "targets", "target", D.Target
    number: Annotated[Key, Column("目标编号", "target number", D.number)]
    indicator: Annotated[Text, Column("指标", "indicator", RDFS.label)]
    year: Annotated[Year, Column("年度", "year", D.year)]
    department: Annotated[Key | None, Column("责任部门", "department", D.ownedBy, refers="department")] = None
    target: Annotated[Text | None, Column("目标值", "target", D.targetValue)] = None
    actual: Annotated[Text | None, Column("实际值", "actual", D.actualValue)] = None
    result: Annotated[NamedNode | None, Column("考核结论", "result", D.targetResult, scheme="TargetResult")] = None
    improvement: Annotated[Text | None, Column("改进措施", "improvement", D.improvement)] = None


class FundRow(Row):
    sheet, english, kind, cls = "资金", "safety funds", "fund", D.SafetyFund
    number: Annotated[Key, Column("资金编号", "fund number", D.number)]
    item: Annotated[Text, Column("用途", "item", RDFS.label)]
    year: Annotated[Year, Column("年度", "year", D.year)]
    extracted: Annotated[Amount | None, Column("提取金额", "extracted", D.extracted)] = None
    budget: Annotated[Amount | None, Column("计划金额", "budget", D.budget)] = None
    spent: Annotated[Amount | None, Column("使用金额", "spent", D.spent)] = None


class MeetingRow(Row):
    sheet, english, kind, cls = "会议", "meetings", "meeting", D.Meeting
    number: Annotated[Key, Column("会议编号", "meeting number", D.number)]
    name: Annotated[Text, Column("议题", "subject", RDFS.label)]
    meeting_kind: Annotated[NamedNode, Column("会议类别", "kind", D.kind, scheme="MeetingKind")]
    held: Annotated[Day | None, Column("召开日期", "held on", D.heldOn)] = None
    chair: Annotated[Key | None, Column("主持岗位", "chair", D.ownedBy, refers="post")] = None
    filed: Annotated[Day | None, Column("纪要归档日期", "minutes filed on", D.minutesFiledOn)] = None


class RewardRow(Row):
    sheet, english, kind, cls = "奖惩", "rewards and penalties", "reward", D.Reward
    number: Annotated[Key, Column("奖惩编号", "record number", D.number)]
    reason: Annotated[Text, Column("事由", "reason", RDFS.label)]
    reward_kind: Annotated[NamedNode, Column("奖惩类别", "kind", D.kind, scheme="RewardKind")]
    person: Annotated[Key | None, Column("人员", "person", D.ofPerson, refers="person")] = None
    amount: Annotated[Amount | None, Column("金额", "amount", D.amount)] = None
    decided: Annotated[Day | None, Column("决定日期", "decided on", D.decidedOn)] = None
    basis: Annotated[Key | None, Column("依据标准", "basis", D.basisStandard, refers="standard")] = None


class ChangeRow(Row):
    sheet, english, kind, cls = "变更", "changes", "change", D.Change
    number: Annotated[Key, Column("变更编号", "change number", D.number)]
    name: Annotated[Text, Column("变更内容", "change", RDFS.label)]
    change_kind: Annotated[NamedNode, Column("变更类别", "kind", D.kind, scheme="ChangeKind")]
    department: Annotated[Key | None, Column("变更部门", "department", D.inDepartment, refers="department")] = None
    equipment: Annotated[Key | None, Column("涉及设备", "equipment", D.atEquipment, refers="equipment")] = None
    assessed: Annotated[Day | None, Column("风险评估日期", "assessed on", D.assessedOn)] = None
    started: Annotated[Day | None, Column("启用日期", "started on", D.startedOn)] = None
    trainings: Annotated[Keys, Column("专门培训", "trainings", D.changeTraining, refers="training")] = []


class InsuranceRow(Row):
    sheet, english, kind, cls = "保险", "insurance", "insurance", D.Insurance
    number: Annotated[Key, Column("保险编号", "policy number", D.number)]
    insurance_kind: Annotated[NamedNode, Column("保险类别", "kind", D.kind, scheme="InsuranceKind")]
    since: Annotated[Day | None, Column("生效日期", "valid from", D.validFrom)] = None
    until: Annotated[Day | None, Column("有效期至", "valid until", D.validUntil)] = None
    insured: Annotated[Count | None, Column("参保人数", "persons insured", D.personsInsured)] = None


class VersionRow(Row):
    sheet, english, kind, cls = "标准版本", "standard versions", "version", D.StandardVersion
    number: Annotated[Key, Column("版本编号", "version number", D.number)]
    standard: Annotated[Key, Column("标准编号", "standard", D.ofStandard, refers="standard")]
    version: Annotated[Text | None, Column("版次", "version", D.versionName)] = None
    state: Annotated[NamedNode | None, Column("版本状态", "state", D.state, scheme="VersionState")] = None
    effective: Annotated[Day | None, Column("实施日期", "effective on", ELI.first_date_entry_in_force)] = None
    reason: Annotated[Text | None, Column("修订原因", "reason of revision", D.revisionReason)] = None
    published: Annotated[Text | None, Column("发布位置", "published at", D.publishedAt)] = None
    posts: Annotated[Keys, Column("适用岗位", "posts", D.appliesTo, refers="post")] = []
    acknowledged_by: Annotated[Keys, Column("签收岗位", "acknowledged by", D.acknowledgedBy, refers="post")] = []
    acknowledged: Annotated[Day | None, Column("签收日期", "acknowledged on", D.acknowledgedOn)] = None


class SignRow(Row):
    sheet, english, kind, cls = "标识", "signs", "sign", D.Sign
    number: Annotated[Key, Column("标识编号", "sign number", D.number)]
    name: Annotated[Text, Column("标识内容", "sign", RDFS.label)]
    sign_kind: Annotated[NamedNode, Column("标识类别", "kind", D.kind, scheme="SignKind")]
    place: Annotated[Text | None, Column("设置位置", "place", D.atPlace)] = None
    department: Annotated[Key | None, Column("所在部门", "department", D.inDepartment, refers="department")] = None
    hazard: Annotated[Key | None, Column("关联危险源", "hazard", D.ofHazard, refers="hazard")] = None
    quantity: Annotated[Count | None, Column("数量", "quantity", D.quantity)] = None
    checked: Annotated[Day | None, Column("上次检查日期", "last checked", D.lastCheckedOn)] = None
    intact: Annotated[Flag | None, Column("完好", "intact", D.intact)] = None


class ContractorRow(Row):
    sheet, english, kind, cls = "承包商", "contractors", "contractor", D.Contractor
    number: Annotated[Key, Column("相关方编号", "contractor number", D.number)]
    name: Annotated[Text, Column("单位名称", "name", RDFS.label)]
    contractor_kind: Annotated[NamedNode, Column("相关方类别", "kind", D.kind, scheme="ContractorKind")]
    scope: Annotated[Text | None, Column("承包或承租范围", "scope", D.contractScope)] = None
    post: Annotated[Key | None, Column("管理岗位", "responsible post", D.ownedBy, refers="post")] = None
    agreement: Annotated[Key | None, Column("安全协议编号", "agreement number", D.agreementNumber)] = None
    signed: Annotated[Day | None, Column("签订日期", "signed on", D.signedOn)] = None
    until: Annotated[Day | None, Column("有效期至", "valid until", D.validUntil)] = None
    checked: Annotated[Day | None, Column("上次检查日期", "last checked", D.lastCheckedOn)] = None


class LicenceRow(Row):
    sheet, english, kind, cls = "许可证", "licences", "licence", D.Licence
    number: Annotated[Key, Column("许可证编号", "licence number", D.number)]
    licence_kind: Annotated[NamedNode, Column("许可证类别", "kind", D.kind, scheme="LicenceKind")]
    issued: Annotated[Day | None, Column("发证日期", "issued on", D.issuedOn)] = None
    until: Annotated[Day | None, Column("有效期至", "valid until", D.validUntil)] = None
    renewal: Annotated[Day | None, Column("延期申请日期", "renewal applied for on", D.renewalAppliedOn)] = None


SHEETS: tuple[type[Row], ...] = (
    TargetRow,
    FundRow,
    MeetingRow,
    RewardRow,
    ChangeRow,
    InsuranceRow,
    VersionRow,
    SignRow,
    ContractorRow,
    LicenceRow,
)
