"""Lists that stand inside an HTML comment until a script uncovers them.

Seen in the Kaipu cluster: the list element holds nothing but a comment, and in the comment stand the rows together
with the pager's call, whose container waits empty in the live page. Only that combination is read, or one in which a
script of the page rewrites the list element by its id; any other list in a comment stays a doubt
(`list-commented-out`), because templates also keep old sample rows in comments.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.facts import Row
from crawler.reading.page import Page
from crawler.reading.pagers.calls import PageCall, read_page_call
from crawler.reading.text.places import tidy

_REWRITES = re.compile(r"innerHTML\s*=(?!=)|\.html\s*\(")
_LIST_TAGS = frozenset({"ul", "ol", "tbody", "dl"})


class CommentedList(NamedTuple):
    """The rows of a commented-out list, all dated, and its pager; without rows the pager counts no records."""

    rows: tuple[Row, ...]
    call: PageCall


def read_commented_list(page: Page) -> CommentedList | None:
    """The list that a comment of `page` holds, or None when there is none that is surely in use."""
    for comment in page.comments:
        parent = comment.parent
        if parent is None or parent.tag not in _LIST_TAGS or not _holds_nothing_else(parent):
            continue
        hidden = page.fragment(f"<{parent.tag}>{comment.comment_content or ''}</{parent.tag}>")
        call = read_page_call(hidden)
        if call is None or call.container is None:
            continue
        if not _awaits(page, call.container) and not _is_rewritten(page, parent):
            continue
        rows = max((tuple(group.rows) for group in hidden.groups), key=len, default=())
        if rows and all(row.date for row in rows):
            return CommentedList(rows, call)
        if hidden.tree.css_first("a[href]") is None and call.total == 0 and call.pages <= 1:
            return CommentedList((), call)
    return None


def _holds_nothing_else(parent: LexborNode) -> bool:
    return not tidy(parent.text()) and parent.css_first("a,li,tr,img") is None


def _awaits(page: Page, container: str) -> bool:
    """Whether the live page has an empty element with this id, into which the pager will be written."""
    if not container.replace("-", "").replace("_", "").isalnum():
        return False
    node = page.tree.css_first(f'[id="{container}"]')
    return node is not None and not tidy(node.text())


def _is_rewritten(page: Page, parent: LexborNode) -> bool:
    """Whether an inline script names the list element and sets its content: that is how a comment is uncovered."""
    name = parent.attributes.get("id") or ""
    named = re.compile(rf"[\"'#]{re.escape(name)}[\"']")
    return bool(name) and any(_REWRITES.search(script) and named.search(script) for script in page.scripts)
