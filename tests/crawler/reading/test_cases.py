"""Every YAML case: the facts that it names must come out exactly."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.crawler.reading.casefile import Case, all_cases, facts_of

CASES = list(all_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    reading = case.read()
    assert reading.facts.reason != "page-reader-failed"
    facts = facts_of(reading)
    expected: dict[str, Any] = case.data["expect"]
    found = {key: _chosen(facts[key], value) for key, value in expected.items()}
    assert found == expected


def test_each_reader_has_its_cases() -> None:
    counts = Counter(case.file.parent.name for case in CASES)
    assert counts["generic"] >= 30
    assert counts["trs"] >= 15
    assert counts["unread"] >= 15
    assert counts["article"] >= 50
    assert counts["empty"] >= 60
    for family in (
        "kaipu",
        "gongkai",
        "huilan",
        "ucap-guangdong",
        "ucap-jiangxi",
        "epoint",
        "anhui",
        "hanweb-jpage",
        "hanweb-jpaas",
        "truecms",
        "vsb",
        "webplus",
        "phpcms",
        "old-asp",
    ):
        assert counts[family] >= 15
    assert counts["iframe"] >= 8


def test_every_case_has_a_name_of_its_own() -> None:
    names = Counter(case.id for case in CASES)
    assert [name for name, count in names.items() if count > 1] == []


def _chosen(found: Any, expected: Any) -> Any:
    """Only the fields of a record that the case names."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: found.get(key) for key in expected}
    return found
