"""Articles whose text is too short, or too oddly marked up, to be found as a body (`crawler.reading.articles.body`).

A notice of two lines, text that is divided by `<br>`, the cell of an old table site: such a page is told by what only
articles show, a labelled date of publication that is not the date of a list row, under a title that is not the name
of the column. Where rows of a list might explain the date, the title must stand visibly above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.facts import Found
from crawler.kinds import Region
from crawler.reading.articles.dates import labelled_publication
from crawler.reading.breadcrumb import read_breadcrumb
from crawler.reading.emptiness.placeholders import placeholder
from crawler.reading.lists.choice import find_lists
from crawler.reading.meta import meta
from crawler.reading.naming import title_parts
from crawler.reading.page import Page
from crawler.reading.text.places import tidy

LIST_ROWS = 3
"""Rows from which a page of unknown form is a list rather than a text with related links (own rule)."""


def is_short_article(page: Page) -> bool:
    """Whether `page`, on which no body was found, is an article all the same."""
    published = labelled_publication(page)
    if published is None or placeholder(page) is not None:
        return False
    rows = find_lists(page).rows
    dates = [row.date for row in rows if row.date is not None]
    if len(dates) >= LIST_ROWS:
        return False
    if len(rows) >= LIST_ROWS or published.date in dates:
        return _is_titled_above(page, published.before, {_bare(row.title) for row in rows})
    return not _names(page).issuperset(_titles(page))


def _is_titled_above(page: Page, before: str, rows: set[str]) -> bool:
    """Whether a title that is neither a step of the breadcrumb nor a row's stands above the date, in no link."""
    steps = {_bare(crumb.text) for crumb in read_breadcrumb(page)}
    if not steps:
        return False
    own = set(_titles(page)) - _names(page) - steps - rows
    shown = {_bare(line) for line in before.split("\n")}
    plain = {_bare(each.text) for each in page.segments if not each.in_link and not each.hidden}
    return not own.isdisjoint(shown & plain)


def _titles(page: Page) -> Iterator[str]:
    """What the page may be called: its headings of the first order and the front of `<title>`."""
    for node in page.tree.css("h1")[:LIST_ROWS]:
        if page.region_of(node) is Region.BODY:
            yield _bare(tidy(node.text()))
    yield _bare(title_parts(page.title)[0])
    yield _bare(page.title)


def _names(page: Page) -> set[str]:
    """What is no title of an article: the site's name and the columns of the breadcrumb.

    A last step without link below a column is the article itself (首页 > 通知公告 > 关于…的通知).
    """
    crumbs = read_breadcrumb(page)
    columns = crumbs[:-1] if len(crumbs) > 2 and crumbs[-1].url is None else crumbs
    site = meta(page, "SiteName")
    names = {"", *(_bare(crumb.text) for crumb in columns)}
    names |= {_bare(site.value)} if isinstance(site, Found) else set()
    joined = {_bare(page.title)} if names.issuperset(map(_bare, title_parts(page.title)[:1])) else set()
    return names | joined


def _bare(text: str) -> str:
    return "".join(text.split())
