"""What the body of an article shows besides text: pictures, films, sound, tables. What each is known by is data.

Icons of file types, spacers and buttons are no pictures. A film is a `video`, an embedded player or page of a film, a
link to a file of one, or such a file in a script of the body. A table that lays out the fields of the document, or has
less than two rows and columns, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from config.article_words import article_fields
from crawler.kinds import Media, Region
from crawler.reading.articles.body import containers, text_of
from crawler.reading.articles.labels import bare_label
from crawler.reading.page import Page
from crawler.reading.text.places import tidy

MOST = 500
"""Elements of each kind that are looked at (own rule)."""
_LABELS = 3
_SOURCES = ("src", "data-src", "data-original", "oldsrc", "href", "data")
_SHOWING = "img,video,audio,iframe,embed,object,table,a[href],script"
"""Elements by which a body shows anything that is counted, or names a file of it."""
_IN_SCRIPT = re.compile(r"[\"'](?P<url>[^\"'\s<>]{1,400})[\"']")
_LONGEST_SCRIPT = 20_000
_PIXELS = re.compile(r"^\s*(\d{1,5})(?:px)?\s*$")


def read_media(page: Page) -> tuple[tuple[Media, int], ...]:
    """How many of each kind the body shows, in order of the kinds; kinds that it does not show are left out."""
    found = text_of(page)
    body = found.node if found is not None else _body_without_text(page)
    if body is None or body.css_first(_SHOWING) is None:
        return ()
    counted = (
        (Media.IMAGE, _images(body)),
        (Media.VIDEO, _films(body)),
        (Media.AUDIO, _sounds(body)),
        (Media.TABLE, sum(map(_is_table, body.css("table")[:MOST]))),
    )
    return tuple((kind, number) for kind, number in counted if number)


def _body_without_text(page: Page) -> LexborNode | None:
    """The container of a body that holds only pictures or a film."""
    for node in containers(page):
        if node.css_first("img,video,iframe,embed,object") and page.region_of(node) is not Region.FOOTER:
            return node
    return None


def _images(body: LexborNode) -> int:
    return len({source for node in body.css("img")[:MOST] if (source := _source(node)) and not is_icon(node, source)})


def is_icon(node: LexborNode, source: str) -> bool:
    """Whether a picture with this address is a sign of a file type, a button or a spacer."""
    words = article_fields().media
    if any(pattern.search(source) for pattern in _patterns(words.icons)):
        return True
    sides = (_PIXELS.match(node.attributes.get(name) or "") for name in ("width", "height"))
    return any(side is not None and int(side[1]) < words.least_side for side in sides)


def _films(body: LexborNode) -> int:
    words = article_fields().media
    found = {_source(node) or _inner_source(node) or f"#{node.mem_id}" for node in body.css("video")[:MOST]}
    for node in body.css("iframe,embed,object")[:MOST]:
        source = _source(node)
        told = f"{source} {node.attributes.get('class') or ''}"
        if any(pattern.search(told) for pattern in _patterns(words.players)) and not _is_file(source, words.audio):
            found.add(source or f"#{node.mem_id}")
    return len(found | set(_files(body, words.video)))


def _sounds(body: LexborNode) -> int:
    found = {_source(node) or _inner_source(node) or f"#{node.mem_id}" for node in body.css("audio")[:MOST]}
    return len(found | set(_files(body, article_fields().media.audio)))


def _files(body: LexborNode, pattern: str) -> Iterator[str]:
    """Addresses of files of this kind that the body links, embeds, or names in a script of its own."""
    for node in body.css("a[href],iframe,embed,object")[:MOST]:
        if _is_file(_source(node), pattern):
            yield _source(node)
    for script in body.css("script")[:MOST]:
        text = script.text()[:_LONGEST_SCRIPT]
        yield from (hit["url"] for hit in _IN_SCRIPT.finditer(text) if _is_file(hit["url"], pattern))


def _is_file(source: str, pattern: str) -> bool:
    try:
        path = urlsplit(source).path
    except ValueError:
        return False
    return re.search(pattern, unquote(path)) is not None


def _source(node: LexborNode) -> str:
    return next((value for name in _SOURCES if (value := (node.attributes.get(name) or "").strip())), "")


def _inner_source(node: LexborNode) -> str:
    inner = node.css_first("source")
    return _source(inner) if inner is not None else ""


def _is_table(table: LexborNode) -> bool:
    """Whether a table holds data: no other table inside it, at least two rows, one of at least two cells."""
    if len(table.css("table")) > 1:
        return False
    rows = table.css("tr")[:MOST]
    if len(rows) < 2 or not any(len(row.css("td,th")) > 1 for row in rows):
        return False
    return sum(bare_label(tidy(cell.text())) is not None for cell in table.css("td,th")[:MOST]) < _LABELS


@cache
def _patterns(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))
