"""The entries of a yearly series: is that of the year last due there and in time, and are there gaps?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.disclosure.item_sight import ItemSight
from checks.disclosure.item_words import LATE, MISSING, YEAR_GAP
from checks.disclosure.named import each_once
from checks.disclosure.years import years_of
from checks.finding import Finding, State, Unjudged
from config.mandated import Yearly
from crawler.store.crawl import Item
from crawler.urls import page_key

NO_DATE = "undated-entry"


class ItemYears(ItemSight):
    """Asks about the years of an item."""

    def _yearly(self) -> Finding | Unjudged | None:
        """The entry of the year that was last due: is it there, and was it in time?"""
        yearly = self._item.yearly
        if yearly is None:
            return None
        year = yearly.last_due_year(self._unit.unit_class, self._as_of)
        sure = self._entries(yearly)
        entries = [row for row in sure if year in years_of(row, yearly.lag)]
        likely = [row for row in self._likely(yearly, sure) if year in years_of(row, yearly.lag)]
        if entries:
            return self._late(entries, likely, yearly, year)
        rows = [row for row in self._hits.items() if year in years_of(row, yearly.lag)] if yearly.inside else []
        told = self._texts.of_rows(rows)
        if any(re.search(pattern, inside.text) for inside in told for pattern in yearly.inside):
            return None
        doubt = self._doubt() or next((inside.doubt for inside in told if inside.doubt), None)
        if doubt:
            return self._say.open(MISSING, doubt)
        state = State.SUSPECTED if yearly.inside or likely else State.CONFIRMED
        observed, url = (likely[0].title, likely[0].url) if likely else (None, "")
        return self._say.finding(MISSING, f"{self._item.title}（{year}年度）", observed, state, url=url, year=year)

    def _entries(self, yearly: Yearly) -> list[Item]:
        """Everything that is surely a yearly entry, in the item's places and elsewhere in the unit.

        So is a file of such a page when it tells a year that no other entry does: one page may hold a file per year.
        """
        own = [row for row in self._hits.items() if yearly.is_entry(row.title)]
        sure = each_once(own + self._holdings.entries(yearly))
        told = {year for row in sure for year in years_of(row, yearly.lag)}
        files = self._holdings.offered((yearly, yearly.perhaps), sure)
        return sure + [file for file in files if not years_of(file, yearly.lag) <= told]

    def _likely(self, yearly: Yearly, sure: Sequence[Item]) -> list[Item]:
        """What elsewhere in the unit may be a yearly entry, though other things are called so too."""
        known = {page_key(row.url) for row in sure}
        return [row for row in self._holdings.entries(yearly.perhaps, sure) if page_key(row.url) not in known]

    def _gap(self) -> Finding | Unjudged | None:
        """Years without an entry between the first entry and the one last due."""
        yearly = self._item.yearly
        if yearly is None or not yearly.series:
            return None
        last = yearly.last_due_year(self._unit.unit_class, self._as_of)
        sure = self._entries(yearly)
        found = {year for row in sure for year in years_of(row, yearly.lag) if year <= last}
        if not found:
            return None
        lost = [year for year in range(max(min(found), last - yearly.series + 1), last) if year not in found]
        if not lost:
            return None
        doubt = self._doubt(all_pages=True)
        if doubt:
            return self._say.open(YEAR_GAP, doubt)
        perhaps = {year for row in self._likely(yearly, sure) for year in years_of(row, yearly.lag)}
        surely = [year for year in lost if year not in perhaps]
        state = State.CONFIRMED if surely and not yearly.inside else State.SUSPECTED
        return self._say.finding(YEAR_GAP, yearly.series, sorted(found), state, absent=surely or lost)

    def _late(
        self, entries: Sequence[Item], likely: Sequence[Item], yearly: Yearly, year: int
    ) -> Finding | Unjudged | None:
        """The earliest entry for the year stands after the deadline; only suspected while a likely one may be it."""
        deadline = yearly.deadline(self._unit.unit_class, year)
        dated = {entry.date: entry for entry in reversed(entries) if entry.date}
        if deadline is None or any(day <= deadline for day in dated):
            return None
        doubt = NO_DATE if any(not entry.surely_dated for entry in entries) else self._hidden()
        if doubt:
            return self._say.open(LATE, doubt, entries[0].url)
        day, entry = min(dated.items())
        in_time = any(not row.surely_dated or (row.date and row.date <= deadline) for row in likely)
        state = State.SUSPECTED if in_time else State.CONFIRMED
        return self._say.finding(
            LATE, deadline.isoformat(), day.isoformat(), state, url=entry.url, text=entry.title, year=year
        )
