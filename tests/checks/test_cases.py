"""Runs every case in tests/checks/cases/ and compares what comes out with what the case expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from checks.catalogue import checks_by_id, find_check
from checks.contract import run_check
from checks.finding import Finding, Outcome, Recognised, SurveyedColumn, Unjudged
from config.messages import LANGUAGES, has_text
from crawler.store.crawl import Crawl
from reports.wording import message, remedy
from tests.builders import at
from tests.checks.case_file import Case, all_cases

ALL_CASES = all_cases()


@pytest.mark.parametrize("case", ALL_CASES, ids=[f"{case.check}-{case.path.stem}" for case in ALL_CASES])
def test_case(case: Case, tmp_path: Path) -> None:
    outcome = judge(case, tmp_path)
    expected = case.data["expect"]
    assert outcome.verdict == expected["verdict"]
    assert outcome.reason == expected.get("reason")
    compare(outcome.findings, expected.get("findings", ()))
    compare(outcome.unjudged, expected.get("unjudged", ()))
    if "recognised" in expected:
        compare(outcome.recognised, expected["recognised"])
    if "surveyed" in expected:
        compare(outcome.surveyed, expected["surveyed"])
    if "examined" in expected:
        assert outcome.examined == expected["examined"]
    assert_can_be_told(outcome)


@pytest.mark.parametrize("check_id", list(checks_by_id()))
def test_every_check_has_enough_cases(check_id: str) -> None:
    verdicts = {case.data["expect"]["verdict"] for case in ALL_CASES if case.check == check_id}
    assert len([case for case in ALL_CASES if case.check == check_id]) >= 6
    wanted = {"pass", "cannot-judge"} | (set() if find_check(check_id).only_suspects else {"fail"})
    assert wanted <= verdicts


@pytest.mark.parametrize("check_id", list(checks_by_id()))
def test_every_code_has_a_case(check_id: str) -> None:
    seen = {
        found["code"]
        for case in ALL_CASES
        if case.check == check_id
        for found in case.data["expect"].get("findings", ())
    }
    assert seen == set(find_check(check_id).codes)


def judge(case: Case, folder: Path) -> Outcome:
    check = find_check(case.check)
    params = check.Params.model_validate(case.parameters)
    with Crawl.open(case.write_crawl(folder / "crawl.sqlite")) as crawl:
        unit = crawl.portal.unit(case.data.get("unit", "county"))
        return run_check(check, crawl, unit, params, case.as_of)


def compare(
    said: Sequence[Finding | Unjudged | Recognised | SurveyedColumn], expected: Sequence[Mapping[str, Any]]
) -> None:
    """Every expectation must fit exactly one thing that was said, and nothing may be left over."""
    left = list(said)
    for wanted in expected:
        fitting = [one for one in left if fits(one, wanted)]
        assert fitting, f"nothing fits {wanted} among {left}"
        left.remove(fitting[0])
    assert not left, f"not expected: {left}"


def fits(said: Finding | Unjudged | Recognised | SurveyedColumn, wanted: Mapping[str, Any]) -> bool:
    """Whether the named fields agree; of `facts` and `evidence` only those that are named."""
    for field, value in wanted.items():
        seen = getattr(said, field)
        if field in ("facts", "evidence"):
            if any(key not in seen or seen[key] != told for key, told in value.items()):
                return False
        elif field == "found_on":
            if [at(address) for address in value] != list(seen):
                return False
        elif field in ("url", "subject"):
            if seen not in (value, at(value)):
                return False
        elif seen != value:
            return False
    return True


def assert_can_be_told(outcome: Outcome) -> None:
    """Whatever a check says has its sentence in both languages, with all facts that the sentence names."""
    for lang in LANGUAGES:
        for found in outcome.findings:
            assert "{" not in message(found, lang).replace(found.url, "")
            assert remedy(found, lang)
            assert has_text(f"finding.{found.check}.{found.code}.message", lang)
        aside = {each.aside for each in outcome.surveyed}
        for reason in {outcome.reason, *(item.reason for item in outcome.unjudged), *aside} - {None}:
            assert has_text(f"reason.{reason}", lang) or has_text(f"answer.{reason}", lang), reason
