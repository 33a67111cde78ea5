"""The breadcrumb of a page: 您现在的位置：首页 > 政务公开 > 通知公告.

Found by its label, else by the class of its element, else by links that begin with 首页 and are divided by `>`. Never
read from hidden nodes: templates keep internal names there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.facts import Crumb
from crawler.reading.links import LinkNode
from crawler.reading.page import Page
from crawler.reading.text.places import ELSEWHERE, tidy

_LEVELS = 4
"""Elements that are climbed from the label to find the links that belong to it."""
_LABELLED = 3
"""Texts with a label that are tried: an address (位置：某某路) may stand before the breadcrumb."""
_MOST_CRUMBS = 10
_LONGEST_CRUMB = 60
_CANDIDATES = 40
"""Elements that are tried; the breadcrumb of a real page is among the first few."""
_WORD_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@lru_cache(maxsize=1)
def read_breadcrumb(page: Page) -> tuple[Crumb, ...]:
    """The steps of the breadcrumb, outermost first, 首页 included; empty when the page shows none."""
    tried: set[int] = set()
    links = {linked.node.mem_id: linked for linked in page.links}
    for container in _containers(page):
        if container.mem_id in tried:
            continue
        tried.add(container.mem_id)
        crumbs = _crumbs(page, container, links)
        if _is_breadcrumb(crumbs):
            return crumbs
        if len(tried) == _CANDIDATES:
            break
    return ()


def _containers(page: Page) -> Iterator[LexborNode]:
    """Elements that may hold the breadcrumb, the surest first."""
    sign, label = page_words().breadcrumb.label_sign, _label()
    if any(sign in text and not hidden and label.search(text) for text, _, hidden, _ in page.segments):
        yield from _labelled(page)
    yield from _classed(page)
    yield from _after_home(page)


def _labelled(page: Page) -> Iterator[LexborNode]:
    body = page.tree.body
    if body is None:
        return
    sign, label = page_words().breadcrumb.label_sign, _label()
    seen = 0
    for node in body.traverse(include_text=True):
        text = (node.text_content or "") if node.is_text_node else ""
        if sign in text and label.search(text) and not page.is_hidden(node):
            holder = node.parent
            for _ in range(_LEVELS):
                if holder is None or holder.tag in ("script", "style", "body"):
                    break
                yield holder
                holder = holder.parent
            seen += 1
            if seen == _LABELLED:
                return


def _classed(page: Page) -> Iterator[LexborNode]:
    classes = page_words().breadcrumb.classes
    selector = ",".join(f"[class*={name} i],[id*={name} i]" for name in classes)
    for node in page.tree.css(selector)[: 5 * _CANDIDATES]:
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        parts = {part.lower() for part in _WORD_PART.findall(names)} | {name.lower() for name in names.split()}
        if not parts.isdisjoint(name.lower() for name in classes):
            yield (node.parent or node) if node.tag == "a" else node


def _after_home(page: Page) -> Iterator[LexborNode]:
    """Parents of a visible link 首页 outside navigation and footer."""
    home = page_words().breadcrumb.home
    for node, link, place in page.links:
        if link.text in home and node.parent is not None and place == ELSEWHERE:
            yield node.parent


def _crumbs(page: Page, container: LexborNode, links: dict[int, LinkNode]) -> tuple[Crumb, ...]:
    found: list[Crumb] = []
    inside: set[int] = set()
    for node in container.traverse(include_text=True):
        if node.tag == "a" and node.mem_id in links:
            _, link, place = links[node.mem_id]
            inside.update(part.mem_id for part in node.traverse(include_text=True))
            if not place.hidden:
                found.append(Crumb(_step(link.text), link.url))
        elif node.tag == "-text" and node.mem_id not in inside and not _is_unseen(page, node):
            found += [Crumb(step) for step in map(_step, _divided(node.text_content or "")) if step]
        if len(found) > _MOST_CRUMBS:
            return ()
    steps = [crumb for crumb in found if crumb.text]
    return tuple(steps[:-1] if steps and steps[-1].text in page_words().breadcrumb.tail else steps)


def _is_breadcrumb(crumbs: tuple[Crumb, ...]) -> bool:
    """Two steps or more, the first of them the home page; no step is a sentence."""
    if len(crumbs) < 2 or any(len(crumb.text) > _LONGEST_CRUMB for crumb in crumbs):
        return False
    return crumbs[0].text.replace(" ", "") in page_words().breadcrumb.home or crumbs[0].text.endswith(("网", "网站"))


def _is_unseen(page: Page, node: LexborNode) -> bool:
    parent = node.parent
    inert = parent is not None and parent.tag in ("script", "style", "noscript", "option")
    return inert or page.is_hidden(node)


def _divided(text: str) -> list[str]:
    return _separator().split(_label().sub(" > ", text))


def _step(text: str) -> str:
    return tidy(text).strip(" :：>＞》〉»›→·/|\\")


@cache
def _label() -> re.Pattern[str]:
    labels = sorted(page_words().breadcrumb.labels, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(labels)})\\s*[:：]?")


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(page_words().breadcrumb.separators)
