"""What every command shares: where the store is, which language, and how an expected error is said."""

import getpass
import io
import locale
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from duibiao.ontology.errors import in_chinese
from duibiao.store import Store, StoreError

Command = Callable[..., Any]


def store_option(command: Command) -> Command:
    """`--store`, the folder of the graph store."""
    text = "The folder of the graph store. / 图库所在文件夹"
    return click.option("--store", "path", type=Path, envvar="DUIBIAO_STORE", default=Path(".duibiao"), help=text)(command)


def language_option(command: Command) -> Command:
    """`--lang`, the language of tables and messages."""
    words = click.Choice(["zh", "en"])
    return click.option("--lang", type=words, default=_locale_language, callback=_remember, is_eager=True, help="Language. / 语言")(command)


def _remember(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Errors are told in the language too, wherever they come up."""
    ctx.meta[_LANGUAGE] = value
    return value


_LANGUAGE = "duibiao.language"


def refusal(ctx: click.Context, text: str) -> str:
    """An expected error as it is told: where the language is Chinese, in both, for the English is what others search for."""
    chinese = in_chinese(text) if ctx.meta.get(_LANGUAGE, _locale_language()) == "zh" else None
    return f"{text} / {chinese}" if chinese else text


def format_option(*formats: str) -> Callable[[Command], Command]:
    """`--format`; the first is the default."""
    return click.option("--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="Output. / 输出格式")


def rules_option(command: Command) -> Command:
    """`--rules`, a folder of rules of the user's own."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.option("--rules", type=folder, help="A folder of rules of your own. / 自定义规则文件夹")(command)


def as_of_option(command: Command) -> Command:
    """`--as-of`, the day to judge by."""
    text = "The day to judge by, like 2026-01-31; today by default. / 判定日期，默认今天"
    return click.option("--as-of", "day", type=Day(), default=date.today, help=text)(command)


class Day(click.ParamType[date]):
    """A day written 2026-01-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is no date; write it like 2026-01-31", param, ctx)


class FileOrDatabase(click.ParamType[Path | str]):
    """A file or folder that is there, or the URL of a database, which stays a text."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        if isinstance(value, str) and "://" in value:
            return value
        return Path(os.fsdecode(click.Path(exists=True).convert(value, param, ctx)))


def _locale_language() -> str:
    """English where the locale says so, else Chinese, which a bare C locale does not rule out."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "c.", "posix", "chinese")) or name in {"", "C"} else "en"


def speak_chinese() -> None:
    """Make standard output and error able to say everything: a pipe on Windows speaks the code page of the system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            try:
                "标准".encode(stream.encoding)
                stream.reconfigure(errors="replace")
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8")


def user() -> str:
    """Who runs the command, by the system's account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


@contextmanager
def opened(path: Path, *, create: bool = False) -> Iterator[Store]:
    """The store in a folder, let go at the end. StoreError when there is none and it is not to be made."""
    if not create and not (path / "rdf").exists():
        raise StoreError(f"there is no store in {path}; load something first, or run `duibiao demo --keep {path}`")
    store = Store.open(path)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_to_load(path: Path, *, dry_run: bool) -> Iterator[Store]:
    """The store in a folder, made when absent; a dry run makes none and gets one in memory instead."""
    if dry_run and not (path / "rdf").exists():
        yield Store.in_memory()
    else:
        with opened(path, create=True) as store:
            yield store


def write(text: str, out: Path | None) -> None:
    """Write a text to the file named, or else to standard output; its line ends stay as they are."""
    if out is not None:
        out.write_text(text, encoding="utf-8", newline="")
    else:
        click.echo(text.encode(), nl=False)  # bytes, so that no console's encoding comes between
