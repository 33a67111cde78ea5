"""Which of the groups of rows on a page is the list of its column.

A column has one list. Where several lists stand side by side and the page offers 更多 for them, it is a landing page.
Where it cannot be told which of several lists is the column's, all their rows count together: the newest date is then
never too old, so nobody is accused of rows that belong to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.facts import Row
from crawler.kinds import Region
from crawler.reading.breadcrumb import read_breadcrumb
from crawler.reading.lists.places import is_aside, is_beside, parts_of
from crawler.reading.page import Page
from crawler.reading.rows.groups import RowGroup
from crawler.reading.text.places import ELSEWHERE
from crawler.urls import same_page

_RIVAL = 0.4
"""Share of the longest list's rows from which another list is a rival (own rule)."""
_MODULES = 2
_NEAR = 3
"""Links (with those of pictures) between a list and its 更多 (own rule)."""
_LEVELS = 3


class Lists(NamedTuple):
    """The rows that count as the list of a page.

    `modules`: several lists with 更多 beside them (a landing or home page). `mixed`: rows of lists that could not be
    told apart. `own`: most rows lie below the page's own folder. `attachments`: most rows are files. `ahead`: the rows
    stand in front of the breadcrumb, none has a date and none lies below that folder: a side bar may look like this.
    `menu`, on a page without rows: links to sub-columns.
    """

    rows: tuple[Row, ...] = ()
    modules: bool = False
    mixed: bool = False
    menu: int = 0
    own: bool = False
    attachments: bool = False
    ahead: bool = False


@lru_cache(maxsize=1)
def find_lists(page: Page) -> Lists:
    """The list of `page`, chosen among all groups of rows. Asked several times for one page, worked out once."""
    groups = [group for group in page.groups if group.is_list and not is_aside(group)]
    groups = [group for group in groups if not is_beside(group)] or groups if len(groups) > 1 else groups
    if not groups:
        return Lists(menu=_menu_links(page))
    folder = page.url.partition("?")[0].rpartition("/")[0] + "/"
    best = max(groups, key=lambda group: (_own_rows(group, folder) + len(group.rows), -group.order))
    parts = [best, *parts_of(best, page.groups)]
    rivals = [group for group in groups if group not in parts and len(group.rows) >= _RIVAL * len(best.rows)]
    if _has_more(page, best) and sum(_has_more(page, group) for group in groups) >= _MODULES:
        return Lists(_rows(groups), modules=True)
    if rivals and not _is_surely(best, rivals, folder):
        return Lists(_rows([*parts, *rivals]), mixed=True)
    files = best.attachments > len(best.rows) / 2
    own, rows = _own_rows(best, folder), _rows(parts)
    ahead = not own and not any(row.date for row in rows) and _is_before_breadcrumb(page, parts)
    return Lists(rows, own=own > len(best.rows) / 2, attachments=files, ahead=ahead)


def all_rows(page: Page) -> tuple[Row, ...]:
    """The rows of all lists of a page together (a home page shows many)."""
    return _rows([group for group in page.groups if group.is_list])


def _rows(groups: list[RowGroup]) -> tuple[Row, ...]:
    """Rows of several groups in document order, each target once, a dated mention before an undated one."""
    found: dict[str, Row] = {}
    for group in sorted(groups, key=lambda group: group.order):
        for row in group.rows:
            known = found.get(row.url)
            if known is None or (known.date is None and row.date is not None):
                found[row.url] = row
    return tuple(found.values())


def _menu_links(page: Page) -> int:
    """Links of the main area that lead on to other columns.

    The breadcrumb does not, and a group that links the page itself is a menu of its neighbours.
    """
    steps = {crumb.url for crumb in read_breadcrumb(page)}
    own = [linked.node for linked in page.links if linked.link.url and same_page(linked.link.url, page.url)]
    around = {holder.mem_id for node in own for holder in _holders(node)}
    return sum(
        len(group.rows)
        for group in page.groups
        if group.region is Region.BODY
        and group.container.mem_id not in around
        and not all(row.url in steps for row in group.rows)
    )


def _holders(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a link of a menu: no more than an item, a list and a box."""
    holder = node.parent
    for _ in range(_LEVELS):
        if holder is None:
            return
        yield holder
        holder = holder.parent


def _own_rows(group: RowGroup, folder: str) -> int:
    """Rows that lie below the page's own folder: where a system files articles with their column, these are its own."""
    return sum(row.url.startswith(folder) for row in group.rows) if folder.count("/") > 3 else 0


def _is_before_breadcrumb(page: Page, groups: list[RowGroup]) -> bool:
    """Whether the rows end before the breadcrumb's last link, which stands nowhere in the main area before them."""
    steps = [(crumb.text, crumb.url) for crumb in read_breadcrumb(page) if crumb.url]
    shown = ((each.link.text, each.link.url) if each.place == ELSEWHERE else None for each in page.links)
    at = next((number for number, step in enumerate(shown) if step in steps[-1:]), 0)
    return at > max(group.last for group in groups)


def _is_surely(best: RowGroup, rivals: list[RowGroup], folder: str) -> bool:
    most = len(best.rows) / 2
    return _own_rows(best, folder) > most and not any(_own_rows(rival, folder) for rival in rivals)


def _has_more(page: Page, group: RowGroup) -> bool:
    """Whether 更多 stands right before or behind a list: then it is a sample of a column elsewhere."""
    near = (*page.links[max(0, group.order - _NEAR) : group.order], *page.links[group.last + 1 : group.last + _NEAR])
    words = page_words().more
    return any(linked.link.text in words or linked.link.text.startswith("更多") for linked in near)
