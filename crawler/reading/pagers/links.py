"""The links of a pager: which list pages can be opened, and which only a script can open.

A link belongs to a pager when its text is a number or one of the words of pagers (下一页, 尾页 …). Words are pagers
wherever they stand; numbers only beside such words, in an element named like a pager, or when they lead to an address
below the list's own: a picture show has numbers, too.

A handler without a page to go to (`javascript:void(0)`, `#`) is what many systems write on links that lead nowhere,
such as all four words of a list of one page (WebPlus). It tells nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from selectolax.lexbor import LexborNode

from config.cms import page_words
from config.pagers import pager_signs
from crawler.kinds import TargetKind
from crawler.reading.page import Page
from crawler.reading.pagers.nodes import EDGE, around, current_number, is_disabled, is_named_pager
from crawler.reading.text.places import tidy
from crawler.urlforms import is_article_url

MOST_PAGES = 1_000
"""Further list pages that are listed for one column (own rule; portals cap their lists far below)."""
_LONGEST = 8
"""Characters of a link's text that can be a pager's (最后一页 and its brackets)."""
_MOST_HANDLERS = 400
_MOST_LINKS = 500
"""Links of pagers on one page that are looked at (own rule: real pages have fewer than 50)."""
_INERT = re.compile(
    r"\s*+(?:javascript:)?\s*+(?:void\s*+\(?\s*+0?\s*+\)?|return\s++false|false|#*+)?\s*+;*+\s*+", re.IGNORECASE
)
_TURNS = re.compile(r"page|__doPostBack", re.IGNORECASE)
_INTEGER = re.compile(r"(?<![\w.])(?:Page\$)?(\d{1,4})(?![\w.])")
_ARGUMENTS = re.compile(r"\(([^()]{0,200})\)")


@dataclass(slots=True)
class PagerLinks:
    """What the links of a pager say. Numbers of pages count from 1.

    `numbered`: addresses by the number that is written on them; `next`, `last`: those of 下一页 and 尾页. `scripted`:
    numbers that only a script opens. `live`: a script opens a page of unknown number; `idle`: 下一页 is there, but
    neither an address nor a page to go to. `current`: the number that is shown without a link.
    """

    numbered: dict[int, str] = field(default_factory=dict)
    next: str | None = None
    last: str | None = None
    scripted: set[int] = field(default_factory=set)
    live: bool = False
    idle: bool = False
    current: int | None = None

    def __bool__(self) -> bool:
        return bool(self.numbered or self.next or self.last or self.scripted or self.live or self.idle)


def read_pager_links(page: Page) -> PagerLinks:
    """All links of pagers on `page`, wherever they stand: parts of templates called "bottom" hold pagers, too."""
    found = PagerLinks()
    boxes: set[int] = set()
    numbers: list[tuple[LexborNode, int, str | None, str]] = []
    for node, text, url, handler in islice(_short_links(page), _MOST_LINKS):
        role = _roles().get(text)
        if role == "other":
            boxes.update(holder.mem_id for holder in around(node))
        elif role is not None:
            boxes.update(holder.mem_id for holder in around(node))
            _take_word(found, role, node, url, handler)
        else:
            numbers.append((node, int(text), url, handler))
    for node, number, url, handler in numbers:
        beside = any(holder.mem_id in boxes for holder in around(node)) or is_named_pager(node)
        if url == page.url:
            found.current = number
        elif url is not None and (beside or _is_below(page.url, url)):
            found.numbered.setdefault(number, url)
        elif url is None and (beside or _TURNS.search(handler)):
            found.scripted.add(number)
    if numbers and found.current is None:
        found.current = current_number(numbers[0][0], {number for _, number, _, _ in numbers})
    return found


def _short_links(page: Page) -> Iterator[tuple[LexborNode, str, str | None, str]]:
    """Links and elements with a handler whose text can be a pager's: element, text, address if it has one, handler."""
    for node, link, _ in page.links:
        text = _pager_text(link.text) if len(link.text) <= _LONGEST and node.tag == "a" else None
        if text is None or link.kind is not TargetKind.PAGE:
            continue
        if link.url is None or link.href.lstrip().startswith("#"):
            yield node, text, None, _handler(node, link.href)
        elif not _is_article_of(page.url, link.url):
            yield node, text, link.url, ""
    if "onclick" in page.html or "onClick" in page.html:
        for node in page.tree.css("[onclick]:not(a[href])")[:_MOST_HANDLERS]:
            shown = node.attributes.get("value") if node.tag in ("input", "button") else None
            text = _pager_text(tidy(shown or node.text()[: 4 * _LONGEST]))
            if text is not None:
                yield node, text, None, node.attributes.get("onclick") or ""


def _pager_text(text: str) -> str | None:
    """The number or the word that a link shows; None for what no pager shows."""
    if text[:1] not in _beginnings():
        return None
    word = text.strip(EDGE)
    if word in _roles():
        return word
    number = pager_number(word)
    return str(number) if number is not None else None


def pager_number(text: str) -> int | None:
    """The number of a list page that `text` consists of (2, [2], 第2页); None for any other text."""
    word = text.strip(EDGE)
    if not word or len(word) > _LONGEST or not (word[0].isdigit() or word[0] == "第"):
        return None
    found = _number().fullmatch(word)
    return int(found[1]) if found and 0 < int(found[1]) <= MOST_PAGES else None


def _handler(node: LexborNode, href: str) -> str:
    written = node.attributes.get("onclick") or ""
    return written if not _INERT.fullmatch(written) else href


def _take_word(found: PagerLinks, role: str, node: LexborNode, url: str | None, handler: str) -> None:
    """Take note of 下一页 or 尾页. The number that its handler goes to is that of a page, if it is the only one."""
    if url is not None:
        if role == "next":
            found.next = found.next or url
        else:
            found.last = found.last or url
        return
    if is_disabled(node):
        return
    if _INERT.fullmatch(handler):
        found.idle = found.idle or role == "next"
        return
    goes_to = {int(number) for part in _ARGUMENTS.findall(handler) for number in _INTEGER.findall(part)}
    if len(goes_to) == 1 and (number := goes_to.pop()) <= MOST_PAGES:
        found.scripted.add(number)
    else:
        found.live = True


def _is_below(page_url: str, url: str) -> bool:
    """Whether `url` lies in the folder of the page, or below the page's own name (`list.htm` and `list/2.htm`)."""
    path = page_url.partition("?")[0]
    return url.startswith((f"{path.rpartition('/')[0]}/", f"{path.rpartition('.')[0]}/"))


def _is_article_of(page_url: str, url: str) -> bool:
    """Whether `url` has the form of an article and does not stand below the page's own name."""
    stem = page_url.partition("?")[0].rpartition(".")[0]
    return is_article_url(url) and not url.startswith(f"{stem}/")


@cache
def _roles() -> dict[str, str]:
    words = page_words().pager
    other = set(words.other) - set(page_words().breadcrumb.home)  # 首页 stands in every navigation
    named = (("other", other), ("last", words.last), ("next", words.next))
    return {word: role for role, each in named for word in each}


@cache
def _beginnings() -> frozenset[str]:
    """What the text of a pager's link can begin with: most links of a page need no closer look."""
    return frozenset((*(word[0] for word in _roles()), *EDGE, *"0123456789第"))


@cache
def _number() -> re.Pattern[str]:
    return re.compile(pager_signs().numbers)
