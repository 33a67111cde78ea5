"""A column (栏目) and its items, as the survey hands them to the checks. Plain records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crawler.kinds import EARLIEST_DATES, INFERRED_YEARS, DateSource, ListSource, PageKind, TargetKind, TotalMeaning


class Item(NamedTuple):
    """One row of a column.

    `date_source` is a `DateSource`, or empty when no date was found anywhere. `date_text` is what the row shows as its
    date when that could not be completed to a day (a month and day without a year): such a row is dated, only not for
    us. `target` is what the row leads to. `conflicts` are dates of publication from other sources that disagree with
    the row: (source, ISO date). They lower confidence and are no finding.
    """

    title: str
    url: str
    date: dt.date | None = None
    date_source: DateSource | str = ""
    date_text: str = ""
    target: TargetKind = TargetKind.PAGE
    conflicts: tuple[tuple[str, str], ...] = ()

    @property
    def year_inferred(self) -> bool:
        """Whether the row shows only month and day of `date`, and its year follows from the context."""
        return self.date_source in INFERRED_YEARS

    @property
    def may_be_later(self) -> bool:
        """Whether `date` is only the earliest possible day of publication."""
        return self.date_source in EARLIEST_DATES

    @property
    def surely_dated(self) -> bool:
        """Whether `date` is the day of publication, by a source that may accuse."""
        return self.date is not None and not self.year_inferred and not self.may_be_later


@dataclass(frozen=True, slots=True)
class Column:
    """A named list of items, made of all list pages that belong together.

    * `path`: breadcrumb joined by `>` without blanks; `url`: its first list page.
    * `kind`, `kind_reason`, `kind_word`: the kind of the lexicon, what gave it (`override`, `name`, `column-type`,
      `breadcrumb` or `default`), and the name or pattern of the lexicon that fitted (empty for the first and last).
    * `unit`: id of the owner; `level`: 1 for first-level columns (一级栏目).
    * `shape`: column, landing, single-article or attachment-list. A landing page has no items of its own; the only
      item of a single article is the article itself. `outward`: most items lead to other portals.
    * `total`, `pages_declared`: what the page itself declares (None = it does not say), or for a list that a script
      loads what its interface counts; `total_means`: what the total counts; `pages_seen`: parts of the list that were
      read, be they pages, answers of an interface or the page of an iframe.
    * `missing_pages`, `missing_reasons`: declared parts of the list that were not observed, and why (same order; keys
      below `reason.` in the message catalogue).
    * `newest`, `oldest`: over all rows, without dates that lie more than one day after the crawl.
    * `newest_filed`: the newest day, bound likewise, on which an article was published that its breadcrumb puts into
      this column by its address, whether a row lists it or not.
    * `undated`: items without any date; `sorted_desc`: the dated rows of the first page never rise (no pinned row is
      set aside, no year inferred), which proves that later pages are older; `second_seen`: the part behind the first
      page was read.
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
    kind_word: str = ""
    outward: bool = False
    items: Sequence[Item] = ()
    total: int | None = None
    total_means: TotalMeaning = TotalMeaning.RECORDS
    pages_declared: int | None = None
    pages_seen: int = 1
    missing_pages: tuple[str, ...] = ()
    missing_reasons: tuple[str, ...] = ()
    newest: dt.date | None = None
    oldest: dt.date | None = None
    newest_filed: dt.date | None = None
    undated: int = 0
    sorted_desc: bool = False
    second_seen: bool = False
    empty_proof: str | None = None
    construction: str | None = None
    obstacle: str | None = None
    exempt: bool = False
    notes: tuple[str, ...] = ()
