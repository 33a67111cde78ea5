"""VSB (博达 Visual SiteBuilder): static lists whose pager runs backwards.

`bmdt.htm` is page 1; of 78 pages page 2 is `bmdt/77.htm` and the last, oldest one `bmdt/1.htm`. The pager says 共1162条
and 1/78 (or 共78页) in elements `p_t`, in old templates in the cell `fanye…`; its jump box calls
`_simple_list_gotopage_fun(78, …)`. Dynamic lists (`list.jsp?…wbtreeid=`) count forward (reference "cms-patterns" 1.7).
"""

from __future__ import annotations

import re

from crawler.reading.page import Page
from crawler.reading.pagers.links import PagerLinks, read_pager_links
from crawler.reading.pagers.menus import read_jump_menu
from crawler.reading.pagers.pager import Pager, pager_from
from crawler.reading.pagers.wording import Declaration, read_declaration
from crawler.reading.readers.base import StaticReader
from crawler.reading.text.places import tidy

_STATED = ".p_t,[id^=fanye]"
_MOST_STATED = 40
_OF = re.compile(r"(?<!\d)(\d{1,5})\s*/\s*(\d{1,5})(?!\d)")
_PAGES = re.compile(r"共\s*(\d{1,5})\s*页")
_ROWS = re.compile(r"共\s*(\d{1,7})\s*条")
_JUMP = re.compile(r"_simple_list_gotopage_fun\(\s*(\d{1,5})\s*,")
_NUMBERED = re.compile(r"(?P<stem>.+)/(?P<number>\d{1,5})\.htm")
_STATIC = re.compile(r"(?P<stem>.+/[A-Za-z][\w-]*)\.htm")


class VsbReader(StaticReader):
    """Reads VSB lists and articles."""

    static = True

    def __init__(self) -> None:
        super().__init__("vsb")

    def pager(self, page: Page) -> Pager | None:
        """The pager, with the addresses of all pages; a page named by a number alone is never page 1."""
        links = read_jump_menu(page, read_pager_links(page))
        said = _declared(page)
        numbered = _NUMBERED.fullmatch(page.url)
        if not links and said == Declaration() and numbered is None:
            return None
        pages = said.pages or _pages_by_links(page.url, links)
        if numbered is not None:
            return _later(numbered, said, pages, links)
        if pages and pages > 1 and _runs_backwards(page.url, links):
            links.numbered |= {number: f"{_stem(page.url)}/{pages + 1 - number}.htm" for number in (2, pages)}
        return pager_from(page.url, links, said._replace(pages=pages))


def _declared(page: Page) -> Declaration:
    """What the pager says in its own elements, and in the call of its jump box; else in words anywhere."""
    text = " ".join(tidy(node.text(separator=" ")) for node in page.tree.css(_STATED)[:_MOST_STATED])
    of, counted, rows, jump = _OF.search(text), _PAGES.search(text), _ROWS.search(text), _JUMP.search(page.html)
    pages = next((int(found[at]) for found, at in ((of, 2), (counted, 1), (jump, 1)) if found), _shown_last(page))
    if pages is None and rows is None:
        return read_declaration(page)
    quoted = (" ".join(found.group().split()) for found in (rows, of or counted) if found)
    evidence = "; ".join(quoted) or (jump.group().rstrip(",") + ")" if jump else "")
    return Declaration(int(of[1]) if of else None, pages, int(rows[1]) if rows else None, evidence)


def _shown_last(page: Page) -> int | None:
    """The number of the page shown, when 下页 leads nowhere: then it is the last one."""
    shown = page.tree.css_first(".p_no_d")
    text = tidy(shown.text()) if shown is not None and page.tree.css_first(".p_next_d") is not None else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _later(numbered: re.Match[str], said: Declaration, pages: int | None, links: PagerLinks) -> Pager:
    """A page named by its number counted from the end: `77.htm` of 78 is page 2."""
    backwards = pages + 1 - int(numbered["number"]) if pages else 0
    page = said.page if said.page and said.page > 1 else max(2, backwards)
    first = links.numbered.get(1) or f"{numbered['stem']}.htm"
    return Pager(page, pages, said.total, (first,), said.evidence)


def _pages_by_links(url: str, links: PagerLinks) -> int | None:
    """The number of pages by the name of page 2 (`bmdt/77.htm`), which is one less; None when it is not told."""
    if links.current not in (None, 1) or not links.next or links.next == url:
        return None
    second = _NUMBERED.fullmatch(links.next)
    return int(second["number"]) + 1 if second and _runs_backwards(url, links) else None


def _runs_backwards(url: str, links: PagerLinks) -> bool:
    """Whether 尾页 or 下页 lead below the page's own name, as the files of this family are named."""
    below = f"{_stem(url)}/"
    return any(target is not None and target.startswith(below) for target in (links.last, links.next))


def _stem(url: str) -> str:
    found = _STATIC.fullmatch(url.partition("?")[0])
    return found["stem"] if found else url
