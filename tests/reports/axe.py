"""What axe-core says of a page that is open in a browser, colour contrast included."""

from __future__ import annotations

from importlib import resources

from playwright.sync_api import Page

_RUN = """async () => {
  const run = await axe.run(document, {resultTypes: ["violations"]});
  return run.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).slice(0, 3).join(" | "));
}"""


def violations(page: Page) -> list[str]:
    """Every rule that the page breaks, with examples."""
    page.evaluate((resources.files("crawler") / "trials" / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN)
    return found
