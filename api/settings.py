"""What whoever runs the server decides."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from duibiao.store.workers import Limits


@dataclass(frozen=True)
class Settings:
    """`private`: an enterprise's graphs are for its own people and the authorities over it; else whoever reaches the server reads all.
    `limits`: of one SPARQL query; `places`: how many run at a time; `a_minute`: requests of one caller; `origins`: web sites whose scripts
    may read here (None: any, where reading needs a token, else this machine's own); `logs`: whether requests are logged."""

    private: bool = False
    limits: Limits = field(default_factory=Limits)
    places: int = max(4, os.cpu_count() or 4)
    a_minute: int = 60_000
    origins: tuple[str, ...] | None = None
    logs: bool = False


AS_THEY_COME = Settings()


def from_variables(variables: Mapping[str, str]) -> Settings:
    """The settings that environment variables say: DUIBIAO_PRIVATE, DUIBIAO_ORIGINS, DUIBIAO_QUERY_SECONDS, DUIBIAO_REQUESTS_A_MINUTE and
    DUIBIAO_LOGS."""
    origins = variables.get("DUIBIAO_ORIGINS")
    seconds = float(variables.get("DUIBIAO_QUERY_SECONDS", Limits.seconds))
    return Settings(
        private=variables.get("DUIBIAO_PRIVATE", "0") not in {"", "0"},
        limits=Limits(seconds=seconds),
        a_minute=int(variables.get("DUIBIAO_REQUESTS_A_MINUTE", Settings.a_minute)),
        origins=tuple(origins.split()) if origins is not None else None,
        logs=variables.get("DUIBIAO_LOGS", "0") not in {"", "0"},
    )
