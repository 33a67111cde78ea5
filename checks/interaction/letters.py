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
    where no text was shown. `told` is the hash that a letter goes by where its address is that of others too
    (`shared`: the page shows several of that address). `asked_last` and `replied_first` are what speaks most for the
    body where pages show different days.
    """

    key: str
    told: str
    shown_on: str
    own: bool
    column: str | None
    asked: date | None = None
    answered: bool | None = None
    replied: date | None = None
    replier: str = ""
    substance: tuple[int, int, str | None, bool] | None = None
    shared: bool = False
    asked_last: date | None = None
    replied_first: date | None = None

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
    shared = _shared(page.exchanges)
    for one in page.exchanges:
        told = _told(one)
        yield Letter(
            key=page_key(page.url) if own else _address(one, page.url) or told,
            told=told,
            shown_on=page.url,
            own=own,
            column=path,
            asked=one.asked,
            answered=one.answered,
            replied=one.replied,
            replier=interaction_words().body_name(one.replier),
            substance=_substance(one.reply) if with_substance else None,
            shared=one.url is not None and page_key(one.url) in shared,
            asked_last=one.asked,
            replied_first=one.replied,
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
    one that is shown as answered anywhere is answered. An address that several letters share names none of them."""
    each = list(letters)
    shared = {letter.key for letter in each if letter.shared}
    known: dict[str, Letter] = {}
    for letter in each:
        key = letter.told if letter.key in shared else letter.key
        other = known.get(key)
        known[key] = _joined(other, letter) if other else replace(letter, key=key)
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


def _address(one: Exchange, page: str) -> str | None:
    """The key of the letter's own page, if it has one beside the list that shows it."""
    key = page_key(one.url) if one.url is not None else None
    return key if key != page_key(page) else None


def _told(one: Exchange) -> str:
    told = f"{plain(one.question)}/{one.asked}"
    return f"letter {hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def _shared(exchanges: Iterable[Exchange]) -> set[str]:
    """The addresses that one page gives to different letters: what tells them apart (`#1`) is no part of them."""
    first: dict[str, Exchange] = {}
    return {key for one in exchanges if one.url and _differ(first.setdefault(key := page_key(one.url), one), one)}


def _differ(one: Exchange, other: Exchange) -> bool:
    """Whether two rows show different letters. A second row for one may shorten its title, or leave out its day."""
    short, long = sorted((plain(one.question), plain(other.question)), key=len)
    if not (one.asked and other.asked):
        return not long.startswith(short)
    rest = iter(long)
    return one.asked != other.asked or not all(letter in rest for letter in short)


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
        asked_last=max((day for day in (one.asked_last, other.asked_last) if day), default=None),
        replied_first=min((day for day in (one.replied_first, other.replied_first) if day), default=None),
    )
