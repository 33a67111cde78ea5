"""For which year an entry is: told by its title, else by its date."""

from __future__ import annotations

import re
import unicodedata

from config.years import years_in_numerals
from crawler.store.crawl import Item

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def years_of(item: Item, lag: int) -> frozenset[int]:
    """The years that the title names (2024年, 二〇二四年); without any, the year of the date minus `lag` years."""
    title = unicodedata.normalize("NFKC", item.title)
    named = {int(year) for year in _YEAR.findall(title)} | years_in_numerals(title)
    if not named and item.date:
        named = {item.date.year - lag}
    return frozenset(named)
