"""Who a page says it belongs to: its metas, with the second sources for the site code.

Metas are read whatever their case, order and quotes; of several with one name the first that is not empty counts;
`content=""` (present but empty) is told apart from missing (reference "cms-patterns" 2.1-2.3).
"""

from __future__ import annotations

import datetime as dt
import re

from crawler.facts import Found, FoundEmpty, Identity, NotFound, TextFact
from crawler.reading.page import Page

SITE_CODE = re.compile(r"(?:\d{10}|bm\d{8}|N\d{6,})", re.IGNORECASE)
"""网站标识码: area code and number (10 digits); ministries bm + 8 digits; N… is not government (cms-patterns 2.3)."""
_CODE_IN_LINK = re.compile(r"site_?code=((?:\d{10}|bm\d{8}))", re.IGNORECASE)
_CODE_IN_TEXT = re.compile(r"网站标识码\s*[:：]?\s*((?:\d{10}|bm\d{8}))", re.IGNORECASE)
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


def second_site_code(page: Page) -> TextFact:
    """The site code where the page names it besides its metas: in the 找错 box or its script, or in the text."""
    for linked in page.links:
        found = _CODE_IN_LINK.search(linked.link.href)
        if found:
            return Found(found.group(1), "link 找错")
    box = page.tree.css_first("[sitecode]")
    code = (box.attributes.get("sitecode") or "").strip() if box is not None else ""
    if SITE_CODE.fullmatch(code):
        return Found(code, "script 找错")
    text = "\n".join(segment.text for segment in page.segments if not segment.hidden and "标识码" in segment.text)
    found = _CODE_IN_TEXT.search(text)
    return Found(found.group(1), "text 网站标识码") if found else NotFound()


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
