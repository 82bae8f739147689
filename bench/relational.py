"""The sixteen plain shapes as a relational plan written by hand, in DuckDB: one table a predicate, terms as N-Triples writes them."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from duibiao.ontology.terms import XSD, D

_SPLIT = r"""
CREATE TEMP TABLE statement AS
SELECT subject, predicate, line[length(subject) + length(predicate) + 3 : -3] AS object
FROM (SELECT line, split_part(line, ' ', 1) AS subject, split_part(line, ' ', 2) AS predicate
      FROM read_csv($files, columns = {'line': 'VARCHAR'}, delim = '\0', quote = '', escape = '', header = false, auto_detect = false))
"""

_TEXT = "split_part(object, '\"', 2)"
_DECIMAL = f"object LIKE '%^^<{XSD.decimal.value}>'"
_NUMBER = f"TRY_CAST({_TEXT} AS DOUBLE)"

_OPTIONS = "('{0}in-use>', '{0}idle>', '{0}failed>', '{0}scrapped>')".format(f"<{D.base}EquipmentState-")
_LEVELS = "('{0}red>', '{0}orange>', '{0}yellow>', '{0}blue>')".format(f"<{D.base}RiskLevel-")
_GRAVE = "('{0}red>', '{0}orange>')".format(f"<{D.base}RiskLevel-")


def _things(name: str) -> str:
    """The instances of a class."""
    return f"(SELECT subject FROM type WHERE object = '{D[name]}')"


def _without(name: str, table: str) -> str:
    """The instances of a class that the table says nothing of."""
    return f"SELECT subject FROM {_things(name)} ANTI JOIN {table} USING (subject)"


def _with(name: str, table: str, wrong: str) -> str:
    """The instances of a class with a value that is wrong."""
    return f"SELECT subject FROM {table} SEMI JOIN {_things(name)} USING (subject) WHERE {wrong}"


def _several(name: str, table: str) -> str:
    """The instances of a class with more than one value."""
    return f"{_with(name, table, 'true')} GROUP BY subject HAVING count(DISTINCT object) > 1"


def _outside(name: str, table: str, *classes: str) -> str:
    """The instances of a class with a value that is in none of the other classes."""
    allowed = ", ".join(f"'{D[cls]}'" for cls in classes)
    return f"""SELECT subject FROM {table} SEMI JOIN {_things(name)} USING (subject)
        ANTI JOIN (SELECT subject AS object FROM type WHERE object IN ({allowed})) USING (object)"""


_NUMBERED = rf"""SELECT subject AS object FROM number SEMI JOIN {_things("EnterpriseStandard")} USING (subject)
    GROUP BY subject HAVING count(DISTINCT object) = 1 AND bool_and(regexp_matches({_TEXT}, '^Q/[A-Z]{{3,4}} [0-9]{{3}}-20[0-9]{{2}}$'))"""
_SPECIAL = _with("Equipment", "kind", f"object = '{D['EquipmentKind-special']}'")
_HELD = "SELECT a.subject FROM ownedBy a JOIN postIn b ON a.object = b.subject"
_IMPLEMENTING = "SELECT a.object AS subject FROM is_part_of a JOIN implements b USING (subject)"

PLAN: dict[str, tuple[str, ...]] = {
    "Post-responsibilityStandard": (
        _without("Post", "responsibilityStandard"),
        _outside("Post", "responsibilityStandard", "EnterpriseStandard"),
    ),
    "Post-holder": (
        _without("Post", "holder"),
        _several("Post", "holder"),
        _with("Post", "holder", f"""object LIKE '%"^^%' OR object LIKE '%"@%' OR NOT regexp_matches({_TEXT}, '^工号[0-9]{{4,6}}$')"""),
    ),
    "Post-department": (_without("Post", "postIn"), _outside("Post", "postIn", "Department")),
    "Post-trainingHours": (
        _without("Post", "initialTrainingHours"),
        _with("Post", "initialTrainingHours", f"NOT ({_DECIMAL} AND coalesce({_NUMBER} BETWEEN 24 AND 500, false))"),
    ),
    "Equipment-maintenanceStandard": (
        _without("Equipment", "maintenanceStandard"),
        f"SELECT subject FROM maintenanceStandard SEMI JOIN {_things('Equipment')} USING (subject) ANTI JOIN ({_NUMBERED}) USING (object)",
    ),
    "Equipment-state": (_several("Equipment", "state"), _with("Equipment", "state", f"object NOT IN {_OPTIONS}")),
    "Equipment-owner": (_without("Equipment", "ownedBy"), _outside("Equipment", "ownedBy", "Department", "Post")),
    "Equipment-dates": (
        _with("Equipment", "inServiceOn", f"object NOT LIKE '%^^<{XSD.date.value}>' OR TRY_CAST({_TEXT} AS DATE) IS NULL"),
        f"""SELECT subject FROM inServiceOn a JOIN nextInspection b USING (subject) SEMI JOIN {_things("Equipment")} USING (subject)
        WHERE NOT coalesce(TRY_CAST(split_part(a.object, '"', 2) AS DATE) < TRY_CAST(split_part(b.object, '"', 2) AS DATE), false)""",
    ),
    "SpecialEquipment-registered": tuple(
        f"SELECT subject FROM ({_SPECIAL}) ANTI JOIN ({table}) USING (subject)"
        for table in (
            "SELECT subject FROM registrationNumber GROUP BY subject HAVING count(DISTINCT object) = 1",
            "SELECT subject FROM registeredOn",
        )
    ),
    "Hazard-riskLevel": (_without("Hazard", "riskLevel"), _with("Hazard", "riskLevel", f"object NOT IN {_LEVELS}")),
    "Hazard-owner": (_without("Hazard", f"({_HELD})"),),
    "Hazard-marked": (
        f"""SELECT subject FROM (SELECT subject FROM ({_with("Hazard", "riskLevel", "true")})
            ANTI JOIN (SELECT subject FROM riskLevel WHERE object NOT IN {_GRAVE}) USING (subject))
        ANTI JOIN (SELECT subject FROM warningSign WHERE starts_with(object, '"true"')) USING (subject)""",
    ),
    "Department-staffed": (_without("Department", "(SELECT object AS subject FROM postIn)"),),
    "Standard-implements": (_without("EnterpriseStandard", f"({_IMPLEMENTING})"),),
    "Limit-value": (_with("Limit", "numericValue", f"NOT ({_DECIMAL} AND coalesce({_NUMBER} > 0, false))"),),
    "Enterprise-creditCode": (
        _without("Enterprise", "creditCode"),
        _several("Enterprise", "creditCode"),
        _with("Enterprise", "creditCode", f"NOT regexp_matches({_TEXT}, '^[0-9A-HJ-NPQRTUWXY]{{18}}$')"),
    ),
}


def load(parts: Iterable[Path]) -> duckdb.DuckDBPyConnection:
    """A database in memory with the statements of the files, one table a predicate."""
    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = false")
    database.execute(_SPLIT, {"files": [str(part) for part in parts]})
    for (predicate,) in database.execute("SELECT DISTINCT predicate FROM statement").fetchall():
        table = predicate.strip("<>").replace("#", "/").rpartition("/")[2]
        database.execute(f'CREATE TABLE "{table}" AS SELECT subject, object FROM statement WHERE predicate = ?', [predicate])
    database.execute("DROP TABLE statement")
    return database


def evaluate(database: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Every violation: the name of the shape and the focus."""
    plan = " UNION ".join(f"SELECT '{shape}', subject FROM ({query})" for shape, queries in PLAN.items() for query in queries)
    return {(shape, focus.strip("<>")) for shape, focus in database.execute(plan).fetchall()}
