"""What is on record about an enterprise that decides which requirements it is subject to."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import RDF, D, Term
from duibiao.reasoning.hazard_tables import toxic_gas_factor
from duibiao.reasoning.literals import number
from duibiao.reasoning.scratch import Scratch
from duibiao.reasoning.substances import find

_KINDS = {"special-equipment": "special", "safety-device": "safety-device", "fire-facility": "fire-facility"}
_LIFT = ("电梯", "lift", "elevator")
_HIGHLY_TOXIC = frozenset({"J1", "J2"})
"""The classes of GB 18218-2018 table 2 for acute toxicity of category 1. Another class does not rule it out."""
_TOXIC_GAS = frozenset({"J1", "J3"})
_OF_SITES = {"gas-use": D.usesGas, "key-fire-unit": D.keyFirePlace, "occupational-hazard": D.occupationalHazard}
_NOT = {Literal(False), D["OccupationalHazard-none"]}


@dataclass(frozen=True)
class Presence:
    """Whether an enterprise has something: how many were found among those on record, and how many might be or not.

    `told` is False where nothing is on record that would tell.
    """

    found: int = 0
    among: int = 0
    unclear: int = 0
    told: bool = True

    @property
    def state(self) -> bool | None:
        """True or False, or None where it cannot be told."""
        if self.found:
            return True
        return None if self.unclear or not self.told else False


@dataclass(frozen=True)
class Profile:
    """An enterprise as far as applicability asks: sectors, people, scale, place, and what of the list Circumstance it has."""

    enterprise: NamedNode
    sectors: frozenset[NamedNode]
    headcount: int | None
    scale: NamedNode | None
    place: str | None
    circumstances: Mapping[NamedNode, Presence]


def profiles(data: Scratch) -> list[Profile]:
    """The profile of each enterprise in `data`, which holds what is stated and what is derived about it.

    Equipment, posts and hazards that are not there tell nothing, since every enterprise has some. An empty sheet of units or holdings
    tells that there are none, but not where the sector lives on hazardous chemicals.
    """
    records = _Records.of(data)
    members: dict[Term, set[Term]] = {}
    for triple in data.matching(predicate=D.belongsTo):
        members.setdefault(triple.object, set()).add(triple.subject)
    enterprises = (t.subject for t in data.matching(predicate=RDF.type, obj=D.Enterprise))
    named = sorted((e for e in enterprises if isinstance(e, NamedNode)), key=lambda e: e.value)
    return [_profile(data, enterprise, records, members.get(enterprise, set())) for enterprise in named]


def _profile(data: Scratch, enterprise: NamedNode, records: "_Records", members: Set[Term]) -> Profile:
    stated: dict[NamedNode, list[Term]] = {}
    for triple in data.matching(subject=enterprise):
        stated.setdefault(triple.predicate, []).append(triple.object)
    sectors = frozenset(o for o in stated.get(D.sector, []) if isinstance(o, NamedNode))
    scale, place = (next(iter(stated.get(term, [])), None) for term in (D.scale, D.place))
    count = number(next(iter(stated.get(D.headcount, [])), None))
    found = {**_on_site(records, members), **_chemical(records, members, any("hazardous-chemicals" in s.value for s in sectors))}
    return Profile(
        enterprise=enterprise,
        sectors=sectors,
        headcount=None if count is None else int(count),
        scale=scale if isinstance(scale, NamedNode) else None,
        place=place.value if isinstance(place, Literal) else None,
        circumstances={D[f"Circumstance-{name}"]: presence for name, presence in found.items()},
    )


@dataclass(frozen=True)
class _Records:
    """What stands in the sheets of all enterprises, by class and by property."""

    instances: Mapping[NamedNode, frozenset[Term]]
    values: Mapping[NamedNode, Mapping[Term, Term]]
    work: frozenset[Term]
    confined: frozenset[Term]

    @classmethod
    def of(cls, data: Scratch) -> "_Records":
        """Everything that the questions below ask for, in one pass a property."""
        classes = (D.Equipment, D.Hazard, D.Post, D.HazardUnit, D.Holding, D.EnterpriseStandard, D.ConfinedSpace, D.Site)
        derived = (D.MajorHazardSource, D.GraveMajorHazardSource, D.UndecidedUnit)
        terms = (D.kind, D.specialKind, D.state, D.riskLevel, D.hazardType, D.hazardClass, D.substanceName, D.casNumber, D.inUnit)
        work = list(data.matching(predicate=D.highRiskWork))
        return cls(
            {c: frozenset(t.subject for t in data.matching(predicate=RDF.type, obj=c)) for c in (*classes, *derived)},
            {term: data.values(term) for term in (*terms, D.computedGrade, *_OF_SITES.values())},
            frozenset(t.subject for t in work),
            frozenset(t.subject for t in work if t.object == D["HighRiskWork-confined-space"]),
        )

    def having(self, things: Set[Term], term: NamedNode, *values: NamedNode) -> set[Term]:
        """Those of the things that have one of the values; with no value named, any."""
        known = self.values[term]
        return {thing for thing in things if thing in known and (not values or known[thing] in values)}

    def text(self, thing: Term, term: NamedNode) -> str:
        """The words of a property, empty where there are none."""
        value = self.values[term].get(thing)
        return value.value if isinstance(value, Literal) else ""


def _in(sheet: Set[Term], found: Set[Term], unclear: Set[Term] = frozenset()) -> Presence:
    """Of a sheet that every enterprise fills: empty, it tells nothing."""
    return Presence(len(found), len(sheet), len(unclear), told=bool(sheet))


def _on_site(records: _Records, members: Set[Term]) -> dict[str, Presence]:
    posts, hazards = members & records.instances[D.Post], members & records.instances[D.Hazard]
    standards, spaces = members & records.instances[D.EnterpriseStandard], members & records.instances[D.ConfinedSpace]
    return {
        **_equipment(records, members & records.instances[D.Equipment]),
        "considerable-hazard": _in(
            hazards,
            records.having(hazards, D.riskLevel, D["RiskLevel-red"], D["RiskLevel-orange"]),
            hazards - records.having(hazards, D.riskLevel),
        ),
        "dust-explosion-hazard": _in(
            hazards,
            records.having(hazards, D.hazardType, D["HazardType-dust-explosion"]),
            hazards - records.having(hazards, D.hazardType),
        ),
        "high-risk-work": _in(posts, posts & records.work),
        "confined-space-work": _in(posts | spaces, posts & records.confined | spaces),
        "special-operation": _in(posts, records.having(posts, D.kind, D["PostKind-special-operation"])),
        "enterprise-standard": Presence(len(standards), len(standards)),
        **{name: _of_sites(records, members & records.instances[D.Site], term) for name, term in _OF_SITES.items()},
    }


def _of_sites(records: _Records, sites: Set[Term], term: NamedNode) -> Presence:
    """What the sites say of themselves, each in a cell; an empty one does not tell."""
    said = records.values[term]
    found = {site for site in sites if said.get(site, Literal(False)) not in _NOT}
    return _in(sites, found, sites - said.keys())


def _equipment(records: _Records, listed: Set[Term]) -> dict[str, Presence]:
    kept = listed - records.having(listed, D.state, D["EquipmentState-scrapped"])
    special = records.having(kept, D.kind, D["EquipmentKind-special"])
    lifts = {thing for thing in special if any(word in records.text(thing, D.specialKind).lower() for word in _LIFT)}
    kinds = {name: _in(kept, records.having(kept, D.kind, D[f"EquipmentKind-{kind}"])) for name, kind in _KINDS.items()}
    return {**kinds, "equipment": _in(kept, kept), "lift": _in(kept, lifts, special - records.having(special, D.specialKind))}


def _chemical(records: _Records, members: Set[Term], by_sector: bool) -> dict[str, Presence]:
    """Hazardous chemicals and the sources they make; `by_sector`: a sector that cannot be without them."""
    holdings, units = members & records.instances[D.Holding], members & records.instances[D.HazardUnit]
    major, undecided = units & records.instances[D.MajorHazardSource], units & records.instances[D.UndecidedUnit]
    grave = major & records.instances[D.GraveMajorHazardSource]
    told = bool(units) or not (holdings or by_sector)
    ungraded = undecided | (major - records.having(major, D.computedGrade))
    toxic = {holding for holding in holdings if _classed(records, holding, _HIGHLY_TOXIC)}
    gases = {holding for holding in holdings if _gas(records, holding)}
    sources = Presence(len(major), len(units), len(undecided), told)
    graves = Presence(len(grave), len(units), len(ungraded), told)
    return {
        "hazardous-chemicals": Presence(len(holdings), len(holdings), told=bool(holdings) or not by_sector),
        "highly-toxic-chemicals": Presence(len(toxic), len(holdings), len(holdings - toxic), bool(holdings) or not by_sector),
        "major-hazard-source": sources,
        "grave-major-hazard-source": graves,
        "highly-toxic-source": _within(records, sources, major, holdings, toxic),
        "toxic-gas-source": _within(records, sources, major, holdings, gases),
        "toxic-grave-source": _within(records, graves, grave, holdings, toxic | gases),
    }


def _within(records: _Records, sources: Presence, units: Set[Term], holdings: Set[Term], sought: Set[Term]) -> Presence:
    """Sources that hold what is sought. The sheets never say that a chemical is not toxic, so the other sources remain unclear."""
    if not units:
        return sources
    place = records.values[D.inUnit]
    found = {place.get(holding) for holding in holdings & sought} & set(units)
    return Presence(len(found), sources.among, len(units - found))


def _classed(records: _Records, holding: Term, classes: Set[str]) -> bool:
    return not classes.isdisjoint(re.split(r"[;；,，、\s]+", records.text(holding, D.hazardClass).upper()))


def _gas(records: _Records, holding: Term) -> bool:
    """Whether it is a gas of GB 18218-2018 table 3, by any of its names or CAS numbers, or of a class of toxic gases."""
    name, cas = records.text(holding, D.substanceName), records.text(holding, D.casNumber)
    return toxic_gas_factor(name, cas, find(name, cas).row) is not None or _classed(records, holding, _TOXIC_GAS)
