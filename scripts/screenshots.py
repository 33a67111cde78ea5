"""Audits the sample portal and photographs its report for the README: `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, chromium_path
from xuncha.cli import main

IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
SHOTS = {"report-desktop.png": (1100, 1500), "report-phone.png": (390, 1100)}
"""File name, and width and height of the window in pixels."""


def photograph(report: Path) -> None:
    """Write one picture of `report` for each window size."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for name, (width, height) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(report.as_uri())
            page.screenshot(path=str(IMAGES / name))
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        status = main(["demo", "--out", f"{folder}/demo"])
        if status == 0:
            photograph(Path(folder) / "demo/report.html")
    sys.exit(status)
