"""Jump menus of old pagers: `<select onchange="location=this.value"><option value="index_2.html">第2页</option>`.

Where the values are addresses a visitor can open them, so they are list pages; where they are bare numbers only a
script knows what they mean.
"""

from __future__ import annotations

from crawler.reading.page import Page
from crawler.reading.pagers.links import MOST_PAGES, PagerLinks, pager_number
from crawler.reading.text.places import tidy

_MOST_MENUS = 20
_AROUND = 400
"""Characters of the element around a menu in which 页 must stand (own rule)."""


def read_jump_menu(page: Page, links: PagerLinks) -> PagerLinks:
    """`links` with the pages of a jump menu added."""
    if "<option" not in page.html and "<OPTION" not in page.html:
        return links
    for menu in page.tree.css("select")[:_MOST_MENUS]:
        around = menu.parent
        options = menu.css("option[value]")[:MOST_PAGES]
        numbers = [pager_number(tidy(option.text())) for option in options]
        if around is None or numbers[:2] != [1, 2] or "页" not in around.text()[:_AROUND]:
            continue
        for option, number in zip(options, numbers, strict=True):
            value = (option.attributes.get("value") or "").strip()
            url = page.resolve(value).url if value and not value.isdecimal() else None
            if number is not None and url is not None:
                links.numbered.setdefault(number, url)
            elif number is not None:
                links.scripted.add(number)
    return links
