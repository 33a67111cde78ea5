"""What every group and indicator of a rubric says alike, written once at its top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from config.model import StrictModel
from config.registry import UnitClass
from config.rubric.terms import Evidence, Part, Status


class Defaults(StrictModel):
    """Values of groups and indicators that do not say otherwise."""

    part: Part | None = None
    source: str | None = None
    status: Status | None = None
    applies_to: tuple[UnitClass, ...] | None = Field(default=None, min_length=1, description="indicators only")
    evidence: tuple[Evidence, ...] | None = Field(default=None, description="indicators only")


_OF_GROUPS = ("part", "source", "status")
_OF_INDICATORS = ("part", "source", "status", "applies_to", "evidence")


def with_defaults(data: Any) -> Any:
    """`data` of a rubric with its defaults written into its groups and indicators. Leaves odd data as it is."""
    given = data.get("defaults") if isinstance(data, Mapping) else None
    if not isinstance(given, Mapping):
        return data
    return {
        **data,
        **_filled(data, "groups", {name: given[name] for name in _OF_GROUPS if name in given}),
        **_filled(data, "indicators", {name: given[name] for name in _OF_INDICATORS if name in given}),
    }


def _filled(data: Mapping[str, Any], field: str, defaults: Mapping[str, Any]) -> dict[str, Any]:
    written = data.get(field)
    if not isinstance(written, list | tuple):
        return {}
    return {field: [{**defaults, **line} if isinstance(line, Mapping) else line for line in written]}
