"""A column (栏目) and its items, as the survey hands them to the checks. Plain records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crawler.kinds import ListSource, PageKind


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a column. `date_source` is `list`, `article` or empty (no date found in either place).

    `date_text` is what the row shows as its date when that could not be completed to a day (a month and day without
    a year): such a row is dated, only not for us.
    """

    title: str
    url: str
    date: dt.date | None = None
    date_source: str = ""
    date_text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A named list of items, made of all list pages that belong together.

    * `path`: breadcrumb joined by `>` without blanks; `url`: its first list page.
    * `kind`, `kind_reason`: the kind of the lexicon and what gave it: `override`, `name`, `column-type`, `breadcrumb`
      or `default`.
    * `unit`: id of the owner; `level`: 1 for first-level columns (一级栏目).
    * `shape`: column, landing, single-article or attachment-list. A landing page has no items of its own; the only
      item of a single article is the article itself.
    * `total`, `pages_declared`: what the page itself declares (None = it does not say); `pages_seen`: list pages read.
    * `missing_pages`, `missing_reasons`: declared list pages that were not observed, and why (same order; keys below
      `reason.` in the message catalogue).
    * `newest`, `oldest`: over all rows, without dates that lie more than one day after the crawl.
    * `undated`: items without any date; `sorted_desc`: the dated rows of the first page never rise (no pinned row is
      set aside), which proves that later pages are older.
    * `empty_proof`, `construction`, `obstacle`: as in `ListFacts`; an obstacle means that rows may exist unread.
    * `exempt`: a person exempted it from update rules; `notes`: keys below `reason.` in the message catalogue.
    """

    name: str
    path: str
    url: str
    kind: str
    kind_reason: str
    unit: str
    level: int
    shape: PageKind
    source: ListSource
    items: tuple[Item, ...] = ()
    total: int | None = None
    pages_declared: int | None = None
    pages_seen: int = 1
    missing_pages: tuple[str, ...] = ()
    missing_reasons: tuple[str, ...] = ()
    newest: dt.date | None = None
    oldest: dt.date | None = None
    undated: int = 0
    sorted_desc: bool = False
    empty_proof: str | None = None
    construction: str | None = None
    obstacle: str | None = None
    exempt: bool = False
    notes: tuple[str, ...] = ()
