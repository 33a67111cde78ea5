"""Audits the sample portal and photographs its reports for the README: `make screenshots`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, chromium_path
from xuncha.cli import main

IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
SHOTS = {
    "report-desktop.png": (1100, 1500, ""),
    "report-unit.png": (1100, 1350, "document.querySelector('section.unit').scrollIntoView()"),
    "report-problems.png": (
        1100,
        1250,
        """
        const filter = document.getElementById("filter");
        filter.elements.check.value = "broken-link";
        filter.dispatchEvent(new Event("change"));
        document.getElementById("problems").scrollIntoView();
        document.querySelector("details.problem:not([hidden])").open = true;
        """,
    ),
    "report-phone.png": (390, 1100, ""),
    "report-phone-problem.png": (390, 1100, "location.hash = '#p16'"),
}
"""File name, width and height of the window in pixels, and what is done before the picture is taken."""
SHEET = "problems-xlsx.png"


def photograph(report: Path) -> None:
    """Write one picture of `report` for each window."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        for name, (width, height, script) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(report.as_uri())
            _prepare(page, script)
            page.screenshot(path=str(IMAGES / name))
            page.close()
        browser.close()


def _prepare(page: Page, script: str) -> None:
    if script:
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(500)


def photograph_sheet(workbook: Path) -> None:
    """Write a picture of the printed problem list, where LibreOffice Calc and poppler are installed."""
    office, paint = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or paint is None:
        print(f"{SHEET}: needs libreoffice-calc and poppler-utils, left as it is", file=sys.stderr)  # noqa: T201
        return
    folder = workbook.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True)
    picture = [paint, "-png", "-singlefile", "-r", "90", "-f", "2", "-l", "2"]
    subprocess.run([*picture, str(workbook.with_suffix(".pdf")), str((IMAGES / SHEET).with_suffix(""))], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        status = main(["demo", "--out", f"{folder}/demo"])
        if status == 0:
            photograph(Path(folder) / "demo/report.html")
            photograph_sheet(Path(folder) / "demo/problems.xlsx")
    sys.exit(status)
