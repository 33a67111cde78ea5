"""The files that an article offers: what ends like a file, what hands one out, and what is called like one.

A link that says 下载 names nothing: then the name stands beside it, in its `title`, or in its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from selectolax.lexbor import LexborNode

from config.article_words import article_fields
from config.attachment_type import FileUse
from config.lexicon import attachment_types
from crawler.facts import Attachment, Link
from crawler.kinds import Region, TargetKind
from crawler.reading.page import Page
from crawler.reading.text.places import tidy

MOST_ATTACHMENTS = 200
"""Files of one article that are kept (own rule)."""
_FILES = frozenset({FileUse.DOCUMENT, FileUse.ARCHIVE, FileUse.MEDIA})
_BOXES = frozenset({"div", "section", "article", "table", "tbody", "ul", "dl"})
"""Elements that hold more than a row: a text in them that does not end like a file names something else."""
_TEXTS_OF_ROW = 6
_LEVELS = 4
_LONGEST_NAME = 120
_NUMBERED = re.compile(r"^附件\s?[\d一二三四五六七八九十]{0,3}\s?[:：.、]?\s*")
_NOT_A_NAME = re.compile(r"[\d.,]+\s?[KMG]?B?|[\W_]*|(?:\d{4}[-./年])?\d{1,2}[-./月]\d{1,2}日?", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；，！？]|[:：]$")
_EDGES = " :：|｜、，,;；"


def read_attachments(page: Page) -> tuple[Attachment, ...]:
    """The files of an article in document order, each address once."""
    found: dict[str, Attachment] = {}
    body = Region.BODY
    for node, link, place in page.links:
        if place.region is body and link.url and node.tag == "a" and _is_file(page, link, node):
            found.setdefault(link.url, Attachment(_name(page, node, link), link.url))
    return tuple(found.values())[:MOST_ATTACHMENTS]


def _is_file(page: Page, link: Link, node: LexborNode) -> bool:
    if _hands_out_file(link.url or "", link.kind):
        return True
    if link.kind is TargetKind.IMAGE or link.kind is TargetKind.RESOURCE:
        return False
    if _names_file(link.text):
        return True
    return "download" in page.signs and _names_file(node.attributes.get("download") or "")


@lru_cache(maxsize=16384)
def _hands_out_file(url: str, kind: TargetKind) -> bool:
    """Whether an address leads to a file, by its end or its form."""
    parts = urlsplit(url)
    if kind is TargetKind.ATTACHMENT or _names_file(unquote(parts.path)):
        return True
    loaded = kind is TargetKind.IMAGE or kind is TargetKind.RESOURCE
    return not loaded and article_fields().attachments.may_hand_out(f"{parts.path}?{parts.query}")


def _names_file(text: str) -> bool:
    """Whether a text, or the path of an address, ends like the name of a file (名单.docx)."""
    if "." not in text:
        return False
    path = quote(text.rstrip(_EDGES), errors="replace")
    kind = attachment_types().of_url(f"file:///{path}")
    return kind is not None and kind.use in _FILES


def _name(page: Page, node: LexborNode, link: Link) -> str:
    words = article_fields().attachments
    if not words.names_nothing(link.text):
        return link.text
    attributes = node.attributes
    named = [tidy(attributes.get("title")), tidy(attributes.get("download")), *_beside(page, node), *_in_address(link)]
    return next((name for name in named if not words.names_nothing(name)), link.text)


def _beside(page: Page, node: LexborNode) -> Iterator[str]:
    """Names in the row around a link, the nearest row first; a row with other links names something else, too."""
    holder = node.parent
    for level in range(_LEVELS):
        if holder is None or holder.tag == "body":
            return
        if len({each.attributes.get("href") for each in holder.css("a[href]")}) > 1:
            return
        texts = [text for text in map(tidy, _texts(page, holder)) if text]
        names = list(filter(None, map(_named_by, texts)))
        if holder.tag in _BOXES and (level or len(texts) > _TEXTS_OF_ROW):
            names = [text for text in names if _names_file(text)]
        if names:
            yield max(names, key=len)
        holder = holder.parent


def _texts(page: Page, holder: LexborNode) -> Iterator[str]:
    for part in holder.traverse(include_text=True):
        parent = part.parent
        inert = parent is not None and parent.tag in ("script", "style")
        if part.tag == "-text" and not inert and not page.is_hidden(part):
            yield part.text_content or ""


def _named_by(text: str) -> str:
    """The name that a text beside a link may be, without its number (附件1：) and the signs around it; else nothing."""
    name = _NUMBERED.sub("", text).strip(_EDGES).lstrip("【[").rstrip("】]")
    if len(name) > _LONGEST_NAME or article_fields().attachments.names_nothing(name):
        return ""
    return name if _names_file(name) or not (_NOT_A_NAME.fullmatch(name) or _SENTENCE.search(text)) else ""


def _in_address(link: Link) -> Iterator[str]:
    parts = urlsplit(link.url or "")
    names = article_fields().attachments.names
    yield from (value for key, value in parse_qsl(parts.query) if key.lower() in names and _names_file(value))
    last = PurePosixPath(unquote(parts.path)).name
    if not link.text and _names_file(last):
        yield last
