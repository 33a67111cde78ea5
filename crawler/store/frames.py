"""A crawl as pandas frames, for people who ask questions of their own. Columns are documented in docs/crawl-file.md.

Imported only where a frame is asked for: pandas takes longer to load than most crawls take to judge.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from crawler.facts import Found, PageFacts
from crawler.store.connection import CrawlFile
from crawler.store.ownership import Owners
from crawler.survey.column import Column

PAGES = ("url", "unit", "family", "kind", "title", "judgeable", "reason", "breadcrumb", "column_name", "date",
         "site_name", "site_code", "list_rows", "text_length")  # fmt: skip
LINKS = ("page_url", "region", "url", "href", "text", "kind", "fragment", "answer", "status")
ITEMS = ("column", "column_url", "column_kind", "level", "unit", "title", "url", "date", "date_source")

_LINKS_OF_BLOCKS = """
    SELECT bl.block_id, b.region, u.url, coalesce(bl.href, u.url) AS href, bl.text, bl.kind, bl.fragment,
           a.answer, a.status
    FROM block_link bl JOIN block b ON b.id = bl.block_id
    LEFT JOIN url u ON u.id = bl.url_id LEFT JOIN answer a ON a.url_id = bl.url_id
    ORDER BY bl.block_id, bl.position"""
_BLOCKS_OF_PAGES = """
    SELECT u.url AS page_url, pb.block_id FROM page_block pb JOIN url u ON u.id = pb.page_id
    ORDER BY u.url, pb.position"""


def pages_frame(pages: Iterable[PageFacts], owners: Owners) -> pd.DataFrame:
    """One row for each page."""
    frame = pd.DataFrame([_page(page, owners.owner(page.url)) for page in pages], columns=list(PAGES))
    return frame.assign(date=pd.to_datetime(frame["date"]), list_rows=frame["list_rows"].astype("Int64"))


def links_frame(file: CrawlFile) -> pd.DataFrame:
    """One row for each link on each page, in document order; joined in memory, because the blocks are few."""
    places = pd.read_sql_query(_BLOCKS_OF_PAGES, file)
    links = pd.read_sql_query(_LINKS_OF_BLOCKS, file)
    for name in ("region", "kind", "answer"):
        links[name] = links[name].astype("category")
    places["page_url"] = places["page_url"].astype("category")
    links["status"] = links["status"].astype("Int64")
    return places.merge(links, on="block_id", how="left")[list(LINKS)]


def items_frame(columns: Iterable[Column]) -> pd.DataFrame:
    """One row for each item of each column."""
    rows = [
        (of.path, of.url, of.kind, of.level, of.unit, item.title, item.url, item.date, item.date_source)
        for of in columns
        for item in of.items
    ]
    frame = pd.DataFrame(rows, columns=list(ITEMS))
    return frame.assign(date=pd.to_datetime(frame["date"]))


def _page(page: PageFacts, unit: str) -> tuple[object, ...]:
    date = page.article.date if page.article else None
    name, code = page.identity.site_name, page.identity.site_code
    return (
        page.url,
        unit,
        page.family,
        str(page.kind),
        page.title,
        page.judgeable,
        page.reason,
        ">".join(crumb.text for crumb in page.breadcrumb),
        page.column_name,
        date.value if isinstance(date, Found) else None,
        name.value if isinstance(name, Found) else None,
        code.value if isinstance(code, Found) else None,
        len(page.list.rows) if page.list else None,
        page.text_length,
    )
