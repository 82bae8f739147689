"""What lies on a border of a rule, and on both sides of it: an example with one text changed, and the rules that it then breaks."""

from collections.abc import Iterator

Border = tuple[str, str, str, set[str]]
FIXED = '    d:rectifiedOn "2026-11-{}"^^xsd:date ;\n    d:reportedOn'
VERIFY = {"HiddenDanger-verified"}
OVERDUE = {"HiddenDanger-overdue"}
FIRE_RESCUE = 'd:filingNumber "BA示例〔2025〕001" ;\n    d:filedWithFireRescueOn '
GUARANTORS = """    d:lastCheckedOn "2026-11-20"^^xsd:date ;
    d:principalGuarantor <post/gw-001> ;
    d:technicalGuarantor <post/gw-002> ;
    d:operatingGuarantor <post/gw-003> ;
"""
FIXED_AND_VERIFIED = """    d:rectifiedOn "2026-10-18"^^xsd:date ;
    d:rectifiedBy <post/gw-003> ;
    d:verifiedOn "2026-10-19"^^xsd:date ;
"""
CHEMISTS = "    d:hasSafetyBody true ;\n    d:safetyEngineers 2 ;\n"
FEW = "    d:fullTimeSafetyStaff 0 ;\n    d:partTimeSafetyStaff 1 ."
MINERS = "    d:fullTimeSafetyStaff 16 ;\n    d:partTimeSafetyStaff 4 ;\n    d:safetyEngineers 3 ."
SMELTERS = "    d:headcount 1100 ;\n    d:hasSafetyBody false ;\n    d:fullTimeSafetyStaff 4 ;\n"
SMELTER, ENGINEER = "StaffQuotaSmelter-safetyStaff", "HighRiskEnterprise-safetyEngineer"
INDEPENDENT = "HiddenDanger-independentVerification"
PRINCIPAL = """    d:initialTrainingHours 48.0 ;
    d:yearlyTrainingHours 16.0 ;
    d:certificateKind "安全生产知识和管理能力考核合格证" ;
    d:certificateUntil "2029-04-30"^^xsd:date ;
    d:belongsTo e:91000000GXT0000107 .
"""
OPERATOR = """    d:initialTrainingHours 72.0 ;
    d:yearlyTrainingHours 20.0 ;
    d:protectiveEquipment "防静电工作服" , "过滤式防毒面具" ;
    d:belongsTo e:91000000GXT0000107 .
"""


def _fixed_on(day: str) -> str:
    """Fixed late, and verified after the day of the check."""
    return FIXED_AND_VERIFIED.replace("2026-10-18", day).replace("2026-10-19", "2026-11-24")


def _until_today(topic: str, term: str, day: str, rule: str, always: str = "") -> Iterator[Border]:
    """What is done may be dated on the day of the check; dated a day later, it is not done. `always` is broken either way."""
    for new, broken in (("2026-11-22", {always}), ("2026-11-23", {always, rule})):
        yield f"{topic}/good", f'd:{term} "{day}"', f'd:{term} "{new}"', broken - {""}


def _smelter(headcount: int, staff: str) -> str:
    return f"    d:headcount {headcount} ;\n{staff}"


def _elsewhere(post: str, old: str, new: str) -> str:
    """A post with other hours in a machine works."""
    works = "e:91000000GXT0000208 a d:Enterprise ;\n    d:sector d:Sector-machinery ;\n    d:headcount 150 ;\n    d:hasSafetyBody true ."
    return f"{post.replace(old, new).replace('107 .', '208 .')}\n{works}\n"


BORDERS: list[Border] = [
    ("posts/good", '"2028-05-31"', '"2026-11-22"', set()),  # valid until the very day
    ("posts/good", "Hours 52.0", "Hours 48.0", set()),
    ("posts/good", "Hours 52.0", "Hours 47.9", {"PrincipalPost-initialTraining"}),
    ("posts/good", "Hours 18.0", "Hours 16.0", set()),
    ("posts/good", "Hours 76.0", "Hours 72.0", set()),
    ("posts/good", "Hours 76.0", "Hours 71.5", {"OperatingPost-initialTraining"}),
    ("posts/good", "Hours 24.0", "Hours 20.0", set()),
    ("posts/bad.PrincipalPost-initialTraining", "Sector-hazardous-chemicals-production", "Sector-machinery", set()),
    ("posts/bad.OperatingPost-yearlyTraining", "Sector-hazardous-chemicals-production", "Sector-machinery", set()),
    ("organisation/bad.EnterpriseOver100-safetyBody", "headcount 150", "headcount 100", {"EnterpriseUpTo100-safetyStaff"}),
    (
        "organisation/bad.EnterpriseOver100-safetyBody",
        "headcount 150",
        "headcount 101",
        {"EnterpriseOver100-safetyBody"},
    ),
    ("equipment/good", '"2025-03-20"', '"2025-03-31"', set()),  # registered on the thirtieth day
    ("equipment/good", '"2028-03-01"', '"2026-11-22"', set()),
    ("equipment/good", '"2026-11-10"', '"2026-10-22"', set()),  # checked a month ago
    ("equipment/good", '"2026-04-08"', '"2025-11-22"', set()),  # tested a year ago
    ("posts/bad.AssessedPost-certificate", "Sector-hazardous-chemicals-production", "Sector-machinery", set()),
    ("posts/bad.AssessedPost-certificateValid", '"2026-11-21"', '"2026-11-22"', set()),
    ("posts/bad.Post-trainingFile", "    d:trainingFile false ;\n", "", set()),  # an empty column accuses nobody
    ("organisation/good", "headcount 42", "headcount 100", set()),
    ("organisation/bad.EnterpriseUpTo100-safetyStaff", "headcount 42", "headcount 101", {"EnterpriseOver100-safetyBody"}),
    ("organisation/bad.EngineerQuota-safetyEngineers", "headcount 480", "headcount 299", set()),
    ("organisation/bad.EngineerQuota-safetyEngineers", "headcount 480", "headcount 300", {"EngineerQuota-safetyEngineers"}),
    ("organisation/good", "partTimeSafetyStaff 4", "partTimeSafetyStaff 5", {"EngineerQuota-safetyEngineers"}),  # 3 of 21
    ("organisation/good", "fullTimeSafetyStaff 4", "fullTimeSafetyStaff 3.3", set()),
    ("organisation/bad.StaffQuotaSmelter-safetyStaff", "headcount 1100", "headcount 1000", set()),
    ("organisation/bad.StaffQuotaSmelter-safetyStaff", "headcount 1100", "headcount 99", set()),
    ("equipment/good", '"2026-11-14"', '"2026-11-07"', set()),  # maintained fifteen days ago
    ("equipment/bad.Lift-maintained", '"电梯"', '"起重机械"', set()),
    ("equipment/bad.SpecialEquipment-technicalFile", "    d:technicalFile false ;\n", "", set()),
    ("equipment/bad.IndustrySafetyDevice-working", "Sector-machinery", "Sector-transport", {"SafetyDevice-working"}),
    ("equipment/bad.IndustrySafetyDevice-working", "Sector-machinery", "Sector-other", {"SafetyDevice-working"}),
    ("hazardous-chemicals/bad.SafetyEvaluation-current", '"2023-11-21"', '"2023-11-22"', set()),
    ("hazardous-chemicals/bad.SafetyEvaluation-current", "chemicals-production", "chemicals-trade", set()),  # who may store nothing
    ("people/good", 'd:movedOn "2026-06-01"', 'd:movedOn "2026-07-02"', set()),  # trained a month before the move
    ("people/good", 'd:movedOn "2026-06-01"', 'd:movedOn "2026-07-03"', {"ReassignedPerson-trainedAgain"}),
    ("people/good", '"2026-02-03"', '"2024-12-03"', {"ReassignedPerson-trainedAgain"}),  # trained before the absence
    ("people/good", '"2026-04-20"', '"2023-11-22"', set()),  # checked three years ago
    ("people/good", '"2026-09-30"', '"2026-11-23"', set()),  # leaves tomorrow
    (
        "management/bad.LiabilityInsurance-valid",
        "hazardous-chemicals-production",
        "machinery",
        {"LiabilityInsurance-valid"},
    ),  # a trader too
    ("permits/good", '"2026-11-19T08:30:00"', '"2026-11-19T08:31:00"', {"WorkPermit-duration"}),
    ("permits/good", "WorkLevel-first", "WorkLevel-second", set()),
    ("permits/bad.WorkPermit-duration", "WorkLevel-first", "WorkLevel-second", set()),
    ("permits/good", '"2026-11-18T08:00:00"', '"2026-11-18T08:31:00"', {"ConfinedSpacePermit-gasTest"}),  # tested once begun
    ("grading/good", '"2024-05-16"', '"2023-11-22"', set()),  # announced three years ago
    ("grading/good", '"2026-10-30"', '"2025-11-22"', set()),  # evaluated a year ago
    ("grading/good", '"2026-10-30"', '"2026-11-23"', {"AnnouncedGrade-yearlySelfEvaluation"}),  # what is to come proves nothing
    ("grading/good", '"2026-04-21"', '"2025-11-22"', set()),
    ("grading/good", "d:score 84.4", "d:score 84.49", set()),  # rounding
    ("grading/good", "d:score 84.4", "d:score 84.5", {"ScoredSelfEvaluation-score"}),
    ("grading/bad.AnnouncedGrade-yearlySelfEvaluation", " , d:SelfEvaluation", "", set()),  # who gives no list is not accused
    ("grading/bad.AnnouncedGrade-yearlyCheck", '"2024-05-16"', '"2025-11-22"', set()),  # not a year old
    ("authorities/bad.AreaTarget-reached", '"2022-12-31"', '"2026-11-22"', set()),  # due on the very day
    ("authorities/good", '"2022-08-19"', '"2026-11-23"', {"AreaTarget-reached"}),
    ("authorities/bad.PeriodicReport-sent", '"2026-10-15"', '"2026-11-22"', set()),
    ("hidden-dangers/good", '"2026-12-31"', '"2026-11-22"', set()),  # due on the very day
    ("hidden-dangers/bad.HiddenDanger-overdue", "    d:reportedOn", FIXED.format("23"), OVERDUE),
    ("hidden-dangers/bad.HiddenDanger-overdue", "    d:reportedOn", FIXED.format("22"), VERIFY),
    ("hidden-dangers/good", '"工号1002"', '"工号1003"', {"HiddenDanger-independentVerification"}),  # two posts, one person
    ("hidden-dangers/good", "State-under-way", "State-fixed", VERIFY),
    ("hidden-dangers/good", "Level-major", "Level-general", set()),
    ("hidden-dangers/bad.MajorHiddenDanger-reported", "Level-major", "Level-general", set()),
    (
        "hazard-sources/good",
        '"2025-06-10"',
        '"2023-11-22"',
        {"MajorHazardSource-filedInTime"},
    ),  # assessed three years ago, filed late
    ("hazard-sources/bad.MajorHazardSource-assessmentCurrent", '"2023-11-21"', '"2023-11-22"', set()),
    ("hazard-sources/good", '"2025-09-12"', '"2025-09-16"', set()),  # filed on the fifteenth day
    ("hazard-sources/good", "dataKeptDays 45", "dataKeptDays 30", set()),
    ("hazard-sources/good", '"2026-02-11"', '"2026-11-22"', set()),  # identified on the very day
    ("hazard-sources/good", '"2025-08-01"', '"2025-09-01"', set()),  # assessed on the day of the change
    ("hazard-sources/good", '"2022-08-03"', '"2025-06-10"', set()),  # and of the accident
    ("hazard-sources/good", '"2026-12-31"', '"2026-11-22"', set()),  # tested until the very day
    ("hazard-sources/good", '"2026-03-18"', '"2025-11-22"', set()),  # drilled a year ago
    ("hazard-sources/good", '"2026-10-09"', '"2026-05-22"', set()),  # drilled six months ago
    ("hazard-sources/good", "gasTightSuits 4", "gasTightSuits 2", set()),
    ("hazard-sources/good", "recordsKeptYears 5", "recordsKeptYears 3", set()),
    ("hazard-sources/good", '"2021-10-11"', '"2021-11-30"', set()),  # filed on the day of acceptance
    ("enterprise-standards/good", '"20" ; qudt:numericValue 20.0', '"30" ; qudt:numericValue 29.999', set()),
    (
        "enterprise-standards/good",
        '"1.5" ; qudt:numericValue 1.5',
        '"1.501" ; qudt:numericValue 1.501',
        {"Clause-notWeaker"},
    ),
    *_until_today("hazards", "assessedOn", "2026-02-10", "Hazard-assessed"),
    *_until_today("hidden-dangers", "foundOn", "2026-10-12", "HiddenDanger-foundOn"),
    *_until_today("hidden-dangers", "toldOn", "2026-10-13", "HiddenDanger-told"),
    *_until_today("hidden-dangers", "reportedOn", "2026-11-04", "MajorHiddenDanger-reported"),
    *_until_today("hidden-dangers", "verifiedOn", "2026-10-19", "HiddenDanger-verified"),
    *_until_today("hazard-sources", "identifiedOn", "2026-02-11", "HazardUnit-identificationRecord"),
    *_until_today("hazard-sources", "assessedOn", "2025-09-01", "MajorHazardSource-assessed"),
    *_until_today("hazard-sources", "filedOn", "2025-09-12", "MajorHazardSource-filed", always="MajorHazardSource-filedInTime"),
    *_until_today("hazard-sources", "lastCheckedOn", "2026-11-20", "MajorHazardSource-checked"),
    *_until_today("hazard-sources", "drilledSpecialPlanOn", "2026-03-18", "MajorHazardSource-specialPlanDrill"),
    *_until_today("hazard-sources", "drilledOnSitePlanOn", "2026-10-09", "MajorHazardSource-sitePlanDrill"),
    *_until_today("equipment", "registeredOn", "2025-03-20", "SpecialEquipment-registration", always="SpecialEquipment-registeredInTime"),
    *_until_today("equipment", "lastSelfCheck", "2026-11-10", "SpecialEquipment-monthlyCheck"),
    *_until_today("equipment", "lastTested", "2026-06-15", "SafetyDevice-tested"),
    *_until_today("equipment", "lastTested", "2026-04-08", "FireFacility-yearlyTest"),
    *_until_today("equipment", "lastMaintained", "2026-11-14", "Lift-maintained"),
    *_until_today("hazardous-chemicals", "lastSafetyEvaluation", "2025-08-20", "SafetyEvaluation-current"),
    ("hazard-sources/good", f'{FIRE_RESCUE}"2026-06-08"', f'{FIRE_RESCUE}"2026-11-22"', set()),
    ("hazard-sources/good", f'{FIRE_RESCUE}"2026-06-08"', f'{FIRE_RESCUE}"2026-11-23"', {"MajorHazardSource-filedWithFireRescue"}),
    ("hidden-dangers/good", FIXED_AND_VERIFIED, _fixed_on("2026-11-22"), {"HiddenDanger-verified"}),
    ("hidden-dangers/good", FIXED_AND_VERIFIED, _fixed_on("2026-11-23"), {"HiddenDanger-overdue"}),  # not yet, so nothing to verify
    # what is missing
    ("hidden-dangers/good", "    d:verifiedBy <post/gw-002> ;\n", "", {"HiddenDanger-verified"}),
    ("hidden-dangers/bad.HiddenDanger-independentVerification", '\n<post/gw-003> d:holder "工号1003" .', "", {INDEPENDENT}),
    ("equipment/good", '    d:registrationNumber "容示例0101(25)" ;\n', "", {"SpecialEquipment-registration"}),
    ("equipment/good", '    d:registeredOn "2025-03-20"^^xsd:date ;\n', "", {"SpecialEquipment-registration"}),
    ("hazard-sources/good", '    d:filingNumber "BA示例〔2025〕002" ;\n', "", {"MajorHazardSource-filed"}),
    ("hazard-sources/good", '    d:filedOn "2025-09-12"^^xsd:date ;\n', "", {"MajorHazardSource-filed"}),
    ("hazard-sources/good", "    d:dataKeptDays 45 ;\n", "", {"MajorHazardSource-dataKept"}),
    ("hazard-sources/good", "    d:gasTightSuits 4 ;\n", "", {"HighlyToxicGasSource-gasTightSuits"}),
    ("hazard-sources/good", "    d:recordsKeptYears 5 ;\n", "", {"GuardedStore-recordsKept"}),
    ("hazard-sources/good", GUARANTORS, GUARANTORS.replace("principalGuarantor", "technicalGuarantor"), {"MajorHazardSource-guarantors"}),
    ("hazard-sources/good", GUARANTORS, GUARANTORS.replace("operatingGuarantor", "technicalGuarantor"), {"MajorHazardSource-guarantors"}),
    ("posts/good", '    d:certificateUntil "2028-05-31"^^xsd:date ;\n', "", {"SpecialOperationPost-certificate"}),
    ("posts/good", '"绝缘鞋" , "绝缘手套"', '"绝缘鞋"', set()),  # a list of one will do
    ("equipment/bad.SafetyDevice-working", "EquipmentState-failed", "EquipmentState-idle", {"SafetyDevice-working"}),
    ("equipment/bad.IndustrySafetyDevice-working", "EquipmentState-failed", "EquipmentState-idle", {"IndustrySafetyDevice-working"}),
    # safety staff
    ("organisation/good", CHEMISTS, "    d:hasSafetyBody false ;\n    d:fullTimeSafetyStaff 1 ;\n    d:safetyEngineers 2 ;\n", set()),
    (
        "organisation/good",
        CHEMISTS,
        "    d:hasSafetyBody false ;\n    d:fullTimeSafetyStaff 0 ;\n    d:safetyEngineers 2 ;\n",
        {"HighRiskEnterprise-safetyBody"},
    ),
    ("organisation/good", "    d:safetyEngineers 2 ;\n", "", {"HighRiskEnterprise-safetyEngineer"}),
    ("organisation/good", "    d:fullTimeSafetyStaff 1 ;\n", "", {"EnterpriseOver100-safetyBody"}),
    ("organisation/good", FEW, "    d:fullTimeSafetyStaff 1 .", set()),
    ("organisation/good", FEW, "    d:partTimeSafetyStaff 1 .", set()),
    ("organisation/good", FEW, '    d:place "示例市" .', {"EnterpriseUpTo100-safetyStaff"}),
    ("organisation/good", MINERS, "    d:fullTimeSafetyStaff 7 ;\n    d:safetyEngineers 1 .", set()),
    ("organisation/good", MINERS, "    d:fullTimeSafetyStaff 8 ;\n    d:safetyEngineers 1 .", {"EngineerQuota-safetyEngineers"}),
    ("organisation/good", MINERS, "    d:fullTimeSafetyStaff 7 ;\n    d:safetyEngineers 0 .", {"EngineerQuota-safetyEngineers", ENGINEER}),
    ("organisation/good", SMELTERS, _smelter(500, "    d:hasSafetyBody false ;\n    d:fullTimeSafetyStaff 3 ;\n"), set()),
    ("organisation/good", SMELTERS, _smelter(500, "    d:hasSafetyBody false ;\n    d:fullTimeSafetyStaff 2 ;\n"), {SMELTER}),
    ("organisation/good", SMELTERS, _smelter(500, "    d:fullTimeSafetyStaff 2 ;\n"), {SMELTER}),
    ("organisation/good", SMELTERS, _smelter(500, "    d:hasSafetyBody true ;\n    d:fullTimeSafetyStaff 2 ;\n"), set()),
    ("organisation/good", SMELTERS, _smelter(500, "    d:hasSafetyBody false ;\n"), {SMELTER, "HighRiskEnterprise-safetyBody"}),
    # the hours of those who are in no high-risk sector
    ("posts/good", OPERATOR, _elsewhere(OPERATOR, "72.0", "24.0"), set()),
    ("posts/good", OPERATOR, _elsewhere(OPERATOR, "72.0", "23.9"), {"OperatingPost-initialTraining"}),
    ("posts/good", PRINCIPAL, _elsewhere(PRINCIPAL, "48.0", "32.0"), set()),
    ("posts/good", PRINCIPAL, _elsewhere(PRINCIPAL, "48.0", "31.9"), {"PrincipalPost-initialTraining"}),
    ("posts/good", PRINCIPAL, _elsewhere(PRINCIPAL, "16.0", "12.0"), set()),
    ("posts/good", PRINCIPAL, _elsewhere(PRINCIPAL, "16.0", "11.9"), {"SafetyPost-yearlyTraining"}),
    # a limit that is equal asks for no disclosure, and a review is due on its day
    ("enterprise-standards/bad.Clause-disclosure", '"180" ; qudt:numericValue 180.0', '"200" ; qudt:numericValue 200.0', set()),
    ("enterprise-standards/bad.Standard-reviewDue", '"2026-11-21"', '"2026-11-22"', set()),
    # what cannot be read
    ("organisation/good", "headcount 86", "headcount -86", {"Enterprise-readable"}),
    ("posts/good", "Hours 18.0", "Hours 8784.0", set()),
    ("posts/good", "Hours 18.0", "Hours 8784.1", {"Post-readable"}),  # more than a year has
    ("posts/good", "trainingFile true", 'trainingFile "否"', {"Post-readable"}),
    ("posts/good", "d:PostKind-safety", '"安全管理"', {"Post-readable"}),
    ("equipment/good", '"2026-11-10"^^xsd:date', '"2026-11-10"', {"Equipment-readable", "SpecialEquipment-monthlyCheck"}),
    ("hidden-dangers/good", "rectificationFunds 86000.0", "rectificationFunds 0", set()),
    ("hidden-dangers/good", '"2026-10-13"^^xsd:date', '"十月"', {"HiddenDanger-readable", "HiddenDanger-told"}),
    ("hazards/good", "<post/gw-005> ;\n    d:hazardType", '"叉车班长" ;\n    d:hazardType', {"Hazard-readable"}),
]
