"""Who may do what: tokens with a role, made and revoked by whoever owns the store's folder. Of a token only a hash is kept."""

import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from duibiao.ontology.errors import Refusal

FILE: Final = "tokens.json"
ROLES: Final[Mapping[str, Mapping[str, str]]] = {
    "reader": {"zh": "只读", "en": "reads"},
    "editor": {"zh": "企业编辑：载入本企业的台账，登记豁免", "en": "loads the workbooks of its enterprises, enters waivers"},
    "committee": {"zh": "标准委员会：载入规范和文件", "en": "loads norms and documents"},
    "authority": {
        "zh": "主管部门：查看所辖企业，载入本部门的台账，登记豁免",
        "en": "reads the enterprises it is over, loads its own workbook, enters waivers",
    },
    "administrator": {"zh": "管理员：全部数据，更新，审计", "en": "everything, updates and the audit included"},
}
_TOKEN = re.compile(r"dbt_([0-9a-f]{8})_([\w-]{43})", re.ASCII)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""The least that OWASP recommends for argon2id: the secrets are random, so nothing is gained by more."""
_REMEMBERED = 1000


class TokenRefused(Refusal):
    """The token cannot be made or revoked as asked."""


@dataclass(frozen=True)
class Bearer:
    """Who holds a token: the name it was made for, the role, the credit codes of the enterprises it may see, or `all` of them."""

    id: str
    name: str
    role: str
    enterprises: frozenset[str] = frozenset()
    all: bool = False
    made_on: str = ""
    revoked_on: str | None = None

    def sees(self, code: str) -> bool:
        """Whether it may see the enterprise with this code."""
        return self.all or code in self.enterprises

    def as_json(self) -> dict[str, Any]:
        """What is told of the token in a list; the token itself is told nowhere."""
        return asdict(self) | {"enterprises": sorted(self.enterprises)}


class Tokens:
    """The tokens of a store, in a file beside it that is read anew when another process has changed it."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / FILE if folder else None
        self._read_at: tuple[int, int] | None = None
        self._records: dict[str, tuple[Bearer, str]] = {}
        self._known: dict[bytes, str] = {}
        self._lock = Lock()

    def new(self, name: str, role: str, enterprises: Iterable[str] = (), *, everything: bool = False, day: date) -> str:
        """Make a token and give it out, this once. TokenRefused for a role that there is not, or one that needs to know its enterprises."""
        codes = frozenset(code.upper() for code in enterprises)
        if role not in ROLES:
            raise TokenRefused(f"there is no role {role}; there are: {', '.join(ROLES)}")
        if not name.strip():
            raise TokenRefused("a token needs the name of whoever it is for; say it in a few words")
        if role in {"editor", "authority"} and not codes and not everything:
            raise TokenRefused(f"a token for the role {role} needs its enterprises; name each with --enterprise")
        identity, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        bearer = Bearer(identity, name.strip(), role, codes, everything or role == "administrator", day.isoformat())
        with self._lock:
            self._refresh()
            self._records[identity] = bearer, _HASHER.hash(secret)
            self._write()
        return f"dbt_{identity}_{secret}"

    def revoke(self, identity: str, *, day: date) -> Bearer:
        """Take a token back from now on. TokenRefused where there is none of this id that is in use."""
        with self._lock:
            self._refresh()
            bearer, digest = self._records.get(identity, (None, ""))
            if bearer is None or bearer.revoked_on:
                raise TokenRefused(f"no token in use has the id {identity}; `duibiao token list` names those there are")
            gone = Bearer(**{**asdict(bearer), "revoked_on": day.isoformat()})
            self._records[identity] = gone, digest
            self._write()
        return gone

    def listed(self) -> list[Bearer]:
        """Every token that was made, revoked ones too, by the day."""
        with self._lock:
            self._refresh()
            return sorted((bearer for bearer, _ in self._records.values()), key=lambda b: (b.made_on, b.name, b.id))

    def bearer(self, token: str) -> Bearer | None:
        """Whose token this is; None for one that is unknown or revoked."""
        found = _TOKEN.fullmatch(token)
        if not found:
            return None
        with self._lock:
            self._refresh()
            bearer, digest = self._records.get(found[1], (None, ""))
        if bearer is None or bearer.revoked_on or not self._matches(token, found[2], digest):
            return None
        return bearer

    def _matches(self, token: str, secret: str, digest: str) -> bool:
        """Whether the secret is the one hashed; once seen it is known again by a quicker digest, kept in memory alone."""
        quick = sha256(token.encode()).digest()
        if self._known.get(quick) == digest:
            return True
        try:
            _HASHER.verify(digest, secret)
        except VerificationError:
            return False
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[quick] = digest
        return True

    def _refresh(self) -> None:
        if self._file is None or not self._file.exists():
            return
        stat = self._file.stat()
        if self._read_at != (stat.st_mtime_ns, stat.st_size):
            told = json.loads(self._file.read_text("utf-8"))
            self._records = {entry["id"]: (_bearer(entry), hashed) for entry in told if (hashed := entry.pop("hash"))}
            self._read_at = stat.st_mtime_ns, stat.st_size

    def _write(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        with open(part, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            json.dump([bearer.as_json() | {"hash": digest} for bearer, digest in self._records.values()], out, ensure_ascii=False, indent=1)
        part.replace(self._file)


def _bearer(entry: Mapping[str, Any]) -> Bearer:
    return Bearer(**{**entry, "enterprises": frozenset(entry["enterprises"])})
