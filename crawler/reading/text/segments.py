"""One walk over the body of a page: every piece of text and every linking element with the place where it stands."""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.kinds import Region
from crawler.reading.text.regions import marks_of

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "textarea", "select", "title", "object", "svg"})
_LINKING = frozenset({"a", "area", "img", "iframe", "frame", "script", "link", "source", "embed"})
_DEPTH = 60
"""Elements that are climbed to tell an element's place; real pages have fewer than 30 levels."""
_LEAST_COMMENT = 40
"""Characters of a comment that is worth keeping: shorter ones only name a part of the template."""


class Place(NamedTuple):
    """Where an element stands, and whether a visitor cannot see it."""

    region: Region
    hidden: bool


class Segment(NamedTuple):
    """A run of text as the markup divides it, with single blanks. `in_link`: it is the text of a link."""

    text: str
    region: Region
    hidden: bool
    in_link: bool


_PLACES = {(region, hidden): Place(region, hidden) for region in Region for hidden in (False, True)}
ELSEWHERE = Place(Region.BODY, False)
"""The neutral place: for elements of the head, and for what stands nowhere in particular."""


def tidy(text: str | None) -> str:
    """`text` with single blanks and none around."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split()) if text else ""


class Walk:
    """What the walk found. Iterative, because nesting has no limit in bad pages."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.segments: list[Segment] = []
        self.places: dict[int, Place] = {}
        self.comments: list[LexborNode] = []
        self.hidden_texts: set[int] = set()
        self._marks = marks_of(tree)
        if tree.body is not None:
            self._walk(tree.body)

    def place_of(self, node: LexborNode) -> Place:
        """The place of any element, told by what stands around it."""
        region, hidden = Region.BODY, False
        around: LexborNode | None = node
        for _ in range(_DEPTH):
            if around is None:
                break
            mark = self._marks.get(around.mem_id)
            if mark is not None:
                region, hidden = mark.region or region, hidden or mark.hidden
            around = around.parent
        return Place(region, hidden)

    def _walk(self, body: LexborNode) -> None:
        state = (Region.BODY, False, False)
        node: LexborNode | None = body.first_child
        opened: list[tuple[LexborNode, tuple[Region, bool, bool]]] = []
        while node is not None:
            inner = self._visit(node, state)
            child = node.first_child if inner is not None else None
            if child is not None and inner is not None:
                opened.append((node, state))
                node, state = child, inner
                continue
            following = node.next
            while following is None and opened:
                node, state = opened.pop()
                following = node.next
            node = following

    def _visit(self, node: LexborNode, state: tuple[Region, bool, bool]) -> tuple[Region, bool, bool] | None:
        """Note what the node is; return the state of its children, or None when they are not looked at."""
        tag = node.tag
        region, hidden, in_link = state
        if tag == "-text":
            text = tidy(node.text_content)
            if text:
                self.segments.append(Segment(text, region, hidden, in_link))
                if hidden:
                    self.hidden_texts.add(node.mem_id)
            return None
        if tag == "-comment":
            if len(node.comment_content or "") >= _LEAST_COMMENT:
                self.comments.append(node)
            return None
        if tag in _UNSEEN and tag not in _LINKING:
            return None
        mark = self._marks.get(node.mem_id)
        if mark is not None:
            hidden = hidden or mark.hidden
            if region is Region.BODY and mark.region is not None:
                region = mark.region
            state = region, hidden, in_link
        if tag in _LINKING:
            self.places[node.mem_id] = _PLACES[region, hidden]
            if tag in _UNSEEN:
                return None
        return state if tag != "a" else (region, hidden, True)
