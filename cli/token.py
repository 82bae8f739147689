"""`duibiao token`: who may write, and who may see which enterprise."""

import json
from datetime import date
from pathlib import Path

import click

from duibiao.cli.options import format_option, language_option, store_option, write
from duibiao.register.tokens import ROLES, Bearer, Tokens


@click.group()
def token() -> None:
    """Make, list and revoke tokens for the server. They work at once, also while it runs.

    Example: duibiao token new 王工 --role editor --enterprise 91000000CLW000010K
    """


@token.command()
@click.argument("name")
@click.option("--role", type=click.Choice(list(ROLES)), default="reader", show_default=True, help="What it is good for. / 角色")
@click.option("--enterprise", "codes", multiple=True, help="An enterprise that it may see, by credit code. / 可见的企业")
@click.option("--all", "everything", is_flag=True, help="It may see every enterprise. / 可见全部企业")
@format_option("table", "json")
@store_option
@language_option
def new(name: str, role: str, codes: tuple[str, ...], everything: bool, form: str, path: Path, lang: str) -> None:
    """Make a token and show it, this once.

    Example: duibiao token new 王工 --role editor --enterprise 91000000CLW000010K
    """
    made = Tokens(path).new(name, role, codes, everything=everything, day=date.today())
    if form == "json":
        write(json.dumps({"token": made, "name": name, "role": role}, ensure_ascii=False) + "\n", None)
        return
    click.echo(made)
    said = "请立即保存：令牌只显示这一次" if lang == "zh" else "keep it now: it is shown this once"
    click.echo(f"{said} ({ROLES[role][lang]})", err=True)


@token.command("list")
@format_option("table", "json")
@store_option
@language_option
def listed(form: str, path: Path, lang: str) -> None:
    """List the tokens that were made, revoked ones too; never the tokens themselves.

    Example: duibiao token list
    """
    found = Tokens(path).listed()
    if form == "json":
        write(json.dumps({"tokens": [bearer.as_json() for bearer in found]}, ensure_ascii=False, indent=2) + "\n", None)
        return
    from duibiao.cli.tables import show_rows

    zh = lang == "zh"
    heads = ["编号", "姓名", "角色", "企业", "发放", "撤销"] if zh else ["id", "name", "role", "enterprises", "made", "revoked"]
    show_rows(heads, [_row(bearer, "全部" if zh else "all") for bearer in found])


def _row(bearer: Bearer, everything: str) -> list[str]:
    codes = everything if bearer.all else " ".join(sorted(bearer.enterprises))
    return [bearer.id, bearer.name, bearer.role, codes, bearer.made_on, bearer.revoked_on or ""]


@token.command()
@click.argument("identity", metavar="ID")
@store_option
@language_option
def revoke(identity: str, path: Path, lang: str) -> None:
    """Take back the token with this id; from now on it is good for nothing.

    Example: duibiao token revoke 0a1b2c3d
    """
    gone = Tokens(path).revoke(identity, day=date.today())
    click.echo(f"{gone.name}：令牌 {gone.id} 已撤销" if lang == "zh" else f"{gone.name}: token {gone.id} revoked")
