"""report.html in a real browser: the filter works, nothing overflows a phone, nothing is fetched, nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from checks.finding import Finding
from reports import html
from reports.result import AuditResult
from tests.browser import chromium
from tests.reports.county import audit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(html.render(audit()))
    return path.as_uri()


def opened(browser: Browser, report: str, width: int) -> tuple[Page, list[str]]:
    """The report in a window of this width, and everything that went wrong or was asked for."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: noise.append(request.url) if request.url != report else None)
    page.goto(report)
    return page, noise


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_page_is_whole_and_quiet_at_every_width(browser: Browser, report: str, width: int) -> None:
    page, noise = opened(browser, report, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").inner_text()
    assert noise == []
    page.close()


def test_filter_shows_what_was_asked_for_and_can_be_cleared(browser: Browser, report: str) -> None:
    page, _ = opened(browser, report, 1280)
    everything = page.locator("article.problem:visible").count()
    assert everything == len({found.fingerprint for found in _findings(audit())}) > 0
    page.locator("#filter select").nth(1).select_option("broken-link")
    shown = page.locator("article.problem:visible")
    assert 0 < shown.count() < everything
    assert {shown.nth(i).get_attribute("data-check") for i in range(shown.count())} == {"broken-link"}
    page.locator("#filter button").click()
    assert page.locator("article.problem:visible").count() == everything
    page.close()


def _findings(result: AuditResult) -> list[Finding]:
    return [found for judgement in result.judgements for found in judgement.findings()]
