"""Self-evaluation, grades, checklists, the way of a standard to a higher one."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Day, Flag, Key, Text, Year
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class ConversionRow(Row):
    sheet, english, kind, cls = "标准转化", "conversions", "conversion", D.Conversion
    number: Annotated[Key, Column("转化编号", "conversion number", D.number)]
    standard: Annotated[Key, Column("企业标准", "own standard", D.ofOwnStandard, refers="standard")]
    aim: Annotated[NamedNode, Column("转化目标", "aim", D.conversionAim, scheme="ConversionAim")]
    reviewer: Annotated[Text | None, Column("审核部门", "reviewing authority", D.reviewingBody)] = None
    step: Annotated[NamedNode, Column("转化环节", "step", D.conversionStep, scheme="ConversionStep")]
    since: Annotated[Day | None, Column("进入日期", "since", D.stepSince)] = None
    outcome: Annotated[Text | None, Column("结果", "outcome", D.outcome)] = None


class NominationRow(Row):
    sheet, english, kind, cls = "奖项申报", "award nominations", "nomination", D.AwardNomination
    number: Annotated[Key, Column("申报编号", "nomination number", D.number)]
    standard: Annotated[Key, Column("企业标准", "own standard", D.ofOwnStandard, refers="standard")]
    award: Annotated[Text, Column("奖项", "award", D.award)]
    nominator: Annotated[Text | None, Column("推荐部门", "nominated by", D.nominatedBy)] = None
    year: Annotated[Year | None, Column("年度", "year", D.ofYear)] = None
    outcome: Annotated[Text | None, Column("结果", "outcome", D.outcome)] = None


class ResearchRow(Row):
    sheet, english, kind, cls = "科研成果", "research results", "research-result", D.ResearchResult
    number: Annotated[Key, Column("成果编号", "result number", D.number)]
    name: Annotated[Text, Column("成果名称", "name", RDFS.label)]
    research_kind: Annotated[NamedNode, Column("成果类型", "kind", D.kind, scheme="ResearchKind")]
    achieved: Annotated[Day | None, Column("完成日期", "achieved on", D.achievedOn)] = None
    standard: Annotated[Key | None, Column("转化成的标准", "feeds standard", D.feedsStandard, refers="standard")] = None


class SelfEvaluationRow(Row):
    sheet, english, kind, cls = "自评", "self-evaluations", "self-evaluation", D.SelfEvaluation
    number: Annotated[Key, Column("自评编号", "self-evaluation number", D.number)]
    year: Annotated[Year, Column("年度", "year", D.ofYear)]
    evaluated: Annotated[Day | None, Column("评定日期", "evaluated on", D.evaluatedOn)] = None
    score: Annotated[Amount | None, Column("得分", "score", D.score)] = None
    full: Annotated[Amount | None, Column("满分", "full marks", D.fullMarks)] = None
    published: Annotated[Day | None, Column("公示日期", "published on", D.publishedOn)] = None
    submitted: Annotated[Day | None, Column("上报日期", "submitted on", D.submittedOn)] = None


class EvaluationItemRow(Row):
    sheet, english, kind, cls = "自评项", "evaluation items", "evaluation-item", D.EvaluationItem
    number: Annotated[Key, Column("自评项编号", "evaluation item number", D.number)]
    evaluation: Annotated[Key, Column("自评编号", "self-evaluation", D.ofEvaluation, refers="self-evaluation")]
    element: Annotated[NamedNode, Column("要素", "element", D.inElement, scheme="CoreElement")]
    item: Annotated[Key | None, Column("项号", "item", D.checklistItem)] = None
    name: Annotated[Text, Column("评分内容", "content", RDFS.label)]
    full: Annotated[Amount, Column("标准分", "full marks", D.fullMarks)]
    score: Annotated[Amount | None, Column("得分", "score", D.score)] = None
    not_applicable: Annotated[Flag | None, Column("不适用", "not applicable", D.notApplicable)] = None
    veto: Annotated[Flag | None, Column("否决项", "veto item", D.vetoItem)] = None
    evidence: Annotated[Text | None, Column("证明材料", "evidence", D.evidence)] = None


class ChecklistRow(Row):
    sheet, english, kind, cls = "清单核对", "checklist entries", "checklist-entry", D.ChecklistEntry
    number: Annotated[Key, Column("核对编号", "entry number", D.number)]
    checklist: Annotated[NamedNode, Column("清单", "checklist", D.ofChecklist, scheme="Checklist")]
    item: Annotated[Key, Column("项号", "item", D.checklistItem)]
    name: Annotated[Text, Column("核对内容", "content", RDFS.label)]
    state: Annotated[NamedNode | None, Column("核对结果", "state", D.checklistState, scheme="ChecklistState")] = None
    evidence: Annotated[Text | None, Column("证明材料", "evidence", D.evidence)] = None
    reviewed: Annotated[Day | None, Column("核对日期", "reviewed on", D.reviewedOn)] = None


class GradeRow(Row):
    sheet, english, kind, cls = "定级", "grades", "grade", D.GradeApplication
    number: Annotated[Key, Column("定级编号", "grade number", D.number)]
    grade: Annotated[NamedNode, Column("等级", "grade", D.grade, scheme="Grade")]
    workflow: Annotated[NamedNode | None, Column("流程", "workflow", D.gradingWorkflow, scheme="GradingWorkflow")] = None
    step: Annotated[NamedNode | None, Column("环节", "step", D.gradingStep, scheme="GradingStep")] = None
    state: Annotated[NamedNode | None, Column("状态", "state", D.gradeState, scheme="GradeState")] = None
    applied: Annotated[Day | None, Column("申请日期", "applied on", D.appliedOn)] = None
    decided: Annotated[Day | None, Column("决定日期", "decided on", D.decidedOn)] = None
    body: Annotated[Text | None, Column("定级部门", "decided by", D.decidedBy)] = None
    announced: Annotated[Day | None, Column("公告日期", "announced on", D.announcedOn)] = None
    until: Annotated[Day | None, Column("有效期至", "valid until", D.gradeUntil)] = None
    certificate: Annotated[Text | None, Column("证书编号", "certificate", D.gradeCertificate)] = None
    withdrawn: Annotated[Day | None, Column("撤销日期", "withdrawn on", D.withdrawnOn)] = None
    ground: Annotated[Text | None, Column("撤销原因", "ground", D.withdrawalGround)] = None
    put_right: Annotated[Day | None, Column("整改完成日期", "put right on", D.regainedOrderOn)] = None
    in_use: Annotated[Flag | None, Column("仍在使用", "still in use", D.gradeInUse)] = None


class GradeCheckRow(Row):
    sheet, english, kind, cls = "年度核查", "yearly checks", "yearly-check", D.YearlyGradeCheck
    number: Annotated[Key, Column("核查编号", "check number", D.number)]
    grade: Annotated[Key, Column("定级编号", "grade", D.ofGrade, refers="grade")]
    year: Annotated[Year | None, Column("年度", "year", D.ofYear)] = None
    checked: Annotated[Day | None, Column("核查日期", "checked on", D.reviewedOn)] = None
    body: Annotated[Text | None, Column("核查部门", "checked by", D.checkedByBody)] = None
    result: Annotated[NamedNode | None, Column("核查结果", "result", D.gradeCheckResult, scheme="GradeCheckResult")] = None
    rectification: Annotated[Text | None, Column("整改情况", "rectification", D.rectification)] = None


class IncentiveRow(Row):
    sheet, english, kind, cls = "激励", "incentives", "incentive", D.IncentiveClaim
    number: Annotated[Key, Column("激励编号", "incentive number", D.number)]
    incentive: Annotated[NamedNode, Column("激励措施", "incentive", D.incentive, scheme="Incentive")]
    condition: Annotated[Text | None, Column("条件", "condition", D.incentiveCondition)] = None
    met: Annotated[Flag | None, Column("条件已满足", "condition met", D.conditionMet)] = None
    provider: Annotated[Text | None, Column("提供方", "provider", D.incentiveProvider)] = None
    claimed: Annotated[Day | None, Column("申领日期", "claimed on", D.claimedOn)] = None
    state: Annotated[NamedNode | None, Column("申领状态", "state", D.claimState, scheme="ClaimState")] = None


class FeeRow(Row):
    sheet, english, kind, cls = "评审费用", "grading fees", "grading-fee", D.GradingFee
    number: Annotated[Key, Column("费用编号", "fee number", D.number)]
    payer: Annotated[Text | None, Column("付款方", "payer", D.payer)] = None
    payee: Annotated[Text | None, Column("收款方", "payee", D.payee)] = None
    payee_kind: Annotated[NamedNode | None, Column("收款方类型", "kind of payee", D.payeeKind, scheme="FeePayee")] = None
    purpose: Annotated[NamedNode | None, Column("收费事项", "purpose", D.feePurpose, scheme="FeePurpose")] = None
    amount: Annotated[Amount | None, Column("金额", "amount", D.feeAmount)] = None
    paid: Annotated[Day | None, Column("付款日期", "paid on", D.paidOn)] = None


class ExpertRow(Row):
    sheet, english, kind, cls = "专家", "experts", "expert", D.Expert
    number: Annotated[Key, Column("专家编号", "expert number", D.number)]
    field: Annotated[Text, Column("专业领域", "field", D.expertise)]
    body: Annotated[Text | None, Column("所在单位", "organisation", D.expertBody)] = None
    engaged: Annotated[Day | None, Column("聘请日期", "engaged on", D.engagedOn)] = None
    task: Annotated[Text | None, Column("聘请事项", "engaged for", D.engagedFor)] = None


class NoticeRow(Row):
    sheet, english, kind, cls = "公示", "public notices", "public-notice", D.PublicNotice
    number: Annotated[Key, Column("公示编号", "notice number", D.number)]
    notice_kind: Annotated[NamedNode, Column("公示事项", "kind", D.kind, scheme="NoticeKind")]
    name: Annotated[Text, Column("公示内容", "content", RDFS.label)]
    medium: Annotated[Text | None, Column("媒介", "medium", D.noticeMedium)] = None
    day: Annotated[Day | None, Column("公开日期", "made public on", D.noticeOn)] = None
    credit: Annotated[Flag | None, Column("进入信用系统", "in the credit system", D.inCreditSystem)] = None


SHEETS: tuple[type[Row], ...] = (
    ConversionRow,
    NominationRow,
    ResearchRow,
    SelfEvaluationRow,
    EvaluationItemRow,
    ChecklistRow,
    GradeRow,
    GradeCheckRow,
    IncentiveRow,
    FeeRow,
    ExpertRow,
    NoticeRow,
)
