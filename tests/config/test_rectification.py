"""Terms of repair: working days by severity, and which problems are how urgent."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.catalogue import checks_by_id
from config.problems import InvalidData
from config.rectification import Rectification, Severity, by_urgency, rectification, working_days
from config.yaml_file import load_yaml


def test_what_is_urgent_has_less_time() -> None:
    assert working_days(Severity.IMMEDIATE) < working_days(Severity.VETO) < working_days()
    assert by_urgency() == (Severity.IMMEDIATE, Severity.VETO, Severity.ORDINARY)


def test_severity_follows_kind_and_veto() -> None:
    terms = rectification()
    assert terms.severity("leak-mark", "secret-mark") is Severity.IMMEDIATE
    assert terms.severity("mislink", "hijacked-target", veto=True) is Severity.IMMEDIATE
    assert terms.severity("empty-column", "empty", veto=True) is Severity.VETO
    assert terms.severity("mislink", "text-target-mismatch") is Severity.ORDINARY


def test_urgent_kinds_are_kinds_that_checks_have() -> None:
    known = {f"{check.id}/{code}" for check in checks_by_id().values() for code in check.codes}
    known |= {kind.partition("/")[0] for kind in known}
    assert rectification().immediate <= known


def test_a_severity_without_term_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rectification.yaml"
    file.write_text(
        "terms: {ordinary: {working_days: 10, source: here, status: confirmed}}\nimmediate: []\n", encoding="utf-8"
    )
    with pytest.raises(InvalidData) as refused:
        load_yaml(file, Rectification)
    assert [problem.key for problem in refused.value.problems] == ["term-missing"]
