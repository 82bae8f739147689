"""Tasks told by e-mail and webhook: to servers on this machine that keep what they get; a receiver that fails is a line."""

import json
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import Result
from conftest import DAY
from test_tasks import FIRM

from duibiao import register, shapes
from duibiao.register import notices
from duibiao.register.notices import Settings, WrongSettings
from duibiao.store import Store

Run = Callable[..., Result]
REST = 'port = 25\nsender = "a"\n[[receivers]]\nname = "x"'


class Mailbox:
    """Takes in e-mail."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@pytest.fixture(scope="module")
def mail() -> Iterator[tuple[Mailbox, int]]:
    """A mail server, and the port it hears on."""
    box = Mailbox()
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture(scope="module")
def hook() -> Iterator[tuple[list[tuple[str, dict[str, str], bytes]], str]]:
    """A web server that keeps what is posted, and its address; /moved sends elsewhere, /broken fails."""
    taken: list[tuple[str, dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response({"/moved": 302, "/broken": 500}.get(self.path, 204))
            if self.path == "/moved":
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *told: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield taken, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def written(path: Path, port: int, address: str) -> Path:
    path.write_text(
        f"""
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "duibiao@localhost"

[[receivers]]
name = "连不上"
webhook = "http://127.0.0.1:9/"

[[receivers]]
name = "焊工"
mail = ["welder@localhost"]
of = "G-14"

[[receivers]]
name = "平台"
webhook = "{address}/in"
token_variable = "DUIBIAO_TEST_TOKEN"
language = "en"

[[receivers]]
name = "转走的"
webhook = "{address}/moved"

[[receivers]]
name = "查无此岗"
webhook = "{address}/in"
of = "G-99"
""",
        encoding="utf-8",
    )
    return path


def test_each_receiver_is_told_of_its_own_and_failures_stop_nobody(
    run: Run, filled_path: Path, tmp_path: Path, mail: Any, hook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIBIAO_TEST_TOKEN", "geheim")
    box, port = mail
    taken, address = hook
    file = written(tmp_path / "duibiao.toml", port, address)
    result = run("tasks", "--enterprise", FIRM, "--as-of", DAY, "--within", "5d", "--notify", file, "--store", filled_path)
    assert result.exit_code == 1
    failed = [line.split(": ")[1] for line in result.stderr.splitlines()]
    assert failed == ["连不上", "转走的", "查无此岗"]
    assert "webhook: it answers 302" in result.stderr and "no post, department or person is called “G-99”" in result.stderr
    [letter] = box.letters
    assert (letter["To"], letter["From"]) == ("welder@localhost", "duibiao@localhost")
    assert "安全生产待办" in letter["Subject"] and "焊工（G-14）" in letter.get_content()
    [(path, headers, body)] = [one for one in taken if one[0] == "/in"]
    assert headers["Authorization"] == "Bearer geheim"
    document = json.loads(body)
    assert (document["receiver"], document["as_of"]) == ("平台", "2026-11-22")
    assert f"平台：已通知 {len(document['tasks'])} 项。" in result.stdout
    assert "/elsewhere" not in {path for path, _, _ in taken}


def test_a_secret_that_is_not_there_is_a_line(filled: Store, hook: Any) -> None:
    _, address = hook
    to = Settings.model_validate({"receivers": [{"name": "平台", "webhook": f"{address}/in", "token_variable": "NOT_SET_ANYWHERE"}]})
    [told] = notices.notify(filled, to, [a_task(filled)], DAY, DAY)
    assert told.problem == "the variable NOT_SET_ANYWHERE is not set"


def a_task(store: Store) -> register.Task:
    return register.tasks(store, day=DAY, until=DAY, book=shapes.shipped(), codes=[FIRM])[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("receivers = [", "no TOML"),
        ("receivers = []", "receivers: "),
        ('[[receivers]]\nname = "x"\nwebhook = "http://example.org/"', "a webhook is https, or http on this machine"),
        ('[[receivers]]\nname = "x"\npassword = "p"', "receivers.0.password: "),
        (f'[mail]\nhost = "m.example.org"\nsecurity = "none"\n{REST}', "security none is for"),
        (f'[mail]\nhost = "h"\nuser = "u"\n{REST}', "user and password_variable go together"),
    ],
)
def test_settings_that_cannot_be_used_are_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "duibiao.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongSettings) as wrong:
        notices.settings(tmp_path / "duibiao.toml")
    assert said in str(wrong.value) and "\n" not in str(wrong.value)


def test_settings_that_are_not_there(run: Run, tmp_path: Path, filled_path: Path) -> None:
    result = run("tasks", "--notify", tmp_path / "none.toml", "--store", filled_path)
    assert result.exit_code == 2 and result.stderr.count("\n") == 1 and "none.toml" in result.stderr


def test_tls_is_verified(filled: Store, mail: Any) -> None:
    """A server that has no certificate gets nothing."""
    box, port = mail
    before = len(box.letters)
    server = {"host": "127.0.0.1", "port": port, "sender": "a@localhost", "security": "starttls"}
    to = Settings.model_validate({"mail": server, "receivers": [{"name": "x", "mail": ["b@localhost"]}]})
    [told] = notices.notify(filled, to, [a_task(filled)], DAY, DAY)
    assert told.problem and told.problem.startswith("e-mail: ") and len(box.letters) == before
