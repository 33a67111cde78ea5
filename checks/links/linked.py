"""What is linked on the pages of a unit, with the texts of the links and with what their targets show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from checks.links.shown import Shown, page_elsewhere, page_of_portal
from config.lexicon import attachment_types, link_promises
from config.official import official_services
from config.registry import Unit
from crawler.facts import Glimpse
from crawler.kinds import NOT_OBSERVED, PageKind, TargetKind
from crawler.store.crawl import Crawl, LinkUse, LinkUses, Target
from crawler.urls import same_page

MOST = 5
"""Examples and texts named in a finding: enough to find the link, little enough for a table cell."""


class Linked:
    """The links of one unit. Everything is in URL order."""

    def __init__(self, crawl: Crawl, unit: Unit) -> None:
        self._crawl = crawl
        self._unit = unit
        kept = crawl.glimpses()
        self.keeps_glimpses = kept is not None
        """Whether the crawl file keeps what pages elsewhere show; older ones do not."""
        self._glimpses = kept or {}
        self.targets = {target.url: target for target in crawl.targets(unit)}

    def elsewhere(self) -> Iterator[Target]:
        """Targets on other sites, and addresses of the portal that lead there; known officials left out."""
        for target in self.targets.values():
            outside = target.kind is TargetKind.EXTERNAL or target.url in self._glimpses
            if outside and official_services().spared(target.url) is None:
                yield target

    def glimpse(self, url: str) -> Glimpse | None:
        """What the page elsewhere shows that `url` opens; None when it is no page, or was not seen."""
        return self._glimpses.get(url)

    @cached_property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """The texts by which targets are linked: all of those elsewhere, promises only of those on the portal."""
        found: dict[str, list[str]] = defaultdict(list)
        for text, url in self._crawl.link_texts(self._unit):
            if not link_promises().says_nothing(text) and (url in self._glimpses or _promises(text)):
                found[url].append(text)
        return {url: tuple(texts) for url, texts in sorted(found.items())}

    def shown(self, url: str) -> Shown | None:
        """What a visitor sees at `url`; None when it is no page, or was not observed as one."""
        glimpse = self._glimpses.get(url)
        if glimpse is not None:
            return page_elsewhere(self.ends_at(url), glimpse)
        page = self._crawl.page(url)
        if page is None or not page.judgeable or page.landing_target is not None:
            return None
        links = self._crawl.links(page.url)
        return page_of_portal(page, offers=any(link.kind is TargetKind.ATTACHMENT for link in links))

    def ends_at(self, url: str) -> str:
        """Where redirects from `url` led."""
        target = self.targets.get(url)
        return (target.final_url if target else None) or url

    def uses(self, url: str, texts: Collection[str] | None = None) -> LinkUses:
        """Where `url` is linked, only with these texts if they are given; links within the same page left out."""
        if texts is None:
            return self._crawl.uses(url, self._unit)
        found = [self._crawl.uses(url, self._unit, text=text) for text in sorted(texts)]
        examples = sorted({use for uses in found for use in uses.examples if not same_page(use.page_url, url)})
        regions = sorted({region for uses in found for region in uses.regions})
        return LinkUses(sum(uses.count for uses in found), tuple(examples[:MOST]), tuple(regions))

    def in_article(self, url: str, text: str) -> bool:
        """Whether one of the pages (of the first ones) that link `url` with this text is an article."""
        return any(self._is_article(use) for use in self.uses(url, (text,)).examples)

    def is_unseen(self, url: str) -> bool:
        """Whether nobody could look at a linked target, so that nothing is known about it."""
        target = self.targets.get(url)
        return target is not None and (target.answer is None or target.answer in NOT_OBSERVED)

    def _is_article(self, use: LinkUse) -> bool:
        page = self._crawl.page(use.page_url)
        return page is not None and page.kind in (PageKind.ARTICLE, PageKind.SINGLE_ARTICLE)


def _promises(text: str) -> bool:
    promises = link_promises()
    return promises.file_in(text, attachment_types()) is not None or promises.body_in(text) is not None
