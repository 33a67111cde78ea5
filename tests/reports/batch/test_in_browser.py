"""batch.html in a real browser: whole at every width, accessible, quiet; quick and small for a prefecture."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from reports.batch import page as batch_page
from reports.batch import workbook
from tests.browser import chromium
from tests.reports.axe import violations
from tests.reports.batch.batches import batch, card, failed, finding, judged, line, vetoed

INDICATORS = 30


def unit(number: int) -> dict[str, object]:
    """A unit that loses here and there."""
    lines = [line(f"D{at}", lost=(number * at) % 6) for at in range(INDICATORS)]
    return vetoed(f"u{number}", 60, *lines) if number % 17 == 0 else card(f"u{number}", 50 + number % 50, *lines)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    findings = tuple(finding(f"u{number}", code) for number in range(1, 20) for code in ("http-404", "soft-404"))
    summary = batch(judged("p", *map(unit, range(1, 20)), findings=findings), failed("crash", "c"))
    path: Path = tmp_path_factory.mktemp("batch") / "batch.html"
    path.write_bytes(batch_page.render(summary))
    return path.as_uri()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_whole_accessible_and_quiet(browser: Browser, report: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("request", lambda request: noise.append(request.url) if request.url != report else None)
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert noise == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.close()


def test_a_prefecture_with_a_hundred_units_is_written_in_seconds_of_processor_time() -> None:
    findings = tuple(finding(f"u{number}", f"code-{at}") for number in range(100) for at in range(5))
    begun = time.process_time()
    summary = batch(judged("p", *map(unit, range(100)), findings=findings))
    html, book = batch_page.render(summary), workbook.render(summary)
    assert time.process_time() - begun < 30  # a bound on how it grows, far above the few seconds that it takes
    assert len(html) < 12 << 20 and len(book) < 3 << 20
