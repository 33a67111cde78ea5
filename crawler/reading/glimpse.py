"""A glimpse of a page that is not the portal's: who made it and what it is about, from its first kilobytes."""

from __future__ import annotations

import re

from config.article_words import article_fields
from config.attachment_type import FileUse
from config.lexicon import attachment_types
from crawler.facts import Glimpse
from crawler.reading.limits import refusal_of_body, refusal_of_text
from crawler.reading.page import Page
from crawler.reading.text.encoding import decode, is_readable
from crawler.reading.text.places import tidy
from crawler.urls import netloc

LONGEST_TEXT = 3_000
"""Characters of the visible text that are kept (own rule: what a page is about stands at its beginning)."""
_LONGEST_LINE = 300
"""Characters of a title, a heading, a name or a description that are kept (own rule)."""
_MOST_HOSTS = 50
"""Hosts that are kept (own rule: a parked page names a handful)."""
_SITE_NAMES = ("sitename", "og:site_name", "application-name")
_DESCRIPTIONS = ("description", "keywords", "og:title", "og:description")
_IN_SCRIPT = re.compile(r"[\"'(]\s*(?:https?:)?\\?/\\?/([a-z0-9][a-z0-9.-]{2,80}\.[a-z]{2,10})\b", re.IGNORECASE)
_FILES = frozenset({FileUse.DOCUMENT, FileUse.ARCHIVE})


def read_glimpse(url: str, body: bytes, content_type: str | None, *, complete: bool) -> Glimpse | None:
    """What the page at `url` (after redirects) shows; None when it cannot be read.

    `body` may be only its beginning (then `complete` is False); `content_type` is the response header.
    """
    if not complete:
        body = body[: body.rfind(b">") + 1]  # neither a tag nor a character stays cut in half
    if refusal_of_body(body):
        return None
    decoded = decode(body, content_type)
    if not is_readable(decoded) or refusal_of_text(decoded.text):
        return None
    page = Page(url, decoded.text, encoding=decoded.encoding)
    return Glimpse(
        title=page.title[:_LONGEST_LINE],
        heading=_headings(page)[:_LONGEST_LINE],
        site_name=_metas(page, _SITE_NAMES)[:_LONGEST_LINE],
        description=_metas(page, _DESCRIPTIONS)[:_LONGEST_LINE],
        lang=_language(page),
        text="\n".join(each.text for each in page.segments if not each.hidden)[:LONGEST_TEXT],
        hosts=_hosts(page),
        files=len({link.link.url for link in page.links if link.node.tag == "a" and _is_file(link.link.url)}),
        complete=complete,
    )


def _headings(page: Page) -> str:
    return " ".join(filter(None, (tidy(node.text()) for node in page.tree.css("h1"))))


def _metas(page: Page, names: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(value for name in names for value in page.metas.get(name, ()) if value))


def _language(page: Page) -> str:
    root = page.tree.css_first("html[lang]")
    return tidy(root.attributes.get("lang")).lower()[:20] if root is not None else ""


def _hosts(page: Page) -> tuple[str, ...]:
    found = {netloc(linked.link.url) for linked in page.links if linked.link.url}
    found |= {name.lower() for script in page.scripts for name in _IN_SCRIPT.findall(script)}
    return tuple(sorted(filter(None, found)))[:_MOST_HOSTS]


def _is_file(url: str | None) -> bool:
    if url is None:
        return False
    kind = attachment_types().of_url(url)
    return (kind is not None and kind.use in _FILES) or article_fields().attachments.may_hand_out(url)
