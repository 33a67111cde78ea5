"""Letters as rows of a list: tables and lists with heads, and rows that show the state of a letter.

A head names what the cells below it hold. Without one a row tells of a letter by a state that stands by itself (已回复)
and by labelled fields (来信时间：…). The day of a row without head and label is that of asking only while the letter
waits: otherwise nobody knows which day it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from config.exchange_words import OTHER, exchange_words
from crawler.facts import Exchange
from crawler.kinds import Region
from crawler.reading.exchanges.slots import filled, letter_of
from crawler.reading.page import Page
from crawler.reading.text.dates import whole_date
from crawler.reading.text.places import tidy

MOST_ROWS = 500
"""Rows of one page that are read (own rule: lists show 10 to 50)."""
_LONGEST_ROW = 600
_LONGEST_CELL = 200
_LEAST_HEADS = 2
_ROWS = "tr,li,dd"
_CELLS_DEEP = 3


def listed_letters(page: Page, *, place: bool) -> Iterator[Exchange]:
    """The letters that rows of `page` show. `place`: its names say that letters stand there."""
    heads: Mapping[int, str] = {}
    columns = 0
    for number, row in enumerate(page.tree.css(_ROWS)):
        if number == MOST_ROWS * 4:
            return
        if page.region_of(row) is not Region.BODY or _holds_rows(row):
            continue
        cells = _cells(row)
        found = _heads_in(cells)
        if len(found) >= _LEAST_HEADS and row.css_first("a[href]") is None:
            heads, columns = (found if _is_of_letters(found, cells, place=place) else {}), len(cells)
            continue
        letter = None
        if heads and len(cells) == columns:
            letter = _under_heads(page, row, cells, heads)
        letter = letter or _by_itself(page, row, place=place)
        if letter is not None:
            yield letter


def _holds_rows(row: LexborNode) -> bool:
    return any(inner.mem_id != row.mem_id for inner in row.css(_ROWS)[:2])


def _cells(row: LexborNode) -> list[LexborNode]:
    """The cells of a row: its elements, below wrappers that hold nothing else."""
    holder = row
    for _ in range(_CELLS_DEEP):
        inner = [node for node in holder.iter(include_text=False) if node.tag not in ("script", "style", "br", "hr")]
        if len(inner) != 1 or inner[0].tag not in ("div", "span", "p", "a"):
            return inner
        holder = inner[0]
    return []


def _heads_in(cells: list[LexborNode]) -> dict[int, str]:
    words = exchange_words()
    texts = [tidy(cell.text()) for cell in cells]
    named = {at: slot for at, text in enumerate(texts) if text and (slot := words.head_slot(text))}
    slots = [slot for slot in named.values() if slot != OTHER]
    others = sum(not text or at in named for at, text in enumerate(texts))
    return named if len(slots) == len(set(slots)) and 2 * others > len(texts) else {}


def _is_of_letters(heads: Mapping[int, str], cells: list[LexborNode], *, place: bool) -> bool:
    """Whether a list under these heads holds letters: a title, and a state or the day of the reply."""
    slots = set(heads.values())
    if "title" not in slots or not slots & {"status", "replied"}:
        return False
    words = exchange_words()
    return place or any(words.speaks_of_letters(tidy(cells[at].text())) for at in heads)


def _under_heads(page: Page, row: LexborNode, cells: list[LexborNode], heads: Mapping[int, str]) -> Exchange | None:
    slots = {slot: tidy(cells[at].text())[:_LONGEST_CELL] for at, slot in heads.items() if slot != OTHER}
    if not slots.get("title"):
        return None
    link = cells[next(at for at, slot in heads.items() if slot == "title")].css_first("a[href]")
    slots["title"] = _whole_title(link) or slots["title"]
    return letter_of(slots, url=_target(page, link or row.css_first("a[href]")))


def _by_itself(page: Page, row: LexborNode, *, place: bool) -> Exchange | None:
    link = row.css_first("a[href]")
    if link is None or len(row.text()) > _LONGEST_ROW * 4 or len(tidy(row.text())) > _LONGEST_ROW:
        return None
    words = exchange_words()
    texts = [text for text in _texts(row) if text]
    states = [text for text in texts if words.status_of(text) is not None]
    if not states or not (place or words.speaks_of_letters(states[0])):
        return None
    slots = {"status": states[0], "title": _whole_title(link) or tidy(link.text())}
    slots |= _fields(texts)
    days = [text for text in texts if whole_date(text)]
    letter = letter_of(slots, url=_target(page, link))
    if letter.answered is False and letter.asked is None and len(days) == 1:
        return filled(letter, letter_of({"asked": days[0]}))
    return letter


def _texts(row: LexborNode) -> list[str]:
    nodes = (node for node in row.traverse(include_text=True) if node.tag == "-text")
    return [tidy(node.text_content).strip("[]【】（）() ") for node in nodes]


def _fields(texts: list[str]) -> dict[str, str]:
    """Labelled parts: a label with its value behind a colon, or in the next text."""
    slots = exchange_words().labels.slots
    found: dict[str, str] = {}
    for at, text in enumerate(texts):
        label, colon, value = text.replace("：", ":").partition(":")
        slot = slots.get(label.replace(" ", ""))
        if colon and slot in ("asked", "replied", "replier"):
            found.setdefault(slot, value.strip() or (texts[at + 1] if at + 1 < len(texts) else ""))
    return found


def _whole_title(link: LexborNode | None) -> str:
    return tidy(link.attributes.get("title") or "") if link is not None else ""


def _target(page: Page, link: LexborNode | None) -> str | None:
    href = link.attributes.get("href") if link is not None else None
    return page.resolve(href).url if href else None
