"""Gaps planted in a generated enterprise, each written down with the plain shape and the rule of the product that it breaks."""

from collections.abc import Callable
from datetime import date

from enterprise import Enterprise, Planted, day, decimal
from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, ORG, QUDT, RDFS, D

SHARE = 0.03

Planter = Callable[[Enterprise, NamedNode], Planted]


def plant(one: Enterprise) -> None:
    """Give three in a hundred of its things one gap each, of a kind that the thing can have."""
    for cls, planters in _PLANTERS.items():
        for thing in one.of(cls):
            if one.rng.random() < SHARE and (fitting := [planter for fits, planter in planters if fits(one, thing)]):
                one.planted.append(one.rng.choice(fitting)(one, thing))


def _without(one: Enterprise, thing: NamedNode, predicate: NamedNode) -> None:
    one.things[thing] = [said for said in one.things[thing] if said[0] != predicate]


def _set(predicate: NamedNode, value: NamedNode | Literal, plain: str | None, rule: str | None) -> Planter:
    """The property gets this value instead of its own."""

    def planter(one: Enterprise, thing: NamedNode) -> Planted:
        _without(one, thing, predicate)
        one.things[thing].append((predicate, value))
        return Planted(thing, plain, rule)

    return planter


def _drop(predicate: NamedNode, plain: str | None, rule: str | None) -> Planter:
    """The property is missing."""

    def planter(one: Enterprise, thing: NamedNode) -> Planted:
        _without(one, thing, predicate)
        return Planted(thing, plain, rule)

    return planter


def _point(predicate: NamedNode, kind: str, number: str, plain: str) -> Planter:
    """The property gets one value more, which is no fit thing."""

    def planter(one: Enterprise, thing: NamedNode) -> Planted:
        one.things[thing].append((predicate, one.member(kind, number)))
        return Planted(thing, plain, None)

    return planter


def _empty_department(one: Enterprise, department: NamedNode) -> Planted:
    """A department without posts, below the one given."""
    number = f"BM-9{len(one.of(D.Department))}"
    below = one.member("department", number)
    said = [(RDFS.label, Literal("待建车间", language="zh")), (D.number, Literal(number)), (ORG.subOrganizationOf, department)]
    one.add(below, D.Department, "部门", list(said))
    return Planted(below, "Department-staffed", None)


def _unfounded_standard(one: Enterprise, standard: NamedNode) -> Planted:
    """A standard none of whose clauses implements anything."""
    for clause in one.of(D.EnterpriseClause):
        if (ELI.is_part_of, standard) in one.things[clause]:
            _without(one, clause, D.implements)
    return Planted(standard, "Standard-implements", "Standard-implements")


def _malformed_code(one: Enterprise, enterprise: NamedNode) -> Planted:
    """A credit code with a letter that none has."""
    return _set(D.creditCode, Literal(one.code[:-1] + "I"), "Enterprise-creditCode", None)(one, enterprise)


Fits = Callable[[Enterprise, NamedNode], bool]


def _any(one: Enterprise, thing: NamedNode) -> bool:
    return True


def _is(predicate: NamedNode, *values: NamedNode) -> Fits:
    return lambda one, thing: any((predicate, value) in one.things[thing] for value in values)


def _own_matter(one: Enterprise, limit: NamedNode) -> bool:
    """Whether the limit is about something that no norm limits, so that nothing is compared with it."""
    return _is(D.scope, *map(iris.scope, ("输送泵", "罐区", "槽车", "污水池")))(one, limit)


_SPECIAL = _is(D.kind, D["EquipmentKind-special"])
_GRAVE = _is(D.riskLevel, D["RiskLevel-red"], D["RiskLevel-orange"])
_LONG_AGO = day(date(2010, 1, 1))

_PLANTERS: dict[NamedNode, list[tuple[Fits, Planter]]] = {
    D.Department: [(_any, _empty_department)],
    D.Post: [
        (_any, _drop(D.responsibilityStandard, "Post-responsibilityStandard", "Post-responsibilityStandard")),
        (_any, _drop(D.holder, "Post-holder", "Post-holder")),
        (_any, _point(ORG.postIn, "unit", "DY-01", "Post-department")),
        (
            _is(D.kind, D["PostKind-operating"]),
            _set(D.initialTrainingHours, decimal(16), "Post-trainingHours", "OperatingPost-initialTraining"),
        ),
    ],
    D.Equipment: [
        (_any, _drop(D.maintenanceStandard, "Equipment-maintenanceStandard", "Equipment-maintenanceStandard")),
        (_any, _point(D.maintenanceStandard, "standard", "Q/BCM 199-2026", "Equipment-maintenanceStandard")),
        (_any, _set(D.state, D["EquipmentState-lost"], "Equipment-state", "Equipment-readable")),
        (_any, _point(D.ownedBy, "unit", "DY-01", "Equipment-owner")),
        (_SPECIAL, _set(D.nextInspection, _LONG_AGO, "Equipment-dates", "SpecialEquipment-inspectionOverdue")),
        (_SPECIAL, _drop(D.registrationNumber, "SpecialEquipment-registered", "SpecialEquipment-registration")),
    ],
    D.Hazard: [
        (_any, _drop(D.riskLevel, "Hazard-riskLevel", "Hazard-riskLevel")),
        (_any, _drop(D.ownedBy, "Hazard-owner", "Hazard-owner")),
        (_GRAVE, _set(D.warningSign, Literal(False), "Hazard-marked", "Hazard-warningSign")),
    ],
    D.EnterpriseStandard: [(_any, _unfounded_standard), (_any, _set(D.published, Literal(False), None, "Standard-published"))],
    D.Limit: [(_own_matter, _set(QUDT.numericValue, decimal(-1), "Limit-value", None))],
    D.Enterprise: [(_any, _malformed_code)],
}
