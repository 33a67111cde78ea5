"""Notices on top of a run: what must be known before any line of it is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from reports import html, run_json
from reports.notices import notices
from reports.result import AuditResult, RunCard
from tests.reports.county import audit


def changed(result: AuditResult, **card: object) -> AuditResult:
    run: RunCard = replace(result.run, **card)  # type: ignore[arg-type]
    return replace(result, run=run, traps=())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_after_the_crawl_is_told(lang: str) -> None:
    result = audit(lang)
    on_the_day = changed(result, seen_until=result.run.as_of)
    later = changed(result, seen_until=result.run.as_of - timedelta(days=1))
    assert notices(on_the_day) == []
    [said] = notices(later)
    assert result.run.as_of.isoformat() in said
    assert said in json.loads(run_json.render(later))["notices"]
    assert (result.run.as_of - timedelta(days=1)).isoformat() in html.render(later).decode()


def test_a_start_address_that_did_not_open_is_told() -> None:
    result = audit()
    nothing = changed(result, start_answer="http-404", counts={"pages": 0})
    [said] = notices(nothing)
    assert result.portal.start_urls[0] in said and "404" in said
    assert notices(changed(result, start_answer="http-404", counts={"pages": 3})) == []
    assert notices(changed(result, start_answer="content", counts={"pages": 0})) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_that_were_not_looked_up_are_told(lang: str) -> None:
    told = "www.sample-county.gov.cn=192.0.2.7"
    result = changed(audit(lang), names=(told,))
    [said] = notices(result)
    assert told in said
    assert said in json.loads(run_json.render(result))["notices"]
