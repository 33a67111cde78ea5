"""Registries for batches, written to a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def entry(name: str, url: str, *, town: str | None = None, rate: float = 0) -> dict[str, Any]:
    """A portal with its county, and a township on it when `town` is a path."""
    units = [{"id": f"{name}-county", "name": f"{name}县人民政府", "class": "portal", "entry_urls": [url]}]
    if town is not None:
        address = url + town
        more = {"entry_urls": [address], "scope": [address]}
        units.append({"id": f"{name}-town", "name": f"{name}镇", "class": "township", **more})
    politeness = {"rate": rate, "concurrency": 4}
    return {"id": name, "name": f"{name}县门户", "start_urls": [url], "units": units, "politeness": politeness}


def registry(path: Path, entries: Sequence[dict[str, Any]]) -> Path:
    """The file with these portals."""
    path.write_text(json.dumps({"portals": list(entries)}, ensure_ascii=False), encoding="utf-8")
    return path
