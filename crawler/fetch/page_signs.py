"""Signs in the markup of a page that it is not what it was linked as: it only loads itself again, or asks to log in."""

from __future__ import annotations

import re

from config.policy import policy
from config.wording import plain
from crawler.fetch.reply import Reply
from crawler.reading.page import Page
from crawler.reading.text.encoding import decode

_HERE = r"(?:(?:window|self|top|parent|document)\s*\.\s*)*location(?:\s*\.\s*(?:href|pathname))?"
_RELOADS = re.compile(rf"location\s*\.\s*reload\s*\(|{_HERE}\s*=\s*{_HERE}\s*[;+<]|\.replace\(\s*{_HERE}\s*\)")
_SETS = re.compile(rf"{_HERE}\s*(?:=(?!=)\s*|\.\s*(?:replace|assign)\s*\(\s*)[\"']([^\"'\s]{{1,500}})[\"']")
_REFRESH = re.compile(r"^\s*(\d{1,3})(?:\.\d+)?\s*(?:[;,]\s*(?:url\s*=)?\s*[\"']?([^\"']*))?$", re.IGNORECASE)
_SOMETIMES = re.compile(r"addEventListener|onclick|onerror|\bcatch\b|\bfunction\s*\w*\s*\([^)]*\w", re.IGNORECASE)
"""Scripts that may load a page again, when something happens."""
_PASSWORD = re.compile(rb"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)


def reloads_itself(reply: Reply) -> bool:
    """Whether a page shows nothing and does nothing but open its own address again, so that nobody ever gets further.

    A page that renews itself shows something; one that loads further scripts may be filled by them.
    """
    limits = policy().self_reload
    if not reply.complete or len(reply.body) > limits.largest_bytes:
        return False
    page = Page(reply.url, decode(reply.body, reply.headers.get("content-type")).text)
    if page.tree.css_first("script[src], iframe, frame, form, img, a[href]") is not None:
        return False
    if len(plain("".join(each.text for each in page.segments))) > limits.most_text:
        return False
    return _refreshes_itself(page) or any(_opens_itself(page, script) for script in page.scripts)


def sets_cookie(reply: Reply) -> bool:
    """Whether an answer, or a script in it, sets a cookie."""
    return "set-cookie" in reply.headers or b"document.cookie" in reply.body


def asks_for_password(reply: Reply) -> bool:
    """Whether a page holds a log-in form."""
    return _PASSWORD.search(reply.body) is not None


def _refreshes_itself(page: Page) -> bool:
    for node in page.tree.css("meta[http-equiv]"):
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        found = _REFRESH.match(attributes.get("content", ""))
        if attributes.get("http-equiv", "").strip().lower() == "refresh" and found:
            soon = int(found.group(1)) <= policy().self_reload.soon_s
            return soon and page.resolve(found.group(2) or "").url == page.url
    return False


def _opens_itself(page: Page, script: str) -> bool:
    if _SOMETIMES.search(script):
        return False
    return bool(_RELOADS.search(script)) or any(page.resolve(href).url == page.url for href in _SETS.findall(script))
