"""Fixtures of the reports room."""

from __future__ import annotations

import pytest

from reports.result import AuditResult
from tests.reports.county import audit


@pytest.fixture
def county() -> AuditResult:
    """The audited county, in Chinese."""
    return audit()


@pytest.fixture
def county_en() -> AuditResult:
    """The audited county, in English."""
    return audit("en")
