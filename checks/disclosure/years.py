"""For which year an entry is: told by its title, else by its date."""

from __future__ import annotations

import re
import unicodedata

from crawler.store.crawl import Item

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NUMERALS = re.compile(r"二[〇零○OＯ0][〇零一二三四五六七八九○]{2}")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def years_of(item: Item, lag: int) -> frozenset[int]:
    """The years that the title names (2024年, 二〇二四年); without any, the year of the date minus `lag` years."""
    title = unicodedata.normalize("NFKC", item.title)
    named = {int(year) for year in _YEAR.findall(title)}
    named |= {2000 + int(year[2:].translate(_DIGITS)) for year in _NUMERALS.findall(item.title)}
    if not named and item.date:
        named = {item.date.year - lag}
    return frozenset(named)
