"""The trial `accessibility`: what axe-core finds on a home page in the browser.

The rules run inside the page and send nothing. Contrast is left out, because the browser is given no pictures.

Values of an observation (its subject is the home page): `unit`; `whole`: whether the page is shown as its makers meant
it (`crawler.render.visit`), without which nothing is proven; `tool`: name and version; `violations`: of each rule its
`id`, `impact` (minor, moderate, serious, critical), `nodes` (how many elements), `help` (its address at the
maker's) and `example` (the first element's selector).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from crawler.facts import Observation
from crawler.fetch.reply import now
from crawler.kinds import TrialKind
from crawler.trials.in_browser import opened, why_unmeasured
from crawler.trials.trying import Trying, unseen

if TYPE_CHECKING:
    from playwright.async_api import Page as Window

_LONGEST_SELECTOR = 200
_RUN = """async () => {
  const run = await axe.run(document, {
    resultTypes: ["violations"], rules: {"color-contrast": {enabled: false}}, iframes: false, preload: false
  });
  return {
    tool: run.testEngine.name + " " + run.testEngine.version,
    violations: run.violations.map(each => ({
      id: each.id, impact: each.impact, nodes: each.nodes.length, help: each.helpUrl,
      example: each.nodes.length ? String(each.nodes[0].target[0]) : ""
    }))
  };
}"""


async def try_accessibility(trying: Trying) -> list[Observation]:
    """Run the rules on every home page."""
    units = {home.page.url: home.unit.id for home in trying.homes}
    seen: list[Observation] = []
    for url, told in (await opened(trying, list(units), _checked)).items():
        why = why_unmeasured(told)
        if told is None or told.measured is None:
            seen += unseen(TrialKind.ACCESSIBILITY, why or "needs-browser", [url])
            continue
        values = {"unit": units[url], "whole": why is None, **_told(told.measured)}
        seen.append(Observation(TrialKind.ACCESSIBILITY, url, now(), values))
    return seen


def _told(measured: dict[str, Any]) -> dict[str, Any]:
    violations = [each | {"example": each["example"][:_LONGEST_SELECTOR]} for each in measured["violations"]]
    return {"tool": measured["tool"], "violations": sorted(violations, key=lambda each: str(each["id"]))}


async def _checked(window: Window) -> Any:
    await window.evaluate(_axe())
    return await window.evaluate(_RUN)


@cache
def _axe() -> str:
    """The vendored program (crawler/trials/vendor/README.md)."""
    return (resources.files("crawler") / "trials" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
