"""Who a page says it belongs to: its metas, with the second sources for the site code.

Metas are read whatever their case, order and quotes; of several with one name the first that is not empty counts;
`content=""` (present but empty) is told apart from missing (reference "cms-patterns" 2.1-2.3).
"""

from __future__ import annotations

import datetime as dt
import re

from config.cms import page_words
from crawler.facts import Found, FoundEmpty, Identity, NotFound, TextFact
from crawler.kinds import MarkKind
from crawler.reading.page import Page

SITE_CODE = re.compile(r"(?:\d{10}|bm\d{8}|N\d{6,})", re.IGNORECASE)
"""网站标识码: area code and number (10 digits); ministries bm + 8 digits; N… is not government (cms-patterns 2.3)."""
SECOND_CODE = re.compile(r"\d{10}|bm\d{8}", re.IGNORECASE)
"""The site code of a government's site."""
_LONGEST_TAG = 200
"""Characters of a page tag that are kept (own rule: only descriptions are longer)."""
_GENERATED = re.compile(r"页面生成时间\s*(\d{4}-\d\d?-\d\d?\s+\d\d?:\d\d:\d\d)")
_GENERATED_MS = re.compile(r"\bttmp\s*[:=]\s*(\d{13})(?!\d)")
_CHINA = dt.timezone(dt.timedelta(hours=8))


def read_identity(page: Page) -> Identity:
    """The identity metas of a page; a missing site code is taken from the 找错 box or from the footer's text."""
    return Identity(
        site_name=meta(page, "SiteName"),
        site_code=_site_code(page),
        site_domain=meta(page, "SiteDomain"),
        column_name=meta(page, "ColumnName"),
        column_type=meta(page, "ColumnType"),
    )


def meta(page: Page, *names: str) -> TextFact:
    """The first value that is not empty among the metas with these names, asked in this order."""
    present: str | None = None
    for name in names:
        for content in page.metas.get(name.lower(), ()):
            if content:
                return Found(content, f"meta {name}")
            present = present or name
    return FoundEmpty(f"meta {present}") if present else NotFound()


def page_tags(page: Page) -> tuple[tuple[str, str], ...]:
    """The page tags that the standard names as they stand in the page, duplicates and all: (name, content, cut)."""
    named = page_words().tags.all_names
    return tuple((name, content[:_LONGEST_TAG]) for name, content in page.named_metas if name.lower() in named)


def second_site_code(page: Page) -> TextFact:
    """The site code where the page names it besides its metas: in the 找错 box or its script, or in the text."""
    for kind, source in ((MarkKind.FIND_ERROR, "找错"), (MarkKind.SITE_CODE, "text 网站标识码")):
        for mark in page.marks:
            if mark.kind is kind and SECOND_CODE.fullmatch(mark.value):
                return Found(mark.value, source)
    return NotFound()


def generation_time(page: Page) -> str | None:
    """The second in which the Kaipu cluster wrote the page (meta `others`), as `YYYY-MM-DD hh:mm:ss`, or None.

    Some templates give it as `ttmp:` and milliseconds since 1970 (reference "cms-patterns" 1.6).
    """
    for content in page.metas.get("others", ()):
        if found := _GENERATED.search(content):
            return found.group(1)
        if found := _GENERATED_MS.search(content):
            moment = dt.datetime.fromtimestamp(int(found.group(1)) // 1000, _CHINA)
            return moment.strftime("%Y-%m-%d %H:%M:%S")
    return None


def _site_code(page: Page) -> TextFact:
    code = meta(page, "SiteIDCode")
    return second_site_code(page) if isinstance(code, NotFound) else code
