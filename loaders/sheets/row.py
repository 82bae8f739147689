"""How a sheet is described: its columns, once and for all who speak of it — the reader, the template, the guide and the tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema
from pyoxigraph import NamedNode

from duibiao.loaders.sheets.cells import Told, concept, parts


@dataclass(frozen=True)
class Column:
    """A column: headers, the property its cells state (None: the reader has its own way), the sheet whose numbers it names or the
    concept scheme its values are of; an example where that of its type says too little."""

    zh: str
    en: str
    term: NamedNode | None = None
    refers: str | None = None
    scheme: str | None = None
    example: str | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Cells of a column with a scheme become concepts before they are checked."""
        if self.scheme is None:
            return handler(source)
        read = partial(_concepts if _is_list(source) else concept, self.scheme)
        return core_schema.no_info_before_validator_function(read, handler(source))


def _is_list(source: Any) -> bool:
    return any(get_origin(kind) is list for kind in (source, *get_args(source)))


def _concepts(scheme: str, value: object) -> list[NamedNode]:
    return [concept(scheme, part) for part in parts(value)]


EXAMPLE = "示例："
"""How a cell begins whose row is an example and no data."""
GUIDE, VALUES = "填写说明", "可选值"
"""The sheets of the template that explain the others."""


class Row(BaseModel):
    """A row of a sheet.

    `sheet`, `english` name the sheet; `kind` is the step of the IRI; `cls` what the row describes; `key` the fields that number it;
    `root`: the row is about whoever the workbook is of, and there is one. `book`: in whose workbook the sheet belongs.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)
    sheet: ClassVar[str]
    english: ClassVar[str]
    kind: ClassVar[str]
    cls: ClassVar[NamedNode]
    key: ClassVar[tuple[str, ...]] = ("number",)

    root: ClassVar[bool] = False
    book: ClassVar[str] = "enterprise"

    @classmethod
    @cache
    def columns(cls) -> dict[str, Column]:
        """The column of each field, in the order of the sheet."""
        return {name: next(m for m in info.metadata if isinstance(m, Column)) for name, info in cls.model_fields.items()}

    @classmethod
    def several(cls, name: str) -> bool:
        """Whether a cell of the column may hold several values."""
        return _is_list(cls.model_fields[name].annotation)

    @classmethod
    def content(cls, name: str) -> Told:
        """What people are told of the cells of a column."""
        hint = get_type_hints(cls, include_extras=True)[name]
        return next(_tellings(hint), Told("可选值", "one of the list", ""))


def _tellings(hint: Any) -> Iterator[Told]:
    """What is told anywhere in a type."""
    yield from (part for part in getattr(hint, "__metadata__", ()) if isinstance(part, Told))
    for inner in get_args(hint):
        yield from _tellings(inner)
