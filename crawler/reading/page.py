"""A page, parsed once: its tree, and what every reader asks of it, worked out when it is first asked."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from config.family import Family
from crawler.facts import Mark
from crawler.kinds import Region
from crawler.reading.families import recognise
from crawler.reading.limits import parsed
from crawler.reading.links import LinkNode, read_links
from crawler.reading.marks import read_marks
from crawler.reading.rows.groups import RowGroup, row_groups
from crawler.reading.scripts.links import links_by_script, opened_links
from crawler.reading.signs import signs_in, wall_marks
from crawler.reading.text.dates import may_hold_date
from crawler.reading.text.places import Segment, tidy
from crawler.reading.text.segments import Run, Walk
from crawler.urls import Resolved, netloc, resolve

_DATED = re.compile(r"^[^\w\n]*(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[^\w\n]*$", re.MULTILINE)
_RAW_TEXT = "script,style,textarea,title,xmp"
"""Elements whose content is no markup, so that one that is never closed holds the rest of the page."""
_TAIL = 4096
"""Characters at the end of the source in which its last tags are looked for."""

MOST_ANCHORS = 5_000
"""So many anchors of a page are kept; with more, fragments on it are not judged (own rule: real pages have tens)."""


class Page:
    """A parsed page. `url` is canonical; `html` is decoded; `encoding` is what the bytes were decoded from.

    `base_hosts` are the portal's hosts (with ports); without them the page's own host is the portal. `rendered`: the
    markup is what a browser shows after all scripts have run (`crawler.render`), and holds none of them any more.
    """

    def __init__(
        self,
        url: str,
        html: str,
        *,
        encoding: str = "utf-8",
        base_hosts: frozenset[str] = frozenset(),
        rendered: bool = False,
    ) -> None:
        self.url = url
        self.html = html
        self.encoding = encoding
        self.hosts = base_hosts or frozenset({netloc(url)})
        self.rendered = rendered
        self.tree = parsed(html)

    def resolve(self, href: str) -> Resolved:
        """What `href` means on this page."""
        return resolve(self.base_url, href, self.encoding)

    def region_of(self, node: LexborNode) -> Region:
        """The part of the page in which any element stands."""
        return self._walk.place_of(node).region

    def is_hidden(self, text_node: LexborNode) -> bool:
        """Whether a text node of the body stands in an element that a visitor cannot see."""
        return text_node.parent is not None and self._walk.place_of(text_node.parent).hidden

    def fragment(self, html: str) -> Page:
        """A page made of a piece of markup of this page (a comment), with the same address."""
        return Page(self.base_url, html, encoding=self.encoding, base_hosts=self.hosts)

    @cached_property
    def base_url(self) -> str:
        """The address against which links are resolved: `<base href>` if there is a usable one, else `url`."""
        base = self.tree.css_first("base[href]")
        href = base.attributes.get("href") if base is not None else None
        return (resolve(self.url, href, self.encoding).url if href else None) or self.url

    @cached_property
    def signs(self) -> frozenset[str]:
        """Which signs stand in the source, in lower case (`crawler.reading.signs`)."""
        return signs_in(self.tree.raw_html or self.html)

    @cached_property
    def family(self) -> Family | None:
        """The publishing system that made the page, if its fingerprints are known."""
        return recognise(self.url, self.html, self.signs)

    def has_wall_mark(self, within: int | None = None) -> bool:
        """Whether a mark of a bot wall stands in the source, or in so many characters at its beginning."""
        marks = [mark for sign, mark in wall_marks() if sign in self.signs]
        return bool(marks) and any(mark in self.html[:within] for mark in marks)

    @cached_property
    def title(self) -> str:
        """The text of `<title>`, with single blanks."""
        node = self.tree.css_first("title")
        return tidy(node.text()) if node is not None else ""

    @cached_property
    def named_metas(self) -> list[tuple[str, str]]:
        """(name as written, content) of all metas, in order; a meta without content has an empty one."""
        found = []
        for node in self.tree.css("meta"):
            attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
            name = (attributes.get("name") or attributes.get("property") or "").strip()
            if name:
                found.append((name, tidy(attributes.get("content", ""))))
        return found

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of all metas by lower-case name, in order; a meta without content has an empty one."""
        found: dict[str, list[str]] = {}
        for name, content in self.named_metas:
            found.setdefault(name.lower(), []).append(content)
        return found

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Signs of identity and duty."""
        return read_marks(self.links, self.segments, self.scripts)

    @cached_property
    def links(self) -> tuple[LinkNode, ...]:
        """All links in document order, each with its element."""
        return read_links(self.tree, self._walk, self.resolve, self.hosts)

    @cached_property
    def anchors(self) -> tuple[str, ...] | None:
        """What a fragment can point at (ids, and names of anchors), sorted; None when there are too many to keep."""
        nodes = self.tree.css("[id], a[name]")
        if len(nodes) > MOST_ANCHORS:
            return None
        named: set[str | None] = set()
        for node in nodes:
            attributes = node.attributes
            named.add(attributes.get("id"))
            if node.tag == "a":
                named.add(attributes.get("name"))
        return tuple(sorted(filter(None, named)))

    @cached_property
    def groups(self) -> list[RowGroup]:
        """Rows that repeat: lists and menus, in document order; outside the main area only what shows dates.

        Where nothing of that is a list, elements that a script opens may be rows, and parts of the template that are
        only called a footer may hold the list.
        """
        navigation = (Region.NAV,) if self._shows_dates_in(Region.NAV) else ()
        links = opened_links(self.links, self.resolve, self.hosts)
        groups = row_groups(links, self.url, dated=navigation)
        if any(group.is_list for group in groups):
            return groups
        opened = links_by_script(self.tree, self.html, self.region_of, self.resolve, self.hosts)
        footer = (Region.FOOTER,) if self._lists_dates_in(Region.FOOTER) else ()
        if not opened and not footer:
            return groups
        return row_groups((*links, *opened), self.url, dated=(*navigation, *footer))

    def _shows_dates_in(self, region: Region) -> bool:
        """Whether texts of a region may be dates."""
        return may_hold_date("\n".join([text for text, where, _, _ in self.segments if where is region]))

    def _lists_dates_in(self, region: Region) -> bool:
        """Whether several texts of a region are dates and nothing else: telephone numbers only look like some."""
        text = "\n".join([text for text, where, _, _ in self.segments if where is region])
        return len(_DATED.findall(text)) > 1

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The texts of inline scripts, whatever their type (templates and XML islands included)."""
        texts = (node.text() for node in self.tree.css("script:not([src])"))
        return tuple(text for text in texts if text.strip())

    @property
    def segments(self) -> list[Segment]:
        """All text of the body in document order, hidden text included and marked."""
        return self._walk.segments

    @property
    def runs(self) -> list[Run]:
        """The visible texts of the main area, put together between breaks, in document order."""
        return self._walk.runs

    @property
    def comments(self) -> list[LexborNode]:
        """The longer comments of the body."""
        return self._walk.comments

    @cached_property
    def main_text(self) -> str:
        """What a visitor reads outside navigation and footer, one segment a line."""
        return "\n".join(self._walk.main)

    @property
    def text_length(self) -> int:
        """Characters of all visible text."""
        return self._walk.length

    @cached_property
    def complete(self) -> bool:
        """Whether the source reaches its end, and no unclosed script or comment swallows it.

        A page cut off on the way, or swallowed, proves nothing about what is missing.
        """
        tail = self.html[-_TAIL:].lower()
        if "</html" not in tail and "</body" not in tail:
            return False
        swallowing = self.tree.css(_RAW_TEXT)[-1:]
        swallowed = any("</body" in text or "</html" in text for text in (node.text().lower() for node in swallowing))
        return not swallowed and self.html.rfind("<!--") <= self.html.rfind("-->")

    @cached_property
    def _walk(self) -> Walk:
        whole = urlsplit(self.base_url)
        return Walk(self.tree, (whole.scheme, whole.netloc, self.encoding, self.hosts))
