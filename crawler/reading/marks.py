"""Signs of identity and duty on a page: 标识码, 找错, 党政机关网站标识, 备案号, 主办单位 … (`config/cms/marks.yaml`).

Looked for where pages bear them: in links and scripts, and in the text of header and footer. Footers repeat on
thousands of pages, so what a text or a link bears is remembered. Scripts that insert a mark are the mark: visitors
see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from config.marks import MarkSigns, mark_words
from crawler.facts import Mark
from crawler.kinds import MarkKind, Region, TargetKind
from crawler.reading.links import LinkNode
from crawler.reading.text.places import Segment

LONGEST_NAME = 16
"""Letters of the name of an entry in the body of a page (own rule): longer link texts there are titles."""
_TAIL = 30
"""Segments at the end of a page that are its footer whatever the template calls it (own rule)."""
_MOST_TEXT = 6_000
"""Characters of header and footer each that are searched (own rule: real ones have some hundred)."""
_MOST_OF_KIND = 4
"""Marks of one kind that are kept (own rule: languages apart, pages have one or two)."""
_LONGEST_VALUE = 60
_CODE_ATTRIBUTE = "sitecode"
_NARROW = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in range(ord("0"), ord("z") + 1) if chr(code).isalnum()}
)
"""Full-width letters and digits, as some footers write their numbers, to the usual ones."""
_LOADING = frozenset({"script", "iframe", "frame", "embed"})


def read_marks(links: Sequence[LinkNode], segments: Sequence[Segment], scripts: Iterable[str]) -> tuple[Mark, ...]:
    """The marks of a page, by kind in the order of `MarkKind`; each once.

    `url` is where a mark leads, without its query (the entry 找错 names every page in it); `value` is what it says.
    """
    found = dict.fromkeys(
        chain(
            _site_name(links, segments),
            _of_links(links),
            (mark for text in scripts for mark in _of_script(text)),
            _of_text(_text_of(segments)),
        )
    )
    return tuple(_each_kind(found))


def written_elsewhere(links: Sequence[LinkNode], scripts: Iterable[str]) -> bool:
    """Whether a script, a frame or an inclusion that we do not read brings the footer."""
    frames = (linked for linked in links if _is_footers_address(linked.link.href))
    return any(linked.node.tag in _LOADING for linked in frames) or any(map(_brings_footer, scripts))


def _each_kind(found: Iterable[Mark]) -> Iterator[Mark]:
    """At most some marks of each kind; those that say something make bare ones of the same kind needless."""
    by_kind: dict[MarkKind, list[Mark]] = {}
    for mark in found:
        by_kind.setdefault(mark.kind, []).append(mark)
    for kind in MarkKind:
        marks = by_kind.get(kind, ())
        telling = [mark for mark in marks if mark.value]
        yield from (telling or marks)[:_MOST_OF_KIND]


def _of_links(links: Sequence[LinkNode]) -> Iterator[Mark]:
    for node, link, _ in links:
        text = link.text
        if len(text) > LONGEST_NAME and link.region is Region.BODY and link.kind is TargetKind.PAGE:
            continue
        for kind, value in _borne(text, link.href):
            said = value
            if kind is MarkKind.FIND_ERROR and not value:
                said = (node.attributes.get(_CODE_ATTRIBUTE) or "").strip()
            yield Mark(kind, said, link.url.partition("?")[0] if link.url else None)


@lru_cache(maxsize=32768)
def _borne(text: str, href: str) -> tuple[tuple[MarkKind, str], ...]:
    """Which marks a link is, with what they say."""
    words, text = mark_words(), text.translate(_NARROW)
    address = href.lower()
    by_address = words.any_address.search(address) is not None
    by_text = bool(text) and words.any_text.search(text) is not None
    if not (by_address or by_text):
        return ()
    return tuple(
        (MarkKind(signs.kind), _said(signs, text, href))
        for signs in words.marks
        if (by_address and _first(signs.addresses, address)) or (by_text and _first(signs.texts, text))
    )


def _said(signs: MarkSigns, text: str, href: str) -> str:
    if signs.value:
        found = re.search(signs.value, href, re.IGNORECASE)
        return found[1] if found else ""
    said = _first(signs.texts, text)
    return said.group(1).strip() if said and said.re.groups else ""


@lru_cache(maxsize=1024)
def _of_script(text: str) -> tuple[Mark, ...]:
    """Marks that an inline script inserts."""
    found = []
    for signs in mark_words().marks:
        if any(word in text for word in signs.scripts):
            said = re.search(signs.value, text, re.IGNORECASE) if signs.value else None
            found.append(Mark(MarkKind(signs.kind), said[1] if said else ""))
    return tuple(found)


@lru_cache(maxsize=512)
def _of_text(text: str) -> tuple[Mark, ...]:
    """Marks that stand in the text of header and footer."""
    found, text = [], text.translate(_NARROW)
    for signs in mark_words().marks:
        said = _first(signs.written, text)
        if said:
            found.append(Mark(MarkKind(signs.kind), (said.group(1) or "").strip() if said.re.groups else ""))
    return tuple(found)


def _text_of(segments: Sequence[Segment]) -> str:
    """The visible text of header and footer, one segment a line."""
    nav, footer = Region.NAV, Region.FOOTER  # to look them up for each text takes longer than to compare them
    shown = [segment for segment in segments if not segment.hidden]  # windows that wait behind the footer are hidden
    above, tail = shown[:-_TAIL], shown[-_TAIL:]
    head = [text for text, region, _, in_link in above if region is nav and not in_link]
    foot = [text for text, region, _, _ in above if region is footer]
    foot += [text for text, _, _, _ in tail]
    return "\n".join(("\n".join(head)[:_MOST_TEXT], "\n".join(foot)[-_MOST_TEXT:]))


def _site_name(links: Sequence[LinkNode], segments: Sequence[Segment]) -> Iterator[Mark]:
    """The name in the header: a picture's words or a text that names a body, else the first picture without words."""
    in_header = (each.link for each in links if each.link.kind is TargetKind.IMAGE and each.link.region is Region.NAV)
    picture = next(in_header, None)
    if picture is not None and picture.text:
        yield Mark(MarkKind.SITE_NAME, picture.text[:_LONGEST_VALUE])
        return
    texts = (each.text for each in segments if each.region is Region.NAV and not each.hidden)
    named = next(filter(_names_a_body, texts), None)
    if named is not None:
        yield Mark(MarkKind.SITE_NAME, named[:_LONGEST_VALUE])
    elif picture is not None:
        yield Mark(MarkKind.SITE_NAME)


@lru_cache(maxsize=4096)
def _names_a_body(text: str) -> bool:
    return re.search(mark_words().site_name.pattern, text) is not None


@lru_cache(maxsize=16384)
def _is_footers_address(href: str) -> bool:
    return mark_words().footer_address.search(href.lower()) is not None


@lru_cache(maxsize=1024)
def _brings_footer(script: str) -> bool:
    return mark_words().footer_script.search(script) is not None


def _first(patterns: Iterable[str], text: str) -> re.Match[str] | None:
    return next(filter(None, (re.search(pattern, text) for pattern in patterns)), None)
