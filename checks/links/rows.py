"""Rows of lists whose title has nothing in common with the article that they open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checks.keys import KeySet
from checks.links.likeness import Subjects
from checks.links.linked import Linked
from checks.links.mislink_params import MislinkParams
from checks.links.shown import Shown, page_of_portal, titles_of
from config.registry import Unit
from config.wording import plain
from crawler.facts import Found, PageFacts
from crawler.kinds import PageKind, TargetKind
from crawler.store.crawl import Crawl


@dataclass(frozen=True, slots=True)
class StrayRow:
    """A row with the article behind it, which is another one than it says. `likeness` is that of the titles."""

    title: str
    url: str
    shown: Shown
    likeness: float


@dataclass(slots=True)
class Rows:
    """What was made of the rows of one list."""

    listed_at: str
    path: str
    compared: int = 0
    unseen: int = 0
    strays: tuple[StrayRow, ...] = ()


def rows_that_fit(page: PageFacts, params: MislinkParams) -> Iterator[str]:
    """Keys of the rows that open this article and say what it is called: nearly all rows, for which nobody has to look
    at it again."""
    if _is_comparable(page, params):
        yield from dict.fromkeys(_key(page.url, title) for title in titles_of(page) if title)


def compare_rows(
    crawl: Crawl, unit: Unit, linked: Linked, *, params: MislinkParams, subjects: Subjects, fitting: KeySet
) -> Iterator[Rows]:
    """Every list of `unit` that has rows, each row held against the article that it opens. `fitting` are the keys of
    `rows_that_fit`."""
    for column in crawl.columns(unit):
        if column.shape is PageKind.COLUMN:
            rows = [(item.title, item.url) for item in column.items if item.target is TargetKind.PAGE]
            found = Rows(column.url, column.path)
            yield _compared(crawl, linked, found, rows, params=params, subjects=subjects, fitting=fitting)


def _compared(
    crawl: Crawl,
    linked: Linked,
    found: Rows,
    rows: list[tuple[str, str]],
    *,
    params: MislinkParams,
    subjects: Subjects,
    fitting: KeySet,
) -> Rows:
    strays = []
    for title, url in rows:
        if subjects.letters(title) < params.row_letters:
            continue
        if _key(url, title) in fitting:
            found.compared += 1
            continue
        page = crawl.page(url)
        if page is None:
            found.unseen += linked.is_unseen(url)
        elif _is_comparable(page, params):
            found.compared += 1
            stray = _stray(title, url, page, params, subjects)
            strays += [stray] if stray else []
    found.strays = tuple(strays)
    return found


def _key(url: str, title: str) -> str:
    return f"{url}\n{plain(title)}"


def _is_comparable(page: PageFacts, params: MislinkParams) -> bool:
    """Only an article with a title and a text can be told from another one."""
    article = page.article
    return (
        page.judgeable
        and page.kind is PageKind.ARTICLE
        and article is not None
        and isinstance(article.title, Found)
        and len(article.text) >= params.least_letters
    )


def _stray(title: str, url: str, page: PageFacts, params: MislinkParams, subjects: Subjects) -> StrayRow | None:
    shown = page_of_portal(page, offers=False)
    titles = [each for each in shown.titles if each]
    if any(plain(title) in plain(each) for each in titles):
        return None
    if any(not subjects.letters(each) for each in titles):
        return None
    likeness = max(subjects.alike(title, each) for each in titles)
    if likeness >= params.title_likeness or subjects.share_in(title, shown.everything) >= params.text_likeness:
        return None
    return StrayRow(title, url, shown, likeness)
