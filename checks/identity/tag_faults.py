"""What is wrong with the page tags of one page, as far as the page alone can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from config.cms import page_words
from config.wording import plain
from crawler.facts import Found, PageFacts
from crawler.kinds import ListSource, PageKind

MISSING = "tag-missing"
EMPTY = "tag-empty"
WRONG = "tag-wrong"
NOT_READ = ""
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]?\s*\d{1,2}\s*[-/.月]?\s*\d{1,2}")
_MARKUP = re.compile(r"<[^<>]{0,40}>|&(?:nbsp|[lr]dquo|quot|amp|#\d{1,6});")
_GENERATED = "pubdate-is-generation-time"
_SHELL = "page-app-root"
_SHELL_OF_LIST = "list-app-root"
_LONGEST = 60
"""Characters of a wrong content that are shown (own choice)."""


class Grade(StrEnum):
    """What the standard asks of a page: each grade asks for all that the one before does."""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"


_GRADES = {
    PageKind.HOME: Grade.HOME,
    PageKind.COLUMN: Grade.COLUMN,
    PageKind.SINGLE_ARTICLE: Grade.COLUMN,
    PageKind.ATTACHMENT_LIST: Grade.COLUMN,
    PageKind.LANDING: Grade.COLUMN,
    PageKind.ARTICLE: Grade.ARTICLE,
}


class Fault(NamedTuple):
    """A code, the tag, why its content is wrong (`basis`), and the content."""

    code: str
    tag: str
    basis: str = ""
    observed: str = ""


def grade_of(page: PageFacts) -> Grade | None:
    """What is asked of the page; None for one that only forwards, is made by a browser, or is no such page."""
    listed = page.list
    made_by_browser = _SHELL in page.notes or (
        listed is not None and (listed.source is ListSource.RENDERED or listed.obstacle == _SHELL_OF_LIST)
    )
    if page.landing_target is not None or made_by_browser:
        return None
    return _GRADES.get(page.kind)


def faults_of(page: PageFacts, required: tuple[str, ...]) -> tuple[Fault, ...]:
    """The faults of the page's tags, in the order of `required`; one of code `NOT_READ` when nobody read its tags."""
    if page.metas is None:
        return (Fault(NOT_READ, ""),)
    contents: dict[str, str] = {}
    for name, content in page.metas:
        tag = name.lower()
        contents[tag] = contents.get(tag) or content
    return tuple(_each(page, contents, required))


def site_name_of(page: PageFacts) -> str:
    """What the page's SiteName says; empty for nothing and for a placeholder."""
    content = next((content for name, content in page.metas or () if content and name.lower() == "sitename"), "")
    return "" if _is_placeholder(content) else content


def _each(page: PageFacts, contents: dict[str, str], required: tuple[str, ...]) -> Iterator[Fault]:
    undated = page.article is not None and not isinstance(page.article.date, Found)
    for tag in required:
        if undated and tag == "PubDate" and not contents.get("pubdate"):
            continue
        content = contents.get(tag.lower())
        if content is None:
            yield Fault(MISSING, tag)
        elif not content:
            yield Fault(EMPTY, tag)
        elif _is_placeholder(content):
            yield Fault(WRONG, tag, "placeholder", content)
        else:
            basis = _contradiction(page, tag, content)
            if basis:
                yield Fault(WRONG, tag, basis, content[:_LONGEST])


def _is_placeholder(content: str) -> bool:
    tags = page_words().tags
    return content.lower() in tags.placeholders or re.fullmatch(tags.template_mark, content) is not None


def _contradiction(page: PageFacts, tag: str, content: str) -> str | None:
    """Why the content is wrong; None when nothing on the page speaks against it."""
    match tag:
        case "PubDate":
            if not _DATE.search(content):
                return "no-date"
            return "generation-time" if _GENERATED in page.notes else None
        case "ColumnName":
            home = page_words().breadcrumb.home
            steps = [crumb.text for crumb in page.breadcrumb if crumb.text not in home]
            return None if not steps or any(alike(content, step) for step in steps) else "other-column"
        case "ArticleTitle":
            title = page.article.title if page.article else None
            known = [page.title, title.value if isinstance(title, Found) else ""]
            written = _MARKUP.sub("", content)  # a title that was broken into lines by hand
            return None if not any(known) or any(alike(written, each) for each in known) else "other-title"
        case _:
            return None


def alike(content: str, text: str) -> bool:
    """Whether one holds the other: breadcrumbs and titles are cut, and tags carry additions."""
    one, other = plain(content), plain(text)
    return bool(one and other) and (one in other or other in one)
