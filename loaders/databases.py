"""Tables and views of a SQL database as the sheets of a workbook, read only."""

import re
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, inspect, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from duibiao.loaders.grids import Cell, Grid
from duibiao.loaders.headers import Names
from duibiao.loaders.result import UnreadableFile
from duibiao.loaders.sheets import SHEETS
from duibiao.ontology.iris import normal


def name(url: str) -> str:
    """The database as it is named to others and on record: without the password."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", url)


def read(url: str, names: Names) -> dict[str, Grid]:
    """The tables and views named as our sheets, or as `names` say, with a header row. UnreadableFile when the database cannot be read, or
    holds none of them."""
    known = {normal(name) for model in SHEETS for name in (model.sheet, model.english)} | {normal(own.sheet) for own in names.values()}
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            _read_only(connection)
            tables = [table for table in _tables(engine) if normal(table).lower() in known or normal(table) in known]
            found = {table: _grid(connection, engine, table) for table in tables}
    except SQLAlchemyError as error:
        raise UnreadableFile(f"{name(url)}: {_reason(error)}; see that the server runs and the account may read") from error
    finally:
        engine.dispose()
    if not found:
        raise UnreadableFile(f"{name(url)}: no table or view is named like a sheet (企业, 岗位 …); give --map with their names")
    return found


def _engine(url: str) -> Engine:
    try:
        return create_engine(url)
    except (NoSuchModuleError, ImportError) as error:
        raise UnreadableFile(f"{name(url)}: no driver for this database is installed ({error}); install it beside duibiao") from error
    except ArgumentError as error:
        raise UnreadableFile(f"{name(url)}: no database URL; write it like sqlite:///ledger.db") from error


def _read_only(connection: Connection) -> None:
    """Nothing is written whatever a view may do: the transaction is told so where the database knows how."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _tables(engine: Engine) -> Iterable[str]:
    inspector = inspect(engine)
    return sorted({*inspector.get_table_names(), *inspector.get_view_names()})


def _grid(connection: Connection, engine: Engine, name: str) -> Grid:
    table = Table(name, MetaData(), autoload_with=engine)
    rows = connection.execute(select(table))
    return Grid([list(rows.keys()), *([_cell(value) for value in row] for row in rows)])


def _cell(value: object) -> Cell:
    """A value as a cell of a workbook: nothing is an empty cell."""
    return "" if value is None else str(value) if isinstance(value, Decimal) else value  # type: ignore[return-value]


def _reason(error: SQLAlchemyError) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())
