"""A generated enterprise without a gap, in the product's vocabulary."""

from datetime import date, timedelta
from random import Random

import content
from enterprise import DAY, Enterprise, day, decimal
from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, ORG, QUDT, RDF, RDFS, D, Term


def complete(code: str, name: str, rng: Random) -> Enterprise:
    """An enterprise that keeps every rule."""
    one = Enterprise(code, name, rng)
    for part in (_enterprise, _departments, _posts, _equipment, _hazards, _units, _standards, _clauses):
        part(one)
    return one


def _labelled(name: str, number: str) -> list[tuple[NamedNode, Term | None]]:
    return [(RDFS.label, Literal(name, language="zh")), (D.number, Literal(number))]


def _standard(one: Enterprise, number: str) -> NamedNode:
    return one.member("standard", f"Q/BCM {number}-2025")


def _enterprise(one: Enterprise) -> None:
    sector = one.rng.choice(sorted(content.SECTORS))
    said = [
        (RDFS.label, Literal(f"{one.name}{content.SECTORS[sector]}有限公司", language="zh")),
        (D.creditCode, Literal(one.code)),
        (D.sector, D[f"Sector-{sector}"]),
        (D.headcount, Literal(one.rng.randint(40, 900))),
        (D.scale, D["Scale-small"]),
        (D.place, Literal(one.rng.choice(content.PLACES))),
        (D.hasSafetyBody, Literal(True)),
        (D.safetyEngineers, Literal(2)),
        (D.fullTimeSafetyStaff, Literal(3)),
        (D.lastSafetyEvaluation, one.ago(30, 1000)),
    ]
    one.add(iris.enterprise(one.code), D.Enterprise, "企业", said)


def _departments(one: Enterprise) -> None:
    for place, name in enumerate(content.DEPARTMENTS):
        above = one.member("department", "BM-02") if name.endswith("车间") else None
        said = [(D.head, one.member("post", f"GW-{place + 1:03}")), (ORG.subOrganizationOf, above)]
        one.add(one.member("department", f"BM-{place:02}"), D.Department, "部门", _labelled(name, f"BM-{place:02}") + said)


def _posts(one: Enterprise) -> None:
    for place, (name, kind, department, duty) in enumerate(content.POSTS, start=1):
        certified, works = kind in {"principal", "safety", "special-operation"}, kind in {"operating", "special-operation"}
        said = _labelled(name, f"GW-{place:03}") + [
            (D.kind, D[f"PostKind-{kind}"]),
            (ORG.postIn, one.member("department", f"BM-{department:02}")),
            (D.holder, Literal(f"工号{one.rng.randint(1000, 9999)}")),
            (D.dutyScope, Literal(duty)),
            (D.responsibilityStandard, _standard(one, "301")),
            (D.assessmentStandard, _standard(one, "302")),
            (D.initialTrainingHours, decimal(one.rng.randint(72, 96))),
            (D.yearlyTrainingHours, decimal(one.rng.randint(20, 36))),
            (D.operatingProcedure, _standard(one, "104") if works else None),
            (D.certificateKind, Literal(f"{name}合格证") if certified else None),
            (D.certificateUntil, one.ago(-900, -30) if certified else None),
            (D.trainingFile, Literal(True)),
        ]
        said += [(D.protectiveEquipment, Literal(item)) for item in ("防静电工作服", "安全帽") if works]
        said += [(D.statutoryDuty, Literal(duty)) for duty in range(1, 8) if kind == "principal"]
        if name in {"焊工", "污水处理工"}:
            said += [(D.highRiskWork, D["HighRiskWork-hot-work"]), (D.workStandard, _standard(one, "101"))]
        one.add(one.member("post", f"GW-{place:03}"), D.Post, "岗位", said)


def _equipment(one: Enterprise) -> None:
    for place, (name, kind, special) in enumerate(content.EQUIPMENT, start=1):
        began = DAY - timedelta(days=one.rng.randint(400, 3000))
        said = _labelled(name, f"SB-{place:03}") + [
            (D.kind, D[f"EquipmentKind-{kind}"]),
            (D.state, D["EquipmentState-in-use"]),
            (D.inServiceOn, day(began)),
            (D.ownedBy, one.member("department", f"BM-{one.rng.randint(3, 6):02}")),
            (D.ownedBy, one.member("post", f"GW-{one.rng.randint(10, 24):03}")),
            (D.maintenanceStandard, _standard(one, "103")),
        ]
        if special:
            said += [(D.specialKind, Literal(special)), (D.registeredOn, day(began + timedelta(days=one.rng.randint(1, 29))))]
            said += [(D.registrationNumber, Literal(f"示例特{place:03}({one.code})")), (D.nextInspection, one.ago(-700, -10))]
            said += [(D.lastSelfCheck, one.ago(1, 20)), (D.technicalFile, Literal(True))]
        elif kind != "production":
            said += [(D.lastTested, one.ago(5, 300)), (D.testSignedBy, Literal(f"工号{one.rng.randint(1000, 9999)}"))]
        one.add(one.member("equipment", f"SB-{place:03}"), D.Equipment, "设备", said)


def _hazards(one: Enterprise) -> None:
    for place, (name, kind, level, measure) in enumerate(content.HAZARDS, start=1):
        said = _labelled(name, f"WX-{place:03}") + [
            (D.hazardType, D[f"HazardType-{kind}"]),
            (D.riskLevel, D[f"RiskLevel-{level}"]),
            (D.inDepartment, one.member("department", f"BM-{one.rng.randint(3, 6):02}")),
            (D.atEquipment, one.member("equipment", f"SB-{one.rng.randint(1, 22):03}")),
            (D.ownedBy, one.member("post", f"GW-{one.rng.randint(10, 24):03}")),
            (D.assessedOn, one.ago(10, 300)),
            (D.controlMeasure, Literal(measure)),
            (D.coveredBy, _standard(one, one.rng.choice(("102", "103", "104")))),
            (D.checkFrequency, D[f"CheckFrequency-{one.rng.choice(content.FREQUENCIES)}"]),
            (D.warningSign, Literal(True)),
        ]
        one.add(one.member("hazard", f"WX-{place:03}"), D.Hazard, "危险源", said)


def _units(one: Enterprise) -> None:
    for place, (name, kind, substance, state, hazard, process, cas, tonnes, grade) in enumerate(content.UNITS, start=1):
        unit, number = one.member("unit", f"DY-{place:02}"), f"DY-{place:02}"
        said = _labelled(name, number) + [(D.kind, D[f"UnitKind-{kind}"]), (D.population500m, Literal(36))]
        said += [(D.ownedBy, one.member("post", "GW-012")), (D.identifiedOn, one.ago(1000, 1200)), (D.stockRegister, Literal(True))]
        one.add(unit, D.HazardUnit, "危险化学品单元", said + (_registered(one, number, grade) if grade else []))
        held = [(D.inUnit, unit), (D.substanceName, Literal(substance)), (D.casNumber, Literal(cas))]
        held += [(D.designMaximum, decimal(tonnes)), (D.statedUnit, Literal("t")), (D.physicalState, D[f"PhysicalState-{state}"])]
        held += [(D.hazardClass, Literal(hazard)), (D.processCondition, Literal(process) if process else None)]
        held += [(D.highlyToxic, Literal(substance == "液氯"))]
        one.add(one.member("holding", f"CC-{place:02}"), D.Holding, "危险化学品储存", _labelled(substance, f"CC-{place:02}") + held)


_IN_PLACE = (
    D.monitored,
    D.safetyInstrumentedSystem,
    D.videoSurveillance,
    D.emergencyStop,
    D.warningSign,
    D.twoPersonHandling,
    D.keptSeparately,
    D.storageReported,
)


_ACCEPTED = date(2019, 4, 2)


def _registered(one: Enterprise, number: str, grade: int) -> list[tuple[NamedNode, Term | None]]:
    """What a major hazard source has to show."""
    assessed = DAY - timedelta(days=one.rng.randint(60, 900))
    guards = zip((D.principalGuarantor, D.technicalGuarantor, D.operatingGuarantor), ("GW-001", "GW-002", "GW-012"), strict=True)
    return [
        (D.registrationNumber, Literal(f"示例危源登字{number}（{one.code}）")),
        (D.registeredGrade, D[f"HazardGrade-{grade}"]),
        (D.assessedOn, day(assessed)),
        (D.lastChangedOn, day(assessed - timedelta(days=30))),
        (D.filedOn, day(assessed + timedelta(days=10))),
        (D.firstFiledOn, day(_ACCEPTED - timedelta(days=20))),
        (D.finalAcceptanceOn, day(_ACCEPTED)),
        (D.filedWithFireRescueOn, day(assessed + timedelta(days=12))),
        (D.filingNumber, Literal(f"BA示例{number}（{one.code}）")),
        (D.dataKeptDays, Literal(60)),
        (D.recordsKeptYears, Literal(5)),
        (D.gasTightSuits, Literal(4)),
        (D.facilitiesTestedUntil, one.ago(-300, -30)),
        (D.lastCheckedOn, one.ago(1, 5)),
        (D.drilledSpecialPlanOn, one.ago(10, 150)),
        (D.drilledOnSitePlanOn, one.ago(10, 150)),
        (D.responsibilitySystem, _standard(one, "303")),
        (D.emergencyPlan, _standard(one, "401")),
        *((term, one.member("post", post)) for term, post in guards),
        *((term, Literal(True)) for term in _IN_PLACE),
        *((D.emergencyEquipment, D[f"EmergencyEquipment-{item}"]) for item in content.EMERGENCY_EQUIPMENT),
    ]


def _standards(one: Enterprise) -> None:
    for number, title, kind in content.STANDARDS:
        said = _labelled(title, f"Q/BCM {number}-2025") + [
            (ELI.title, Literal(title)),
            (D.kind, D[f"StandardKind-{kind}"]),
            (ELI.date_document, one.ago(400, 500)),
            (ELI.first_date_entry_in_force, one.ago(300, 399)),
            (D.reviewDue, one.ago(-900, -30)),
            (D.published, Literal(True)),
        ]
        one.add(_standard(one, number), D.EnterpriseStandard, "标准", said)


def _clauses(one: Enterprise) -> None:
    for standard, number, text, above, limit in content.CLAUSES:
        clause = one.member("standard", f"Q/BCM {standard}-2025", number)
        key, upper = above.split("/")
        said = [(ELI.is_part_of, _standard(one, standard)), (D.clauseNumber, Literal(number)), (D.text, Literal(text))]
        said += [(D.implements, iris.clause(key, upper)), (D.appliesTo, one.member("post", f"GW-{one.rng.randint(10, 24):03}"))]
        one.add(clause, D.EnterpriseClause, "条款", said)
        if limit:
            parameter, scope, direction, value, unit = limit
            stated = [(D.statedIn, clause), (D.parameter, iris.parameter(parameter)), (D.scope, iris.scope(scope))]
            stated += [(D.direction, D[f"Direction-{direction}"]), (D.statedValue, Literal(f"{value:g}")), (D.statedUnit, Literal(unit))]
            one.things[NamedNode(f"{clause.value}/limit")] = [(RDF.type, D.Limit), *stated, (QUDT.numericValue, decimal(value))]
