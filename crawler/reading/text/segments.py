"""One walk over the body of a page: every piece of text and every linking element with the place where it stands.

Texts are also put together to runs, between which the page breaks the line: inline elements (span, b, a …) make none
of their own, so a label and its value that are only dressed differently stay together. Parts of the template that were
read on another page are not walked again (`crawler.reading.text.template`).
"""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.kinds import Region
from crawler.reading.text.places import PLACES, Place, Segment, tidy
from crawler.reading.text.regions import Wrappers, mark_of
from crawler.reading.text.template import TemplatePart, known_part, met_again, remember

UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "textarea", "select", "title", "object", "svg"})
"""Elements whose content browsers do not show as a part of the page."""
LINKING = frozenset({"a", "area", "img", "iframe", "frame", "script", "link", "source", "embed"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdo", "big", "button", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "nobr"}
    | {"s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var"}
)
_LISTS = frozenset({"ul", "ol", "dl"})
"""Elements of the main area that pages may have in common."""
_DEPTH = 60
"""Elements that are climbed to tell an element's place; real pages have fewer than 30 levels."""
_LEAST_COMMENT = 40
"""Characters of a comment that is worth keeping: shorter ones only name a part of the template."""


Run = tuple[LexborNode, list[str] | str]
"""The block that holds visible texts of the main area without a break between them, and these texts as written; those
of a part that was read before with single blanks."""


class _Scope(NamedTuple):
    """What an element means for all that it holds. `in_list`: it stands in a list of the main area, or is one."""

    region: Region
    hidden: bool
    in_link: bool
    in_list: bool


_BODY = Region.BODY  # to look a member up in its class takes longer than to compare it
_AT_FIRST = _Scope(_BODY, hidden=False, in_link=False, in_list=False)
_Around = tuple[_Scope, LexborNode | None]
"""The scope of an element, and the one whose lines its texts belong to, if any."""


class Walk:
    """What the walk found. `context`: all that decides, besides its source, what a part of the template says."""

    def __init__(self, tree: LexborHTMLParser, context: tuple[object, ...] = ()) -> None:
        self.segments: list[Segment] = []
        self.main: list[str] = []
        """The visible texts of the main area; those of a part that was read before together, one a line."""
        self.length = 0
        """Characters of all visible texts."""
        self.runs: list[Run] = []
        self.places: dict[int, Place] = {}
        """Linking elements of the live body, by `mem_id`; without those of parts that were read before."""
        self.comments: list[LexborNode] = []
        self.parts: list[tuple[LexborNode, TemplatePart]] = []
        """The parts of the template with the element that is each."""
        self._context = context
        self._around: dict[int, _Around] = {}  # by element; those that nothing is shown of have none
        self._wrappers = Wrappers()
        self._hashes: dict[int, tuple[int, int]] = {}  # of the sources of what may be a part
        self._run: tuple[LexborNode, list[str]] | None = None
        if tree.body is not None:
            self._walk(tree.body, (_AT_FIRST, tree.body))

    def place_of(self, node: LexborNode) -> Place:
        """The place of any element, told by what stands around it."""
        region, hidden = _BODY, False
        around: LexborNode | None = node
        for _ in range(_DEPTH):
            if around is None:
                break
            known = self._around.get(around.mem_id)
            if known is not None:
                scope = known[0]
                return PLACES[region if scope.region is _BODY else scope.region, hidden or scope.hidden]
            mark = mark_of(around, around.tag or "")
            if mark.region is not None and not self._wrappers.include(around, mark.region):
                region = mark.region
            hidden = hidden or mark.hidden
            around = around.parent
        return PLACES[region, hidden]

    def _walk(self, holder: LexborNode, around: _Around) -> None:
        """Note everything in `holder`, without recursion: markup may be nested deeper than Python calls."""
        self._around[holder.mem_id] = around
        above: list[tuple[LexborNode | None, _Around]] = []
        node = holder.first_child
        while node is not None or above:
            if node is None:
                node, around = above.pop()
                continue
            if node.is_text_node:
                self._text(node.text_content or "", around)
            elif node.is_comment_node:
                if len(node.comment_content or "") >= _LEAST_COMMENT:
                    self.comments.append(node)
            else:
                inner = self._element(node, node.tag or "", around)
                if inner is not None:
                    self._around[node.mem_id] = inner
                    above.append((node.next, around))
                    node, around = node.first_child, inner
                    continue
            node = node.next

    def _text(self, written: str, around: _Around) -> None:
        run = self._run
        if not written or written.isspace():
            if run is not None and run[0] is around[1]:
                run[1].append(written)
            return
        (region, hidden, in_link, _), block = around
        in_main = region is _BODY and not hidden
        if in_main and block is not None:
            if run is None or run[0] is not block:
                run = self._run = (block, [])
                self.runs.append(run)
            run[1].append(written)
        if text := tidy(written):
            self.segments.append(Segment(text, region, hidden, in_link))
            if in_main:
                self.main.append(text)
            if not hidden:
                self.length += len(text)

    def _element(self, node: LexborNode, tag: str, around: _Around) -> _Around | None:
        """Note where the element stands; what it means for what it holds, None when that is not to be walked."""
        unseen, linking, inline = tag in UNSEEN, tag in LINKING, tag in _INLINE
        if not (inline or unseen or tag == "option"):
            self._run = None
        if unseen and not linking:
            return None
        scope, block = around
        if not inline:
            block = node if tag != "option" else None
        mark = mark_of(node, tag)
        if mark.hidden or tag == "a":
            scope = scope._replace(hidden=scope.hidden or mark.hidden, in_link=scope.in_link or tag == "a")
        opened = self._opened(node, mark.region, scope) if mark.region and scope.region is _BODY else None
        if opened is not None:
            scope = scope._replace(region=opened)
        if linking:
            self.places[node.mem_id] = PLACES[scope.region, scope.hidden]
            return None if unseen else (scope, block)
        lists = tag in _LISTS and not scope.in_list and scope.region is _BODY
        if lists:
            scope = scope._replace(in_list=True)
        if lists or (opened is not None and not inline):
            key = self._key(node, scope)
            part = known_part(key)
            if part is not None or not lists or met_again(key):
                self._part(node, (scope, block), key, part)
                return None
        return scope, block

    def _opened(self, node: LexborNode, region: Region, scope: _Scope) -> Region | None:
        """The region that an element opens by its mark; none where it wraps the whole page.

        A part that was read before opened it then. As soon as a wrapper was met, that is not asked any more: hashing
        each of those that stand within each other would take the square of the time.
        """
        known = not self._wrappers and known_part(self._key(node, scope._replace(region=region))) is not None
        return region if known or not self._wrappers.include(node, region) else None

    def _key(self, node: LexborNode, scope: _Scope) -> tuple[object, ...]:
        ident = node.mem_id
        hashes = self._hashes.get(ident)
        if hashes is None:
            source = node.html or ""
            # Twice 64 bits (SipHash) in place of the source itself, which would be kept with the part.
            hashes = self._hashes[ident] = (hash(source), hash(source + "."))
        return (hashes, scope.region, scope.hidden, scope.in_link, *self._context)

    def _part(self, node: LexborNode, around: _Around, key: tuple[object, ...], part: TemplatePart | None) -> None:
        """Note a part of the template, which is read unless it is known. Its runs end where it ends."""
        self._around[node.mem_id] = around
        if part is None:
            segments, runs, comments = len(self.segments), len(self.runs), len(self.comments)
            main, length = len(self.main), self.length
            self._walk(node, around)
            part = TemplatePart(
                tuple(self.segments[segments:]),
                "\n".join(self.main[main:]),
                self.length - length,
                _numbered(node, self.runs[runs:]),
            )
            if len(self.comments) == comments:  # their elements are asked for
                remember(key, part)
        else:
            self.segments += part.segments
            self.main += (part.main,) if part.main else ()
            self.length += part.length
            blocks = node.css("*") if part.runs else []
            self.runs += [(blocks[number], text) for number, text in part.runs]
        self._run = None
        self.parts.append((node, part))


def _numbered(holder: LexborNode, runs: list[Run]) -> tuple[tuple[int, str], ...]:
    """Runs with the numbers of their blocks among the elements of `holder`, itself first."""
    if not runs:
        return ()
    numbers = {node.mem_id: number for number, node in enumerate(holder.css("*"))}
    return tuple((numbers[block.mem_id], line_of(texts)) for block, texts in runs)


def line_of(texts: list[str] | str) -> str:
    """The texts of a run as one line."""
    return texts if isinstance(texts, str) else tidy("".join(texts))
