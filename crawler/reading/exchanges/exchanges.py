"""What a page says of letters from the public: chooses between the ways in which they are shown."""

from __future__ import annotations

from config.exchange_words import exchange_words
from crawler.facts import Exchange
from crawler.kinds import PageKind
from crawler.reading.exchanges.labelled import labelled_letters
from crawler.reading.exchanges.rows import MOST_ROWS, listed_letters
from crawler.reading.exchanges.slots import LONGEST_QUESTION, filled, letter_of
from crawler.reading.page import Page

_ON_ITS_OWN = frozenset({PageKind.ARTICLE, PageKind.SINGLE_ARTICLE})


def read_exchanges(page: Page, kind: PageKind, names: str = "", *, commented: bool = False) -> tuple[Exchange, ...]:
    """The letters on `page`, in order. A page that speaks of other answers (提案, 依申请公开 …) has none.

    On a page of its own a letter is labelled, or it is the only row below heads; elsewhere the rows of lists count
    first, and labelled letters below each other where there are none. `names`: what the page and the columns above it
    are called; where they say nothing of letters, its text must. `commented`: the list of the page stands in a
    comment that a script uncovers, so its rows count.
    """
    if kind is PageKind.HOME:
        return ()
    words = exchange_words()
    place = words.is_place(f"{page.title} {names}")
    if place is False or (place is None and not commented and not words.speaks_of_letters(page.main_text)):
        return ()
    rows = [*listed_letters(page, place=bool(place))]
    if commented and not rows:
        rows = [row for piece in _uncovered(page) for row in listed_letters(piece, place=bool(place))]
    if kind in _ON_ITS_OWN:
        return _on_its_own(page, [row for row in rows if row.url is None], place=bool(place))
    return tuple(rows or _labelled(page))[:MOST_ROWS]


def _on_its_own(page: Page, rows: list[Exchange], *, place: bool) -> tuple[Exchange, ...]:
    if len(rows) > 1:  # what labels its cells from above cannot be read from label to label
        return tuple(rows[:MOST_ROWS])
    letters = _labelled(page, title=page.title if place else "")
    if len(letters) == 1 and len(rows) == 1:
        return (filled(rows[0], letters[0]),)
    return tuple(letters or rows)[:MOST_ROWS]


def _labelled(page: Page, title: str = "") -> list[Exchange]:
    """Labelled letters; one without a title or text of its own goes by `title`, and without that it is none."""
    letters = [letter_of(parts) for parts in labelled_letters(page)]
    if title and len(letters) == 1 and not letters[0].question:
        return [filled(letters[0], Exchange(question=title[:LONGEST_QUESTION]))]
    return [letter for letter in letters if letter.question]


def _uncovered(page: Page) -> list[Page]:
    return [page.fragment(node.comment_content or "") for node in page.comments]
