"""What a main area without rows shows besides the place of its list, so that nobody can call the column empty.

A column's page may tell where its content stands now, or why the unit has none (本镇未制定规范性文件). It may show one
part of the column only, a year or what is still open, and name the others. A text that a person must read is no proof.
"""

from __future__ import annotations

import re
from functools import cache

from config.cms import page_words
from config.lexicon import empty_wordings
from config.wording import plain
from crawler.kinds import Region
from crawler.reading.emptiness.placeholders import placeholder
from crawler.reading.emptiness.spoken import texts_beside
from crawler.reading.page import Page
from crawler.reading.text.places import tidy

BESIDE = "list-text-beside"
"""The main area tells something besides its list (a key below `reason.`)."""
_SENTENCE = re.compile(r"[。；;，！]")
_LEAST_SENTENCE = 8
"""Letters from which on a text with such a sign is a sentence and no label (own rule)."""
_LONGEST_PART = 12
_FIELDS = "input:not([type]),input[type=text],input[type=search],select"
_MOST_FIELDS = 50


def told_beside(page: Page) -> str | None:
    """Why a page on which a list counts nothing, or says so, may not be empty; None when nothing else is shown.

    Beside a wording of emptiness only what explains it counts. Where the page itself does not speak, any sentence may
    be what the column is for.
    """
    wording = placeholder(page)
    if wording is None:
        more = any(map(_is_sentence, _told(page))) or _has(page, "textarea")
    else:
        more = empty_wordings().answers_query(wording) and _has(page, _FIELDS)
    return BESIDE if more or _is_divided(page) or any(map(empty_wordings().beside_in, _lines(page))) else None


def _lines(page: Page) -> set[str]:
    """The lines of the main area, with the links in them."""
    return {"".join(texts) for _, texts in page.runs}


def _told(page: Page) -> list[str]:
    """The visible texts of the main area outside links but for its title and for what is being loaded."""
    title = plain(page.title)
    return [text for text in texts_beside(page) if plain(text) != title and not empty_wordings().loading_in(text)]


def _is_sentence(text: str) -> bool:
    return _SENTENCE.search(text) is not None and len(plain(text)) >= _LEAST_SENTENCE


def _has(page: Page, fields: str) -> bool:
    """Whether the main area has something to fill in or to choose from: to write there, or to ask for rows."""
    return any(page.region_of(node) is Region.BODY for node in page.tree.css(fields)[:_MOST_FIELDS])


def _is_divided(page: Page) -> bool:
    """Whether two parts of the column are named: the list, empty or not, is then that of one of them."""
    names = {
        each.text
        for each in page.segments
        if each.region in (Region.BODY, Region.NAV) and not each.hidden and len(each.text) <= _LONGEST_PART
    }
    names |= {tidy(node.text()) for node in page.tree.css("select option")[:_MOST_FIELDS]}
    return sum(_part().fullmatch(name) is not None for name in names) > 1


@cache
def _part() -> re.Pattern[str]:
    return re.compile("|".join(page_words().parts))
