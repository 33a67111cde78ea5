"""What the first page of a search shows: an HTML page, or the answer of an interface in JSON.

"Not there" is only said of a page that was understood: its results were read, or it says itself that it found nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from config.site_search import site_search
from config.wording import plain
from crawler.facts import Link
from crawler.kinds import ListSource, Region, TargetKind
from crawler.reading.page import Page
from crawler.reading.read_page import read_text
from crawler.reading.text.encoding import decode
from crawler.urls import page_key

ROWS = "rows"
JSON_ROWS = "json"
NOTHING = "nothing-found"
_LEAST_LETTERS = 8
"""Letters from which on the text of a link in the main part may be the title of a result."""
_CUT_LETTERS = 12
"""Letters of a title that was cut short from which on its beginning tells which one it is."""
_CUTS = ("…", "...", "..")
_DEPTH = 12
_LEAST_ROWS = 5
_MOST_OF = 0.9
"""Share of so many rows of a home page by which it is known again (own rule)."""
_NEAR = 8
"""Letters between the query and the words that nothing was found for it."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`rank` counts from 1 and is None where the article was found outside the list that was read.

    `read` says how the page was understood (`rows`, `json`, `nothing-found`; empty: not at all), `rows` how many
    results were read. `query_shown` is None where a script may put the query there; `scripted` says that scripts may
    change what the page says: one that fills it, or a file of them where the words do not repeat the query.
    """

    found: bool = False
    rank: int | None = None
    rows: int = 0
    read: str = ""
    query_shown: bool | None = None
    scripted: bool = False


def read_result(
    url: str, body: bytes, content_type: str | None, *, title: str, article: str, home: Collection[str] = ()
) -> SearchResult:
    """Look for the article with this title and address in what a search answered. `home`: what the rows of the home
    page lead to; where most of them stand here, too, that page came again and is no result."""
    decoded = decode(body, content_type)
    if decoded.text.lstrip()[:1] in ("{", "["):
        try:
            return _json(json.loads(decoded.text), title, article)
        except ValueError:
            return SearchResult()
    page = Page(url, decoded.text, encoding=decoded.encoding)
    reading = read_text(url, decoded)
    if _is_home_again(home, {each.url for each in reading.links}):
        return SearchResult()
    listed = reading.facts.list
    rows = listed.rows if listed is not None and listed.source is not ListSource.UNKNOWN else ()
    rank = next((at for at, row in enumerate(rows, start=1) if _is_it(row.title, row.url, title, article)), None)
    onward = [each for each in reading.links if not _asks_again(each.url or "", url, article)]
    found = rank is not None or any(_is_it(each.text, each.url or "", title, article) for each in onward)
    shown, scripted = _shows(page, reading.links, title), site_search().fills_in(page.html)
    said = site_search().nothing_found_in(page.main_text, near=len(title) + _NEAR)
    if not found and not rows and said is not None:
        by_server = page.tree.css_first("script[src]") is None or plain(title) in plain(said)
        return SearchResult(read=NOTHING, query_shown=shown, scripted=scripted or not by_server)
    count = len(rows) or sum(_may_be_result(each) for each in onward)
    read = ROWS if rows or (found and count) else ""
    return SearchResult(found, rank, count, read, shown, scripted)


def _may_be_result(link: Link) -> bool:
    return link.kind is TargetKind.PAGE and link.region is Region.BODY and len(plain(link.text)) >= _LEAST_LETTERS


def _is_home_again(home: Collection[str], linked: Collection[str | None]) -> bool:
    return len(home) >= _LEAST_ROWS and sum(url in linked for url in home) >= _MOST_OF * len(home)


def _asks_again(url: str, asked: str, article: str) -> bool:
    """Whether a link only searches anew (in another order, for words that were searched before)."""
    (path, _, query), (own, _, given) = url.partition("?"), asked.partition("?")
    fields = {name for name, _ in parse_qsl(given, keep_blank_values=True)}
    again = path == own and fields <= {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    return again and article not in unquote(url)


def _is_it(text: str, url: str, title: str, article: str) -> bool:
    """Whether a link leads to the article (also behind a counter of clicks), or has its title, cut short or not."""
    if url and (page_key(url) == page_key(article) or article in unquote(url)):
        return True
    wanted, said = plain(title), plain(text)
    if wanted and wanted in said:
        return True
    return len(said) >= _CUT_LETTERS and text.rstrip().endswith(_CUTS) and wanted.startswith(said)


def _shows(page: Page, links: tuple[Link, ...], query: str) -> bool | None:
    """Whether the page repeats the query outside the titles of its results."""
    wanted = plain(query)
    values = (node.attributes.get("value") or "" for node in page.tree.css("input[value]"))
    if wanted in plain(page.title) or any(wanted in plain(value) for value in values):
        return True
    in_text = plain(page.tree.body.text() if page.tree.body is not None else "").count(wanted)
    if in_text > sum(plain(link.text).count(wanted) for link in links):
        return True
    return None if site_search().fills_in(page.html) else False


def _json(data: Any, title: str, article: str) -> SearchResult:
    rows = max(_lists(data, 0), key=len, default=[])
    for rank, row in enumerate(rows, start=1):
        if any(_is_it(_untagged(text), text, title, article) for text in _strings(row, 0)):
            return SearchResult(True, rank, len(rows), JSON_ROWS)
    found = any(_is_it(_untagged(text), text, title, article) for text in _strings(data, 0))
    return SearchResult(found, None, len(rows), JSON_ROWS if rows or found else "")


def _lists(data: Any, depth: int) -> Iterator[list[Any]]:
    if depth > _DEPTH:
        return
    if isinstance(data, list) and any(isinstance(each, dict) for each in data):
        yield data
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _lists(each, depth + 1)


def _strings(data: Any, depth: int) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif depth <= _DEPTH:
        for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
            yield from _strings(each, depth + 1)


def _untagged(text: str) -> str:
    """The text of a field in which the words that were found are marked."""
    return Page("http://field.invalid/", text).tree.text() if "<" in text else text
