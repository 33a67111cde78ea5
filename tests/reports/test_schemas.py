"""The published schemas describe every field that the files have, and the files fit them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reports import findings_jsonl, run_json, scorecard_json
from reports.result import AuditResult
from reports.schemas import SCHEMAS, schema
from tests.reports.fitting import misfits

OF_A_RUN = sorted(set(SCHEMAS) - {"batch"})
"""The schema of batch.json is held against batches (tests/reports/batch)."""


def documents(result: AuditResult) -> dict[str, list[Any]]:
    return {
        "findings": [json.loads(line) for line in findings_jsonl.render(result).splitlines()],
        "scorecard": [json.loads(scorecard_json.render(result))],
        "run": [json.loads(run_json.render(result))],
    }


@pytest.mark.parametrize("name", OF_A_RUN)
def test_what_is_written_fits_its_schema(name: str, county: AuditResult) -> None:
    written = documents(county)[name]
    assert written
    for document in written:
        assert not misfits(name, document)


@pytest.mark.parametrize(("name", "field"), [("run", "as_of"), ("scorecard", "as_of")])
def test_a_date_that_is_none_does_not_fit(name: str, field: str, county: AuditResult) -> None:
    (document,) = documents(county)[name]
    entry = document[0] if isinstance(document, list) else document
    assert field in entry
    entry[field] = "2026-02-30"
    assert misfits(name, document)


@pytest.mark.parametrize("name", OF_A_RUN)
def test_every_field_is_described(name: str, county: AuditResult) -> None:
    for document in documents(county)[name]:
        assert not list(_unknown(document, schema(name), name))


def _unknown(value: Any, described: dict[str, Any], path: str) -> Any:
    if isinstance(value, list) and "items" in described:
        for each in value:
            yield from _unknown(each, described["items"], f"{path}[]")
    elif isinstance(value, dict) and "properties" in described:
        for key, part in value.items():
            if key not in described["properties"]:
                yield f"{path}.{key}"
            else:
                yield from _unknown(part, described["properties"][key], f"{path}.{key}")
