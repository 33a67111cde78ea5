"""How many list pages a column has, and where they are: as the pager of the page says it.

Told from the links of the pager (`crawler.reading.pagers.links`), its jump menu, its words (`pagertext`), and the
numbers that a common script gets (`pagerscripts`). Pagers of publishing systems with a script of their own are read by
`crawler.reading.pagers.calls`. Nothing is concluded from links that are missing: a list whose pager declares pages that
no address leads to is not complete, and says so (`obstacle`).
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from config.pagers import pager_signs
from crawler.reading.page import Page
from crawler.reading.pagers.links import MOST_PAGES, PagerLinks, read_pager_links
from crawler.reading.pagers.menus import read_jump_menu
from crawler.reading.pagers.scripts import ScriptedPager, read_scripted_pager
from crawler.reading.pagers.series import Series, last_of, series_of
from crawler.reading.pagers.wording import Declaration, read_declaration

__all__ = ["BY_SCRIPT", "MOST_PAGES", "PAGER_OBSTACLES", "Pager", "pager_from", "read_pager", "rows_beyond"]

BY_SCRIPT = "list-pages-by-script"
"""Further list pages are opened by a script only."""
UNREACHED = "list-pages-unreached"
"""More pages are declared than addresses are known."""
TOO_FEW = "list-total-above-rows"
"""The list declares more rows than it shows, and no further page."""
PAGER_OBSTACLES = frozenset({BY_SCRIPT, UNREACHED, TOO_FEW})
_TOLERANCE = 0.8
"""Share of a declared total that the rows of a complete list reach: some rows have no link, or the same (own rule)."""


class Pager(NamedTuple):
    """What a pager declares: this page's number from 1, how many pages and rows (None: not said), the other pages.

    The first page lists all others; a later one names the first, and those behind it when their number is not said.
    `evidence` quotes the declaration. `obstacle` says why there are further pages that cannot be followed (a key below
    `reason.`).
    """

    page: int = 1
    pages: int | None = None
    total: int | None = None
    further: tuple[str, ...] = ()
    evidence: str = ""
    obstacle: str | None = None


def read_pager(page: Page) -> Pager | None:
    """The pager of `page`, or None when it has none."""
    links = read_jump_menu(page, read_pager_links(page))
    said = read_declaration(page)
    scripted = read_scripted_pager(page.scripts)
    if not links and said.pages is None and said.total is None and scripted is None:
        return None
    return pager_from(page.url, links, said, scripted)


def pager_from(url: str, links: PagerLinks, said: Declaration, scripted: ScriptedPager | None = None) -> Pager:
    """The pager of the page at `url`, from what its links, its text and a script say."""
    pages = said.pages if said.pages is not None else (scripted.pages if scripted else None)
    total = said.total if said.total is not None else (scripted.total if scripted else None)
    if pages is None:
        pages = _counted(links)
    series = series_of(_known(links, pages)) if links else None
    number = _number(url, links, said, series)
    evidence = "; ".join(filter(None, (said.evidence, scripted.evidence if scripted else "")))
    if number > 1:
        return Pager(number, pages, total, _beside(url, links, number, counted=said.pages is not None), evidence)
    further = _further(url, links, series, pages)
    unsaid = pages is None and total is None
    obstacle = _obstacle(links, pages, further, scripted) if unsaid or pages is not None else None
    return Pager(1, pages, total, further, evidence, obstacle)


def rows_beyond(pager: Pager, rows: int) -> str | None:
    """Why a list of which `rows` were read on this page is not complete (a key below `reason.`); None if it may be."""
    if pager.obstacle is not None or pager.further or pager.page > 1 or (pager.pages or 1) > 1:
        return pager.obstacle
    return TOO_FEW if pager.total is not None and rows < _TOLERANCE * pager.total else None


def _counted(links: PagerLinks) -> int | None:
    """The number of pages by the links: the largest number, or what 尾页 has in the place of page 2's number."""
    numbers = (*links.numbered, *links.scripted, links.current or 0)
    second = links.next if links.current in (None, 1) else None
    last = last_of(second, links.last) if second and links.last else None
    return max((*numbers, last or 0), default=0) or None


def _known(links: PagerLinks, pages: int | None) -> dict[int, str]:
    """Addresses by number: those that a number is written on, page 2 behind 下一页 of page 1, and the last page."""
    known = dict(links.numbered)
    if links.next and links.current in (None, 1):
        known.setdefault(2, links.next)
    if links.last and pages and pages > 1:
        known.setdefault(pages, links.last)
    return known


def _number(url: str, links: PagerLinks, said: Declaration, series: Series | None) -> int:
    """The number of the page shown: the first that says more than 1, because some templates always say 第1页."""
    asked = (said.page, series.page_of(url) if series else None, links.current, _parameter(url))
    return next((number for number in asked if number and 1 < number <= 100 * MOST_PAGES), 1)


def _parameter(url: str) -> int | None:
    names = pager_signs().parameters
    values = (value for name, value in parse_qsl(urlsplit(url).query) if name.lower() in names)
    return next((int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 5), None)


def _beside(url: str, links: PagerLinks, number: int, *, counted: bool) -> tuple[str, ...]:
    """What a later page names: the first; and, where nobody counts the pages, those behind it, too."""
    behind = [links.numbered[at] for at in sorted(links.numbered) if at > number]
    named = (links.numbered.get(1), *(() if counted else (*behind, links.next)))
    return tuple(dict.fromkeys(address for address in named if address and address != url))


def _further(url: str, links: PagerLinks, series: Series | None, pages: int | None) -> tuple[str, ...]:
    known = _known(links, pages)
    found = {at: address for at, address in known.items() if 1 < at <= MOST_PAGES}
    if series and pages:
        built = {at: address for at in range(2, min(pages, MOST_PAGES) + 1) if (address := series.url(at))}
        found = built | found
    ordered = dict.fromkeys(found[at] for at in sorted(found))
    ordered |= dict.fromkeys(filter(None, (links.next, links.last)))
    return tuple(address for address in ordered if address != url)


def _obstacle(
    links: PagerLinks, pages: int | None, further: tuple[str, ...], scripted: ScriptedPager | None
) -> str | None:
    """Why the pages behind page 1 are not all in `further`; None when they are, or when nothing says that there are."""
    opened_by_script = bool(links.scripted - {1}) or links.live or links.idle or scripted is not None
    if pages is None:
        return BY_SCRIPT if opened_by_script and not further else None
    if len(further) + 1 >= min(pages, MOST_PAGES):
        return None
    return BY_SCRIPT if opened_by_script else UNREACHED
