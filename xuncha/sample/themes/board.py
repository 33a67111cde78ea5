"""Holds the findings of an audit of a theme against its truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

from xuncha.sample.expectations import Expectation
from xuncha.sample.scoreboard import FalseAccusation, Scoreboard
from xuncha.sample.themes.plan import Defect, ThemePlan


def compare(findings: Iterable[Mapping[str, Any]], plan: ThemePlan, host: str) -> Scoreboard:
    """Every defect must be found once for each of its units, and nothing else may be reported by any check.

    What needs a package that is not installed cannot be found.
    """
    findable = [defect for defect in plan.defects if defect.package is None or find_spec(defect.package) is not None]
    still_open = [(defect, unit) for defect in findable for unit in defect.units]
    hits: list[Expectation] = []
    wrong: list[FalseAccusation] = []
    for finding in findings:
        places = set(_places(finding, host))
        match = next((each for each in still_open if _fits(finding, places, *each)), None)
        if match is not None:
            still_open.remove(match)
            hits.append(_expectation(*match))
        else:
            wrong.append(FalseAccusation(finding, _why(finding, places, plan)))
    return Scoreboard(tuple(hits), tuple(_expectation(*each) for each in still_open), tuple(wrong))


def _fits(finding: Mapping[str, Any], places: set[str], defect: Defect, unit: str) -> bool:
    if (finding["check"], finding["code"], finding["unit"]) != (defect.check, defect.code, unit):
        return False
    if defect.where not in places or (defect.state and defect.state != finding["state"]):
        return False
    return all(finding["facts"].get(name) == value for name, value in defect.facts.items())


def _places(finding: Mapping[str, Any], host: str) -> Iterator[str]:
    """Every name under which the truth may know the place of a finding."""
    parts = urlsplit(str(finding["url"]))
    if parts.netloc == host:
        yield unquote(parts.path + (f"?{parts.query}" if parts.query else ""))
    yield str(finding["url"])
    yield str(finding.get("column"))
    yield str(finding.get("text"))
    for name in ("item", "subject", "series"):
        if name in finding["facts"]:
            yield str(finding["facts"][name])


def _why(finding: Mapping[str, Any], places: set[str], plan: ThemePlan) -> str:
    for innocent in plan.innocents:
        if innocent.where in places and finding["check"] in innocent.guards:
            return f"innocent {innocent.id}: {innocent.why}"
    return "nothing is planted there"


def _expectation(defect: Defect, unit: str) -> Expectation:
    return Expectation(defect.id, defect.check, defect.code, unit, defect.where, state=defect.state, facts=defect.facts)
