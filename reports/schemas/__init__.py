"""The published JSON Schemas of the files that outside programs read (JSON Schema 2020-12)."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

SCHEMAS = ("batch", "findings", "run", "scorecard")
"""What there is a schema of: batch.json, a line of findings.jsonl, run.json, scorecard.json."""


def schema(name: str) -> dict[str, Any]:
    """The schema with this name. Raises `FileNotFoundError` for one that is not in `SCHEMAS`."""
    text = (resources.files(__package__) / f"{name}.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
