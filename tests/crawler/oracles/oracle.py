"""Cases of other projects, and the lists of what we answer otherwise on purpose (see README.md beside this file)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from config.parsing import own_data

_HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    """The cases of a file of JSON lines."""
    return [json.loads(line) for line in (_HERE / name).read_text(encoding="utf-8").splitlines()]


def allowed(name: str) -> list[dict[str, Any]]:
    """The entries of an allow-list, each with a `reason`."""
    entries: list[dict[str, Any]] = own_data((_HERE / name).read_text(encoding="utf-8"))
    assert all(entry["reason"].strip() for entry in entries)
    return entries
