"""Whether what was written fits the published schema, dates included."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from reports.schemas import schema


def misfits(name: str, document: Any) -> list[str]:
    """Where a document does not fit the schema of this name, which must be one itself."""
    published = schema(name)
    Draft202012Validator.check_schema(published)
    validator = Draft202012Validator(published, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, each.path))}: {each.message[:200]}" for each in validator.iter_errors(document)]
