"""The trial `mobile`: whether a page says that it is made for phones, and whether it fits the window of one.

Values of an observation (its subject is the page):

* `unit`, `item`: whose page, and what it is (`home`, or an item of config/lexicons/mobile-pages.yaml);
* `viewport`: what the meta of this name says, null without one; `version`: the address of a version for phones, as far
  as the page tells: by a link, by the meta `mobile-agent`, or by a script that sends phones there;
* `spill`: by how many pixels the page is wider than a phone's window, and `width` that of the window; null where no
  browser could tell (`spill_reason` says why: a key below `reason.`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from config.policy import policy
from config.tried_pages import mobile_pages
from crawler.facts import Observation, PageFacts
from crawler.fetch.reply import now
from crawler.kinds import AnswerKind, PageKind, TargetKind, TrialKind
from crawler.reading.marks import LONGEST_NAME
from crawler.reading.openings import LOCATION
from crawler.reading.page import Page
from crawler.reading.text.encoding import decode
from crawler.store.ownership import Owners
from crawler.trials.in_browser import opened, why_unmeasured
from crawler.trials.trying import Trying, unseen

if TYPE_CHECKING:
    from playwright.async_api import Page as Window

HOME = "home"
_NAMED = "mobile-agent"
"""The meta by which search engines are told of a page's version for phones."""
_BRANCH = 600
"""Characters of a script in which it sends phones elsewhere, after it told them from others (own rule)."""
_URL = re.compile(r"url=\s*([^\s;\"']+)", re.IGNORECASE)
_WIDTH = "() => Math.max(document.documentElement.scrollWidth, document.body ? document.body.scrollWidth : 0)"
_COLUMNS = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.SINGLE_ARTICLE, PageKind.ATTACHMENT_LIST})


class _Place(NamedTuple):
    url: str
    unit: str
    item: str


async def try_mobile(trying: Trying) -> list[Observation]:
    """Look at every home page, and at the pages that phones are said to read."""
    places = list(_places(trying))
    widths = await opened(trying, [place.url for place in places], _width, policy().trials.phone_width)
    seen: list[Observation] = []
    for place in places:
        look = await trying.look(place.url, kind=TargetKind.PAGE)
        if look.judgement.kind is not AnswerKind.CONTENT or not look.reply.is_html:
            seen += unseen(TrialKind.MOBILE, look.judgement.kind.value, [place.url])
            continue
        decoded = decode(look.reply.body, look.reply.headers.get("content-type"))
        page = Page(look.trail.at, decoded.text, encoding=decoded.encoding)
        told = widths[place.url]
        why = why_unmeasured(told)
        spill = told.measured - policy().trials.phone_width if told is not None and why is None else None
        values = {
            "unit": place.unit,
            "item": place.item,
            "viewport": viewport(page),
            "version": _version(page),
            "width": policy().trials.phone_width,
            "spill": None if spill is None else max(0, spill),
            "spill_reason": why,
        }
        seen.append(Observation(TrialKind.MOBILE, place.url, now(), values))
    return seen


def viewport(page: Page) -> str | None:
    """What the page says about the window it is made for."""
    found = page.metas.get("viewport")
    return found[0] if found else None


def _version(page: Page) -> str | None:
    """The address of a version for phones that the page links, names to search engines, or sends phones to."""
    words = mobile_pages()
    links = (each.link for each in page.links)
    names = ((link.url, link.text) for link in links if link.url and len(link.text) <= LONGEST_NAME)
    linked = (url for url, text in names if any(word in text for word in words.versions))
    named = (address[1] for said in page.metas.get(_NAMED, ()) if (address := _URL.search(said)))
    after = (words.after_phones(script)[:_BRANCH] for script in page.scripts)
    sent = (address[1] for script in after if (address := LOCATION.search(script)))
    return next(chain(linked, named, sent), None)


def _places(trying: Trying) -> Iterator[_Place]:
    for home in trying.homes:
        yield _Place(home.page.url, home.unit.id, HOME)
    owners = Owners(trying.crawl.portal)
    count: dict[tuple[str, str], int] = {}
    for page in trying.crawl.pages(kinds=_COLUMNS):
        for item, wording in mobile_pages().items.items():
            if not wording.matches(name_of(page)):
                continue
            key = (owners.owner(page.url), item)
            if count.get(key, 0) < policy().trials.item_pages:
                count[key] = count.get(key, 0) + 1
                yield _Place(page.url, key[0], item)


def name_of(page: PageFacts) -> str:
    """What a column's page is called."""
    if page.column_name:
        return page.column_name
    return page.breadcrumb[-1].text if page.breadcrumb else page.title


async def _width(window: Window) -> int:
    return int(await window.evaluate(_WIDTH))
