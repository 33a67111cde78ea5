"""Letters whose parts are labelled: in tables, definition lists, fields in a line, headings or paragraphs.

The visible lines are read in order. A label opens a part of the letter, and what follows belongs to it until the next
label: so a cell beside its label, a paragraph below its heading and a text behind its colon are one case. Inside the
text of a letter or a reply only a line that begins with a label of a letter ends it, because prose has colons too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from config.exchange_words import OTHER, exchange_words
from crawler.reading.exchanges.slots import LONGEST_REPLY
from crawler.reading.page import Page
from crawler.reading.text.lines import Line, lines_of

_SHORT = 3
"""Letters up to which a label must have a colon, brackets or a cell of its own (own rule: 来信, 答复, 状态)."""
_TEXTS = frozenset({"question", "reply"})
_CELLS = frozenset({"td", "th", "dt", "h1", "h2", "h3", "h4", "h5", "h6"})
_OPENING = frozenset({"title", "question"})
_EARLIEST = frozenset({"replied", "reply", "replier"})
"""Parts of which the first one counts: a letter may be answered more than once."""


def labelled_letters(page: Page) -> Iterator[dict[str, str]]:
    """The parts of every letter on `page`, in order; what holds no question and no word on a reply is left out.

    A new letter begins where the title or text of one comes a second time.
    """
    parts: dict[str, list[str]] = {}
    closed: set[str] = set()
    current: str | None = None
    for line in lines_of(page):
        if _ends().match(line.text):
            current = None
            continue
        hits = _labels_in(line, current)
        if not hits:
            if current is not None:
                _add(parts[current], line.text, current)
                current = current if current in _TEXTS else None
            continue
        for slot, value in hits:
            if slot in _OPENING and slot in parts:
                yield from _complete(parts)
                parts, closed = {}, set()
            if slot == OTHER or slot in closed or (slot in parts and slot in _EARLIEST):
                current = None
                continue
            closed.add(slot)
            current = slot if slot in _TEXTS or not value else None
            _add(parts.setdefault(slot, []), value, slot)
    yield from _complete(parts)


def _add(texts: list[str], text: str, slot: str) -> None:
    if text and (slot in _TEXTS or not texts) and sum(map(len, texts)) < LONGEST_REPLY:
        texts.append(text)


def _complete(parts: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    said = {slot: "\n".join(texts) for slot, texts in parts.items()}
    if said.keys() & {"title", "question", "asked"} and said.keys() & {"status", "replied", "reply"}:
        yield said


def _labels_in(line: Line, current: str | None) -> list[tuple[str, str]]:
    """The slots that a line opens, with the values behind their labels; none when it belongs to an open text."""
    text = line.text
    first = _label().match(text)
    if first is None or not _stands_alone(first, line):
        return []
    slots = exchange_words().labels.slots
    slot = slots[_name(first)]
    if current in _TEXTS and slot == OTHER and current == "reply":
        return []
    if slot in _TEXTS:
        return [(slot, text[first.end() :].strip())]
    hits = [first, *(hit for hit in _label().finditer(text, first.end()) if hit["mark"])]
    ends = [*(hit.start() for hit in hits[1:]), len(text)]
    return [(slots[_name(hit)], text[hit.end() : end].strip()) for hit, end in zip(hits, ends, strict=True)]


def _name(hit: re.Match[str]) -> str:
    return re.sub(r"\s", "", hit["label"])


def _stands_alone(hit: re.Match[str], line: Line) -> bool:
    """Whether a label at the beginning of a line is one and not the beginning of a sentence."""
    if hit["mark"]:
        return True
    if hit.end() < len(line.text):
        return False
    return len(_name(hit)) > _SHORT or line.node.tag in _CELLS


@cache
def _label() -> re.Pattern[str]:
    spaced = "|".join(r"\s?".join(map(re.escape, label)) for label in exchange_words().labels.slots)
    return re.compile(
        rf"(?<![一-鿿])(?P<open>[【\[［(（]\s?)?(?P<label>{spaced})\s?"
        r"(?P<mark>(?(open)[】\]］)）]\s?[:：]?|[:：丨]))?(?(mark)|(?=\s|$))\s?"
    )


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, exchange_words().ends)))
