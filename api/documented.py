"""What the OpenAPI description says of errors."""

from collections.abc import Mapping
from typing import Any

Answers = dict[int | str, dict[str, Any]]

PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "problem details (RFC 9457)",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "detail_zh": {"type": "string", "description": "the same in Chinese, where it is known"},
    },
}


def complete(schema: dict[str, Any]) -> None:
    """Put the shape of problems into an OpenAPI description, and let every operation say that it may answer with one."""
    schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    for path in schema["paths"].values():
        for operation in path.values():
            answers = operation["responses"]
            if "422" in answers:
                answers["422"] = PROBLEM | {"description": "a parameter or the body is not as described"}
            answers.setdefault("default", PROBLEM | {"description": "a problem: its status and what to do"})
    for unused in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(unused, None)


def problems(described: Mapping[int, str]) -> Answers:
    """The answers that are problems, by status, each with when it is given."""
    return {status: PROBLEM | {"description": text} for status, text in described.items()}
