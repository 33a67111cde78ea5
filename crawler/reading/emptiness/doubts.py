"""Why a page without rows may have rows nevertheless: everything that must be ruled out before "empty" is said.

The signs are those of reference "cms-patterns" 1.12. Marks in the source are data (`config/cms/signals.yaml`); what
needs the parsed page is here. Each speaks with a key below `reason.` in the message catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from selectolax.lexbor import LexborNode

from config.cms import Signal, page_words, signals
from config.lexicon import empty_wordings
from config.rendering import rendering_facts
from crawler.kinds import Region
from crawler.reading.emptiness.frames import awaits_frame, list_frames
from crawler.reading.emptiness.stubs import is_stub
from crawler.reading.lists.written import writes_unread_rows
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager
from crawler.reading.text.dates import whole_date
from crawler.reading.text.places import tidy

FRAME = "list-iframe"
"""A frame of the main area may show the list."""
WRITTEN_ROWS = "list-written-by-script"
"""A script writes rows in a way that cannot be followed without running it."""
_TABLES = r"|\.(?:datagrid|bootstrapTable|[dD]ataTable|jqGrid)\(|\btable\.render\("
"""Tables that fetch their rows themselves (easyui, bootstrap-table, DataTables, layui)."""
_FETCHES = re.compile(
    r"\.load\(|\.ajax\(|\.get\(|\.post\(|\.getJSON\(|\bfetch\(|axios|XMLHttpRequest|\.jsonp\(" + _TABLES
)
_WRITES = re.compile(r"\.load\(|\.html\(|\.append\(|\.prepend\(|innerHTML|insertAdjacentHTML|\.render\(" + _TABLES)
_TARGET = re.compile(
    r"\$\(\s*[\"']([#.][A-Za-z_][\w-]*)|(?:getElementById\(\s*[\"']|\belem\s*:\s*[\"']#)([A-Za-z_][\w-]*)"
)
_LOADED = re.compile(
    r"\$\(\s*[\"'][^\"']{1,60}[\"']\s*\)\s*\.load\(\s*[\"'](?:[^\"'\s]{0,200}/)?(?P<file>[\w-]{1,60})\.\w{2,5}(?:\?[^\"']*)?[\"']"
)
"""A statement that fills an element with a file."""
_APP_ROOT = "#app,#root,#__nuxt,#__next,[ng-app],[v-cloak],[data-reactroot]"
_COMMENTED_ITEM = re.compile(r"<(?:li|tr|dd|a)\b", re.IGNORECASE)
_PLACEHOLDER = 30
"""Characters that may stand in an element until a script fills it (加载中……)."""
_MOST_TARGETS = 200


def replacing_sign(page: Page, known: Container[str] = ()) -> str | None:
    """Why the list of the page stands elsewhere, whatever rows the markup shows; None when nothing says so.

    `known`: reasons that count for nothing, because the caller has read what they point at.
    """
    return None if page.rendered else _first_sign(page, known, replaces_list=True)


def unseen_list_sign(page: Page, known: Container[str] = ()) -> str | None:
    """Why the page may hold a list that a browser shows and the markup does not; None when nothing says so."""
    if page.rendered:
        return _unfilled_sign(page)
    return _first(
        lambda: _first_sign(page, known, replaces_list=False),
        lambda: FRAME if list_frames(page) or awaits_frame(page) else None,
        lambda: "list-app-root" if _has_empty_app_root(page) else None,
        lambda: WRITTEN_ROWS if writes_unread_rows(page) else None,
        lambda: "list-filled-by-script" if _is_filled_by_script(page) else None,
        lambda: "list-commented-out" if any(_holds_rows(comment) for comment in page.comments) else None,
    )


def _unfilled_sign(page: Page) -> str | None:
    """Why a part of the page stayed empty in the browser; marks in the source mean nothing once scripts have run."""
    return _first(
        lambda: "list-script-template" if rendering_facts().shows_template(page.main_text) else None,
        lambda: FRAME if list_frames(page) or awaits_frame(page) else None,
        lambda: "list-app-root" if _has_empty_app_root(page) else None,
    )


def doubt(page: Page, pager: Pager | None, known: Container[str] = ()) -> str | None:
    """Why a page on which no row was read may have rows; None when every known sign is ruled out."""
    return _first(
        lambda: unseen_list_sign(page, known),
        lambda: "list-filled-by-script" if _says_loading(page) else None,
        lambda: "list-guarded" if page.has_wall_mark() else None,
        lambda: "list-pager-without-rows" if pager and _declares_rows(pager) else None,
        lambda: "list-rows-unread" if _shows_dates(page) else None,
        lambda: "list-truncated" if not page.complete else None,
        lambda: "list-tiny-page" if is_stub(page) else None,
    )


def _first(*asked: Callable[[], str | None]) -> str | None:
    """The first reason that is given; what follows it is not asked."""
    return next((reason for ask in asked if (reason := ask())), None)


def _first_sign(page: Page, known: Container[str], *, replaces_list: bool) -> str | None:
    scripts = "\n".join(page.scripts)
    for signal in signals():
        if (
            signal.reason not in known
            and signal.replaces_list is replaces_list
            and signal.speaks(_heard(signal, page, scripts))
        ):
            return signal.reason
    return None


def _heard(signal: Signal, page: Page, scripts: str) -> str:
    return {"raw": page.html, "script": scripts, "url": page.url}[signal.where]


def _declares_rows(pager: Pager) -> bool:
    return (pager.pages or 0) > 1 or (pager.total or 0) > 0 or bool(pager.further)


def is_bare_shell(page: Page) -> bool:
    """Whether a page shows next to nothing until a front-end application draws it."""
    return page.text_length <= rendering_facts().shell_text and _has_empty_app_root(page)


def _has_empty_app_root(page: Page) -> bool:
    return any(len(tidy(node.text())) <= _PLACEHOLDER for node in page.tree.css(_APP_ROOT)[:_MOST_TARGETS])


def _is_filled_by_script(page: Page) -> bool:
    """Whether an inline script that fetches something writes into an element of the main area that shows nothing."""
    for written in page.scripts:
        script = _LOADED.sub(_unless_part, written)
        if _FETCHES.search(script) and _WRITES.search(script):
            for found in list(_TARGET.finditer(script))[:_MOST_TARGETS]:
                selector = found.group(1) or f"#{found.group(2)}"
                if any(_is_bare(page, node) for node in page.tree.css(selector)[:_MOST_TARGETS]):
                    return True
    return False


def _unless_part(loading: re.Match[str]) -> str:
    """Nothing for a statement that only loads a part of the template (header.html, foot.html); else what it is."""
    words = {word.lower() for word in re.findall(r"[A-Za-z][a-z]*", loading["file"])}
    return "" if words & (page_words().nav_words | page_words().footer_words) else loading.group()


def _is_bare(page: Page, node: LexborNode) -> bool:
    if node.tag in ("input", "select", "img", "script", "form", "a", "button"):
        return False
    bare = len(tidy(node.text())) <= _PLACEHOLDER and node.css_first("a[href]") is None
    return bare and page.region_of(node) is Region.BODY


def _holds_rows(comment: LexborNode) -> bool:
    parent = comment.parent
    listed = parent is not None and parent.tag in ("ul", "ol", "tbody", "table", "dl")
    text = comment.comment_content or ""
    item = _COMMENTED_ITEM.search(text) if listed else None
    return item is not None and "href" in text[item.end() :].lower()


def _says_loading(page: Page) -> bool:
    """Whether a visible text of the main area says that the list is still being fetched (加载中……)."""
    texts = (each.text for each in page.segments if each.region is Region.BODY and not each.hidden)
    return any(len(text) <= _PLACEHOLDER and empty_wordings().loading_in(text) for text in texts)


def _shows_dates(page: Page) -> bool:
    """Whether a date stands by itself outside the footer, in a hidden tab, too."""
    texts = (segment.text for segment in page.segments if segment.region is not Region.FOOTER)
    return any(whole_date(text) is not None for text in texts)
