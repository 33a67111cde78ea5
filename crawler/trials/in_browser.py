"""Pages that a trial opens in the browser: one visit after the other, under the rules of `crawler.render.gate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawler.render.browser import Browser, NoBrowser
from crawler.render.visit import Measure, Seen, visit
from crawler.trials.trying import Trying

NEEDS_BROWSER = "needs-browser"
NOT_WHOLE = "trial-page-not-whole"
"""Styles or scripts did not come, so the page is not shown as its makers meant it."""


async def opened(
    trying: Trying, urls: Sequence[str], measure: Measure, width: int | None = None
) -> Mapping[str, Seen | None]:
    """What `measure` says of each page; None for all where there is no browser or it does not start."""
    if trying.plan.browser == "none":
        return dict.fromkeys(urls)
    browser = Browser(trying.plan.browser, trying.plan.user_agent)
    try:
        async with trying.browsers, browser:
            return {url: await visit(browser, trying.gate, url, width=width, measure=measure) for url in urls}
    except NoBrowser:
        return dict.fromkeys(urls)


def why_unmeasured(seen: Seen | None) -> str | None:
    """Why a visit says nothing, as a key below `reason.`; None where its measure counts."""
    if seen is None:
        return NEEDS_BROWSER
    if seen.measured is None:
        return seen.failure or NOT_WHOLE
    return None if seen.whole else NOT_WHOLE
