"""Further formats: tables that compute nothing, SARIF with stable fingerprints, JUnit that never fails what is open."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from checks.finding import Finding, State
from config.suppressions import Suppression, Suppressions
from reports.exports import EXPORTS, findings_csv, sarif
from reports.result import AuditResult
from tests.reports.county import audit
from tests.reports.samples import AS_OF, broken, outcome

NOTHING = Suppressions()
ODD = "=HYPERLINK(\"http://x\")\x00\u2028</failure>&<script>alert('甲')</script>" + "长" * 300


def odd() -> AuditResult:
    found = replace(broken(1), url="http://x.example/a b?q=%2f&c=<d>#é", text=ODD)
    return audit(outcomes=[outcome("broken-link", found)])


def accept(found: Finding, **more: Any) -> Suppressions:
    return Suppressions(suppressions=(Suppression(fingerprint=found.fingerprint, reason="已报备", by="张三", **more),))


def rows(result: AuditResult) -> list[dict[str, str]]:
    content = findings_csv.render(result)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_has_a_row_for_each_finding_and_rubric(county: AuditResult) -> None:
    said = rows(county)
    assert len(said) == sum(len(judgement.findings()) for judgement in county.judgements)
    assert {row["unit_name"] for row in said} <= {unit.name for unit in county.units}
    assert all(json.loads(row["facts"]) is not None and row["message"] and row["remedy"] for row in said)


def test_no_cell_of_the_table_is_a_formula() -> None:
    (row,) = rows(odd())
    assert row["text"].startswith("'=HYPERLINK")
    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in row.values())


@pytest.mark.parametrize("result", [odd(), audit(outcomes=[])], ids=["odd", "no findings"])
@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_takes_odd_text_and_no_findings_and_is_the_same_twice(name: str, result: AuditResult) -> None:
    first = EXPORTS[name].render(result, NOTHING)
    assert first == EXPORTS[name].render(result, NOTHING)
    assert first.decode("utf-8-sig")


def test_sarif_has_rules_levels_and_fingerprints(county: AuditResult) -> None:
    log = json.loads(sarif.render(county, NOTHING))
    assert (log["version"], len(log["runs"])) == ("2.1.0", len(county.judgements))
    for run, judgement in zip(log["runs"], county.judgements, strict=True):
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert rules == sorted(set(rules))
        prints = [each["partialFingerprints"][sarif.FINGERPRINT] for each in run["results"]]
        assert prints == [found.fingerprint for found in judgement.findings()]
        for said, found in zip(run["results"], judgement.findings(), strict=True):
            assert rules[said["ruleIndex"]] == said["ruleId"] == f"{found.check}/{found.code}"
            assert said["level"] == ("error" if found.state is State.CONFIRMED else "warning")
            assert "suppressions" not in said
            assert said["locations"]


def test_addresses_in_sarif_are_uris() -> None:
    (said,) = json.loads(sarif.render(odd(), NOTHING))["runs"][0]["results"]
    for place in said["locations"]:
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii() and not set(uri) & set(' <>"')


def test_an_accepted_finding_is_marked_in_sarif_and_fails_no_test() -> None:
    result = audit(outcomes=[outcome("broken-link", found := broken(1))])
    for accepted, failures in ((NOTHING, 1), (accept(found), 0), (accept(found, until=AS_OF), 0)):
        (said,) = json.loads(sarif.render(result, accepted))["runs"][0]["results"]
        assert ("suppressions" in said) is (failures == 0)
        assert suites(result, accepted).get("failures") == str(failures)
    late = accept(found, until=date(AS_OF.year - 1, 1, 1))
    assert suites(result, late).get("failures") == "1"


def test_junit_fails_what_is_proven_and_skips_what_is_open(county: AuditResult) -> None:
    root = suites(county, NOTHING)
    assert len(root) == len(county.judgements) * len(county.units)
    outcomes = {(judgement.rubric.id, said.unit, said.check): said for judgement in county.judgements for said in judgement.outcomes}  # fmt: skip  # noqa: E501
    seen = 0
    for suite in root:
        rubric_id, _, unit = (suite.get("name") or "").partition(".")
        for case in suite:
            said = outcomes[rubric_id, unit, (case.get("name") or "").split()[0]]
            assert (case.find("failure") is not None) is (said.verdict == "fail")
            assert (case.find("skipped") is not None) is (said.verdict in ("cannot-judge", "not-applicable"))
            seen += 1
    assert seen == len(outcomes) == int(root.get("tests") or 0)


def suites(result: AuditResult, accepted: Suppressions) -> Xml.Element:
    return Xml.fromstring(EXPORTS["junit"].render(result, accepted))
