"""The 政府信息公开目录 of Guangdong (`gkmlpt`): one page with a tree of columns, each loaded from an interface.

The tree stands in a variable of the page. A node that is moved elsewhere is a link to another page; every other one is
a column of its own, known by its call (its route `#1234` never reaches the server). Articles of the 目录 hold their
text in the same variable (reference "cms-patterns" 1.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from config.page_scripts import ArticleVariable, Catalogue
from crawler.facts import ArticleFacts, Found, ListFacts, Row, TextFact
from crawler.kinds import ListSource
from crawler.listcall import call_to
from crawler.reading.articles.article import read_article
from crawler.reading.lists.requests import own_address
from crawler.reading.page import Page
from crawler.reading.rows.from_json import first_day, first_text, number_at, pick
from crawler.reading.scripts.values import ScriptValues

_MOST_NODES = 5_000
"""Columns of one catalogue that are listed (own rule; real ones have a few hundred)."""
_DEEPEST = 20
_SOURCE = "script"


def read_catalogue(page: Page, known: Catalogue) -> ListFacts | None:
    """The columns that the catalogue on `page` opens; None when the page shows no catalogue that can be read."""
    if not re.search(known.pages, urlsplit(page.url).path):
        return None
    values = ScriptValues(page)
    held = values.first_object(known.variable)
    site = values.text(pick(held, known.site))
    if held is None or not site:
        return None
    found: dict[str, Row] = {}
    for row in _columns(page, known, site, pick(held, known.tree), _DEEPEST):
        if len(found) < _MOST_NODES:
            found.setdefault(row.url, row)
    return ListFacts(ListSource.JSON, columns=tuple(found.values())) if found else None


def article_of(page: Page, known: ArticleVariable) -> ArticleFacts:
    """The article that `page` shows, with what only its script holds."""
    shown = read_article(page)
    held = ScriptValues(page).first_object(known.variable)
    if held is None:
        return shown
    day, _ = first_day(held, known.date)
    document_day, _ = first_day(held, known.document_date)
    body = _body(page, next((text for path in known.body if isinstance(text := pick(held, path), str)), ""))
    written = body if body is not None and not shown.body_length else shown
    return replace(
        shown,
        title=_better(shown.title, first_text(held, known.title), but="title"),
        date=shown.date if isinstance(shown.date, Found) or day is None else Found(day, _SOURCE),
        document_number=_better(shown.document_number, first_text(held, known.document_number)),
        index_number=_better(shown.index_number, first_text(held, known.index_number)),
        publisher=_better(shown.publisher, first_text(held, known.publisher)),
        document_date=(
            shown.document_date
            if isinstance(shown.document_date, Found) or document_day is None
            else Found(document_day, _SOURCE)
        ),
        text=written.text,
        body_length=written.body_length,
        attachments=tuple(dict.fromkeys((*shown.attachments, *(body.attachments if body else ())))),
    )


def _columns(page: Page, known: Catalogue, site: str, nodes: Any, depth: int) -> Iterator[Row]:
    """The columns of a list of nodes and of everything below them."""
    for node in nodes if isinstance(nodes, list) and depth > 0 else ():
        if not isinstance(node, dict):
            continue
        name = first_text(node, (known.name,))
        moved = pick(node, known.moved)
        below = pick(node, known.children)
        if isinstance(moved, str) and moved.strip():
            url = page.resolve(moved.strip()).url
        elif _has_own_list(known, node, below):
            identity = str(pick(node, known.id))
            target = known.call.format(id=quote(identity, safe=""), site=quote(site, safe=""))
            url = call_to(own_address(page, _folder(page.url) + target)) if identity.isdecimal() else None
        else:
            url = None
        if name and url:
            yield Row(name, url)
        yield from _columns(page, known, site, below, depth - 1)


def _has_own_list(known: Catalogue, node: dict[str, Any], below: Any) -> bool:
    """Whether a node lists articles itself: it has no nodes below, or more articles than all of them together."""
    counts = [number_at(child, known.count) or 0 for child in below] if isinstance(below, list) else []
    return not counts or (number_at(node, known.count) or 0) > sum(counts)


def _folder(url: str) -> str:
    """The path of the catalogue: calls are made from it, whatever the page in it is called."""
    return re.sub(r"(/gkmlpt/).*", r"\1", urlsplit(url).path)


def _body(page: Page, markup: str) -> ArticleFacts | None:
    """The article that a text of markup is, as it would be read on the page."""
    return read_article(page.fragment(f"<article>{markup}</article>")) if markup.strip() else None


def _better(shown: TextFact, held: str, but: str = "") -> TextFact:
    """What the page shows; else (or when it was only taken from the place `but`) what its script holds."""
    guessed = not isinstance(shown, Found) or shown.source == but
    return Found(held, _SOURCE) if held and guessed else shown
