"""junit.xml: every check of every unit as a test, for pipelines that only know tests.

A confirmed finding fails its test; suspected ones are told in its output; what could not be judged is skipped, never
failed.
"""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from checks.finding import Finding, Outcome, State, Verdict
from config.suppressions import Suppressions
from reports.result import AuditResult, Judgement
from reports.textclean import printable
from reports.wording import label, message, problem, reason

NAME = "junit.xml"


def render(result: AuditResult, suppressions: Suppressions) -> bytes:
    """The file's bytes, in the form that Jenkins and GitLab read: a suite for each rubric and unit."""
    root = Xml.Element("testsuites", name=f"xuncha {result.portal.id}")
    for judgement in result.judgements:
        for unit in result.units:
            root.append(_suite(result, judgement, unit.id, suppressions))
    for name in ("tests", "failures", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    Xml.indent(root)
    content: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _suite(result: AuditResult, judgement: Judgement, unit_id: str, suppressions: Suppressions) -> Xml.Element:
    outcomes = [said for said in judgement.outcomes if said.unit == unit_id]
    name = f"{judgement.rubric.id}.{unit_id}"
    suite = Xml.Element("testsuite", name=name, timestamp=f"{result.run.as_of.isoformat()}T00:00:00")
    for outcome in outcomes:
        suite.append(_case(outcome, name, result, suppressions))
    suite.set("tests", str(len(outcomes)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("errors", "0")
    return suite


def _case(outcome: Outcome, suite: str, result: AuditResult, suppressions: Suppressions) -> Xml.Element:
    title = label(f"report.check.{outcome.check}", result.lang, otherwise="")
    case = Xml.Element("testcase", classname=suite, name=f"{outcome.check} {title}".strip())
    day = result.run.as_of
    failing = [
        found
        for found in outcome.findings
        if found.state is State.CONFIRMED and suppressions.of(found.fingerprint, day, result.portal.id) is None
    ]
    others = [found for found in outcome.findings if found not in failing]
    if failing:
        failure = Xml.SubElement(case, "failure", message=printable(_head(failing, result.lang)), type=failing[0].code)
        failure.text = printable(_told(failing, result.lang))
    elif outcome.verdict in (Verdict.CANNOT_JUDGE, Verdict.NOT_APPLICABLE):
        Xml.SubElement(case, "skipped", message=printable(reason(outcome.reason, result.lang)))
    if others:
        Xml.SubElement(case, "system-out").text = printable(_told(others, result.lang))
    return case


def _head(failing: list[Finding], lang: str) -> str:
    kinds = dict.fromkeys(problem(found.check, found.code, lang) for found in failing)
    return f"{len(failing)}: {', '.join(kinds)}"


def _told(findings: list[Finding], lang: str) -> str:
    return "\n".join(f"[{found.fingerprint}] {message(found, lang)} {found.url}" for found in findings)
