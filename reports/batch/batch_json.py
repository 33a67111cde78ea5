"""batch.json: the results of a batch for programs."""

from __future__ import annotations

from typing import Any

from reports import jsonwrite
from reports.batch.indicators import HeatMap
from reports.batch.ranking import Ranking
from reports.batch.summary import BatchSummary
from reports.batch.units import UnitResult

NAME = "batch.json"


def render(summary: BatchSummary) -> bytes:
    """The file's bytes. It holds no times: two batches over the same crawls are byte-equal."""
    return jsonwrite.document(record(summary))


def record(summary: BatchSummary) -> dict[str, Any]:
    """The batch as JSON values."""
    return {
        "name": summary.name,
        "as_of": summary.as_of,
        "tool_version": summary.tool_version,
        "rubrics": [{"id": id_, "title": title} for id_, title in summary.rubrics.items()],
        "units": summary.unit_count,
        "units_observed": summary.observed_count,
        "portals": [
            {
                "id": portal.id,
                "name": portal.name,
                "folder": portal.folder,
                "step": portal.step,
                "end_reason": portal.end_reason or None,
                "start_answer": portal.start_answer or None,
                "failed": portal.failed or None,
                "detail": portal.detail or None,
                "units": [{"id": unit.id, "name": unit.name, "class": unit.unit_class} for unit in portal.units],
            }
            for portal in summary.portals
        ],
        "rankings": [_ranking(each) for each in summary.rankings],
        "heat_maps": [_heat_map(each) for each in summary.heat_maps],
        "common_problems": [
            {
                "check": each.check,
                "code": each.code,
                "units": len(each.units),
                "units_certain": each.certain,
                "units_observed": each.observed,
                "confirmed": each.confirmed,
                "suspected": each.suspected,
                "by_unit": [
                    _named(result) | {"confirmed": proven, "suspected": waiting}
                    for result, proven, waiting in each.units
                ],
            }
            for each in summary.problems
        ],
        "good_examples": [
            {
                "rubric": each.rubric,
                "class": each.unit_class,
                "indicator": each.indicator,
                "title": each.title,
                "units_losing": each.losing,
                "units": [_named(result) for result in each.units],
            }
            for each in summary.examples
        ],
    }


def _named(result: UnitResult) -> dict[str, Any]:
    return {"portal": result.portal.id, "unit": result.unit.id, "unit_name": result.unit.name}


def _ranking(table: Ranking) -> dict[str, Any]:
    sums = table.averages
    return {
        "rubric": table.rubric,
        "class": table.unit_class,
        "ranked": [{"rank": each.rank, **_standing(each.result)} for each in table.ranked],
        "disqualified": [_standing(each) for each in table.disqualified],
        "unscored": [_standing(each) for each in table.unscored],
        "not_observed": [_named(each) | {"reason": each.reason} for each in table.not_observed],
        "averages": {
            "scored": sums.scored,
            "mean": jsonwrite.plain(sums.mean),
            "median": jsonwrite.plain(sums.median),
            "lowest": jsonwrite.plain(sums.lowest),
            "highest": jsonwrite.plain(sums.highest),
            "qualified": sums.qualified,
            "coverage": jsonwrite.plain(sums.coverage),
        },
    }


def _standing(result: UnitResult) -> dict[str, Any]:
    assert result.card is not None
    return {
        **_named(result),
        "verdict": result.card["verdict"],
        "score": jsonwrite.plain(result.score),
        "score_range": jsonwrite.plain(result.score_range),
        "without_veto": jsonwrite.plain(result.without_veto),
        "coverage": jsonwrite.plain(result.coverage),
        "vetoes": [veto["title"] for veto in result.vetoes],
        "open_vetoes": len(result.open_vetoes),
        "confirmed": result.confirmed,
        "suspected": result.suspected,
    }


def _heat_map(heat: HeatMap) -> dict[str, Any]:
    return {
        "rubric": heat.ranking.rubric,
        "class": heat.ranking.unit_class,
        "indicators": [
            {"id": each.id, "title": each.title, "part": each.part, "mean": jsonwrite.plain(each.mean)}
            for each in heat.columns
        ],
        "rows": [
            _named(result)
            | {"cells": [{"outcome": cell.outcome, "share": _digits(cell.share), "open": cell.open} for cell in cells]}
            for result, cells in heat.rows
        ],
    }


def _digits(share: Any) -> Any:
    return None if share is None else jsonwrite.plain(round(share, 4))
