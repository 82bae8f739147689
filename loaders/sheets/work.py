"""Work done under a permit, the confined spaces, and what is done to equipment: maintenance and inspections."""

from typing import Annotated

from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Day, Flag, Key, Moment, Text, Texts
from duibiao.loaders.sheets.row import Column, Row
from duibiao.ontology.terms import RDFS, D


class ConfinedSpaceRow(Row):
    sheet, english, kind, cls = "有限空间", "confined spaces", "confined-space", D.ConfinedSpace
    number: Annotated[Key, Column("空间编号", "space number", D.number)]
    name: Annotated[Text, Column("空间名称", "name", RDFS.label)]
    department: Annotated[Key | None, Column("所在部门", "department", D.inDepartment, refers="department")] = None
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    equipment: Annotated[Key | None, Column("所在设备", "equipment", D.atEquipment, refers="equipment")] = None
    factors: Annotated[Texts, Column("危害因素", "hazard factors", D.hazardFactor)] = []
    identified: Annotated[Day | None, Column("辨识日期", "identified on", D.identifiedOn)] = None
    sign: Annotated[Flag | None, Column("警示标志", "warning sign", D.warningSign)] = None
    ventilation: Annotated[Text | None, Column("通风措施", "ventilation", D.ventilationMeasure)] = None


class PermitRow(Row):
    sheet, english, kind, cls = "作业票", "work permits", "permit", D.WorkPermit
    number: Annotated[Key, Column("作业票编号", "permit number", D.number)]
    work: Annotated[Text, Column("作业内容", "work", RDFS.label)]
    work_kind: Annotated[NamedNode, Column("作业类别", "kind", D.kind, scheme="HighRiskWork")]
    level: Annotated[NamedNode | None, Column("作业级别", "level", D.workLevel, scheme="WorkLevel")] = None
    place: Annotated[Text | None, Column("作业地点", "place", D.atPlace)] = None
    department: Annotated[Key | None, Column("属地部门", "department", D.inDepartment, refers="department")] = None
    space: Annotated[Key | None, Column("有限空间", "confined space", D.inSpace, refers="confined-space")] = None
    issued: Annotated[Moment | None, Column("签发时间", "issued at", D.issuedAt)] = None
    starts: Annotated[Moment | None, Column("作业开始时间", "work begins at", D.startsAt)] = None
    ends: Annotated[Moment | None, Column("有效期至", "valid until", D.endsAt)] = None
    ventilated: Annotated[Flag | None, Column("已通风", "ventilated", D.ventilated)] = None
    tested: Annotated[Moment | None, Column("气体检测时间", "gas tested at", D.gasTestedAt)] = None
    attendant: Annotated[Key | None, Column("监护人", "attendant", D.attendant, refers="person")] = None
    approver: Annotated[Key | None, Column("审批岗位", "approver", D.approver, refers="post")] = None
    contractor: Annotated[Key | None, Column("作业单位", "contractor", D.byContractor, refers="contractor")] = None
    closed: Annotated[Moment | None, Column("关闭时间", "closed at", D.closedAt)] = None


class MaintenanceRow(Row):
    sheet, english, kind, cls = "检维修", "maintenance", "maintenance", D.MaintenanceJob
    number: Annotated[Key, Column("检维修编号", "job number", D.number)]
    name: Annotated[Text, Column("检维修内容", "job", RDFS.label)]
    equipment: Annotated[Key, Column("设备", "equipment", D.atEquipment, refers="equipment")]
    post: Annotated[Key | None, Column("责任岗位", "responsible post", D.ownedBy, refers="post")] = None
    planned: Annotated[Day | None, Column("计划日期", "planned on", D.plannedOn)] = None
    done: Annotated[Day | None, Column("完成日期", "done on", D.doneOn)] = None
    result: Annotated[NamedNode | None, Column("结果", "result", D.result, scheme="Result")] = None
    contractor: Annotated[Key | None, Column("委外单位", "contractor", D.byContractor, refers="contractor")] = None


class InspectionRow(Row):
    sheet, english, kind, cls = "检验", "inspections", "inspection", D.InspectionReport
    number: Annotated[Key, Column("检验报告编号", "report number", D.number)]
    equipment: Annotated[Key, Column("设备", "equipment", D.atEquipment, refers="equipment")]
    done: Annotated[Day | None, Column("检验日期", "inspected on", D.doneOn)] = None
    result: Annotated[NamedNode | None, Column("结果", "result", D.result, scheme="Result")] = None
    until: Annotated[Day | None, Column("有效期至", "valid until", D.validUntil)] = None


SHEETS: tuple[type[Row], ...] = (ConfinedSpaceRow, PermitRow, MaintenanceRow, InspectionRow)
