"""Why something may stand where we did not look."""

from __future__ import annotations

from collections.abc import Callable, Collection

from config.registry import Unit
from crawler.kinds import EndReason, TargetKind
from crawler.store.crawl import Crawl
from crawler.urlforms import is_article_url

FILES = frozenset({TargetKind.ATTACHMENT, TargetKind.IMAGE, TargetKind.RESOURCE})
"""Targets that hold no links of ours."""

CRAWL_INCOMPLETE = "crawl-incomplete"
PAGES_NOT_OBSERVED = "pages-not-observed"


def why_incomplete(
    crawl: Crawl,
    unit: Unit,
    owns: Callable[[str], bool] = lambda url: True,
    titled: Collection[str] = (),
) -> str | None:
    """Why the unit's pages were not all seen (a key below `reason.`); None when everything was.

    Only gaps at addresses that the unit `owns` count. A file that was not observed hides no column; neither does an
    article whose whole title stands in a link that leads to it (`titled`: the targets of such links).
    """
    if crawl.end_reason is not EndReason.FINISHED:
        return CRAWL_INCOMPLETE
    files = {target.url for target in crawl.targets(unit) if target.kind in FILES}
    for gap in crawl.not_observed(unit):
        if owns(gap.url) and gap.url not in files and not (is_article_url(gap.url) and gap.url in titled):
            return PAGES_NOT_OBSERVED
    return None
