"""Tasks told to people where they are: by e-mail and by webhook, as a settings file says. A receiver that fails stops no other.

No secret stands in the settings: they name the variable of the environment that holds it. Certificates are verified.
"""

import json
import os
import smtplib
import ssl
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib import error, request
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from duibiao.ontology.errors import Refusal
from duibiao.register.task_formats import rows, tasks_json
from duibiao.register.tasks import Task, UnknownOwner, of_owner
from duibiao.store import Store

_SECONDS = 20
_HOME = ("localhost", "127.0.0.1", "::1")
Language = Literal["zh", "en"]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class WrongSettings(Refusal):
    """The settings file cannot be used; the message says where it is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MailServer(_Strict):
    """The server that sends the e-mail. `security`: TLS from the start, STARTTLS, or none, for a server on this machine."""

    host: Name
    port: Annotated[int, Field(ge=1, le=65535)]
    security: Literal["tls", "starttls", "none"] = "starttls"
    sender: Name
    user: Name | None = None
    password_variable: Name | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.security == "none" and self.host not in _HOME:
            raise ValueError("security none is for a server on this machine")
        if (self.user is None) != (self.password_variable is None):
            raise ValueError("user and password_variable go together")
        return self


class Receiver(_Strict):
    """Who is told: by e-mail to addresses or by a webhook, of all tasks or those of a post, department or person."""

    name: Name
    mail: tuple[Name, ...] = ()
    webhook: str | None = None
    token_variable: Name | None = None
    of: Name | None = None
    language: Language = "zh"

    @field_validator("webhook")
    @classmethod
    def _safe(cls, value: str | None) -> str | None:
        address = urlsplit(value or "https://")
        if address.scheme != "https" and (address.scheme, address.hostname) not in {("http", host) for host in _HOME}:
            raise ValueError("a webhook is https, or http on this machine")
        return value


class Settings(_Strict):
    """The mail server and the receivers."""

    mail: MailServer | None = None
    receivers: tuple[Receiver, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Told:
    """What became of telling a receiver: how many tasks, and why it failed where it did."""

    receiver: str
    tasks: int
    problem: str | None = None


def settings(path: Path) -> Settings:
    """The settings in a TOML file. WrongSettings where it is none, or names something that settings do not have."""
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as wrong:
        raise WrongSettings(f"{path}: {wrong.strerror}; name the settings file with --notify") from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise WrongSettings(f"{path}: no TOML: {wrong}; mend the file") from wrong
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise WrongSettings(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}; mend the file") from wrong


def notify(store: Store, to: Settings, found: Sequence[Task], day: date, until: date) -> Iterator[Told]:
    """Tell each receiver of the tasks that are its own by every way it has, of none where there are none; one after the other, what
    became of each."""
    for receiver in to.receivers:
        try:
            own = of_owner(store, found, receiver.of) if receiver.of else found
        except UnknownOwner as unknown:
            yield Told(receiver.name, 0, str(unknown))
            continue
        ways = [*_mailed(to.mail, receiver, own, day, until), *_posted(receiver, own, day, until)] if own else []
        yield Told(receiver.name, len(own), "; ".join(ways) or None)


# --- e-mail


def _mailed(server: MailServer | None, receiver: Receiver, found: Sequence[Task], day: date, until: date) -> Iterator[str]:
    """What went wrong, nothing where nothing did."""
    if not receiver.mail:
        return
    if server is None:
        yield "e-mail needs the settings [mail]"
        return
    try:
        with _connected(server) as connection:
            connection.send_message(_message(server, receiver, found, day, until))
    except KeyError as missing:
        yield f"the variable {missing.args[0]} is not set"
    except (OSError, ValueError, smtplib.SMTPException) as wrong:
        yield f"e-mail: {_one_line(wrong)}"


def _connected(server: MailServer) -> smtplib.SMTP:
    verified = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.security == "tls":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=verified)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=verified)
        if server.user and server.password_variable:
            connection.login(server.user, os.environ[server.password_variable])
    except BaseException:
        connection.close()
        raise
    return connection


def _message(server: MailServer, receiver: Receiver, found: Sequence[Task], day: date, until: date) -> EmailMessage:
    message, chinese = EmailMessage(), receiver.language == "zh"
    message["From"], message["To"] = server.sender, ", ".join(receiver.mail)
    message["Subject"] = f"安全生产待办 {len(found)} 项（{day}）" if chinese else f"{len(found)} work safety tasks ({day})"
    head = f"{day} 未关闭的和到 {until} 为止到期的：" if chinese else f"Open on {day}, or due by {until}:"
    message.set_content("\n".join([head, "", *_lines(found, receiver.language)]))
    return message


def _lines(found: Iterable[Task], language: Language) -> Iterator[str]:
    for due, of, what, remedy, owner, _ in rows(found, language):
        yield " | ".join(part for part in (due, of, what, remedy, owner) if part)


# --- webhooks


class _Steady(request.HTTPRedirectHandler):
    """Follows no redirect: what is told, and the token, go where the settings say."""

    def redirect_request(self, *told: Any) -> None:
        return None


def _posted(receiver: Receiver, found: Sequence[Task], day: date, until: date) -> Iterator[str]:
    """What went wrong, nothing where nothing did."""
    if receiver.webhook is None:
        return
    try:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if receiver.token_variable:
            headers["Authorization"] = f"Bearer {os.environ[receiver.token_variable]}"
        body = json.dumps({"receiver": receiver.name, **tasks_json(found, day, until)}, ensure_ascii=False).encode()
        verified = request.HTTPSHandler(context=ssl.create_default_context())
        with request.build_opener(verified, _Steady).open(request.Request(receiver.webhook, body, headers), timeout=_SECONDS):
            pass
    except KeyError as missing:
        yield f"the variable {missing.args[0]} is not set"
    except error.HTTPError as refused:
        refused.close()
        yield f"webhook: it answers {refused.code}"
    except (OSError, ValueError) as wrong:
        yield f"webhook: {_one_line(wrong)}"


def _one_line(wrong: Exception) -> str:
    return " ".join(str(getattr(wrong, "reason", None) or wrong).split())
