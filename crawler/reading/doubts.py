"""Why a page without rows may have rows nevertheless: everything that must be ruled out before "empty" is said.

The signs are those of reference "cms-patterns" 1.12. Marks in the source are data (`config/cms/signals.yaml`); what
needs the parsed page is here. Each speaks with a key below `reason.` in the message catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from selectolax.lexbor import LexborNode

from config.cms import Signal, signals
from config.lexicon import bot_walls
from crawler.kinds import Region, TargetKind
from crawler.reading.dates import whole_date
from crawler.reading.page import Page
from crawler.reading.pagers import Pager
from crawler.reading.segments import tidy
from crawler.reading.stubs import is_stub

_FETCHES = re.compile(r"\.load\(|\.ajax\(|\.get\(|\.post\(|\.getJSON\(|\bfetch\(|axios|XMLHttpRequest|\.jsonp\(")
_WRITES = re.compile(r"\.load\(|\.html\(|\.append\(|\.prepend\(|innerHTML|insertAdjacentHTML|\.render\(")
_TARGET = re.compile(r"\$\(\s*[\"']([#.][A-Za-z_][\w-]*)|getElementById\(\s*[\"']([A-Za-z_][\w-]*)")
_APP_ROOT = "#app,#root,#__nuxt,#__next,[ng-app],[v-cloak],[data-reactroot]"
_COMMENTED_ROW = re.compile(r"<(?:li|tr|dd|a)\b[^>]*>.*?href|<a\b[^>]*href", re.DOTALL | re.IGNORECASE)
_PLACEHOLDER = 30
"""Characters that may stand in an element until a script fills it (加载中……)."""
_MOST_TARGETS = 200


def replacing_sign(page: Page) -> str | None:
    """Why the list of the page stands elsewhere, whatever rows the markup shows; None when nothing says so."""
    return _first_sign(page, replaces_list=True)


def unseen_list_sign(page: Page) -> str | None:
    """Why the page may hold a list that a browser shows and the markup does not; None when nothing says so."""
    return _first(
        lambda: _first_sign(page, replaces_list=False),
        lambda: "list-iframe" if _has_own_iframe(page) else None,
        lambda: "list-app-root" if _has_empty_app_root(page) else None,
        lambda: "list-filled-by-script" if _is_filled_by_script(page) else None,
        lambda: "list-commented-out" if any(_holds_rows(comment) for comment in page.comments) else None,
    )


def doubt(page: Page, pager: Pager | None) -> str | None:
    """Why a page on which no row was read may have rows; None when every known sign is ruled out."""
    return _first(
        lambda: unseen_list_sign(page),
        lambda: "list-guarded" if any(mark in page.html for mark in wall_marks()) else None,
        lambda: "list-pager-without-rows" if pager and _declares_rows(pager) else None,
        lambda: "list-rows-unread" if _shows_dates(page) else None,
        lambda: "list-truncated" if not page.complete else None,
        lambda: "list-tiny-page" if is_stub(page) else None,
    )


def _first(*asked: Callable[[], str | None]) -> str | None:
    """The first reason that is given; what follows it is not asked."""
    return next((reason for ask in asked if (reason := ask())), None)


@cache
def wall_marks() -> frozenset[str]:
    """Marks of bot walls that can stand in an answer with status 200."""
    signs = (sign for wall in bot_walls().walls for sign in wall.signs if 200 in sign.statuses)
    return frozenset(mark for sign in signs for mark in sign.body)


def _first_sign(page: Page, *, replaces_list: bool) -> str | None:
    scripts = "\n".join(page.scripts)
    for signal in signals():
        if signal.replaces_list is replaces_list and signal.speaks(_heard(signal, page, scripts)):
            return signal.reason
    return None


def _heard(signal: Signal, page: Page, scripts: str) -> str:
    return {"raw": page.html, "script": scripts, "url": page.url}[signal.where]


def _declares_rows(pager: Pager) -> bool:
    return (pager.pages or 0) > 1 or (pager.total or 0) > 0 or bool(pager.further)


def _has_own_iframe(page: Page) -> bool:
    return any(
        linked.node.tag in ("iframe", "frame") and linked.link.kind is not TargetKind.EXTERNAL and linked.link.url
        for linked in page.links
        if linked.place.region is Region.BODY
    )


def _has_empty_app_root(page: Page) -> bool:
    return any(len(tidy(node.text())) <= _PLACEHOLDER for node in page.tree.css(_APP_ROOT)[:_MOST_TARGETS])


def _is_filled_by_script(page: Page) -> bool:
    """Whether an inline script that fetches something writes into an element of the main area that shows nothing."""
    for script in page.scripts:
        if _FETCHES.search(script) and _WRITES.search(script):
            for found in list(_TARGET.finditer(script))[:_MOST_TARGETS]:
                selector = found.group(1) or f"#{found.group(2)}"
                if any(_is_bare(page, node) for node in page.tree.css(selector)[:_MOST_TARGETS]):
                    return True
    return False


def _is_bare(page: Page, node: LexborNode) -> bool:
    if node.tag in ("input", "select", "img", "script", "form", "a", "button"):
        return False
    bare = len(tidy(node.text())) <= _PLACEHOLDER and node.css_first("a[href]") is None
    return bare and page.region_of(node) is Region.BODY


def _holds_rows(comment: LexborNode) -> bool:
    parent = comment.parent
    listed = parent is not None and parent.tag in ("ul", "ol", "tbody", "table", "dl")
    return listed and bool(_COMMENTED_ROW.search(comment.comment_content or ""))


def _shows_dates(page: Page) -> bool:
    visible = (segment for segment in page.segments if segment.region is not Region.FOOTER and not segment.hidden)
    return any(whole_date(segment.text) is not None for segment in visible)
