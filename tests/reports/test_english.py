"""Every report of a result that says nothing in Chinese itself is English, in all that it can show."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest
from rich.console import Console

from config.messages import catalogue
from config.suppressions import Suppressions
from reports.bundle import rendered
from reports.exports import EXPORTS
from reports.office.letter import letter
from reports.office.papers import Order, documents
from reports.office.templates import Paper
from reports.result import AuditResult
from reports.terminal import summary
from tests.reports.county import audit
from tests.reports.latin import METHODS, chinese, latin
from tests.reports.samples import AS_OF

FONTS = re.compile(r'w:(ascii|hAnsi|cs|eastAsia)="[^"]*"|"fullDescription": {[^}]*}')
"""Names of fonts, and the law that SARIF quotes for each check."""


@pytest.fixture(scope="module")
def county() -> AuditResult:
    """The whole county with its texts in Latin letters."""
    made = latin(audit("en"))
    assert isinstance(made, AuditResult)
    return made


def left_in(files: Mapping[str, bytes]) -> list[str]:
    found = []
    for name, content in files.items():
        found += chinese(name)
        parts = {name: content}
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                parts = {
                    part: packed.read(part) for part in packed.namelist() if not re.search("theme|fontTable", part)
                }
        found += [each for part in parts.values() for each in chinese(FONTS.sub("", METHODS.sub("", part.decode())))]
    return found


def test_a_text_in_chinese_would_be_found(county: AuditResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue("en"), "report.title", "检查报告")
    assert left_in(rendered(county)) != []


def test_reports(county: AuditResult) -> None:
    files = rendered(county)
    assert b"u4e91" in files["report.html"], "the county's name in Latin letters"
    assert left_in(files) == []


def test_further_formats(county: AuditResult) -> None:
    assert left_in({each.file: each.render(county, Suppressions()) for each in EXPORTS.values()}) == []


def test_official_documents(county: AuditResult) -> None:
    made = documents([county], Order(list(Paper), letter(AS_OF, issuer="Office", number="1", lang="en"), AS_OF))
    assert len(made.files) >= 10
    assert left_in(made.files) == []


def test_the_terminal(county: AuditResult) -> None:
    screen = Console(file=io.StringIO(), width=120)
    screen.print(summary(county))
    assert chinese(screen.file.getvalue()) == []  # type: ignore[attr-defined]
