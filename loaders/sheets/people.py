"""Persons, their certificates and training, and what each post has to do."""

from typing import Annotated

from pydantic import Field
from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Amount, Count, Day, Flag, Key, Keys, Text
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class PersonRow(Row):
    sheet, english, kind, cls = "人员", "persons", "person", D.Person
    number: Annotated[Key, Column("人员编号", "person number", D.number)]
    posts: Annotated[Keys, Column("任职岗位", "posts held", D.holdsPost, refers="post")] = []
    arrived: Annotated[Day | None, Column("到岗日期", "arrived on", D.arrivedOn)] = None
    moved: Annotated[Day | None, Column("转岗日期", "moved on", D.movedOn)] = None
    left: Annotated[Day | None, Column("离岗日期", "away from", D.awayFrom)] = None
    returned: Annotated[Day | None, Column("返岗日期", "returned on", D.returnedOn)] = None
    quit: Annotated[Day | None, Column("离职日期", "quit on", D.quitOn)] = None
    company: Annotated[Day | None, Column("公司级培训日期", "company training", D.companyTrainingOn)] = None
    workshop: Annotated[Day | None, Column("车间级培训日期", "workshop training", D.workshopTrainingOn)] = None
    team: Annotated[Day | None, Column("班组级培训日期", "team training", D.teamTrainingOn)] = None
    exposed: Annotated[Flag | None, Column("接触职业病危害", "exposed to occupational hazards", D.exposed)] = None
    before: Annotated[Day | None, Column("上岗前体检日期", "health check before", D.checkedBeforeOn)] = None
    during: Annotated[Day | None, Column("在岗体检日期", "health check during", D.checkedDuringOn)] = None
    after: Annotated[Day | None, Column("离岗体检日期", "health check after", D.checkedAfterOn)] = None
    health_file: Annotated[Flag | None, Column("健康监护档案", "health file", D.healthFile)] = None


class CertificateRow(Row):
    sheet, english, kind, cls = "证书", "certificates", "certificate", D.Certificate
    number: Annotated[Key, Column("证书编号", "certificate number", D.number)]
    person: Annotated[Key, Column("持证人", "person", D.ofPerson, refers="person")]
    certificate: Annotated[Text, Column("证书类别", "certificate kind", D.certificateKind)]
    issued: Annotated[Day | None, Column("发证日期", "issued on", D.issuedOn)] = None
    until: Annotated[Day | None, Column("有效期至", "valid until", D.validUntil)] = None


class TrainingRow(Row):
    sheet, english, kind, cls = "培训", "trainings", "training", D.Training
    number: Annotated[Key, Column("培训编号", "training number", D.number)]
    name: Annotated[Text, Column("培训内容", "subject", RDFS.label)]
    training_kind: Annotated[NamedNode, Column("培训类别", "kind", D.kind, scheme="TrainingKind")]
    department: Annotated[Key | None, Column("组织部门", "department", D.ownedBy, refers="department")] = None
    planned: Annotated[Day | None, Column("计划日期", "planned on", D.plannedOn)] = None
    held: Annotated[Day | None, Column("实施日期", "held on", D.heldOn)] = None
    hours: Annotated[Amount | None, Column("学时", "hours", D.trainingHours)] = None
    attendees: Annotated[Keys, Column("参加人员", "attendees", D.attendee, refers="person")] = []
    result: Annotated[NamedNode | None, Column("考核结果", "result", D.result, scheme="Result")] = None
    evaluated: Annotated[Day | None, Column("效果评估日期", "evaluated on", D.evaluatedOn)] = None


class DutyRow(Row):
    sheet, english, kind, cls = "职责", "duties", "duty", D.Duty
    number: Annotated[Key, Column("职责编号", "duty number", D.number)]
    post: Annotated[Key, Column("岗位", "post", D.ofPost, refers="post")]
    text: Annotated[Text, Column("职责内容", "duty", RDFS.label)]
    statutory: Annotated[
        Annotated[Count, Field(ge=1, le=7)] | None,
        Column("法定职责", "statutory duty", D.statutoryDuty, example="1"),
    ] = None
    assessment: Annotated[Text | None, Column("考核方式", "how assessed", D.assessmentMethod)] = None
    standard: Annotated[Key | None, Column("责任标准", "responsibility standard", D.responsibilityStandard, refers="standard")] = None


SHEETS: tuple[type[Row], ...] = (PersonRow, CertificateRow, TrainingRow, DutyRow)
