"""`duibiao serve`: the pages and the endpoints, until it is interrupted."""

import errno
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import click

from duibiao.cli.options import opened, store_option
from duibiao.store import StoreError

_LOOPBACK = ("127.", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on. / 监听地址")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port. / 端口")
@click.option(
    "--private", is_flag=True, help="Reading enterprises needs a token, here too; so it does on any other host. / 企业数据凭令牌读取"
)
@click.option("--origin", "origins", multiple=True, help="A web site whose scripts may read here. / 允许跨站读取的网站")
@click.option("--log", "logged", is_flag=True, help="Log requests to standard error, one line of JSON each. / 记录请求日志")
@store_option
def serve(host: str, port: int, private: bool, origins: tuple[str, ...], logged: bool, path: Path) -> None:
    """Serve the pages and the SPARQL endpoint.

    Example: duibiao serve --port 8080
    """
    with opened(path):
        pass  # a store that is missing, in use or not to be written is said here, not in the server's log
    settings = {"DUIBIAO_PRIVATE": "1" if private or not host.startswith(_LOOPBACK) else os.environ.get("DUIBIAO_PRIVATE", "0")}
    if origins:
        settings["DUIBIAO_ORIGINS"] = " ".join(origins)
    if logged:
        settings["DUIBIAO_LOGS"] = "1"
    run(path, host, port, settings)


def run(path: Path, host: str, port: int, settings: Mapping[str, str]) -> None:
    """Run the server until it is interrupted. The application is named, not imported: nothing imports the api."""
    import uvicorn

    os.environ.update({**settings, "DUIBIAO_STORE": str(path)})
    listening = _listening(host, port)
    click.echo(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}", err=True)
    config = uvicorn.Config(
        "duibiao.api:from_environment", factory=True, log_level="warning", server_header=False, timeout_graceful_shutdown=15
    )
    with suppress(KeyboardInterrupt):  # which is how it is stopped; it has let everything go by then
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """The place to listen at. StoreError in one line where it is taken, not ours or nowhere."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        found = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":  # elsewhere the option would let two servers share the port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except socket.gaierror as error:
        raise StoreError(f"{host} is no address of this machine; name another --host") from error
    except OSError as error:
        found.close()
        raise StoreError(_cannot_listen(host, port, error)) from error
    return found


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program; name another with --port, like --port {port % 65535 + 1}"
    if error.errno == errno.EACCES:
        return f"port {port} is not yours to listen on; name one above 1023 with --port"
    return f"{host} is no address of this machine; name another --host"
