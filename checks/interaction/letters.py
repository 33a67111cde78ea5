"""The letters of a crawl as notes of the checks: once each, however many lists and pages show them, without a name.

Nothing that a member of the public wrote is kept: a letter goes by its address, or by a hash where a list alone
shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from checks.scanning import SeenPage
from config.exchange_words import exchange_words
from config.interaction import interaction_words
from config.registry import Unit
from config.wording import plain
from crawler.facts import Exchange
from crawler.kinds import PageKind
from crawler.store.crawl import Crawl
from crawler.urls import page_key

NONE_SEEN = "letters-not-seen"
NO_LETTERS = "no-letters"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is known of one letter. `shown_on` is the page that tells most of it, `own` whether that is its own page.

    `substance` is what the reply consists of: (letters, letters beyond polite words, passing words, concrete); None
    where no text was shown.
    """

    key: str
    shown_on: str
    own: bool
    column: str | None
    asked: date | None = None
    answered: bool | None = None
    replied: date | None = None
    replier: str = ""
    substance: tuple[int, int, str | None, bool] | None = None

    @property
    def facts(self) -> dict[str, str | None]:
        """What findings may tell of it."""
        return {
            "asked": self.asked.isoformat() if self.asked else None,
            "replied": self.replied.isoformat() if self.replied else None,
            "replier": self.replier or None,
        }


def letters_of(seen: SeenPage, *, with_substance: bool = False) -> Iterator[Letter]:
    """The letters on one page, in order."""
    page = seen.page
    if not page.exchanges:
        return
    own = len(page.exchanges) == 1 and page.exchanges[0].url is None
    path = place_of(seen)
    for one in page.exchanges:
        yield Letter(
            key=page_key(page.url) if own else _key(one, page.url),
            shown_on=page.url,
            own=own,
            column=path,
            asked=one.asked,
            answered=one.answered,
            replied=one.replied,
            replier=interaction_words().body_name(one.replier),
            substance=_substance(one.reply) if with_substance else None,
        )


def place_of(seen: SeenPage) -> str | None:
    """The path of the column that lists the page, else that of its breadcrumb.

    Of an article's breadcrumb only steps with a link count: the last one may be the title of a letter.
    """
    is_text = seen.page.kind is PageKind.ARTICLE
    steps = (crumb.text for crumb in seen.page.breadcrumb if crumb.url or not is_text)
    return seen.column or ">".join("".join(text.split()) for text in steps) or None


def each_once(letters: Iterable[Letter]) -> list[Letter]:
    """Every letter once, in the order of their keys. Its own page has the say, and lists add what that leaves out; but
    one that is shown as answered anywhere is answered."""
    known: dict[str, Letter] = {}
    for letter in letters:
        other = known.get(letter.key)
        known[letter.key] = _joined(other, letter) if other else letter
    return [known[key] for key in sorted(known)]


def silence(crawl: Crawl, unit: Unit) -> str | None:
    """Why there may be letters of `unit` that we have not read: it has a column for them; None when it has none."""
    words = exchange_words()
    has_place = any(words.is_place(column.name) for column in crawl.columns(unit))
    return NONE_SEEN if has_place else None


def _substance(reply: str) -> tuple[int, int, str | None, bool] | None:
    if not reply:
        return None
    found = interaction_words().substance(reply)
    return (found.letters, found.rest, found.passing_on, found.concrete)


def _key(one: Exchange, page: str) -> str:
    if one.url is not None and page_key(one.url) != page_key(page):
        return page_key(one.url)
    told = f"{plain(one.question)}/{one.asked}"
    return f"letter {hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def _joined(one: Letter, other: Letter) -> Letter:
    main, more = (other, one) if other.own and not one.own else (one, other)
    answered = main.answered if main.answered is not None else more.answered
    return replace(
        main,
        column=main.column or more.column,
        asked=main.asked or more.asked,
        answered=True if more.answered else answered,
        replied=main.replied or more.replied,
        replier=main.replier or more.replier,
        substance=main.substance or more.substance,
    )
