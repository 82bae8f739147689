"""HTTP: the SPARQL protocol, REST, pages. The only room that knows FastAPI."""

from duibiao.api.app import create_app, from_environment
from duibiao.api.settings import Settings

__all__ = ["Settings", "create_app", "from_environment"]
