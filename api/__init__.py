"""HTTP: the SPARQL protocol, REST, pages. The only room that knows FastAPI."""

from duibiao.api.app import create_app, from_environment

__all__ = ["create_app", "from_environment"]
