"""One walk over the body of a page: every piece of text and every linking element with the place where it stands.

Texts are also put together to runs, between which the page breaks the line: inline elements (span, b, a …) make none
of their own, so a label and its value that are only dressed differently stay together. Parts of the template that were
read on another page are not walked again (`crawler.reading.text.template`).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.kinds import Region
from crawler.reading.text.places import PLACES, Place, Segment, tidy
from crawler.reading.text.regions import marks_of
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


class Run(NamedTuple):
    """Visible texts of the main area without a break between them, as written, and the block that holds them."""

    block: LexborNode
    texts: list[str]


class _Around(NamedTuple):
    """What an element means for all that it holds; `block`: the element whose lines its texts belong to, if any.

    `in_list`: it stands in a list of the main area, or is one.
    """

    region: Region
    hidden: bool
    in_link: bool
    block: LexborNode | None
    in_list: bool = False


class Walk:
    """What the walk found. `context`: all that decides, besides its source, what a part of the template says."""

    def __init__(self, tree: LexborHTMLParser, context: tuple[object, ...] = ()) -> None:
        self.segments: list[Segment] = []
        self.runs: list[Run] = []
        self.places: dict[int, Place] = {}
        """Linking elements of the live body, by `mem_id`; without those of parts that were read before."""
        self.comments: list[LexborNode] = []
        self.parts: list[tuple[LexborNode, TemplatePart]] = []
        """The parts of the template with the element that is each."""
        self._context = context
        self._marks = marks_of(tree)
        self._around: dict[int, _Around] = {}  # by element; those that nothing is shown of have none
        self._run: Run | None = None
        if tree.body is not None:
            self._around[tree.body.mem_id] = _Around(Region.BODY, False, False, tree.body)
            self._walk(tree.body, self._around)

    def place_of(self, node: LexborNode) -> Place:
        """The place of any element, told by what stands around it."""
        known = self._around.get(node.mem_id)
        if known is not None:
            return PLACES[known.region, known.hidden]
        region, hidden = Region.BODY, False
        around: LexborNode | None = node
        for _ in range(_DEPTH):
            if around is None:
                break
            mark = self._marks.get(around.mem_id)
            if mark is not None:
                region, hidden = mark.region or region, hidden or mark.hidden
            around = around.parent
        return PLACES[region, hidden]

    def _walk(self, holder: LexborNode, around_of: dict[int, _Around]) -> None:
        """Note everything in `holder`, as far as elements around it stand in `around_of`."""
        for node in holder.traverse(include_text=True):
            parent = node.parent
            around = around_of.get(parent.mem_id) if parent is not None else None
            if around is None:
                continue
            tag = node.tag or ""
            if tag == "-text":
                if written := node.text_content:
                    self._text(written, around)
            elif tag == "-comment":
                if len(node.comment_content or "") >= _LEAST_COMMENT:
                    self.comments.append(node)
            else:
                self._element(node, tag, around, around_of)

    def _text(self, written: str, around: _Around) -> None:
        region, hidden, in_link, block, _ = around
        run = self._run
        if written.isspace():
            if run is not None and run.block is block:
                run.texts.append(written)
            return
        if block is not None and not hidden and region is Region.BODY:
            if run is None or run.block is not block:
                run = self._run = Run(block, [])
                self.runs.append(run)
            run.texts.append(written)
        if text := tidy(written):
            self.segments.append(Segment(text, region, hidden, in_link))

    def _element(self, node: LexborNode, tag: str, around: _Around, around_of: dict[int, _Around]) -> None:
        """Note where the element stands, and what it means for what it holds unless nothing of that is shown."""
        unseen, linking, inline = tag in UNSEEN, tag in LINKING, tag in _INLINE
        if not (inline or unseen or tag == "option"):
            self._run = None
        if unseen and not linking:
            return
        ident = node.mem_id
        region, hidden, in_link, block, in_list = around
        mark = self._marks.get(ident)
        if mark is not None:
            hidden = hidden or mark.hidden
            if region is Region.BODY and mark.region is not None:
                region = mark.region
        if linking:
            self.places[ident] = PLACES[region, hidden]
            if unseen:
                return
        if not inline:
            block = node if tag != "option" else None
        lists = tag in _LISTS and not in_list and region is Region.BODY
        inner = _Around(region, hidden, in_link or tag == "a", block, in_list or lists)
        if lists or (region is not around.region and not inline and not linking):
            key = self._key(node, inner)
            part = known_part(key)
            if part is not None or not lists or met_again(key):
                self._part(node, inner, key, part)
                return
        around_of[ident] = inner

    def _key(self, node: LexborNode, around: _Around) -> tuple[object, ...]:
        source = (node.html or "").encode("utf-8", "surrogatepass")
        digest = blake2b(source, digest_size=16).digest()
        return (digest, around.region, around.hidden, around.in_link, *self._context)

    def _part(self, node: LexborNode, around: _Around, key: tuple[object, ...], part: TemplatePart | None) -> None:
        """Note a part of the template, which is read unless it is known. Its runs end where it ends."""
        if part is None:
            segments, runs, comments = len(self.segments), len(self.runs), len(self.comments)
            self._walk(node, {node.mem_id: around})
            part = TemplatePart(tuple(self.segments[segments:]), _numbered(node, self.runs[runs:]))
            if len(self.comments) == comments:  # their elements are asked for
                remember(key, part)
        else:
            self.segments += part.segments
            blocks = node.css("*") if part.runs else []
            self.runs += (Run(blocks[number], [text]) for number, text in part.runs)
        self._run = None
        self.parts.append((node, part))


def _numbered(holder: LexborNode, runs: list[Run]) -> tuple[tuple[int, str], ...]:
    """Runs with the numbers of their blocks among the elements of `holder`, itself first."""
    if not runs:
        return ()
    numbers = {node.mem_id: number for number, node in enumerate(holder.css("*"))}
    return tuple((numbers[run.block.mem_id], tidy("".join(run.texts))) for run in runs)
