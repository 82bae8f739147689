"""Which texts are literals of a datatype (SHACL 4.1.2 wants well-formed ones): the lexical forms of XML Schema, tested in SPARQL."""

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import XSD, Term
from duibiao.shapes.as_written import MARK
from duibiao.shapes.model import ShapesError

_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_NAME = r"[\p{L}_][\p{L}\p{M}\p{N}_.·-]*"
_DAY = "0[1-9]|[12][0-9]"
_MONTH_DAY = rf"--((0[13578]|1[02])-({_DAY}|3[01])|(0[469]|11)-({_DAY}|30)|02-({_DAY}))(Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
_FORMS: Mapping[str, str] = {
    "string": "",
    "anyURI": "",
    "boolean": "true|false|1|0",
    "decimal": _DECIMAL,
    "double": rf"{_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "float": rf"{_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "integer": r"[+-]?[0-9]+",
    "nonNegativeInteger": r"\+?[0-9]+|-0+",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "negativeInteger": r"-0*[1-9][0-9]*",
    "gMonthDay": _MONTH_DAY,
    "hexBinary": r"([0-9a-fA-F]{2})*",
    "base64Binary": r"(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "language": r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\r\n\t]*",
    "token": r"([^\s]+( [^\s]+)*)?",
    "NMTOKEN": r"[\p{L}\p{M}\p{N}_.:·-]+",
    "Name": r"[\p{L}_:][\p{L}\p{M}\p{N}_.:·-]*",
    "NCName": _NAME,
    "ID": _NAME,
    "IDREF": _NAME,
    "ENTITY": _NAME,
}
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
}
# The calendar and the clock are left to the engine, which knows how many days a February has.
_CAST = frozenset("date dateTime time duration dayTimeDuration yearMonthDuration gYear gYearMonth gMonth gDay".split())  # noqa: SIM905


def well_formed(node: str, datatype: NamedNode) -> str | None:
    """The condition that the text of a literal is in the form of the datatype, None where any is. ShapesError for a datatype that
    XML Schema has not; of other vocabularies' datatypes SHACL asks nothing."""
    if not datatype.value.startswith(XSD.base):
        return None
    name = datatype.value.removeprefix(XSD.base)
    if name in _CAST:
        return f"isLiteral({datatype}(STR({node})))"
    if name == "dateTimeStamp":
        return f"isLiteral({XSD.dateTime}(STR({node}))) && {_matches(node, '.*(Z|[+-][0-9]{2}:[0-9]{2})')}"
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        number = f"{XSD.decimal}(STR({node}))"
        return f"{_matches(node, _FORMS['integer'])} && {number} >= {low}.0 && {number} <= {high}.0"
    if name not in _FORMS:
        raise ShapesError(f"sh:datatype {datatype} is no datatype of XML Schema that literals have")
    return _matches(node, _FORMS[name]) if _FORMS[name] else None


def _matches(node: str, form: str) -> str:
    return f"REGEX(STR({node}), {Literal(f'^({form})$')})"


def is_of(node: str, datatype: Term, *, exact: bool) -> str:
    """The condition that a node is a well-formed literal of the datatype. With `exact`, literals kept as they were written count too."""
    if not isinstance(datatype, NamedNode):
        raise ShapesError(f"{datatype}: sh:datatype takes an IRI")
    kept = f" || DATATYPE({node}) = {NamedNode(MARK + datatype.value)}" if exact else ""
    form = well_formed(node, datatype)
    return f"isLiteral({node}) && (DATATYPE({node}) = {datatype}{kept}){f' && {form}' if form else ''}"
