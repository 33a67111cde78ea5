"""Addresses as links of a Word document, for templates: `{{r matter.url|link }}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from reports.textclean import printable

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

MAX_URL = 2_079
"""Longest address that Office programs take for a link, in characters."""
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Links:
    """The links of one document. Each address becomes one relationship of the part that names it."""

    def __init__(self, document: DocxTemplate) -> None:
        self._document = document
        self._known: dict[tuple[int, str], str] = {}

    def link(self, address: str) -> Markup:
        """The address as a run of text, and a link where Word can open it."""
        run = Markup(
            '<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
        ).format(escape(printable(address)))
        target = href(address)
        if target is None:
            return Markup(run.replace('<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>', ""))
        return Markup('<w:hyperlink r:id="{}" w:history="1">{}</w:hyperlink>').format(self._id(target), run)

    def _id(self, target: str) -> str:
        part = self._document.current_rendering_part
        key = (id(part), target)
        if key not in self._known:
            self._known[key] = f"rLink{len(self._known) + 1}"
            part.load_rel(HYPERLINK, target, self._known[key], is_external=True)
        return self._known[key]


def href(address: str) -> str | None:
    """The address as a URI (RFC 3986), or None for one that Word would call a damaged document."""
    if len(address) > MAX_URL or not address.startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if not _HOST.fullmatch(parts.netloc):
        return None
    path, query, fragment = (
        quote(each, safe="%/:?@!$&'()*+,;=-._~") for each in (parts.path, parts.query, parts.fragment)
    )
    whole = (
        f"{parts.scheme}://{parts.netloc}{path}" + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    )
    encoded = _BAD_PERCENT.sub("%25", whole)
    return encoded if len(encoded) <= MAX_URL else None
