"""Small rubrics as plain data, to be changed and broken."""

from __future__ import annotations

from typing import Any


def indicator(id_: str, part: str = "deduction", points: float | None = 10, **more: Any) -> dict[str, Any]:
    """An indicator of the group 组 that a person assesses."""
    line = {"id": id_, "part": part, "group": "组", "title": id_, "clause": "条", "source": "源", "status": "confirmed"}
    return line | {"points": points, "manual_reason": "由人评定"} | more


def group(id_: str, part: str = "deduction", points: float | None = None, **more: Any) -> dict[str, Any]:
    """A group."""
    line = {"id": id_, "name": id_, "part": part, "clause": "条", "source": "源", "status": "confirmed"}
    return line | {"points": points} | more


def rubric(*indicators: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A deduction rubric of 100 points with these indicators."""
    return {
        "id": "small",
        "title": "题",
        "issuer": "机关",
        "document_number": "号",
        "source": "源",
        "effective_from": "2026-01-01",
        "base_points": 100,
        "pass_mark": 60,
        "bonus_gate": 80,
        "coverage_floor": 0.8,
        "min_pages": 10,
        "indicators": list(indicators),
    } | more
