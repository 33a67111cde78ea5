"""OFD (GB/T 33190-2016): the text of `TextCode` elements, page by page; pictures alone are a scan."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.documents.extract import Extract, Limits, Reason, Unreadable, made
from crawler.documents.package import Package
from crawler.documents.xml_text import XmlHandler, feed

TYPE = "ofd"
_PAGES = r"(?:.*/)?Pages/[^/]+/Content\.xml"
_ENTRANCE = "OFD.xml"


def read_ofd(package: Package, limits: Limits) -> Extract:
    """The text of an OFD package. Raises `Unreadable`."""
    if "Encryptions.xml" in package.names:
        raise Unreadable(Reason.ENCRYPTED)
    pages = package.matching(_PAGES)
    if not pages:
        raise Unreadable(Reason.DAMAGED)
    entrance = _Title()
    feed(package.read(_ENTRANCE), entrance)
    texts, pictures = [], False
    for name in pages[: limits.pages]:
        page = _Page()
        feed(package.read(name), page)
        texts.append(page.done())
        pictures = pictures or page.pictures
    text = "\n".join(texts)
    reason = Reason.TOO_MANY_PAGES if len(pages) > limits.pages else None
    if pictures and not text.strip():
        reason = Reason.SCANNED
    return made(TYPE, text, limits, pages=len(pages), title=entrance.title, reason=reason)


class _Title(XmlHandler):
    """The title in DocInfo."""

    def __init__(self) -> None:
        self.title = ""
        self._inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._inside = name == "Title"

    def end(self, name: str) -> None:
        self._inside = False

    def text(self, text: str) -> None:
        self.title += text if self._inside else ""


class _Page(XmlHandler):
    """One page: text objects on the same height are one line."""

    def __init__(self) -> None:
        self.pictures = False
        self._lines: list[str] = []
        self._height: str | None = None
        self._inside = False

    def done(self) -> str:
        """Everything collected."""
        return "\n".join(self._lines)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "TextObject":
            boundary = attributes.get("Boundary", "").split()
            height = boundary[1] if len(boundary) > 1 else None
            if not self._lines or height is None or height != self._height:
                self._lines.append("")
            self._height = height
        elif name == "ImageObject":
            self.pictures = True
        self._inside = name == "TextCode"

    def end(self, name: str) -> None:
        self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            if not self._lines:
                self._lines.append("")
            self._lines[-1] += text
